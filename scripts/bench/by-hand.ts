import { type Receipt, receiptSource, type ReceiptOptions } from './receipt.ts';

/**
 * What a person writes who wants the receipt to be fast: the source cut at its expressions, straight-line code, one test
 * before anything is escaped. To bytes, the parts are encoded beforehand and the values in place.
 */
export interface ByHand {
  toString(receipt: Receipt): string;
  /** Writes to the beginning of a buffer that is large enough, and gives the size. */
  into(receipt: Receipt, buffer: Uint8Array): number;
}

const encoder = new TextEncoder();

export function byHand(options: ReceiptOptions): ByHand {
  const parts = receiptSource(options).split(/\{\{[^}]*\}\}/);
  const bytes = parts.map((part) => encoder.encode(part));
  return {
    toString: (receipt) => {
      let html = parts[0]! + escape(receipt.v0);
      html += parts[1]! + escape(receipt.v1);
      html += parts[2]! + escape(receipt.v2);
      html += parts[3]! + escape(receipt.v3);
      html += parts[4]! + escape(receipt.v4);
      html += parts[5]! + escape(receipt.v5);
      html += parts[6]! + escape(receipt.v6);
      html += parts[7]! + escape(receipt.v7);
      html += parts[8]! + escape(receipt.v8);
      html += parts[9]! + escape(receipt.v9);
      html += parts[10]! + escape(receipt.v10);
      html += parts[11]! + escape(receipt.v11);
      html += parts[12]! + escape(receipt.v12);
      html += parts[13]! + escape(receipt.v13);
      html += parts[14]! + escape(receipt.v14);
      html += parts[15]! + escape(receipt.v15);
      html += parts[16]! + escape(receipt.v16);
      html += parts[17]!;
      for (const { title, gift, count, price } of receipt.items) {
        html += parts[18]! + escape(title);
        if (gift) html += parts[20]!;
        html += parts[21]! + String(count) + parts[22]! + escape(price) + parts[23]!;
      }
      html += parts[24]!;
      if (receipt.discount) html += parts[25]! + escape(receipt.discount) + parts[26]!;
      if (receipt.note) html += parts[28]! + escape(receipt.note) + parts[29]!;
      return html + parts[30]! + escape(receipt.url) + parts[31]!;
    },
    into: (receipt, buffer) => {
      let at = 0;
      at = copy(buffer, at, bytes[0]!);
      at = encode(buffer, at, escape(receipt.v0));
      at = copy(buffer, at, bytes[1]!);
      at = encode(buffer, at, escape(receipt.v1));
      at = copy(buffer, at, bytes[2]!);
      at = encode(buffer, at, escape(receipt.v2));
      at = copy(buffer, at, bytes[3]!);
      at = encode(buffer, at, escape(receipt.v3));
      at = copy(buffer, at, bytes[4]!);
      at = encode(buffer, at, escape(receipt.v4));
      at = copy(buffer, at, bytes[5]!);
      at = encode(buffer, at, escape(receipt.v5));
      at = copy(buffer, at, bytes[6]!);
      at = encode(buffer, at, escape(receipt.v6));
      at = copy(buffer, at, bytes[7]!);
      at = encode(buffer, at, escape(receipt.v7));
      at = copy(buffer, at, bytes[8]!);
      at = encode(buffer, at, escape(receipt.v8));
      at = copy(buffer, at, bytes[9]!);
      at = encode(buffer, at, escape(receipt.v9));
      at = copy(buffer, at, bytes[10]!);
      at = encode(buffer, at, escape(receipt.v10));
      at = copy(buffer, at, bytes[11]!);
      at = encode(buffer, at, escape(receipt.v11));
      at = copy(buffer, at, bytes[12]!);
      at = encode(buffer, at, escape(receipt.v12));
      at = copy(buffer, at, bytes[13]!);
      at = encode(buffer, at, escape(receipt.v13));
      at = copy(buffer, at, bytes[14]!);
      at = encode(buffer, at, escape(receipt.v14));
      at = copy(buffer, at, bytes[15]!);
      at = encode(buffer, at, escape(receipt.v15));
      at = copy(buffer, at, bytes[16]!);
      at = encode(buffer, at, escape(receipt.v16));
      at = copy(buffer, at, bytes[17]!);
      for (const { title, gift, count, price } of receipt.items) {
        at = copy(buffer, at, bytes[18]!);
        at = encode(buffer, at, escape(title));
        if (gift) at = copy(buffer, at, bytes[20]!);
        at = copy(buffer, at, bytes[21]!);
        at = encode(buffer, at, String(count));
        at = copy(buffer, at, bytes[22]!);
        at = encode(buffer, at, escape(price));
        at = copy(buffer, at, bytes[23]!);
      }
      at = copy(buffer, at, bytes[24]!);
      if (receipt.discount) {
        at = copy(buffer, at, bytes[25]!);
        at = encode(buffer, at, escape(receipt.discount));
        at = copy(buffer, at, bytes[26]!);
      }
      if (receipt.note) {
        at = copy(buffer, at, bytes[28]!);
        at = encode(buffer, at, escape(receipt.note));
        at = copy(buffer, at, bytes[29]!);
      }
      at = copy(buffer, at, bytes[30]!);
      at = encode(buffer, at, escape(receipt.url));
      return copy(buffer, at, bytes[31]!);
    },
  };
}

function copy(buffer: Uint8Array, at: number, part: Uint8Array): number {
  buffer.set(part, at);
  return at + part.length;
}

/** Calling the engine's encoder costs more than a few characters of ASCII. */
function encode(buffer: Uint8Array, at: number, text: string): number {
  const { length } = text;
  if (length <= 64) {
    let index = 0;
    for (; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code > 127) break;
      buffer[at + index] = code;
    }
    if (index === length) return at + length;
  }
  return at + encoder.encodeInto(text, buffer.subarray(at)).written;
}

const SPECIAL = /[&<>"'`=]/;
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
  '`': '&#x60;',
  '=': '&#x3D;',
};

const escape = (text: string): string =>
  SPECIAL.test(text) ? text.replace(/[&<>"'`=]/g, (character) => REFERENCES[character] as string) : text;
