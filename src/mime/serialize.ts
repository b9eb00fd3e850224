import type { Entity, Field } from './entity.ts';

/**
 * Octets of an entity, made in one pass into one array of exactly the right size. A nested entity has the
 * same octets inside its parent as alone, which is what a signature over it needs (RFC 1847 §2.1):
 *
 *     leaf        fields CRLF  CRLF  body
 *     multipart   fields CRLF  CRLF  (--boundary CRLF part CRLF)*  --boundary-- CRLF
 *
 * The CRLF before a delimiter belongs to the delimiter (RFC 2046 §5.1.1).
 */
export const serialize = (entity: Entity): Uint8Array => serializeMessage([], entity);

/** The same with more header fields in front, and with a line end at the end: a whole message. */
export const serializeMessage = (fields: readonly Field[], entity: Entity): Uint8Array<ArrayBuffer> => {
  const isMessage = fields.length > 0;
  const header = formatFields(fields);
  const pieces: (string | Uint8Array)[] = [header];
  collect(entity, pieces);
  const last = pieces.at(-1)!;
  if (isMessage && !endsWithLineEnd(last)) pieces.push('\r\n');
  return join(pieces);
};

const formatFields = (fields: readonly Field[]): string => {
  let text = '';
  for (const { name, value } of fields) text += `${name}: ${value}\r\n`;
  return text;
};

/** Neighbouring strings are merged, because each one costs a call of the encoder. */
const collect = (entity: Entity, pieces: (string | Uint8Array)[]): void => {
  if (entity.kind === 'verbatim') {
    pieces.push(entity.bytes);
    return;
  }
  append(pieces, `${formatFields(entity.fields)}\r\n`);
  if (entity.kind === 'leaf') {
    pieces.push(entity.body);
    return;
  }
  for (const part of entity.parts) {
    append(pieces, `--${entity.boundary}\r\n`);
    collect(part, pieces);
    append(pieces, '\r\n');
  }
  append(pieces, `--${entity.boundary}--\r\n`);
};

const append = (pieces: (string | Uint8Array)[], text: string): void => {
  const last = pieces.length - 1;
  const before = pieces[last];
  if (typeof before === 'string') pieces[last] = before + text;
  else pieces.push(text);
};

const endsWithLineEnd = (piece: string | Uint8Array): boolean =>
  typeof piece === 'string' ? piece.endsWith('\r\n') : piece.at(-2) === 13 && piece.at(-1) === 10;

const utf8 = new TextEncoder();

const join = (pieces: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> => {
  let length = 0;
  for (const piece of pieces) length += typeof piece === 'string' ? octetsOf(piece) : piece.length;
  const result = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    if (typeof piece === 'string') at += utf8.encodeInto(piece, result.subarray(at)).written;
    else {
      result.set(piece, at);
      at += piece.length;
    }
  }
  return result;
};

/** Length in UTF-8. Header fields are ASCII but for addresses that need SMTPUTF8. */
const octetsOf = (text: string): number => {
  let octets = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) continue;
    // A surrogate pair is two units and four octets.
    octets += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return octets;
};
