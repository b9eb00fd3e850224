import { reactText } from './react.ts';
import { LINE, MIDLINE, TextFlow } from './text-flow.ts';
import { linkTarget, printLink } from './text-link.ts';
import type { Cell } from './text-columns.ts';
import { displayWidth } from './text-width.ts';

const CELL_GAP = '  ';
/** A cell of a layout table longer than this does not share its line. */
const LONG_CELL = 40;
const LONGEST_UNDERLINE = 60;

interface PrintedLink {
  readonly target: string;
  /** Where the URL of a picture without a name stands in `out`; -1 for a link with a label. */
  readonly from: number;
  /** How much was printed when it ended. */
  readonly end: number;
}

/** Everything that a table cell must not see of its surroundings. */
export type Outside = Pick<
  TextWriter,
  | 'done'
  | 'out'
  | 'pending'
  | 'gap'
  | 'marks'
  | 'unset'
  | 'prefix'
  | 'lead'
  | 'floor'
  | 'empty'
  | 'before'
  | 'cells'
>;

interface OpenTable {
  readonly outside: Outside;
  readonly rows: Cell[][];
}

/** What a piece of a program without values has written, by the breaks that were owed before it. */
export type TextMemo = (Written | undefined)[];

interface Written extends Pick<TextFlow, 'pending' | 'gap' | 'empty' | 'before'> {
  readonly done: string;
  readonly out: string;
  /** The last link, counted from the beginning of the piece. */
  readonly last: PrintedLink | null;
}

/**
 * Writes the text part while the program emitted for it runs.
 *
 * Static text comes collapsed by the compiler (single spaces, perhaps one at either end); values are collapsed here.
 */
export class TextWriter extends TextFlow {
  /** The next number of each open list; NaN for bullets, Infinity for no markers. */
  readonly counters: number[] = [];
  private links = 0;
  private pictured = false;
  /** The last link of its flow, to print a URL once where a picture and its title share it. */
  last: PrintedLink | null = null;
  private parts = '';
  /** Length of `out` at the start of each open layout cell; -1 for one that starts a line. */
  cells: number[] = [];
  readonly tables: OpenTable[] = [];

  /**
   * Runs a piece of a program that has no values in it and closes what it opens; or puts down what it wrote the last
   * time, where nothing around it can make a difference. `apart`: it writes text before its first link.
   */
  piece(memo: TextMemo, run: (writer: TextWriter) => void, apart: boolean): void {
    const { last, length: start, counters, tables, cells, marks, frames } = this;
    // A link may still be taken back by one that follows it at once.
    const isAlone = apart || last === null || last.end !== start;
    const isOpen =
      counters.length + tables.length + cells.length + marks.length + frames.length > 0 ||
      this.parts + this.gap !== '' ||
      this.lead !== null ||
      this.mode !== 0;
    if (!isAlone || isOpen) {
      run(this);
      return;
    }
    this.last = null;
    this.settle();
    // What comes next depends on the breaks owed, and whether there is text before them, alone.
    const key = this.pending * 2 + (this.empty ? 1 : 0);
    const known = memo[key];
    if (known) {
      this.done += known.done;
      this.out = known.out;
      this.last = known.last && { ...known.last, end: known.last.end + start };
      this.pending = known.pending;
      this.gap = known.gap;
      this.empty = known.empty;
      this.before = known.before;
      return;
    }
    run(this);
    const { done, out, pending, gap, empty, before } = this;
    const link = this.last as PrintedLink | null;
    memo[key] = {
      pending,
      gap,
      empty,
      before,
      done: done.slice(start),
      out,
      last: link && { ...link, end: link.end - start },
    };
  }

  /** A value of a React template. */
  slot(value: unknown): void {
    this.verbatim(typeof value === 'string' ? value : reactText(value));
  }

  /** `<hr>`. Not `-- `, which would begin a signature (RFC 3676 §4.3). */
  rule(): void {
    this.write('-'.repeat(40));
  }

  headingStart(): void {
    this.mark();
  }

  /** Ends a heading and underlines it, as wide as its widest line. */
  headingEnd(underline: string): void {
    const from = this.release();
    if (from < 0) return;
    const width = Math.max(...this.out.slice(from).split('\n').map(displayWidth));
    this.out += `\n${this.prefix}${underline.repeat(Math.min(width, LONGEST_UNDERLINE))}`;
  }

  linkStart(): void {
    this.mark();
    this.links++;
    this.pictured = false;
  }

  /** Ends a link: `label (url)`, a button `Label: url`, the URL once when both are equal. */
  linkEnd(href: string, button: boolean): void {
    const target = linkTarget(this.take(href));
    let from = this.release();
    // Links do not nest in HTML; where they do, the outer one prints.
    if (--this.links > 0 || target === '') return;
    const { last, pending } = this;
    const again = last?.target === target;
    if (from < 0) {
      if (!this.pictured || (again && last.end === this.length)) return;
      this.write(target);
      this.last = { target, from: this.out.length - target.length, end: this.length };
      return;
    }
    const label = this.out.slice(from);
    if (again && last.from >= 0) {
      // The picture's URL gives way to the link that has a name.
      from = last.from;
      this.out = this.out.slice(0, from) + label;
      this.marks = this.marks.map((mark) => Math.min(mark, from));
      this.cells = this.cells.map((cell) => Math.min(cell, from));
    }
    if (pending >= LINE && label.includes('\n')) {
      this.pending = LINE;
      this.write(target);
      this.pending = pending;
    } else {
      this.out = this.out.slice(0, from) + printLink(label, target, button);
    }
    this.last = { target, from: -1, end: this.length };
  }

  /** An image's alternative text. */
  image(alt: string): void {
    this.pictured = true;
    const text = this.take(alt);
    if (text === '') return;
    this.space(' ');
    this.verbatim(text);
    this.space(' ');
  }

  /** A piece of the next operand, where a condition or loop stands inside an attribute. */
  part(text: string): void {
    this.parts += text;
  }

  /** A cell of a layout table: shares its line with short neighbours. */
  cell(): void {
    this.space(CELL_GAP);
    this.mark();
    this.cells.push(this.pending === MIDLINE ? this.out.length : -1);
  }

  cellEnd(): void {
    const from = this.release();
    const start = this.cells.pop() as number;
    if (from < 0) return;
    const text = this.out.slice(from);
    if (text.length <= LONG_CELL && !text.includes('\n')) return;
    if (start >= 0 && this.out.slice(start, from) === CELL_GAP) {
      this.out = `${this.out.slice(0, start)}\n${this.prefix}${text}`;
    }
    this.block(1);
  }

  /** The operand with the pieces that stood before it. */
  take(operand: string): string {
    if (this.parts === '') return operand;
    const whole = this.parts + operand;
    this.parts = '';
    return whole;
  }

  protected override mark(): void {
    if (this.last && this.last.end !== this.length) this.last = null;
    // A picture's URL may still be taken back.
    if (this.marks.length === 0 && (this.last === null || this.last.from < 0)) this.settle();
    super.mark();
  }
}
