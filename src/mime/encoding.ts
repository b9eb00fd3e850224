/**
 * Transfer encodings (RFC 2045 §6.7, §6.8) from octets to octets. Both give lines of at most 76 columns
 * joined by CRLF.
 */

const CR = 13;
const LF = 10;
const SPACE = 32;
const EQUALS = 61;

const hexDigits = new TextEncoder().encode('0123456789ABCDEF');

const utf8 = new TextEncoder();

/** Memory that is reused from call to call, so that encoding costs no garbage beyond its result. */
class Scratch {
  readonly octets: Uint8Array;
  readonly view: DataView;

  constructor(size: number) {
    // Words of four octets are read and written at any octet up to the last.
    this.octets = new Uint8Array(size + 4);
    this.view = new DataView(this.octets.buffer);
  }
}

// A larger one is used once and let go.
const keptAtMost = 4 << 20;
let inputScratch = new Scratch(1 << 16);
let outputScratch = new Scratch(1 << 17);

/**
 * Quoted-printable of a text in UTF-8. CRLF, CR and LF all become CRLF; white space at the end of a line and
 * `From ` at its beginning, which some programs change on the way (RFC 2049 §3), are encoded.
 */
export const encodeQuotedPrintable = (text: string): Uint8Array => {
  const input =
    inputScratch.octets.length - 4 >= text.length * 3 ? inputScratch : new Scratch(text.length * 3);
  const { written } = utf8.encodeInto(text, input.octets);
  // Worst case: every octet takes three, and each 25 of these a soft line break.
  const worst = written * 3 + Math.ceil(written / 25) * 3 + 8;
  const output = outputScratch.octets.length - 4 >= worst ? outputScratch : new Scratch(worst);
  const result = output.octets.slice(0, quote(input, written, output));
  if (input.octets.length <= keptAtMost) inputScratch = input;
  if (output.octets.length <= keptAtMost) outputScratch = output;
  return result;
};

// A soft line break takes one of the 76 columns itself.
const columns = 75;

const quote = (source: Scratch, length: number, target: Scratch): number => {
  const input = source.octets;
  const output = target.octets;
  let index = 0;
  let at = 0;
  let room = columns;
  while (index < length) {
    if (room === columns && input[index] === 70 && index + 4 < length && isFrom(input, index)) {
      at = escape(output, at, 70);
      room -= 3;
      index++;
    }
    // A run of literals, four at a time (SWAR): the octets behind its end are written too, and then written
    // over.
    const start = index;
    const stop = Math.min(index + room, length);
    while (index < stop) {
      const four = source.view.getInt32(index, true);
      target.view.setInt32(at, four, true);
      const literals = Math.min(literalsIn(four), stop - index);
      index += literals;
      at += literals;
      if (literals < 4) break;
    }
    room -= index - start;
    if (index === length) break;

    const octet = input[index]!;
    if (octet === LF || octet === CR) {
      at = closeLine(output, at, room);
      output[at++] = CR;
      output[at++] = LF;
      room = columns;
      index += octet === CR && index + 1 < length && input[index + 1] === LF ? 2 : 1;
    } else if (room < 3) {
      at = softBreak(output, at);
      room = columns;
    } else {
      at = escape(output, at, octet);
      room -= 3;
      index++;
    }
  }
  return closeLine(output, at, room);
};

/**
 * How many of four octets, from the lowest, come before a `=`, a control character, DEL or anything above
 * ASCII.
 */
const literalsIn = (four: number): number => {
  const equals = four ^ 0x3d3d3d3d;
  const control = (four - 0x20202020) & ~four;
  // A set top bit marks such an octet. A carry can mark octets above it wrongly, but never the lowest one.
  const marks = (control | four | (four + 0x01010101) | ((equals - 0x01010101) & ~equals)) & 0x80808080;
  return marks === 0 ? 4 : (31 - Math.clz32(marks & -marks)) >> 3;
};

const escape = (output: Uint8Array, at: number, octet: number): number => {
  output[at] = EQUALS;
  output[at + 1] = hexDigits[octet >> 4]!;
  output[at + 2] = hexDigits[octet & 15]!;
  return at + 3;
};

const softBreak = (output: Uint8Array, at: number): number => {
  output[at] = EQUALS;
  output[at + 1] = CR;
  output[at + 2] = LF;
  return at + 3;
};

/**
 * A space at the very end of a line gets lost in transport, so it is encoded; tabs are encoded everywhere.
 */
const closeLine = (output: Uint8Array, at: number, room: number): number => {
  if (room === columns) return at;
  if (output[at - 1] !== SPACE) return at;
  // Without a soft line break behind it, the encoded form may reach the 76th column.
  const end = room < 1 ? softBreak(output, at - 1) : at - 1;
  return escape(output, end, SPACE);
};

const isFrom = (input: Uint8Array, index: number): boolean =>
  input[index + 1] === 114 &&
  input[index + 2] === 111 &&
  input[index + 3] === 109 &&
  input[index + 4] === SPACE;

const alphabet = utf8.encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
// Two characters for twelve bits: half the look-ups.
const pairs = new Uint16Array(4096);
for (let bits = 0; bits < 4096; bits++) pairs[bits] = (alphabet[bits >> 6]! << 8) | alphabet[bits & 63]!;

/** Base64 in lines of 76 columns, without a final line end. */
export const encodeBase64 = (input: Uint8Array): Uint8Array => {
  const length = Math.ceil(input.length / 3) * 4;
  const output = new Uint8Array(length + (length === 0 ? 0 : Math.floor((length - 1) / 76) * 2));
  const whole = input.length - (input.length % 3);
  let at = 0;
  let index = 0;
  while (index < whole) {
    const bits = (input[index]! << 16) | (input[index + 1]! << 8) | input[index + 2]!;
    const first = pairs[bits >> 12]!;
    const second = pairs[bits & 4095]!;
    output[at] = first >> 8;
    output[at + 1] = first & 255;
    output[at + 2] = second >> 8;
    output[at + 3] = second & 255;
    at += 4;
    index += 3;
    // 57 octets fill a line.
    if (index % 57 === 0 && index < input.length) {
      output[at++] = CR;
      output[at++] = LF;
    }
  }
  if (whole === input.length) return output;
  const bits = (input[whole]! << 16) | ((input[whole + 1] ?? 0) << 8);
  output[at] = alphabet[bits >> 18]!;
  output[at + 1] = alphabet[(bits >> 12) & 63]!;
  output[at + 2] = input.length - whole === 2 ? alphabet[(bits >> 6) & 63]! : EQUALS;
  output[at + 3] = EQUALS;
  return output;
};

/**
 * Whether octets may travel as they are (`7bit`): ASCII without NUL, CRLF line ends, no line over 998 octets.
 */
export const isSevenBit = (input: Uint8Array): boolean => {
  let start = 0;
  for (let index = 0; index < input.length; index++) {
    const octet = input[index]!;
    if (octet === 0 || octet > 127) return false;
    if (octet === CR) {
      if (input[index + 1] !== LF || index - start > 998) return false;
      index++;
      start = index + 1;
    } else if (octet === LF) return false;
  }
  return input.length - start <= 998;
};
