import type { TextWriter } from './text-writer.ts';

export function textBullets(writer: TextWriter): void {
  writer.counters.push(Number.NaN);
}

/** A numbered list. `start` as the attribute has it. */
export function textNumbers(writer: TextWriter, start: string): void {
  const number = Number.parseInt(writer.take(start), 10);
  writer.counters.push(Number.isNaN(number) ? 1 : number);
}

/** A list whose items have no markers. */
export function textPlainList(writer: TextWriter): void {
  writer.counters.push(Number.POSITIVE_INFINITY);
}

export function textListEnd(writer: TextWriter): void {
  writer.counters.pop();
}

export function textItem(writer: TextWriter): void {
  const { counters } = writer;
  const number = counters.at(-1) ?? Number.NaN;
  if (Number.isNaN(number)) {
    textIndent(writer, '- ', '  ');
    return;
  }
  if (number === Number.POSITIVE_INFINITY) {
    textIndent(writer, '', '');
    return;
  }
  counters[counters.length - 1] = number + 1;
  const marker = `${number}. `;
  textIndent(writer, marker, ' '.repeat(marker.length));
}

/** Puts `first` before the next line and `rest` before those behind it, until `textOutdent`. */
export function textIndent(writer: TextWriter, first: string, rest: string): void {
  writer.frames.push(writer.prefix, writer.lead);
  writer.lead = (writer.lead ?? writer.prefix) + first;
  writer.prefix += rest;
}

export function textOutdent(writer: TextWriter): void {
  const lead = writer.frames.pop() as string | null;
  writer.prefix = writer.frames.pop() as string;
  // A marker that was not printed goes; those around it are still owed.
  if (writer.lead !== null) writer.lead = lead;
  if (writer.prefix.length < writer.floor.length) writer.floor = writer.prefix;
}
