import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { encodeBase64, isSevenBit } from '../../src/mime/encoding.ts';
import { encodeQuotedPrintable } from '../../src/mime/quoted-printable.ts';
import vectors from '../vectors/transfer_encodings.json' with { type: 'json' };
import { expectQuotedPrintable } from './quoted-printable.ts';

const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

const checkQuotedPrintable = (input: string): void =>
  expectQuotedPrintable(encodeQuotedPrintable(input), input);

describe('C9: quoted-printable', () => {
  test.each(vectors.quoted_printable)('$input', ({ input, symfony }) => {
    checkQuotedPrintable(input);
    // Where no choice is left, the octets are the same.
    if (!input.includes('ünï'))
      expect(text(encodeQuotedPrintable(input)).replace(/=\r\n/g, '')).toBe(symfony.replace(/=\r\n/g, ''));
  });

  test('any text decodes to itself, with lines of at most 76 columns and no white space at their ends', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        ' ',
        '\t',
        '\r\n',
        '\n',
        '\r',
        'From ',
        '=',
        'ü',
        '😀',
        '\u007f',
        '\0',
        'x'.repeat(73),
        ' '.repeat(74),
        'y'.repeat(76),
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => checkQuotedPrintable(pieces.join(''))),
      { numRuns: 300 },
    );
  });

  test('every length around the end of a line', () => {
    for (let length = 70; length < 80; length++) {
      for (const end of ['', ' ', '\t', '\n', ' \n', '=', 'ü', 'é\n', '  \r\nFrom here'])
        checkQuotedPrintable('x'.repeat(length) + end);
    }
  });

  test('a text larger than the memory kept for reuse', () => {
    checkQuotedPrintable('wörds and = signs\n'.repeat(80_000));
    checkQuotedPrintable('small again');
  });
});

describe('C9: base64', () => {
  test.each(vectors.base64)('$input', ({ input, symfony }) => {
    expect(text(encodeBase64(new TextEncoder().encode(input)))).toBe(symfony);
  });

  test('any octets decode to themselves, with lines of at most 76 columns', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        const encoded = text(encodeBase64(octets));
        expect(new Uint8Array(Buffer.from(encoded, 'base64'))).toEqual(octets);
        const lines = encoded.split('\r\n');
        expect(lines.slice(0, -1).every((line) => line.length === 76)).toBe(true);
        expect(lines.at(-1)!.length).toBeLessThanOrEqual(76);
      }),
    );
  });
});

test.each([
  ['', true],
  ['a\r\nb', true],
  ['a'.repeat(998), true],
  [`${'a'.repeat(998)}\r\n${'b'.repeat(998)}\r\n`, true],
  ['a'.repeat(999), false],
  ['a\nb', false],
  ['a\rb', false],
  ['a\0', false],
  ['é', false],
])('isSevenBit %#', (input, expected) => {
  expect(isSevenBit(new TextEncoder().encode(input))).toBe(expected);
});
