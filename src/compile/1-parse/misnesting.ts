import type { Location } from '../../errors.ts';
import { Refusal } from '../diagnostics.ts';
import { refuse } from '../refusals.ts';

/** Elements that browsers open again behind an element in which they were not closed (HTML Living Standard §13.2.4.3). */
const FORMATTING = new Set('a b big code em font i nobr s small strike strong tt u'.split(' '));

/** Elements whose end closes formatting for good. */
const SCOPES = new Set('td th caption table template object marquee applet button body html'.split(' '));

/** Elements before which browsers close a `<p>`, and those out of which they do not look for one (§13.2.6.4.7). */
const BLOCKS = new Set(
  (
    'address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre search section summary table ul'
  ).split(' '),
);
const BUTTON_SCOPES = new Set([...SCOPES, 'button']);

interface Open {
  readonly name: string;
  /** Where browsers close it before its time. */
  crossed: number | undefined;
}

/**
 * `<b><i>one</b>two</i>`: browsers open `<i>` again behind `</b>`, a tree does not. Where that would show, the template
 * is refused. And so is `<p><b>one<p>two</b>`, of which a tree would print a `</p>` that has nothing to close for browsers, and
 * is an empty paragraph to them.
 */
export class Misnesting {
  readonly #source: string;
  readonly #placeOf: (offset: number) => Location;
  readonly #open: Open[] = [];
  /** Formatting that the end tag to come closes without naming it. */
  #left: string[] = [];
  #leak: { readonly names: readonly string[]; readonly by: string; readonly end: number } | undefined;

  constructor(source: string, placeOf: (offset: number) => Location) {
    this.#source = source;
    this.#placeOf = placeOf;
  }

  open(name: string, offset: number): void {
    this.show(offset);
    if (BLOCKS.has(name)) {
      const around = this.#open.findLast((one) => one.name === 'p' || BUTTON_SCOPES.has(one.name));
      if (around?.name === 'p') around.crossed ??= offset;
    }
    this.#open.push({ name, crossed: undefined });
  }

  /** An element ends; `end` is behind its tag. Notes a Refusal ELEMENT_MISNESTED. */
  close(name: string, isImplied: boolean, end: number): void {
    const crossed = this.#open.pop()?.crossed;
    if (isImplied && name === 'p' && crossed !== undefined) this.#refuseCrossed(crossed);
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
        location: this.#placeOf(this.#source.lastIndexOf('<', end - 1)),
      }),
    );
  }

  #refuseCrossed(offset: number): void {
    const [tag = ''] = /^<[^\s>]+/.exec(this.#source.slice(offset)) ?? [];
    refuse(
      new Refusal({
        code: 'ELEMENT_MISNESTED',
        message: `${tag}> begins in a <p> that is not closed, and browsers close the <p> before it.`,
        hint: `Close what is open in the <p>, and write </p>, before ${tag}>.`,
        location: this.#placeOf(offset),
      }),
    );
  }
}
