import { alignTable } from './text-columns.ts';
import { FRESH } from './text-flow.ts';
import type { Outside, TextWriter } from './text-writer.ts';

function outsideOf(writer: TextWriter): Outside {
  const { done, out, pending, gap, marks, unset, prefix, lead, floor, empty, before, cells } = writer;
  return { done, out, pending, gap, marks, unset, prefix, lead, floor, empty, before, cells };
}

/** A table of data. Its cells are collected, then aligned; or printed like a layout where they do not suit. */
export function textTable(writer: TextWriter): void {
  writer.tables.push({ outside: outsideOf(writer), rows: [] });
}

export function textRow({ tables }: TextWriter): void {
  tables.at(-1)?.rows.push([]);
}

export function textColumn(writer: TextWriter, align: string, span: number, header: boolean): void {
  writer.done = writer.out = writer.gap = writer.prefix = writer.floor = '';
  writer.pending = writer.before = FRESH;
  writer.marks = [];
  writer.cells = [];
  writer.unset = 0;
  writer.lead = null;
  writer.empty = true;
  writer.last = null;
  writer.tables.at(-1)?.rows.at(-1)?.push({ align, span, header, text: '', before: 0, after: 0 });
}

export function textColumnEnd(writer: TextWriter): void {
  const row = writer.tables.at(-1)?.rows.at(-1);
  const cell = row?.pop();
  if (!row || !cell) return;
  row.push({
    ...cell,
    text: writer.finish(),
    before: Math.max(0, writer.before - FRESH),
    after: Math.max(0, writer.pending - FRESH),
  });
}

export function textTableEnd(writer: TextWriter): void {
  const table = writer.tables.pop();
  if (!table) return;
  Object.assign(writer, table.outside);
  writer.last = null;
  const lines = alignTable(table.rows);
  if (lines) {
    writer.block(2);
    writeLines(writer, lines);
    writer.block(2);
    return;
  }
  for (const row of table.rows) {
    writer.block(1);
    for (const cell of row) {
      writer.cell();
      if (cell.before > 0) writer.block(cell.before);
      if (cell.text !== '') writeLines(writer, cell.text.split('\n'));
      if (cell.after > 0) writer.block(cell.after);
      writer.cellEnd();
    }
    writer.block(1);
  }
}

/** Finished lines; an empty one stands for a blank line. */
function writeLines(writer: TextWriter, lines: readonly string[]): void {
  lines.forEach((line, index) => {
    if (index > 0) writer.lineBreak();
    if (line !== '') writer.write(line);
  });
}
