import { escapeHandlebars, escapeReact, referenceFor } from './escape.ts';
import type { Printer } from './printer.ts';

/** What an HTML program writes to: its static parts by number, and values as its printer prints them. */
export interface Sink {
  part(index: number): void;
  react(value: unknown, path: string): void;
  handlebars(value: unknown, path: string): void;
  raw(value: unknown, path: string): void;
  /** What is HTML already. */
  text(text: string): void;
}

const encoder = /* @__PURE__ */ new TextEncoder();

/** By ASCII code: what stands for the character, where it does not stand for itself. */
type References = readonly (Uint8Array | undefined)[];

const referencesOf = (handlebars: boolean): References =>
  Array.from({ length: 128 }, (_, code) => {
    const reference = referenceFor(code, handlebars);
    return reference === '' ? undefined : encoder.encode(reference);
  });

const REACT = /* @__PURE__ */ referencesOf(false);
const HANDLEBARS = /* @__PURE__ */ referencesOf(true);
const PLAIN: References = /* @__PURE__ */ Array.from({ length: 128 }, () => undefined);
/** `&quot;`. A UTF-16 code unit takes three bytes at most. */
const LONGEST_REFERENCE = 6;

/** Longer texts are worth the way into the engine's own encoder. */
const SHORT = 64;

/**
 * UTF-8 into a buffer. Static parts are encoded once and copied; values are encoded in place. One wide character makes
 * a whole string two bytes wide and its encoding several times slower, so that encoding the sum would cost more.
 */
export class Utf8Sink implements Sink {
  private readonly parts: readonly Uint8Array[];
  private readonly printer: Printer;
  private buffer: Uint8Array;
  private at = 0;

  constructor(statics: readonly string[], printer: Printer) {
    this.printer = printer;
    this.parts = statics.map((part) => encoder.encode(part));
    this.buffer = NOTHING;
  }

  /** From here on, what is written goes into `buffer` as long as it is large enough, and then into another one. */
  begin(buffer: Uint8Array): void {
    this.buffer = buffer;
    this.at = 0;
  }

  /** How many bytes were written so far. */
  get size(): number {
    return this.at;
  }

  /** How many bytes were written, and what holds them. The sink lets go of the buffer. */
  end(): { readonly size: number; readonly buffer: Uint8Array } {
    const { at: size, buffer } = this;
    this.buffer = NOTHING;
    return { size, buffer };
  }

  part(index: number): void {
    const part = this.parts[index] as Uint8Array;
    const { at } = this;
    if (at + part.length > this.buffer.length) this.grow(part.length);
    this.buffer.set(part, at);
    this.at = at + part.length;
  }

  react(value: unknown, path: string): void {
    if (typeof value === 'string' && value.length <= SHORT) this.short(value, REACT);
    else this.text(this.printer.react(value, path));
  }

  handlebars(value: unknown, path: string): void {
    if (typeof value === 'string' && value.length <= SHORT) this.short(value, HANDLEBARS);
    else this.text(this.printer.handlebars(value, path));
  }

  raw(value: unknown, path: string): void {
    this.text(this.printer.raw(value, path));
  }

  text(text: string): void {
    if (text.length <= SHORT) this.short(text, PLAIN);
    else this.long(text);
  }

  /** Escapes and encodes in one go: a string in between costs more than the few characters of a value. */
  private short(text: string, references: References): void {
    const { length } = text;
    const { buffer } = this;
    const { at } = this;
    if (at + length * LONGEST_REFERENCE > buffer.length) {
      this.close(text, references);
      return;
    }
    let index = 0;
    for (; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code >= 0x80 || references[code] !== undefined) break;
      buffer[at + index] = code;
    }
    this.at = at + index;
    if (index < length) this.rest(text, index, references);
  }

  /**
   * The rest of a short text, from its first wide or special character. Apart: a loop over strings of both widths takes
   * twice as long if it does more than this.
   */
  private rest(text: string, start: number, references: References): void {
    const { buffer } = this;
    let { at } = this;
    for (let index = start; index < text.length; index++) {
      const code = text.codePointAt(index) as number;
      if (code < 0x80) {
        const reference = references[code];
        if (reference === undefined) {
          buffer[at++] = code;
        } else {
          for (let octet = 0; octet < reference.length; octet++) buffer[at++] = reference[octet] as number;
        }
      } else if (code < 0x800) {
        buffer[at++] = 0xc0 | (code >> 6);
        buffer[at++] = 0x80 | (code & 0x3f);
      } else if (code < 0x10000) {
        // Half a pair is no character, and becomes what every encoder makes of it.
        const character = code >= 0xd800 && code < 0xe000 ? 0xfffd : code;
        buffer[at++] = 0xe0 | (character >> 12);
        buffer[at++] = 0x80 | ((character >> 6) & 0x3f);
        buffer[at++] = 0x80 | (character & 0x3f);
      } else {
        index++;
        buffer[at++] = 0xf0 | (code >> 18);
        buffer[at++] = 0x80 | ((code >> 12) & 0x3f);
        buffer[at++] = 0x80 | ((code >> 6) & 0x3f);
        buffer[at++] = 0x80 | (code & 0x3f);
      }
    }
    this.at = at;
  }

  /** A short text near the end of the buffer, where its worst case does not fit but it may itself. */
  private close(text: string, references: References): void {
    if (references === PLAIN) this.long(text);
    else this.long(references === REACT ? escapeReact(text) : escapeHandlebars(text));
  }

  private long(text: string): void {
    let { read, written } = encoder.encodeInto(text, this.buffer.subarray(this.at));
    while (read < text.length) {
      this.at += written;
      this.grow((text.length - read) * 3);
      const rest = text.slice(read);
      const next = encoder.encodeInto(rest, this.buffer.subarray(this.at));
      read += next.read;
      written = next.written;
    }
    this.at += written;
  }

  private grow(wanted: number): void {
    const larger = new Uint8Array(Math.max(SMALLEST, this.buffer.length * 2, this.at + wanted));
    larger.set(this.buffer.subarray(0, this.at));
    this.buffer = larger;
  }
}

const SMALLEST = 1 << 16;
const NOTHING = new Uint8Array(0);
