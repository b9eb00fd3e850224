import { Buffer } from 'node:buffer';

/** A message taken apart for signing: octets are never decoded, one character of a field is one octet. */
export interface MessageParts {
  /** Whole fields in order, with their folds, without their last CRLF. */
  readonly fields: readonly HeaderField[];
  readonly body: Uint8Array;
}

export interface HeaderField {
  /** Lower case. */
  readonly name: string;
  readonly text: string;
}

/** Splits a message with CRLF line ends at the empty line. */
export const splitMessage = (bytes: Uint8Array): MessageParts => {
  const octets = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const blank = octets.indexOf('\r\n\r\n');
  const startsWithBody = octets.indexOf('\r\n') === 0;
  const end = startsWithBody ? 0 : blank < 0 ? octets.length : blank;
  const header = octets.toString('latin1', 0, end).replace(/\r\n$/, '');
  const fields = header === '' ? [] : header.split(/\r\n(?![ \t])/).map(toField);
  return { fields, body: bytes.subarray(startsWithBody ? 2 : Math.min(end + 4, bytes.length)) };
};

const toField = (text: string): HeaderField => {
  const colon = text.indexOf(':');
  return { name: (colon < 0 ? text : text.slice(0, colon)).trim().toLowerCase(), text };
};

/**
 * The fields that a list of names selects: each occurrence of a name takes the next field of that name from
 * below, and nothing when there is none left (RFC 6376 §5.4.2).
 */
export const selectFields = (fields: readonly HeaderField[], names: readonly string[]): readonly string[] => {
  const byName = new Map<string, string[]>();
  for (const { name, text } of fields) {
    const texts = byName.get(name);
    if (texts) texts.push(text);
    else byName.set(name, [text]);
  }
  return names.flatMap((name) => byName.get(name.toLowerCase())?.pop() ?? []);
};
