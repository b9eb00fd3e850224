/**
 * Quoted-printable (RFC 2045 §6.7) of text in UTF-8: lines of at most 76 columns joined by CRLF. CRLF, CR and LF all
 * become CRLF; white space at the end of a line and `From ` at its beginning, which some programs change on the way
 * (RFC 2049 §3), are encoded.
 */

const CR = 13;
const LF = 10;
const SPACE = 32;
const EQUALS = 61;
const LETTER_F = 70;

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

  get size(): number {
    return this.octets.length - 4;
  }
}

// A larger one is used once and let go.
const keptAtMost = 4 << 20;
let inputScratch = new Scratch(1 << 16);
let outputScratch = new Scratch(1 << 17);

/** Quoted-printable of a whole text. */
export const encodeQuotedPrintable = (text: string): Uint8Array => {
  const writer = new QuotedPrintableWriter();
  writer.text(text);
  return writer.finish();
};

/** A text that was encoded beforehand, beginning at the start of a line, to be put down anywhere. */
export interface QuotedPiece {
  readonly text: string;
  readonly octets: Uint8Array;
  /** Columns of its first line, without the line break. */
  readonly first: number;
  /** Columns left in its last line. */
  readonly room: number;
  readonly broken: boolean;
}

export const quotePiece = (text: string): QuotedPiece => {
  const writer = new QuotedPrintableWriter();
  writer.text(text);
  const { octets, room } = writer.unfinished();
  const end = octets.indexOf(CR);
  const broken = end >= 0;
  // The `=` of a soft line break has a column of its own.
  const first = broken ? (octets[end - 1] === EQUALS ? end - 1 : end) : octets.length;
  return { text, octets, first, room, broken };
};

// A soft line break takes one of the 76 columns itself.
const columns = 75;

/** Longer texts are worth the way into the engine's own encoder. */
const SHORT = 64;

const startsLine = (text: string): boolean => {
  const code = text.charCodeAt(0);
  return code === LF || code === CR;
};

/** Encodes a text that comes piece by piece. One at a time: `finish` gives the memory back. */
export class QuotedPrintableWriter {
  private output: Scratch;
  private at = 0;
  /** Columns left in the line. */
  private room = columns;
  /** Whether the text so far ends in CR, so that LF would belong to it. */
  private returned = false;

  constructor() {
    this.output = outputScratch;
    outputScratch = NOTHING;
  }

  /**
   * Where the piece does not fit, it begins a line: its own line breaks are right only there. Costs a soft line break
   * and a shorter line.
   */
  piece(piece: QuotedPiece): void {
    const { octets, first, broken } = piece;
    // Whether a space is the last of its line, and whether LF belongs to a CR, only the text can say.
    if (startsLine(piece.text)) {
      this.text(piece.text);
      return;
    }
    if (octets.length === 0) return;
    this.reserve(octets.length + 3);
    if (first > this.room && this.room < columns) {
      this.at = softBreak(this.output.octets, this.at);
      this.room = columns;
    }
    this.output.octets.set(octets, this.at);
    this.at += octets.length;
    this.room = broken ? piece.room : this.room - first;
    this.returned = piece.text.endsWith('\r');
  }

  text(text: string): void {
    if (text.length <= SHORT) {
      const index = this.literals(text);
      if (index < text.length) this.encode(index === 0 ? text : text.slice(index));
    } else this.encode(text);
  }

  /** The whole, closed. */
  finish(): Uint8Array {
    this.reserve(6);
    const { output } = this;
    const result = output.octets.slice(0, closeLine(output.octets, this.at, this.room));
    this.release();
    return result;
  }

  /** What was written, its last line not closed, and the columns that are left in it. */
  unfinished(): { readonly octets: Uint8Array; readonly room: number } {
    const octets = this.output.octets.slice(0, this.at);
    this.release();
    return { octets, room: this.room };
  }

  private release(): void {
    if (this.output.size <= keptAtMost) outputScratch = this.output;
  }

  /** The beginning of a short text that stands for itself and fits into the line; gives its length. */
  private literals(text: string): number {
    // At the start of a line `From ` counts.
    if (this.room === columns) return 0;
    this.reserve(text.length);
    const { octets } = this.output;
    const stop = Math.min(text.length, this.room);
    const { at } = this;
    let index = 0;
    for (; index < stop; index++) {
      const code = text.charCodeAt(index);
      if (code < SPACE || code > 126 || code === EQUALS) break;
      octets[at + index] = code;
    }
    if (index === 0) return 0;
    this.at = at + index;
    this.room -= index;
    this.returned = false;
    return index;
  }

  private encode(text: string): void {
    const input = inputScratch.size >= text.length * 3 ? inputScratch : new Scratch(text.length * 3);
    const { written } = utf8.encodeInto(text, input.octets);
    // Worst case: every octet takes three, and each 25 of these a soft line break.
    this.reserve(written * 3 + Math.ceil(written / 25) * 3 + 8);
    this.quote(input, written);
    if (input.size <= keptAtMost) inputScratch = input;
  }

  private quote(source: Scratch, length: number): void {
    const input = source.octets;
    const { octets: output, view } = this.output;
    let { at, room } = this;
    let index = this.returned && length > 0 && input[0] === LF ? 1 : 0;
    while (index < length) {
      if (room === columns && input[index] === LETTER_F && maybeFrom(input, index, length)) {
        at = escape(output, at, LETTER_F);
        room -= 3;
        index++;
      }
      // A run of literals, four at a time (SWAR): the octets behind its end are written too, and then written
      // over.
      const start = index;
      const stop = Math.min(index + room, length);
      while (index < stop) {
        const four = source.view.getInt32(index, true);
        view.setInt32(at, four, true);
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
    if (length > 0) this.returned = input[length - 1] === CR;
    this.at = at;
    this.room = room;
  }

  private reserve(wanted: number): void {
    const { output, at } = this;
    if (at + wanted <= output.size) return;
    const larger = new Scratch(Math.max(1 << 17, output.size * 2, at + wanted));
    larger.octets.set(output.octets.subarray(0, at));
    this.output = larger;
  }
}

/** What a writer leaves behind while it has the memory. */
const NOTHING = new Scratch(0);

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

const from = utf8.encode('From ');

/** Also where the text ends before `From ` does: another piece may complete it. */
const maybeFrom = (input: Uint8Array, index: number, length: number): boolean => {
  for (let offset = 1; offset < from.length && index + offset < length; offset++) {
    if (input[index + offset] !== from[offset]) return false;
  }
  return true;
};
