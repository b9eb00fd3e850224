import type { Location } from '../../errors.ts';
import { Refusal } from '../diagnostics.ts';
import { refuse } from '../refusals.ts';

/** Elements that browsers open again behind an element in which they were not closed (HTML Living Standard §13.2.4.3). */
const FORMATTING = new Set('a b big code em font i nobr s small strike strong tt u'.split(' '));

/** Elements whose end closes formatting for good. */
const SCOPES = new Set('td th caption table template object marquee applet button body html'.split(' '));

/**
 * `<b><i>one</b>two</i>`: browsers open `<i>` again behind `</b>`, a tree does not. Where that would show, the template
 * is refused.
 */
export class Misnesting {
  readonly #source: string;
  readonly #placeOf: (offset: number) => Location;
  /** Formatting that the end tag to come closes without naming it. */
  #left: string[] = [];
  #leak: { readonly names: readonly string[]; readonly by: string; readonly end: number } | undefined;

  constructor(source: string, placeOf: (offset: number) => Location) {
    this.#source = source;
    this.#placeOf = placeOf;
  }

  /** An element ends; `end` is behind its tag. */
  close(name: string, isImplied: boolean, end: number): void {
    if (SCOPES.has(name)) {
      this.#left = [];
      this.#leak = undefined;
    } else if (isImplied) {
      if (FORMATTING.has(name)) this.#left.push(name);
    } else {
      if (this.#left.length > 0) this.#leak = { names: this.#left, by: name, end };
      this.#left = [];
    }
  }

  /** Something is shown. Notes a Refusal ELEMENT_MISNESTED. */
  show(offset: number): void {
    if (!this.#leak) return;
    const { names, by, end } = this.#leak;
    this.#leak = undefined;
    const between = this.#source.slice(end, offset).toLowerCase();
    const open = names.find((name) => !between.includes(`</${name}`));
    if (open === undefined) return;
    refuse(
      new Refusal({
        code: 'ELEMENT_MISNESTED',
        message: `</${by}> closes a <${open}> with it that is still open, and browsers open <${open}> again behind it.`,
        hint: `Write </${open}> before </${by}>.`,
        location: this.#placeOf(end - 1),
      }),
    );
  }
}
