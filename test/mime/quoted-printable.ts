import { expect } from 'vitest';

/** By the rules of RFC 2045 §6.7, and none of ours. */
const decode = (encoded: string): string => {
  const octets = encoded
    .replace(/[ \t]+(?=\r\n|$)/g, '')
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    Uint8Array.from(octets, (one) => one.charCodeAt(0)),
  );
};

/** That `encoded` stands for `input`, in lines that pass everywhere. */
export const expectQuotedPrintable = (octets: Uint8Array, input: string): void => {
  const encoded = new TextDecoder('latin1').decode(octets);
  expect(decode(encoded)).toBe(input.toWellFormed().replace(/\r\n|\r|\n/g, '\r\n'));
  expect(encoded.split('\r\n').every((line) => line.length <= 76)).toBe(true);
  expect(encoded).not.toMatch(/[ \t](?:\r\n|$)|[^\t\r\n -~]|^From /m);
};
