import { SecurityError } from '../errors.ts';

/**
 * ASN.1 as octets (X.690): DER is written, BER is read. CMS and X.509 are signed octet by octet, so what was
 * read is kept as it stood (`bytes`) and never encoded a second time.
 *
 *     bytes    identifier | length | content | (00 00, when the length is indefinite)
 */
export interface Element {
  /** The identifier octet: class, constructed bit and number. Numbers over 30 are refused; CMS has none. */
  readonly tag: number;
  readonly bytes: Uint8Array;
  readonly content: Uint8Array;
  /** The elements inside; empty when the element is primitive. */
  readonly children: readonly Element[];
}

const constructedBit = 0x20;
const deepest = 32;

const malformed = (what: string): SecurityError =>
  new SecurityError({
    code: 'ASN1_MALFORMED',
    message: `The ASN.1 structure is broken: ${what}.`,
    hint: 'The certificate, signature or encrypted part was cut or altered; get it again from its source.',
  });

/** The one element that fills `bytes`. Throws `SecurityError` `ASN1_MALFORMED`. */
export const readDer = (bytes: Uint8Array): Element => {
  const element = readAt(bytes, 0, 0);
  if (element.bytes.length !== bytes.length) throw malformed('octets follow its end');
  return element;
};

const readAt = (bytes: Uint8Array, start: number, depth: number): Element => {
  if (depth > deepest) throw malformed('it is nested too deeply');
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (tag === undefined || first === undefined) throw malformed('it ends in the middle of a header');
  if ((tag & 0x1f) === 0x1f) throw malformed('it uses a tag of several octets');
  let position = start + 2;
  let length = first;
  if (first === 0x80) return readIndefinite(bytes, start, depth);
  if (first > 0x80) {
    const size = first & 0x7f;
    if (size > 4) throw malformed('a length is absurd');
    length = 0;
    for (let index = 0; index < size; index += 1) length = length * 256 + (bytes[position + index] ?? NaN);
    position += size;
  }
  const end = position + length;
  if (!(end <= bytes.length)) throw malformed('it ends in the middle of a value');
  const content = bytes.subarray(position, end);
  return { tag, bytes: bytes.subarray(start, end), content, children: readChildren(tag, content, depth) };
};

const readChildren = (tag: number, content: Uint8Array, depth: number): readonly Element[] => {
  const children: Element[] = [];
  if ((tag & constructedBit) === 0) return children;
  for (let position = 0; position < content.length;) {
    const child = readAt(content, position, depth + 1);
    children.push(child);
    position += child.bytes.length;
  }
  return children;
};

// X.690 §8.1.3.6: what streaming writers (openssl -stream, Bouncy Castle, Outlook) use around long content.
const readIndefinite = (bytes: Uint8Array, start: number, depth: number): Element => {
  const tag = bytes[start] as number;
  if ((tag & constructedBit) === 0) throw malformed('a primitive value has no length');
  const children: Element[] = [];
  let position = start + 2;
  while (bytes[position] !== 0 || bytes[position + 1] !== 0) {
    const child = readAt(bytes, position, depth + 1);
    children.push(child);
    position += child.bytes.length;
  }
  const content = bytes.subarray(start + 2, position);
  return { tag, bytes: bytes.subarray(start, position + 2), content, children };
};

/** The child at `index`, which must be there and have the tag (unless none is asked for). */
export const childOf = (element: Element, index: number, tag?: number | undefined): Element => {
  const child = element.children[index];
  if (!child || (tag !== undefined && child.tag !== tag))
    throw malformed(`element ${index} is not what it has to be`);
  return child;
};

/**
 * The octets of an OCTET STRING or an implicitly tagged one, pieced together when it was written in pieces.
 */
export const octetsOf = (element: Element): Uint8Array =>
  (element.tag & constructedBit) === 0 ? element.content : concat(element.children.map(octetsOf));

/** Dotted form of an OBJECT IDENTIFIER. */
export const oidOf = (element: Element): string => {
  if (element.tag !== 0x06 || element.content.length === 0)
    throw malformed('an object identifier is missing');
  const arcs: number[] = [];
  let arc = 0;
  for (const octet of element.content) {
    arc = arc * 128 + (octet & 0x7f);
    if (octet & 0x80) continue;
    if (arcs.length === 0) {
      const top = Math.min(2, Math.floor(arc / 40));
      arcs.push(top, arc - top * 40);
    } else arcs.push(arc);
    arc = 0;
  }
  return arcs.join('.');
};

/** UTCTime or GeneralizedTime (RFC 5280 §4.1.2.5). */
export const timeOf = (element: Element): Date => {
  const text = latin1(element.content);
  const parts = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (!parts || (element.tag !== 0x17 && element.tag !== 0x18)) throw malformed('a time is unreadable');
  const [, years, month, day, hour, minute, second] = parts as unknown as string[];
  const century = years?.length === 4 ? '' : Number(years) < 50 ? '20' : '19';
  return new Date(`${century}${years}-${month}-${day}T${hour}:${minute}:${second}Z`);
};

export const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

export const concat = (parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** An element with the given identifier octet. */
export const der = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  let length = 0;
  for (const part of parts) length += part.length;
  const header =
    length < 0x80 ? [tag, length] : [tag, 0x80 | lengthOctets(length).length, ...lengthOctets(length)];
  return concat([Uint8Array.from(header), ...parts]);
};

const lengthOctets = (length: number): number[] => {
  const made: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) made.unshift(rest % 256);
  return made;
};

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(0x30, ...parts);

/** SET OF: DER wants its elements in the order of their octets (X.690 §11.6), and signatures depend on it. */
export const setOf = (items: readonly Uint8Array[]): Uint8Array =>
  der(0x31, ...items.toSorted(Buffer.compare));

/**
 * `[n]` of the context class, constructed: EXPLICIT around an element, or IMPLICIT for what is constructed
 * itself.
 */
export const context = (number: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  der(0xa0 | number, ...parts);

export const octets = (bytes: Uint8Array): Uint8Array => der(0x04, bytes);

export const bits = (bytes: Uint8Array, unused: number = 0): Uint8Array =>
  der(0x03, Uint8Array.of(unused), bytes);

export const boolean = (value: boolean): Uint8Array => der(0x01, Uint8Array.of(value ? 0xff : 0));

export const nothing: Uint8Array = der(0x05);

/** A non-negative INTEGER, of a small number or of big-endian octets. */
export const integer = (value: number | Uint8Array): Uint8Array => {
  const big = typeof value === 'number' ? lengthOctets(value) : [...value];
  while (big[0] === 0) big.shift();
  if (big.length === 0 || (big[0] as number) >= 0x80) big.unshift(0);
  return der(0x02, Uint8Array.from(big));
};

export const oid = (dotted: string): Uint8Array => {
  const [top = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Uint8Array.from([top * 40 + second, ...rest].flatMap(base128)));
};

const base128 = (arc: number): number[] => {
  const made = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128))
    made.unshift(0x80 | (rest % 128));
  return made;
};

export const utf8 = (text: string): Uint8Array => der(0x0c, Buffer.from(text, 'utf8'));

export const ia5 = (text: string): Uint8Array => der(0x16, Buffer.from(text, 'latin1'));

/** UTCTime up to 2049, GeneralizedTime from 2050 on (RFC 5280 §4.1.2.5, RFC 5652 §11.3). */
export const time = (date: Date): Uint8Array => {
  const digits = date.toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '');
  const year = date.getUTCFullYear();
  const short = year >= 1950 && year < 2050;
  return der(short ? 0x17 : 0x18, Buffer.from(short ? digits.slice(2) : digits, 'latin1'));
};
