import { Parser } from 'htmlparser2';
import type { Location } from '../../errors.ts';
import { Refusal } from '../diagnostics.ts';
import { locationOf } from '../expression.ts';
import { CLOSE, type Mark, type Marks, OPEN, TOKEN } from './marks.ts';

/** Tokens in and beside the names of elements and attributes. */

/**
 * `<td{{#if wide}} class="wide"{{/if}}>`: sets a space before a block of attributes, which would else become part of the
 * name of the element. `offsetOf` gives the offset in what was written.
 */
export function withSpaces(written: string): { source: string; offsetOf: (offset: number) => number } {
  const set: number[] = [];
  let source = written;
  for (let glued = gluedBlocks(source); glued.length > 0; glued = gluedBlocks(source)) {
    for (const offset of glued.toReversed()) source = `${source.slice(0, offset)} ${source.slice(offset)}`;
    set.push(...glued.map((offset, index) => offset + index));
  }
  return { source, offsetOf: (offset) => offset - set.filter((at) => at < offset).length };
}

/** Where blocks of attributes follow names of elements without a space. */
function gluedBlocks(source: string): readonly number[] {
  const found: number[] = [];
  if (!GLUED.test(source)) return found;
  const parser: Parser = new Parser({
    onopentagname: (name) => {
      const length = name.indexOf(OPEN);
      const offset = parser.startIndex + 1 + length;
      if (length > 0 && beginAttributes(source, offset)) found.push(offset);
      // What follows is no markup, which only the next look sees.
      if (RAW_TEXT.has(name.slice(0, length))) parser.pause();
    },
  });
  parser.write(source);
  return found;
}

const GLUED = /<[a-z][\w:-]*\uE000/i;

/** Whether blocks that open at an offset hold in each branch what a space stands before. */
function beginAttributes(source: string, offset: number): boolean {
  const [blocks] = /^(?:\uE000[wl]\d+\uE001)+(?=\s)/.exec(source.slice(offset)) ?? [''];
  return (
    blocks !== '' &&
    [...blocks.matchAll(TOKEN)].every(([, , number]) => {
      const [block] = source.slice(offset).split(`${OPEN}e${number}${CLOSE}`, 1);
      const [, other = ' '] = block!.split(`${OPEN}o${number}${CLOSE}`, 2);
      return /^(?:[\s\uE000]|$)/.test(other);
    })
  );
}

/** Elements whose text has no tags. */
export const RAW_TEXT: ReadonlySet<string> = new Set(
  'script style title textarea xmp iframe noembed noframes plaintext'.split(' '),
);

export const placeOfMark = (mark: Mark): Location | undefined =>
  locationOf(mark.kind === 'slot' ? mark.expression : mark.kind === 'when' ? mark.test : mark.list);

/** Tokens side by side. */
export const TOKENS: RegExp = /((?:\uE000[swoel]\d+\uE001)+)/;

/** What stands between two names: the end of the branch that the first one is in. */
export const isApart = (part: string, index: number, parts: readonly string[]): boolean => {
  if (!part.startsWith(OPEN) || index === 0 || index === parts.length - 1) return true;
  const tokens = [...part.matchAll(TOKEN)];
  return tokens.some(
    ([, letter, number], at) =>
      letter === 'o' && !tokens.slice(0, at).some(([, opens, other]) => opens === 'w' && other === number),
  );
};

export const nameDynamic = (location: Location): Refusal =>
  new Refusal({
    code: 'ATTRIBUTE_NAME_DYNAMIC',
    message: 'The name of an attribute depends on the context.',
    hint: 'Write the attribute by name and make its value, or a condition around it, depend on the context.',
    location,
  });

export const attributesLooped = (location: Location): Refusal =>
  new Refusal({
    code: 'ATTRIBUTE_NAME_DYNAMIC',
    message: 'A loop stands around attributes, so that the context decides how many an element has.',
    hint: 'Put the loop into the value of an attribute, or a condition around each attribute.',
    location,
  });

export function tagDynamic(source: string, marks: Marks, location: Location): Refusal {
  const token = source.slice(source.indexOf(OPEN)).match(new RegExp(TOKEN.source));
  return new Refusal({
    code: 'TAG_DYNAMIC',
    message: 'The name of an element, or a declaration, depends on the context.',
    hint: 'Write each element by name, with a condition around the whole of it; write &lt; for a < that is text.',
    location: (token && placeOfMark(marks.get(Number(token[2])))) ?? location,
  });
}
