import type { Folder } from './folding.ts';

/**
 * Encoded words (RFC 2047) in UTF-8: at most 75 characters each, whole characters in each, Q or B by what is
 * shorter.
 */

const prefixQ = '=?utf-8?Q?';
const prefixB = '=?utf-8?B?';
const overhead = prefixQ.length + 2;
const maximum = 75;
// A first word shorter than this is not worth starting on the rest of a line.
const minimum = overhead + 12;

const utf8 = new TextEncoder();

// The set that is safe in phrases too (RFC 2047 §5 (3)), so that one encoder serves all fields.
const safeInQ: readonly boolean[] = Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9!*+\-/]/.test(String.fromCharCode(code)),
);

/**
 * Adds `text` as encoded words, each a piece of its own. `lead` is the white space in front of the first
 * (none at the very beginning of a field); a reader keeps it after a plain word and drops it after an encoded
 * one.
 */
export const addEncodedWords = (folder: Folder, text: string, lead: string = ' '): void => {
  const characters = Array.from(text, measure);
  const q = characters.reduce((sum, character) => sum + character.q, 0);
  const octets = characters.reduce((sum, character) => sum + character.octets, 0);
  const useB = Math.ceil(octets / 3) * 4 < q;
  // One word on a line of its own rather than two: some readers show a gap between the halves of a name.
  const isOneWord = (useB ? Math.ceil(octets / 3) * 4 : q) + overhead <= maximum;
  let start = 0;
  while (start < characters.length) {
    const isFirst = folder.value === '';
    const space = isFirst ? '' : start === 0 ? lead : ' ';
    const room = folder.room - space.length;
    const usesRest = isFirst || (room >= minimum && !isOneWord);
    const limit = (usesRest ? Math.min(Math.max(room, minimum), maximum) : maximum) - overhead;
    let end = start;
    let width = 0;
    while (end < characters.length) {
      const next = width + (useB ? characters[end]!.octets : characters[end]!.q);
      if ((useB ? Math.ceil(next / 3) * 4 : next) > limit && end > start) break;
      width = next;
      end++;
    }
    const piece = characters.slice(start, end);
    folder.addEncoded(space + (useB ? encodeB(piece) : encodeQ(piece)));
    start = end;
  }
};

interface Measured {
  readonly text: string;
  readonly octets: number;
  /** Width in Q encoding. */
  readonly q: number;
}

const measure = (text: string): Measured => {
  const code = text.codePointAt(0)!;
  // A lone surrogate becomes U+FFFD: three octets, like the rest of its range.
  const octets = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  return { text, octets, q: code === 0x20 || (code < 0x80 && safeInQ[code]) ? 1 : octets * 3 };
};

const encodeQ = (characters: readonly Measured[]): string => {
  let word = prefixQ;
  for (const { text } of characters) {
    const code = text.charCodeAt(0);
    if (code === 0x20) word += '_';
    else if (code < 0x80 && safeInQ[code]) word += text;
    else
      for (const octet of utf8.encode(text)) word += `=${octet.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return `${word}?=`;
};

const encodeB = (characters: readonly Measured[]): string => {
  const octets = utf8.encode(characters.map((character) => character.text).join(''));
  return `${prefixB}${btoa(String.fromCharCode(...octets))}?=`;
};
