import type { Printer } from './printer.ts';
import type { Sink } from './utf8.ts';

/** Keeps what is written as it comes: static parts by number, values as they are printed. */
export class PieceSink implements Sink {
  readonly pieces: (string | number)[] = [];
  private readonly printer: Printer;

  constructor(printer: Printer) {
    this.printer = printer;
  }

  part(index: number): void {
    this.pieces.push(index);
  }

  react(value: unknown, path: string): void {
    this.text(this.printer.react(value, path));
  }

  handlebars(value: unknown, path: string): void {
    this.text(this.printer.handlebars(value, path));
  }

  raw(value: unknown, path: string): void {
    this.text(this.printer.raw(value, path));
  }

  /** Neighbours are joined, as one character may stand half in each. */
  text(text: string): void {
    const last = this.pieces.at(-1);
    if (typeof last === 'string') this.pieces[this.pieces.length - 1] = last + text;
    else if (text !== '') this.pieces.push(text);
  }
}
