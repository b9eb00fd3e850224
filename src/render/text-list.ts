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
    writer.indent('- ', '  ');
    return;
  }
  if (number === Number.POSITIVE_INFINITY) {
    writer.indent('', '');
    return;
  }
  counters[counters.length - 1] = number + 1;
  const marker = `${number}. `;
  writer.indent(marker, ' '.repeat(marker.length));
}
