/**
 * Canonical forms of header fields and bodies (RFC 6376 §3.4): what is hashed and signed.
 */
export type Canonicalization = 'simple' | 'relaxed';

const CR = 13;
const LF = 10;
const SPACE = 32;
const TAB = 9;

/** `field` is one whole field with its folds and without its last CRLF, one character per octet. */
export const canonicalizeField = (field: string, form: Canonicalization): string => {
  if (form === 'simple') return field;
  const colon = field.indexOf(':');
  const value = field
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ');
  return `${field.slice(0, colon).trim().toLowerCase()}:${trimSpaces(value)}`;
};

// String.trim would take more than the RFC means: an octet A0 may be half a UTF-8 character.
const trimSpaces = (text: string): string => text.replace(/^ | $/g, '');

/** Shares memory with `body` when nothing has to be changed. */
export const canonicalizeBody = (body: Uint8Array, form: Canonicalization): Uint8Array =>
  endWithOneLineEnd(form === 'relaxed' ? relaxLines(body) : body, form);

/**
 * Removes empty lines at the end. An empty body is one line end in the simple form and nothing in the relaxed
 * one.
 */
const endWithOneLineEnd = (body: Uint8Array, form: Canonicalization): Uint8Array => {
  let end = body.length;
  while (end >= 2 && body[end - 2] === CR && body[end - 1] === LF) end -= 2;
  if (end === 0 && form === 'relaxed') return body.subarray(0, 0);
  if (end < body.length) return body.subarray(0, end + 2);
  const closed = new Uint8Array(end + 2);
  closed.set(body);
  closed[end] = CR;
  closed[end + 1] = LF;
  return closed;
};

/**
 * Turns each run of white space into one space and drops those at line ends. One pass; no copy if there are
 * none.
 */
const relaxLines = (body: Uint8Array): Uint8Array => {
  const length = body.length;
  const view = new DataView(body.buffer, body.byteOffset, length);
  let result: Uint8Array | undefined;
  let at = 0;
  let copied = 0;
  let index = 0;
  while (index < length) {
    // Four octets at a time while none is a space or below: base64 goes this way.
    while (index + 4 <= length && !hasBlank(view.getInt32(index, true))) index += 4;
    while (index < length && body[index]! > SPACE) index++;
    const octet = body[index];
    if (octet !== SPACE && octet !== TAB) {
      index++;
      continue;
    }
    const next = index + 1 < length ? body[index + 1]! : CR;
    if (octet === SPACE && next !== SPACE && next !== TAB && next !== CR) {
      index += 2;
      continue;
    }
    let end = index + 1;
    while (end < length && (body[end] === SPACE || body[end] === TAB)) end++;
    result ??= new Uint8Array(length);
    result.set(body.subarray(copied, index), at);
    at += index - copied;
    const isLineEnd = end === length || (body[end] === CR && body[end + 1] === LF);
    if (!isLineEnd) result[at++] = SPACE;
    copied = end;
    index = end;
  }
  if (!result) return body;
  result.set(body.subarray(copied), at);
  return result.subarray(0, at + length - copied);
};

/** Whether one of four octets is a space or below. May be wrong when it says yes, never when it says no. */
const hasBlank = (four: number): boolean => ((four - 0x21212121) & ~four & 0x80808080) !== 0;
