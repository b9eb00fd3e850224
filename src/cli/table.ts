/** Columns aligned by their widest cell; numbers to the right. */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => displayWidth(row[column] ?? ''))));
  const isNumber = (column: number): boolean => rows.every((row) => typeof row[column] === 'number');
  return cells
    .map((row) =>
      row
        .map((cell, column) => {
          const padding = ' '.repeat((widths[column] ?? 0) - displayWidth(cell));
          return isNumber(column) ? padding + cell : cell + padding;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Terminal columns: East Asian wide characters take two (UAX #11), combining marks none. */
const displayWidth = (text: string): number =>
  Array.from(text.replaceAll(/\p{M}|\p{Cf}/gu, ''), (character) =>
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303F\uFF00-\uFF60\p{Extended_Pictographic}]/u.test(
      character,
    )
      ? 2
      : 1,
  ).reduce((sum: number, width) => sum + width, 0);
