import type { Entity, Field, Leaf, Multipart } from '../../src/mime/entity.ts';
import { encodeBase64 } from '../../src/mime/encoding.ts';
import { encodeQuotedPrintable } from '../../src/mime/quoted-printable.ts';
import { serializeMessage } from '../../src/mime/serialize.ts';

const leaf = (type: string, encoding: string, body: Uint8Array): Leaf => ({
  kind: 'leaf',
  fields: [
    { name: 'Content-Type', value: type },
    { name: 'Content-Transfer-Encoding', value: encoding },
  ],
  body,
});

const multipart = (subtype: string, parts: readonly Entity[]): Multipart => ({
  kind: 'multipart',
  boundary: `=_${subtype}`,
  fields: [{ name: 'Content-Type', value: `multipart/${subtype}; boundary="=_${subtype}"` }],
  parts,
});

const html = '<p>Grüße aus Zürich</p><img src="cid:logo@example.com">\n'.repeat(20);
const image = leaf('image/png', 'base64', encodeBase64(new Uint8Array(3000).fill(7)));
const attachment = leaf(
  'application/pdf; name="Rechnung.pdf"',
  'base64',
  encodeBase64(new Uint8Array(5000).fill(9)),
);

export const text: Leaf = leaf(
  'text/plain; charset=utf-8',
  'quoted-printable',
  encodeQuotedPrintable('Grüße!\n'),
);

/** Text, HTML with an inline image, and an attachment. */
export const tree: Entity = multipart('mixed', [
  multipart('related', [
    multipart('alternative', [
      text,
      leaf('text/html; charset=utf-8', 'quoted-printable', encodeQuotedPrintable(html)),
    ]),
    image,
  ]),
  attachment,
]);

export const header = (from: string = 'Hello <hello@example.com>'): readonly Field[] =>
  [
    ['From', from],
    ['To', 'Jane <jane@example.com>'],
    ['Subject', 'Hello'],
    ['Date', 'Fri, 20 Nov 2026 06:00:00 +0000'],
    ['Message-ID', '<one@example.com>'],
    ['MIME-Version', '1.0'],
  ].map(([name, value]) => ({ name: name as string, value: value as string }));

export const message = (entity: Entity, from?: string): Buffer =>
  Buffer.from(serializeMessage(header(from), entity));
