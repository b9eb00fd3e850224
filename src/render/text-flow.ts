import { isCollapsed, JOINER, kindOf, NOTHING, SPACE, VISIBLE, WIDE_SPACE } from './text-characters.ts';

/** What must precede the next visible character, so that breaks collapse across parts that print nothing. */
export const MIDLINE = 0;
/** At the start, where nothing asked for a break. */
export const FRESH = 1;
export const LINE = 2;
const BLANK = 3;

/** The value of `white-space` that keeps everything; 2 keeps line ends, 0 nothing. */
const PRE = 1;

/**
 * Lines of text. Line ends, blank lines and spaces are owed, not written: they appear before the next visible character,
 * so a condition or loop that prints nothing leaves no trace.
 *
 * Lists, tables and raw HTML are functions of their own over its fields, so that bundles leave out what nobody calls.
 */
export class TextFlow {
  /** Text that no mark points into any more. Kept apart, so that reading a label back does not copy everything. */
  done = '';
  out = '';
  pending: number = FRESH;
  /** White space or a joiner owed before the next visible character on the same line. */
  gap = '';
  empty = true;
  protected mode = 0;

  /** Where each open label began; -1 while nothing of it is printed, `unset` of them at the end. */
  marks: number[] = [];
  unset = 0;

  /** Before every line: quotes and indentation. `lead` replaces it once, for the marker of a list item. */
  prefix = '';
  lead: string | null = null;
  /** What is common to the lines before and behind a blank line, which is all that the blank line shows. */
  floor = '';
  /** `prefix` and `lead` around each open quote or item. */
  readonly frames: (string | null)[] = [];
  /** What the first content asked for. */
  before: number = FRESH;

  /** The text, lines joined by LF, without a final one. */
  finish(): string {
    return this.done + this.out;
  }

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

  /** Static text of several lines, each collapsed; an empty one stands for a blank line. */
  paragraphs(text: string): void {
    if (this.prefix === '') {
      this.text(text);
      return;
    }
    text.split('\n').forEach((line, index) => {
      if (index > 0) this.lineBreak();
      if (line !== '') this.text(line);
    });
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
        this.space(kind === WIDE_SPACE ? '\u3000' : ' ');
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

  /** Visible text without line ends, behind what is owed. */
  write(text: string): void {
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

  /** Remembers where the next visible character will stand. */
  protected mark(): void {
    this.marks.push(-1);
    this.unset++;
  }

  /** Puts away what nothing will read back. */
  protected settle(): void {
    this.done += this.out;
    this.out = '';
  }

  /** Where the text since the last mark begins in `out`; -1 if nothing was printed. */
  protected release(): number {
    const from = this.marks.pop() as number;
    if (from < 0) this.unset--;
    return from;
  }

  protected get length(): number {
    return this.done.length + this.out.length;
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
