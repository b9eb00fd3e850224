import { SecurityError } from '../../errors.ts';
import { encodeBase64, isSevenBit } from '../../mime/encoding.ts';
import type { Entity, Field, Leaf } from '../../mime/entity.ts';

/**
 * What is signed or encrypted carries MIME fields only; fields of the message (From, Subject …) stay outside,
 * where mail clients and servers look for them (RFC 8551 §3.1).
 */
export const splitFields = (entity: Entity): { readonly outer: readonly Field[]; readonly inner: Entity } => {
  if (entity.kind === 'verbatim') return { outer: [], inner: entity };
  const isContent = (field: Field): boolean => /^content-/i.test(field.name);
  const outer = entity.fields.filter((field) => !isContent(field));
  return { outer, inner: { ...entity, fields: entity.fields.filter(isContent) } };
};

/** A leaf that holds a CMS structure: `smime.p7s` beside what is signed, `smime.p7m` in place of it. */
export const cmsLeaf = (
  type: string,
  filename: string,
  cms: Uint8Array,
  outer: readonly Field[] = [],
): Leaf => ({
  kind: 'leaf',
  fields: [
    ...outer,
    { name: 'Content-Type', value: `${type};\r\n name="${filename}"` },
    { name: 'Content-Transfer-Encoding', value: 'base64' },
    { name: 'Content-Disposition', value: `attachment; filename="${filename}"` },
  ],
  body: encodeBase64(cms),
});

/**
 * Refuses octets that a mail server may change, which would break the signature: 8-bit characters, NUL, CR or
 * LF alone, lines over 998 octets (RFC 8551 §3.1.3, RFC 2045 §2.7).
 */
export const checkSevenBit = (content: Uint8Array): void => {
  if (isSevenBit(content)) return;
  throw new SecurityError({
    code: 'SMIME_CONTENT_NOT_7BIT',
    message:
      'A signature would not survive transport: the content holds 8-bit octets, NUL, a CR or LF alone, ' +
      'or a line over 998 octets.',
    hint: 'Encode every part as quoted-printable or base64, with CRLF line ends, before it is signed.',
  });
};
