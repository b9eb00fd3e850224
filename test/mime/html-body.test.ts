import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';

import type { HtmlPieces } from '../../src/artifact.ts';
import { MessageError } from '../../src/errors.ts';
import { compose } from '../../src/message/compose.ts';
import { changeMessage, createMessage } from '../../src/message/message.ts';
import { encodeHtmlPieces } from '../../src/mime/html-body.ts';
import { encodeQuotedPrintable } from '../../src/mime/quoted-printable.ts';
import { toRaw } from '../../src/mime/raw.ts';
import { createDkimSigner, verifyDkim } from '../../src/secure/dkim/index.ts';
import { expectQuotedPrintable } from './quoted-printable.ts';
import { lineFaults, readWithPython } from './readers.ts';

const joined = ({ statics, pieces }: HtmlPieces): string =>
  pieces.map((piece) => (typeof piece === 'number' ? statics[piece] : piece)).join('');

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(
    '',
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\r',
    'F',
    'ro',
    'm ',
    'From ',
    '=',
    'ü',
    '😀',
    '\u007f',
    '\0',
  ),
  fc.constantFrom('x\r', '\nx', ' \n', '\n ', 'y\n', 'x'.repeat(73), ' '.repeat(74), 'y'.repeat(76)),
  fc.integer({ min: 60, max: 80 }).map((length) => '<td a="b">'.repeat(20).slice(0, length)),
  fc.string({ unit: fc.constantFrom('a', ' ', '=', '\n', 'é', '😀'), maxLength: 400 }),
);

const pieces: fc.Arbitrary<HtmlPieces> = fc.array(text, { minLength: 1, maxLength: 8 }).chain((statics) =>
  fc.record({
    statics: fc.constant(statics),
    pieces: fc.array(fc.oneof(fc.nat(statics.length - 1), text), { maxLength: 30 }),
  }),
);

describe('C9: HTML in pieces, as quoted-printable', () => {
  test('any pieces decode to what they say together, the second time as well', () => {
    fc.assert(
      fc.property(pieces, (html) => {
        expectQuotedPrintable(encodeHtmlPieces(html), joined(html));
        expectQuotedPrintable(
          encodeHtmlPieces({ ...html, pieces: [' ', ...html.pieces] }),
          ` ${joined(html)}`,
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('every column, before every kind of beginning', () => {
    const statics = [
      '',
      ' ',
      '\n',
      ' \n',
      '=',
      'é\n',
      'From ',
      'rom ',
      'x'.repeat(75),
      'x'.repeat(76),
      'a\nFrom b',
    ];
    for (let length = 0; length < 80; length++) {
      for (const [index] of statics.entries()) {
        for (const end of ['', ' ', '\n', 'om ']) {
          const html = { statics, pieces: ['x'.repeat(length), index, end, index] };
          expectQuotedPrintable(encodeHtmlPieces(html), joined(html));
        }
      }
    }
  });

  test('more than the memory kept for reuse', () => {
    const html = {
      statics: ['<b>wörds and = signs</b>\n'.repeat(4000)],
      pieces: Array.from({ length: 60 }, () => 0),
    };
    expectQuotedPrintable(encodeHtmlPieces(html), joined(html));
  });

  test('static pieces are copied: whole lines of theirs are the same behind any value', () => {
    const statics = [`<p>${'static = words, '.repeat(40)}</p>`];
    const alone = new TextDecoder().decode(encodeQuotedPrintable(statics[0]!));
    for (let length = 0; length < 80; length++) {
      const octets = encodeHtmlPieces({ statics, pieces: ['v'.repeat(length), 0] });
      expect(new TextDecoder().decode(octets)).toContain(alone);
    }
  });
});

const html: HtmlPieces = {
  statics: [
    '<!DOCTYPE html><html><body><p>Guten Tag, ',
    `!</p>${'<p style="margin:0">Grüße = “more”</p>'.repeat(9)}`,
  ],
  pieces: [0, 'Zoë &amp; Söhne', 1, '<pre>a \nb\n</pre>', 1],
};
const rendered = { subject: 'Hi', html, text: 'Hi', images: [], locale: 'de', dir: 'ltr' } as const;
const addresses = { from: 'a@shop.example', to: 'b@example.org' };

describe('a message of HTML in pieces', () => {
  test('is read as the same message of a string is', async () => {
    const message = compose(rendered, addresses);
    expect(message.html).toBe(joined(html));
    const { bytes } = toRaw(message);
    const plain = toRaw(changeMessage(message, { html: joined(html) })).bytes;
    expect(lineFaults(bytes)).toEqual([]);
    const [one, other] = await Promise.all([PostalMime.parse(bytes), PostalMime.parse(plain)]);
    expect(one).toEqual(other);
    expect(one.html?.trim()).toBe(joined(html));
    const [python, pythonPlain] = readWithPython([bytes, plain]);
    expect(python?.defects).toEqual([]);
    expect(python).toEqual({ ...pythonPlain, root: python?.root });
    const contents = [python, pythonPlain].map((read) => read?.root.parts?.map(({ content }) => content));
    expect(contents[0]).toEqual(contents[1]);
    expect(contents[0]).toHaveLength(2);
  });

  test('keeps the pieces in a copy, and lets go of them where the copy has other HTML', () => {
    const message = compose(rendered, addresses);
    expect(toRaw(changeMessage(message, { cc: 'c@example.org' })).bytes.length).toBeGreaterThan(0);
    expect(changeMessage(message, { cc: 'c@example.org' }).pieces).toEqual(html);
    const other = changeMessage(message, { html: '<p>other</p>' });
    expect([other.html, other.pieces]).toEqual(['<p>other</p>', undefined]);
    expect(changeMessage(message, { html: undefined }).html).toBeUndefined();
  });

  test('does not see what is done to the pieces afterwards', () => {
    const mine = ['<p>', 'one'];
    const message = createMessage({ ...addresses, html: { statics: [], pieces: mine } });
    mine[1] = 'two';
    expect(new TextDecoder().decode(toRaw(message).bytes)).toContain('<p>one');
  });

  test('inline attachments are named in the string that the pieces make', async () => {
    const message = createMessage({
      ...addresses,
      html: { statics: ['<img src="cid:a.png">'], pieces: [0, '<p>x</p>'] },
      attachments: [{ filename: 'a.png', content: new Uint8Array([1]), disposition: 'inline' }],
    });
    const read = await PostalMime.parse(toRaw(message).bytes);
    expect(read.html).toContain(`<img src="cid:${read.attachments[0]?.contentId?.slice(1, -1)}"><p>x</p>`);
  });

  test('is signed as any other', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const signer = createDkimSigner({ domain: 'shop.example', selector: 's', key: privateKey });
    const signed = await signer.sign(toRaw(compose(rendered, addresses)));
    const { x } = publicKey.export({ format: 'jwk' });
    const record = `v=DKIM1; k=ed25519; p=${Buffer.from(x ?? '', 'base64url').toString('base64')}`;
    expect((await verifyDkim(signed.bytes, { resolveTxt: async () => [[record]] })).ok).toBe(true);
  });

  test.each([null, {}, { statics: ['a'], pieces: [1] }, { statics: [], pieces: [true] }])(
    'anything else is refused: %j',
    (wrong) => {
      const make = () => createMessage({ ...addresses, html: wrong as unknown as HtmlPieces });
      expect(make).toThrow(MessageError);
      expect(make).toThrow(expect.objectContaining({ code: 'MESSAGE_FIELD_INVALID' }));
    },
  );
});
