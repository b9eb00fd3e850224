import { displayWidth } from './text-width.ts';

/** One collected cell. `before` and `after` are the line breaks (1) or blank lines (2) that its content asked for. */
export interface Cell {
  /** `left`, `right`, `center` or '' where the template does not say. */
  readonly align: string;
  readonly span: number;
  readonly header: boolean;
  readonly text: string;
  readonly before: number;
  readonly after: number;
}

interface Placed {
  readonly lines: readonly string[];
  readonly width: number;
  readonly column: number;
  readonly span: number;
  readonly align: string;
  readonly header: boolean;
}

type Row = readonly Placed[];

const GAP = '  ';
/** RFC 5322 §2.1.1: lines should not pass 78 characters, and many programs wrap them there. */
const WIDEST_TABLE = 78;
/** Cells of a table without header that pass these are prose in columns, not data. */
const WIDEST_CELL = 40;
const TALLEST_CELL = 2;

/**
 * The lines of a table: columns aligned under their headers, or one block of `Header: value` per row where that is too
 * wide. Undefined where the cells are no table of data: a single row or column, or prose.
 */
export function alignTable(cells: readonly (readonly Cell[])[]): readonly string[] | undefined {
  const rows = dropEmptyColumns(cells.map(place).filter((row) => row.some(({ width }) => width > 0)));
  const columns = columnsOf(rows);
  if (rows.length < 2 || columns < 2) return undefined;
  const headers = rows.findIndex((row) => !row.every(({ header, width }) => header || width === 0));
  if (headers < 0) return undefined;
  if (headers === 0 && rows.some((row) => row.some(isProse))) return undefined;
  const widths = measure(rows, columns);
  const total = spanWidth(widths, 0, columns);
  if (total > WIDEST_TABLE) return headers > 0 ? stack(rows, headers) : undefined;
  return print(rows, widths, headers);
}

const isProse = ({ lines, width }: Placed): boolean => lines.length > TALLEST_CELL || width > WIDEST_CELL;

function place(cells: readonly Cell[]): Row {
  let column = 0;
  return cells.map(({ text, span, align, header }) => {
    const lines = text.includes('\n') ? text.split('\n').filter(Boolean) : text === '' ? [] : [text];
    let width = 0;
    for (const line of lines) width = Math.max(width, displayWidth(line));
    const placed = { lines, width, column, span, align, header };
    column += span;
    return placed;
  });
}

/** Behind the last column. */
function columnsOf(rows: readonly Row[]): number {
  let columns = 0;
  for (const row of rows) for (const { column, span } of row) columns = Math.max(columns, column + span);
  return columns;
}

/** Columns that only keep a distance go; what spans them shrinks. */
function dropEmptyColumns(rows: readonly Row[]): readonly Row[] {
  const kept = new Set<number>();
  const spanning: Placed[] = [];
  for (const row of rows) {
    for (const cell of row) {
      if (cell.width === 0) continue;
      if (cell.span === 1) kept.add(cell.column);
      else spanning.push(cell);
    }
  }
  const inside = ({ column, span }: Placed): number => {
    let count = 0;
    for (let index = column; index < column + span; index++) if (kept.has(index)) count++;
    return count;
  };
  for (const cell of spanning) if (inside(cell) === 0) kept.add(cell.column);
  if (kept.size === columnsOf(rows)) return rows;
  return rows.map((row) =>
    row.flatMap((cell) => {
      const span = inside(cell);
      if (span === 0) return [];
      return [{ ...cell, span, column: [...kept].filter((index) => index < cell.column).length }];
    }),
  );
}

function measure(rows: readonly Row[], columns: number): number[] {
  const widths = Array.from({ length: columns }, () => 0);
  const spanning: Placed[] = [];
  for (const row of rows) {
    for (const cell of row) {
      if (cell.span > 1) spanning.push(cell);
      else if (cell.width > (widths[cell.column] as number)) widths[cell.column] = cell.width;
    }
  }
  for (const { column, span, width } of spanning.sort((one, other) => one.span - other.span)) {
    const last = column + span - 1;
    const lacking = width - spanWidth(widths, column, span);
    if (lacking > 0) widths[last] = (widths[last] as number) + lacking;
  }
  return widths;
}

function spanWidth(widths: readonly number[], column: number, span: number): number {
  let sum = GAP.length * (span - 1);
  for (let index = column; index < column + span; index++) sum += widths[index] ?? 0;
  return sum;
}

function print(rows: readonly Row[], widths: readonly number[], headers: number): string[] {
  const rightAligned = new Set<number>();
  for (const { align, column, span } of rows[headers] ?? []) {
    if (align === 'right' && span === 1) rightAligned.add(column);
  }
  const lines: string[] = [];
  rows.forEach((row, index) => {
    if (index > 0 && index === headers) lines.push(widths.map((width) => '-'.repeat(width)).join(GAP));
    let height = 0;
    for (const cell of row) height = Math.max(height, cell.lines.length);
    for (let line = 0; line < height; line++) {
      let out = '';
      let end = 0;
      for (const cell of row) {
        // A short row leaves its missing columns empty.
        if (end > 0) out += GAP;
        const text = cell.lines[line] ?? '';
        const width = cell.lines.length === 1 && line === 0 ? cell.width : displayWidth(text);
        const fill = ' '.repeat(Math.max(0, spanWidth(widths, cell.column, cell.span) - width));
        const right =
          cell.align === 'right' || (cell.align === '' && cell.header && rightAligned.has(cell.column));
        out += right ? fill + text : text + fill;
        end = cell.column + cell.span;
      }
      lines.push(out.trimEnd());
    }
  });
  return lines;
}

function stack(rows: readonly Row[], headers: number): string[] {
  const names = new Map(
    (rows[headers - 1] ?? []).map(({ column, lines }) => [column, lines.join(' ').replace(/:$/, '')]),
  );
  const lines: string[] = [];
  for (const row of rows.slice(headers)) {
    if (lines.length > 0) lines.push('');
    const filled = row.filter(({ width }) => width > 0);
    if (filled.some(({ span }) => span > 1)) {
      lines.push(filled.map((cell) => cell.lines.join(' ')).join(GAP));
      continue;
    }
    for (const cell of filled) {
      const name = names.get(cell.column) ?? '';
      lines.push((name === '' ? '' : `${name}: `) + cell.lines.join(' '));
    }
  }
  return lines;
}
