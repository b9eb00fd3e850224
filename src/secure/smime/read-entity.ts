import { LetterlockError } from '../../errors.ts';
import { type MediaType, parseMediaType } from '../../message/media-type.ts';

/** A MIME entity cut into header and body. Every octet of the body is kept: signatures cover octets. */
export interface ReadEntity {
  /** The first field of this name, unfolded; `undefined` when there is none. */
  readonly field: (name: string) => string | undefined;
  /** How many fields have this name. */
  readonly count: (name: string) => number;
  readonly type: MediaType;
  readonly body: Uint8Array;
}

export const readEntity = (bytes: Uint8Array): ReadEntity => {
  const octets = bufferOf(bytes);
  // An entity may begin with the empty line: no fields at all.
  const bare = octets[0] === 13 && octets[1] === 10;
  const end = bare ? 0 : octets.indexOf('\r\n\r\n');
  const header = end < 0 ? octets : octets.subarray(0, end);
  const body = end < 0 ? octets.subarray(octets.length) : octets.subarray(end + (bare ? 2 : 4));
  const lines = header
    .toString('utf8')
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n');
  const fields = lines.map((line) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, colon).trimEnd().toLowerCase(), value: line.slice(colon + 1).trim() };
  });
  const named = (name: string) => fields.filter((field) => field.name === name.toLowerCase());
  const field = (name: string): string | undefined => named(name)[0]?.value;
  const count = (name: string): number => named(name).length;
  return { field, count, type: typeOf(field('content-type')), body };
};

const plain: MediaType = Object.freeze({ type: 'text/plain', parameters: Object.freeze({}) });

/** RFC 2045 §5.2: what has no type, or an unreadable one, is plain text. */
const typeOf = (value: string | undefined): MediaType => {
  if (value === undefined) return plain;
  try {
    return parseMediaType(value.replace(/;\s*$/, ''));
  } catch (error) {
    if (error instanceof LetterlockError) return plain;
    throw error;
  }
};

/**
 * The parts between the delimiters of a multipart body, octet by octet: the CRLF before a delimiter belongs
 * to the delimiter (RFC 2046 §5.1.1). `undefined` when the last delimiter is missing.
 */
export const splitParts = (body: Uint8Array, boundary: string): readonly Uint8Array[] | undefined => {
  const octets = bufferOf(body);
  const delimiter = `--${boundary}`;
  const parts: Uint8Array[] = [];
  let partStart = -1;
  for (let at = nextDelimiter(octets, delimiter, 0); at >= 0; at = nextDelimiter(octets, delimiter, at + 1)) {
    if (partStart >= 0) parts.push(octets.subarray(partStart, Math.max(partStart, at - 2)));
    const after = at + delimiter.length;
    if (octets[after] === 0x2d && octets[after + 1] === 0x2d) return parts;
    partStart = octets.indexOf('\r\n', after) + 2;
    if (partStart < 2) return undefined;
  }
  return undefined;
};

/** Where a line begins that consists of the delimiter, with or without `--`, and white space. */
const nextDelimiter = (octets: Buffer, delimiter: string, from: number): number => {
  for (let at = octets.indexOf(delimiter, from); at >= 0; at = octets.indexOf(delimiter, at + 1)) {
    const startsLine = at === 0 || (octets[at - 1] === 10 && octets[at - 2] === 13);
    if (!startsLine) continue;
    const lineEnd = octets.indexOf('\r\n', at);
    const rest = octets.toString('latin1', at + delimiter.length, lineEnd < 0 ? octets.length : lineEnd);
    if (/^(?:--)?[ \t]*$/.test(rest)) return at;
  }
  return -1;
};

/** The body without its transfer encoding, as far as CMS structures use one. */
export const decodedBody = (entity: ReadEntity): Uint8Array => {
  const encoding = entity.field('content-transfer-encoding')?.toLowerCase();
  return encoding === 'base64'
    ? Buffer.from(bufferOf(entity.body).toString('latin1'), 'base64')
    : entity.body;
};

/**
 * Line ends as they were in transport: a message saved by a Unix program has LF, in its header at least,
 * while signatures are made over CRLF (RFC 8551 §3.1.1). A message whose first line ends in CRLF is left as
 * it is.
 */
export const withCrlf = (bytes: Uint8Array): Uint8Array => {
  const octets = bufferOf(bytes);
  const end = octets.indexOf('\n');
  if (end < 0 || octets[end - 1] === 13) return octets;
  return Buffer.from(octets.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
};

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
