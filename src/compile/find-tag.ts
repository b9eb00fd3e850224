import type { Location } from '../errors.ts';
import { readText } from './reading.ts';

/** What is taken of the text before a tag to know it by. */
const LONGEST_CONTEXT = 80;

/**
 * Where the sources have the tag that marked HTML has at `offset`: the only place that agrees with the most of the text
 * before it. Undefined where several do.
 */
export function findTag(html: string, offset: number, files: readonly string[]): Location | undefined {
  const end = html.indexOf('>', offset) + 1;
  const texts = [...new Set(files)].map((file) => ({ file, text: readText(file) }));
  for (let start = Math.max(0, offset - LONGEST_CONTEXT); start <= offset; start++) {
    const wanted = html.slice(start, end);
    const found = texts.filter(({ text }) => text.includes(wanted));
    if (found.length === 0) continue;
    const [{ file, text }] = found as [(typeof found)[number]];
    const at = text.indexOf(wanted);
    if (found.length > 1 || text.includes(wanted, at + 1)) return undefined;
    const before = text.slice(0, at + offset - start).split('\n');
    return { file, line: before.length, column: before.at(-1)!.length + 1 };
  }
  return undefined;
}
