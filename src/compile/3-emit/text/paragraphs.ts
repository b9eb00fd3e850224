import type { TextNode, TextOp } from '../text-program.ts';

/** Static text with nothing but breaks to the next: one instruction of the writer instead of several. */
export function joinParagraphs(nodes: readonly TextNode[]): readonly TextNode[] {
  const joined: TextNode[] = [];
  let index = 0;
  while (index < nodes.length) {
    const node = nodes[index] as TextNode;
    index++;
    if (!isText(node)) {
      joined.push(node);
      continue;
    }
    let text = String(node.args[0]);
    for (let run = nextLine(nodes, index); run; run = nextLine(nodes, index)) {
      text = text.trimEnd() + run.text;
      index = run.end;
    }
    joined.push(
      text === node.args[0] ? node : Object.freeze({ kind: 'op', method: 'paragraphs', args: [text] }),
    );
  }
  return Object.freeze(joined);
}

interface Run {
  /** One line end or two, and the text. */
  readonly text: string;
  /** Index behind it. */
  readonly end: number;
}

/** The breaks that begin at `start` and the text behind them, if there is nothing else. */
function nextLine(nodes: readonly TextNode[], start: number): Run | undefined {
  let lineEnds = 0;
  for (let index = start; index < nodes.length; index++) {
    const node = nodes[index] as TextNode;
    if (node.kind !== 'op') return undefined;
    // As the writer counts them: blocks ask for so many line ends, a `<br>` adds one, and two are the most.
    if (node.method === 'block') lineEnds = Math.max(lineEnds, Number(node.args[0]));
    else if (node.method === 'lineBreak') lineEnds = Math.min(lineEnds + 1, 2);
    else if (lineEnds === 0 || !isText(node)) return undefined;
    else return { text: '\n'.repeat(lineEnds) + String(node.args[0]).trimStart(), end: index + 1 };
  }
  return undefined;
}

const isText = (node: TextNode): node is TextOp =>
  node.kind === 'op' && node.method === 'text' && /\S/.test(String(node.args[0]));
