import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { canonicalizeBody, canonicalizeField } from '../../src/secure/dkim/canonical.ts';
import bodies from '../vectors/dkim_body_canonicalization.json' with { type: 'json' };
import fields from '../vectors/dkim_header_canonicalization.json' with { type: 'json' };

const octets = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('G3: bodies', () => {
  interface Expected {
    readonly canonical: string;
    readonly length: number;
    readonly bh: string;
  }
  const cases = bodies.cases as readonly {
    name: string;
    body: string;
    l?: number;
    simple: Expected;
    relaxed: Expected;
  }[];

  test.each(cases.flatMap((one) => (['simple', 'relaxed'] as const).map((form) => ({ ...one, form }))))(
    '$name, $form',
    ({ body, form, l, ...one }) => {
      const canonical = canonicalizeBody(octets(body), form).subarray(0, l);
      expect(text(canonical)).toBe(one[form].canonical);
      expect(canonical.length).toBe(one[form].length);
      expect(createHash('sha256').update(canonical).digest('base64')).toBe(one[form].bh);
    },
  );

  test('relaxed equals the rules of RFC 6376 §3.4.4 applied one after the other', () => {
    const piece = fc.constantFrom(' ', '\t', '\r\n', 'a', 'bcdefgh', '=', 'ü', '\r', '\n', 'x'.repeat(9));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const body = pieces.join('');
        const plain = body
          .replace(/[ \t]+(?=\r\n|$(?![\s\S]))/g, '')
          .replace(/[ \t]+/g, ' ')
          .replace(/(?:\r\n)+$(?![\s\S])/, '');
        const before = octets(body);
        expect(text(canonicalizeBody(before, 'relaxed'))).toBe(plain === '' ? '' : `${plain}\r\n`);
        expect(text(before)).toBe(body);
      }),
      { numRuns: 500 },
    );
  });
});

describe('G3: header fields', () => {
  test.each(fields.cases)('$name', ({ header, simple, relaxed }) => {
    expect(canonicalizeField(header, 'simple')).toBe(simple);
    expect(canonicalizeField(header, 'relaxed')).toBe(relaxed);
  });
});
