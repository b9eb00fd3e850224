import type { Location } from '../../errors.ts';

/** The places of the sources that a module was made from, and the marks that stand for them in code being put together. */
export class Places {
  readonly #places: Location[] = [];
  readonly #marks = new Map<string, string>();

  /** A mark to be written in front of the code that was made from a place. */
  mark(place: Location | undefined): string {
    if (!place) return '';
    const key = `${place.file}:${place.line}:${place.column}`;
    let mark = this.#marks.get(key);
    if (mark === undefined) {
      // No string literal holds these two, as JSON escapes controls.
      mark = `\u0001${this.#places.length}\u0002`;
      this.#places.push(place);
      this.#marks.set(key, mark);
    }
    return mark;
  }

  /** Where the marks stood in `code`, which goes without them: lines and columns from 0. */
  mappings(code: string): readonly Mapping[] {
    const mappings: Mapping[] = [];
    code.split('\n').forEach((text, line) => {
      let removed = 0;
      for (const { 0: mark, 1: index, index: at } of text.matchAll(MARK)) {
        mappings.push({ line, column: at - removed, place: this.#places[Number(index)] as Location });
        removed += mark.length;
      }
    });
    return mappings;
  }
}

export interface Mapping {
  readonly line: number;
  readonly column: number;
  readonly place: Location;
}

// oxlint-disable-next-line no-control-regex -- marks are made of controls, which no code has
const MARK = /\u0001(\d+)\u0002/g;

export const withoutMarks = (code: string): string => code.replace(MARK, '');

/**
 * A source map (ECMA-426, version 3). `nameOf` gives the path of a source as seen from the map, `read` its text, so that
 * a stack trace can show the line where the template is not at hand.
 */
export function printSourceMap(
  file: string,
  mappings: readonly Mapping[],
  nameOf: (file: string) => string,
  read: (file: string) => string | null,
): string {
  const files = [...new Set(mappings.map(({ place }) => place.file))];
  const last = { source: 0, line: 0, column: 0 };
  const lines: string[][] = [];
  let column = 0;
  for (const mapping of mappings) {
    while (lines.length <= mapping.line) {
      // Without this, code of no known place would seem to come from the place before it.
      lines.push(lines.length === mapping.line && mapping.column === 0 ? [] : [UNMAPPED]);
      column = 0;
    }
    const source = files.indexOf(mapping.place.file);
    const to = { source, line: mapping.place.line - 1, column: mapping.place.column - 1 };
    const deltas = [
      mapping.column - column,
      to.source - last.source,
      to.line - last.line,
      to.column - last.column,
    ];
    lines.at(-1)?.push(deltas.map(toVlq).join(''));
    column = mapping.column;
    Object.assign(last, to);
  }
  return JSON.stringify({
    version: 3,
    file,
    sources: files.map(nameOf),
    sourcesContent: files.map(read),
    names: [],
    // The empty line at the end is for Node, which reads on behind a last segment of one number.
    mappings: [...lines, [UNMAPPED], []].map((segments) => segments.join(',')).join(';'),
  });
}

/** The beginning of a line comes from nowhere. */
const UNMAPPED = 'A';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A number in groups of five bits, the lowest first and the sign in the lowest bit of all. */
function toVlq(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let out = '';
  do {
    const group = rest & 31;
    rest >>>= 5;
    out += DIGITS.charAt(rest > 0 ? group | 32 : group);
  } while (rest > 0);
  return out;
}
