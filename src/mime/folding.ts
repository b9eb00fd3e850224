import { MessageError } from '../errors.ts';

/** RFC 5322 §2.1.1: what a line should not pass and what it must not pass, without CRLF. */
export const softLimit = 78;
/** RFC 2047 §2: the same for a line with an encoded word on it. */
const encodedLimit = 76;
export const hardLimit = 998;

/**
 * Builds the value of one header field from pieces that may not be broken. A piece brings its own leading
 * white space; when the line would get too long, CRLF goes in front of it, so unfolding gives back exactly
 * what was put in.
 */
export class Folder {
  readonly name: string;
  value = '';
  /** Octets on the current line, field name included. */
  column: number;

  constructor(name: string) {
    this.name = name;
    this.column = name.length + 2;
  }

  #hasEncoded = false;

  /** Columns that are left on this line for an encoded word. */
  get room(): number {
    return encodedLimit - this.column;
  }

  /**
   * `piece` starts with a space or tab unless it is the first. `width` counts octets where they differ from
   * characters.
   */
  add(piece: string, width: number = piece.length): void {
    this.#add(piece, width, false);
  }

  addEncoded(piece: string): void {
    this.#add(piece, piece.length, true);
  }

  #add(piece: string, width: number, isEncoded: boolean): void {
    const limit = isEncoded || this.#hasEncoded ? encodedLimit : softLimit;
    if (this.column + width > limit && this.value !== '') {
      this.value += '\r\n';
      this.column = 0;
      this.#hasEncoded = false;
    }
    this.value += piece;
    this.column += width;
    this.#hasEncoded ||= isEncoded;
    if (this.column > hardLimit) throw tooLong(this.name);
  }
}

const tooLong = (name: string): MessageError =>
  new MessageError({
    code: 'HEADER_TOO_LONG',
    message: `The header field ${name} holds a word that does not fit on a line of ${hardLimit} octets.`,
    hint: 'Shorten it; RFC 5322 allows no longer line, and the word cannot be broken.',
  });
