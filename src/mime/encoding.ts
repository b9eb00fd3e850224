/**
 * Base64 (RFC 2045 §6.8) from octets to octets, and whether octets need a transfer encoding at all. For
 * quoted-printable see quoted-printable.ts.
 */

const CR = 13;
const LF = 10;
const EQUALS = 61;

const utf8 = new TextEncoder();

const alphabet = /* @__PURE__ */ utf8.encode(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
);

/** Two characters for twelve bits: half the look-ups. Made on first use, as it takes longer than all else at import. */
let pairsMade: Uint16Array | undefined;

function makePairs(): Uint16Array {
  const made = new Uint16Array(4096);
  for (let bits = 0; bits < 4096; bits++) made[bits] = (alphabet[bits >> 6]! << 8) | alphabet[bits & 63]!;
  return made;
}

/** Base64 in lines of 76 columns, without a final line end. */
export const encodeBase64 = (input: Uint8Array): Uint8Array => {
  const pairs = (pairsMade ??= makePairs());
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
