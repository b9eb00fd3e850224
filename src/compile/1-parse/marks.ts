import type { Print } from '../document.ts';
import { type Expression, keyOf } from '../expression.ts';

/**
 * Marked HTML: ordinary HTML text in which slots and control flow are opaque tokens of private-use characters, so that
 * React, MJML, Markdown, CSS inlining and HTML parsers carry them through unharmed.
 *
 *     U+E000 s 12 U+E001      slot 12
 *     U+E000 w 3 U+E001       when 3 opens;  o 3: its otherwise;  e 3: it ends
 *     U+E000 l 4 U+E001       each 4 (a loop) opens;  e 4: it ends
 */
export const OPEN = '\uE000';
export const CLOSE = '\uE001';

/** Matches one token; group 1 is the letter, group 2 the number. */
export const TOKEN: RegExp = /\uE000([swoel])(\d+)\uE001/g;

export type Mark =
  | { readonly kind: 'slot'; readonly expression: Expression; readonly print: Print }
  | { readonly kind: 'when'; readonly test: Expression }
  | { readonly kind: 'each'; readonly list: Expression; readonly item: string; readonly index: string };

export interface BlockTokens {
  readonly open: string;
  /** Only in `when`. */
  readonly otherwise: string;
  readonly close: string;
}

/** The table behind the tokens of one template. Equal marks get the same number, so equal branches stay equal text. */
export class Marks {
  readonly #marks: Mark[] = [];
  readonly #numbers = new Map<string, number>();

  slot(expression: Expression, print: Print): string {
    return token('s', this.#number({ kind: 'slot', expression, print }, `s${print}${keyOf(expression)}`));
  }

  when(test: Expression): BlockTokens {
    const number = this.#number({ kind: 'when', test }, `w${keyOf(test)}`);
    return { open: token('w', number), otherwise: token('o', number), close: token('e', number) };
  }

  each(list: Expression, item: string, index: string): BlockTokens {
    const number = this.#number({ kind: 'each', list, item, index }, `l${item},${index},${keyOf(list)}`);
    return { open: token('l', number), otherwise: '', close: token('e', number) };
  }

  get(number: number): Mark {
    const mark = this.#marks[number];
    if (!mark) throw new RangeError(`No mark has the number ${number}.`);
    return mark;
  }

  #number(mark: Mark, key: string): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#marks.length);
    return this.#marks.push(Object.freeze(mark)) - 1;
  }
}

const token = (letter: string, number: number): string => `${OPEN}${letter}${number}${CLOSE}`;
