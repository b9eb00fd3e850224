import type { Node } from '../../document.ts';
import type { Marks } from '../marks.ts';

/**
 * Handlebars in Markdown, before Markdown is parsed. A block whose tags stand on lines of their own contains
 * whole lines; its tokens get lines of their own again:
 *
 *     {{#each items}}          <!--⟦l1⟧-->
 *     - {{title}}         →    - ⟦s2⟧
 *     {{/each}}                <!--⟦e1⟧-->
 *
 * An HTML comment, because it ends paragraphs and lists without a blank line. Among the rows of a table the
 * token is a row, since anything else would end the table.
 */
export function toMarkdown(nodes: readonly Node[], marks: Marks): string {
  return controlLines(unindented(print(nodes, marks, true)));
}

function print(nodes: readonly Node[], marks: Marks, lineStart: boolean): string {
  let out = '';
  for (const node of nodes) {
    const fresh = out === '' ? lineStart : out.endsWith('\n');
    if (node.kind === 'text') out += node.value;
    else if (node.kind === 'slot') out += marks.slot(node.expression, node.print);
    else if (node.kind === 'when') {
      const branches = [print(node.then, marks, fresh), print(node.otherwise, marks, fresh)] as const;
      out += block(marks.when(node.test), branches, fresh);
    } else if (node.kind === 'each') {
      const tokens = marks.each(node.list, node.item, node.index);
      out += block(tokens, [print(node.children, marks, fresh), ''], fresh);
    } else throw new TypeError(`Handlebars makes no ${node.kind}.`);
  }
  return out;
}

function block(
  tokens: ReturnType<Marks['when']>,
  [then, otherwise]: readonly [string, string],
  fresh: boolean,
): string {
  const both = then + otherwise;
  const wholeLines =
    fresh && both !== '' && [then, otherwise].every((part) => part === '' || part.endsWith('\n'));
  if (!wholeLines)
    return tokens.open + then + (otherwise === '' ? '' : tokens.otherwise + otherwise) + tokens.close;
  // Tokens belong to the list item that their content belongs to.
  const indent = /^[ \t]*(?=\S)/m.exec(both)?.[0] ?? '';
  const line = (token: string): string => `${indent}${token}\n`;
  return (
    line(tokens.open) +
    then +
    (otherwise === '' ? '' : line(tokens.otherwise) + otherwise) +
    line(tokens.close)
  );
}

/** Templates are often written indented as a whole; to Markdown that would be code. */
function unindented(text: string): string {
  const indents = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => /^[ \t]*/.exec(line)![0]);
  const [first = ''] = indents;
  const common = indents.reduce((one, other) => {
    let length = 0;
    while (length < one.length && one[length] === other[length]) length += 1;
    return one.slice(0, length);
  }, first);
  if (common === '') return text;
  return text
    .split('\n')
    .map((line) => (line.startsWith(common) ? line.slice(common.length) : line.trimStart()))
    .join('\n');
}

const CONTROL_LINE = /^([ \t>]*)((?:\uE000[woel]\d+\uE001)+)[ \t]*$/;
const FENCE = /^[ \t>]*(`{3,}|~{3,})/;
const DELIMITER_ROW = /^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

function controlLines(text: string): string {
  let fence: string | undefined;
  /** How many blocks have begun inside the table; undefined outside of tables. */
  let table: number | undefined;
  let previous = '';
  return text
    .split('\n')
    .map((line) => {
      const mark = FENCE.exec(line)?.[1];
      if (mark && (fence === undefined || line.trim().startsWith(fence)))
        fence = fence === undefined ? mark : undefined;
      const [, indent = '', tokens] = CONTROL_LINE.exec(line) ?? [];
      if (tokens === undefined) {
        if (line.trim() === '') table = undefined;
        else if (
          fence === undefined &&
          line.includes('|') &&
          previous.includes('|') &&
          DELIMITER_ROW.test(line)
        )
          table = 0;
        previous = line;
        return `${line}\n`;
      }
      if (fence !== undefined) return `${line}\n`;
      if (table !== undefined) {
        table += depthOf(tokens);
        if (table >= 0) return `${indent}${tokens}\n`;
        table = undefined;
      }
      return `${indent}<!--${tokens}-->\n`;
    })
    .join('')
    .replace(/\n$/, '');
}

/**
 * Code without the lines that its block tokens had: a line of code that is not there leaves no empty line. `isOpen`: the
 * last line has its end inside of the tokens.
 */
export function codeOf(text: string): { readonly code: string; readonly isOpen: boolean } {
  const code = `${text}\n`.replaceAll(
    /^[ \t]*(?:<!--)?((?:\uE000[woel]\d+\uE001)+)(?:-->)?[ \t]*\n/gm,
    (_, tokens: string) => tokens,
  );
  return code.endsWith('\n') ? { code: code.slice(0, -1), isOpen: false } : { code, isOpen: true };
}

function depthOf(tokens: string): number {
  const letters = [...tokens.matchAll(/\uE000([woel])/g)].map(([, letter]) => letter);
  // `otherwise` needs its block inside the table as much as its end does.
  return letters.reduce((depth, letter) => depth + (letter === 'e' ? -1 : letter === 'o' ? 0 : 1), 0);
}
