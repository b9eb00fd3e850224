import { isCollapsed, JOINER, kindOf, NOTHING, SPACE, VISIBLE } from './text-characters.ts';
import { writeHtml } from './text-html.ts';
import { linkTarget, printLink } from './text-link.ts';
import { reactText } from './react.ts';
import { alignTable, type Cell } from './text-table.ts';
import { displayWidth } from './text-width.ts';

/** What must precede the next visible character, so that breaks collapse across parts that print nothing. */
const MIDLINE = 0;
/** At the start, where nothing asked for a break. */
const FRESH = 1;
const LINE = 2;
const BLANK = 3;

/** Values of `white-space`: collapse all, keep all, keep line ends. */
const PRE = 1;
const PRE_LINE = 2;

const CELL_GAP = '  ';
/** A cell of a layout table longer than this does not share its line. */
const LONG_CELL = 40;
const LONGEST_UNDERLINE = 60;

/** Everything that a table cell must not see of its surroundings. */
interface Flow {
  readonly done: string;
  readonly out: string;
  readonly pending: number;
  readonly gap: string;
  readonly marks: number[];
  readonly unset: number;
  readonly cells: number[];
  readonly prefix: string;
  readonly lead: string | null;
  readonly floor: string;
  readonly empty: boolean;
  readonly before: number;
}

interface OpenTable {
  readonly outside: Flow;
  readonly rows: Cell[][];
}

/**
 * Writes the text part while the program emitted for it runs. Line ends, blank lines and spaces are owed, not
 * written: they appear before the next visible character, so a condition or loop that prints nothing leaves no trace.
 *
 * Static text comes collapsed by the compiler (single spaces, perhaps one at either end); values are collapsed here.
 */
export class TextWriter {
  /** Text that no mark points into any more. Kept apart, so that reading a label back does not copy everything. */
  private done = '';
  private out = '';
  private pending = FRESH;
  /** White space or a joiner owed before the next visible character on the same line. */
  private gap = '';
  private empty = true;
  private mode = 0;

  /** Where each open label began; -1 while nothing of it is printed, `unset` of them at the end. */
  private marks: number[] = [];
  private unset = 0;
  /** Length of `out` at the start of each open layout cell. */
  private cells: number[] = [];

  /** Before every line: quotes and indentation. `lead` replaces it once, for the marker of a list item. */
  private prefix = '';
  private lead: string | null = null;
  /** What is common to the lines before and behind a blank line, which is all that the blank line shows. */
  private floor = '';
  private frames: (string | null)[] = [];
  private counters: number[] = [];

  private links = 0;
  private pictured = false;
  private parts = '';
  private tables: OpenTable[] = [];
  /** What the first content of the current table cell asked for. */
  private before = FRESH;

  /** The text, lines joined by LF, without a final one. */
  finish(): string {
    return this.done + this.out;
  }

  // ── running text ──────────────────────────────────────────────────────────────────────────────────────────────

  /** Static text, collapsed. */
  text(text: string): void {
    let core = text;
    if (core.charCodeAt(0) === 32) {
      this.space(' ');
      core = core.slice(1);
    }
    const trailing = core.charCodeAt(core.length - 1) === 32;
    if (trailing) core = core.slice(0, -1);
    if (core !== '') this.write(core);
    if (trailing) this.space(' ');
  }

  /** A value, by the rules of the template language that prints it. */
  slot(value: unknown, print: 'react' | 'handlebars' | 'raw'): void {
    if (typeof value === 'string') {
      if (print === 'raw') writeHtml(this, value);
      else this.verbatim(value);
    } else if (print === 'react') {
      this.verbatim(reactText(value));
    } else if (value !== null && value !== undefined) {
      this.slot(String(value), print);
    }
  }

  /** Text as it comes: white space collapses, or is kept inside `pre`. */
  verbatim(text: string): void {
    if (isCollapsed(text)) {
      this.write(text);
      return;
    }
    let start = 0;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      const kind = kindOf(code);
      if (kind === VISIBLE) continue;
      if (index > start) this.write(text.slice(start, index));
      start = index + 1;
      if (kind === NOTHING) continue;
      if (kind === SPACE && this.mode !== 0 && (code === 10 || code === 13)) {
        if (code === 10 || text.charCodeAt(index + 1) !== 10) this.lineBreak();
      } else if (kind === JOINER) {
        this.joiner(text.charAt(index));
      } else if (this.mode === PRE) {
        this.gap += code === 9 || kind !== SPACE ? text.charAt(index) : ' ';
      } else {
        this.space(kind === SPACE ? ' ' : '\u3000');
      }
    }
    if (start < text.length) this.write(text.slice(start));
  }

  /** White space that collapses with what is owed already; the wider one stays. */
  space(space: string): void {
    if (this.pending === MIDLINE && rank(space) > rank(this.gap)) this.gap = space;
  }

  /** A joiner stays only directly between two visible characters. */
  joiner(joiner: string): void {
    if (this.pending === MIDLINE && this.gap === '') this.gap = joiner;
  }

  /** `white-space`: 0 normal, 1 pre, 2 pre-line. */
  whiteSpace(mode: number): void {
    this.mode = mode;
  }

  // ── lines and blocks ──────────────────────────────────────────────────────────────────────────────────────────

  /** What comes next starts a new line (1), or stands behind a blank line (2). */
  block(lines: number): void {
    if (this.pending <= lines) this.pending = lines + 1;
    this.gap = '';
  }

  /** `<br>`: a second one in a row makes a blank line. */
  lineBreak(): void {
    this.pending = this.pending < LINE ? LINE : BLANK;
    this.gap = '';
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

  // ── lists and quotes ──────────────────────────────────────────────────────────────────────────────────────────

  bullets(): void {
    this.counters.push(Number.NaN);
  }

  /** A numbered list. `start` as the attribute has it. */
  numbers(start: string): void {
    const number = Number.parseInt(this.take(start), 10);
    this.counters.push(Number.isNaN(number) ? 1 : number);
  }

  /** A list whose items have no markers. */
  plainList(): void {
    this.counters.push(Number.POSITIVE_INFINITY);
  }

  listEnd(): void {
    this.counters.pop();
  }

  item(): void {
    const number = this.counters.at(-1) ?? Number.NaN;
    if (Number.isNaN(number)) {
      this.indent('- ', '  ');
      return;
    }
    if (number === Number.POSITIVE_INFINITY) {
      this.indent('', '');
      return;
    }
    this.counters[this.counters.length - 1] = number + 1;
    const marker = `${number}. `;
    this.indent(marker, ' '.repeat(marker.length));
  }

  /** Puts `first` before the next line and `rest` before those behind it, until `outdent`. */
  indent(first: string, rest: string): void {
    this.frames.push(this.prefix, this.lead);
    this.lead = (this.lead ?? this.prefix) + first;
    this.prefix += rest;
  }

  outdent(): void {
    const lead = this.frames.pop() as string | null;
    this.prefix = this.frames.pop() as string;
    // A marker that was not printed goes; those around it are still owed.
    if (this.lead !== null) this.lead = lead;
    if (this.prefix.length < this.floor.length) this.floor = this.prefix;
  }

  // ── links and images ──────────────────────────────────────────────────────────────────────────────────────────

  linkStart(): void {
    this.mark();
    this.links++;
    this.pictured = false;
  }

  /** Ends a link: `label (url)`, a button `Label: url`, the URL once when both are equal. */
  linkEnd(href: string, button: boolean): void {
    const target = linkTarget(this.take(href));
    const from = this.release();
    // Links do not nest in HTML; where they do, the outer one prints.
    if (--this.links > 0 || target === '') return;
    if (from < 0) {
      if (this.pictured) this.write(target);
      return;
    }
    const label = this.out.slice(from);
    const { pending } = this;
    if (pending >= LINE && label.includes('\n')) {
      this.pending = LINE;
      this.write(target);
      this.pending = pending;
    } else {
      this.out = this.out.slice(0, from) + printLink(label, target, button);
    }
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

  // ── tables ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A cell of a layout table: shares its line with short neighbours. */
  cell(): void {
    this.space(CELL_GAP);
    this.mark();
    this.cells.push(this.out.length);
  }

  cellEnd(): void {
    const from = this.release();
    const start = this.cells.pop() as number;
    if (from < 0) return;
    const text = this.out.slice(from);
    if (text.length <= LONG_CELL && !text.includes('\n')) return;
    if (this.out.slice(start, from) === CELL_GAP) {
      this.out = `${this.out.slice(0, start)}\n${this.prefix}${text}`;
    }
    this.block(1);
  }

  /** A table of data. Its cells are collected, then aligned; or printed like a layout where they do not suit. */
  table(): void {
    this.tables.push({ outside: this.save(), rows: [] });
  }

  row(): void {
    this.tables.at(-1)?.rows.push([]);
  }

  column(align: string, span: number, header: boolean): void {
    this.restore({
      done: '', out: '', pending: FRESH, gap: '', marks: [], unset: 0, cells: [],
      prefix: '', lead: null, floor: '', empty: true, before: FRESH,
    });
    this.tables.at(-1)?.rows.at(-1)?.push({ align, span, header, text: '', before: 0, after: 0 });
  }

  columnEnd(): void {
    const row = this.tables.at(-1)?.rows.at(-1);
    const cell = row?.pop();
    if (!row || !cell) return;
    row.push({
      ...cell,
      text: this.finish(),
      before: Math.max(0, this.before - 1),
      after: Math.max(0, this.pending - 1),
    });
  }

  tableEnd(): void {
    const table = this.tables.pop();
    if (!table) return;
    this.restore(table.outside);
    const lines = alignTable(table.rows);
    if (lines) {
      this.block(2);
      this.lines(lines);
      this.block(2);
      return;
    }
    for (const row of table.rows) {
      this.block(1);
      for (const cell of row) {
        this.cell();
        if (cell.before > 0) this.block(cell.before);
        if (cell.text !== '') this.lines(cell.text.split('\n'));
        if (cell.after > 0) this.block(cell.after);
        this.cellEnd();
      }
      this.block(1);
    }
  }

  // ── inside ────────────────────────────────────────────────────────────────────────────────────────────────────

  private write(text: string): void {
    if (this.pending !== MIDLINE) this.startLine();
    if (this.gap !== '') {
      this.out += this.gap;
      this.gap = '';
    }
    if (this.unset > 0) {
      for (let index = this.marks.length - this.unset; index < this.marks.length; index++) {
        this.marks[index] = this.out.length;
      }
      this.unset = 0;
    }
    this.out += text;
  }

  private startLine(): void {
    if (this.empty) {
      this.before = this.pending;
    } else if (this.pending >= LINE) {
      if (this.pending === BLANK) this.out += `\n${this.floor.trimEnd()}`;
      this.out += '\n';
    }
    this.out += this.lead ?? this.prefix;
    this.lead = null;
    this.floor = this.prefix;
    this.empty = false;
    this.pending = MIDLINE;
  }

  /** Finished lines; an empty one stands for a blank line. */
  private lines(lines: readonly string[]): void {
    lines.forEach((line, index) => {
      if (index > 0) this.lineBreak();
      if (line !== '') this.write(line);
    });
  }

  private mark(): void {
    if (this.marks.length === 0) {
      this.done += this.out;
      this.out = '';
    }
    this.marks.push(-1);
    this.unset++;
  }

  private release(): number {
    const from = this.marks.pop() as number;
    if (from < 0) this.unset--;
    return from;
  }

  private take(operand: string): string {
    if (this.parts === '') return operand;
    const whole = this.parts + operand;
    this.parts = '';
    return whole;
  }

  private save(): Flow {
    const { done, out, pending, gap, marks, unset, cells, prefix, lead, floor, empty, before } = this;
    return { done, out, pending, gap, marks, unset, cells, prefix, lead, floor, empty, before };
  }

  private restore(flow: Flow): void {
    Object.assign(this, flow);
  }
}

const rank = (gap: string): number => {
  switch (gap) {
    case '':
      return 0;
    case '\u200C':
    case '\u200D':
      return 1;
    case ' ':
      return 2;
    case '\u3000':
      return 3;
    default:
      return 4;
  }
};
