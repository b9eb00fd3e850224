import { statementMark, printExpression, quote } from './javascript.ts';
import { FunctionScope, type ModuleScope } from './scope.ts';
import { type Block, blocksOfText } from './sharing.ts';
import type { TextArgument, TextEach, TextNode, TextOp, TextSlot } from './text-program.ts';

/** The text program as the statements of `(c, x) => string`. */
export function printTextProgram(nodes: readonly TextNode[], module: ModuleScope): string {
  const blocks = new Map<object, Block>();
  const scope = FunctionScope.of(module, blocksOfText(nodes, blocks), blocks);
  const lines = ['  const w = new $.TextWriter();', ...declarations(scope, '  ')];
  print(nodes, scope, '  ', lines);
  lines.push('  return w.finish();');
  return lines.join('\n');
}

function print(nodes: readonly TextNode[], scope: FunctionScope, indent: string, lines: string[]): void {
  let index = 0;
  while (index < nodes.length) {
    const piece = staticPiece(nodes, index);
    if (piece.length >= SHORTEST_PIECE) {
      const calls = piece.map((op) => printOp(op, scope));
      lines.push(`${indent}w.piece(${scope.module.piece(calls)}, ${isApart(piece)});`);
      index += piece.length;
      continue;
    }
    const node = nodes[index] as TextNode;
    index++;
    switch (node.kind) {
      case 'op':
        lines.push(indent + printOp(node, scope));
        break;
      case 'slot':
        lines.push(indent + statementMark(node.expression, scope) + printSlot(node, scope));
        break;
      case 'when':
        lines.push(`${indent}if (${printExpression(node.test, scope)}) {`);
        scope.branch(() => {
          print(node.then, scope, `${indent}  `, lines);
          if (node.otherwise.length === 0) return;
          lines.push(`${indent}} else {`);
          print(node.otherwise, scope, `${indent}  `, lines);
        });
        lines.push(`${indent}}`);
        break;
      case 'each': {
        const source = printExpression(node.list, scope);
        scope.branch(() => printLoop(node, source, scope, indent, lines));
      }
    }
  }
}

function printLoop(
  node: TextEach,
  source: string,
  outer: FunctionScope,
  indent: string,
  lines: string[],
): void {
  const { scope, list, item, index, mark } = outer.loop(node);
  lines.push(
    `${indent}const ${list} = ${source};`,
    `${indent}${mark}for (let ${index} = 0; ${index} < ${list}.length; ${index}++) {`,
    `${indent}  const ${item} = ${list}[${index}];`,
    ...declarations(scope, `${indent}  `),
  );
  print(node.children, scope, `${indent}  `, lines);
  lines.push(`${indent}}`);
}

/** What is a function of its own and no method of the writer, so that bundles have it only where a template calls it. */
const FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['bullets', 'textBullets'],
  ['numbers', 'textNumbers'],
  ['plainList', 'textPlainList'],
  ['item', 'textItem'],
  ['indent', 'textIndent'],
  ['outdent', 'textOutdent'],
  ['listEnd', 'textListEnd'],
  ['table', 'textTable'],
  ['row', 'textRow'],
  ['column', 'textColumn'],
  ['columnEnd', 'textColumnEnd'],
  ['tableEnd', 'textTableEnd'],
]);

function printOp({ method, args }: TextOp, scope: FunctionScope): string {
  const printed = args.map((arg) => printArgument(arg, scope));
  const name = FUNCTIONS.get(method);
  return name ? `$.${name}(${['w', ...printed].join(', ')});` : `w.${method}(${printed.join(', ')});`;
}

function printSlot({ expression, print: mode }: TextSlot, scope: FunctionScope): string {
  const value = printExpression(expression, scope);
  if (mode === 'react') return `w.slot(${value});`;
  return `$.${mode === 'raw' ? 'textRaw' : 'textHandlebars'}(w, ${value});`;
}

/** A piece shorter than this is as quick to run as to put down again. */
const SHORTEST_PIECE = 3;

/** What closes what; between them values may be written, so that a piece holds both or none. */
const OPENS = new Set([
  'linkStart',
  'headingStart',
  'indent',
  'item',
  'bullets',
  'numbers',
  'plainList',
  'cell',
]);
const CLOSES = new Set(['linkEnd', 'headingEnd', 'outdent', 'listEnd', 'cellEnd']);
const PLAIN = new Set([
  'block',
  'lineBreak',
  'text',
  'paragraphs',
  'verbatim',
  'space',
  'joiner',
  'rule',
  'image',
]);

const TEXTS = new Set(['text', 'paragraphs', 'verbatim', 'rule']);

/** Whether text stands before the first link, which then cannot meet a link before the piece. */
const isApart = (piece: readonly TextOp[]): boolean => {
  const first = piece.find(({ method, args }) =>
    TEXTS.has(method) ? args.length === 0 || /[\p{L}\p{N}]/u.test(String(args[0])) : method === 'linkStart',
  );
  return first !== undefined && first.method !== 'linkStart';
};

/** The longest run of instructions from `start` on that has no values and closes what it opens. */
function staticPiece(nodes: readonly TextNode[], start: number): readonly TextOp[] {
  let open = 0;
  let end = start;
  for (let index = start; index < nodes.length; index++) {
    const node = nodes[index] as TextNode;
    if (node.kind !== 'op' || node.args.some((arg) => typeof arg === 'object')) break;
    if (OPENS.has(node.method)) open++;
    else if (CLOSES.has(node.method)) open--;
    else if (!PLAIN.has(node.method)) break;
    if (open < 0) break;
    if (open === 0) end = index + 1;
  }
  return nodes.slice(start, end) as readonly TextOp[];
}

const declarations = ({ declared }: FunctionScope, indent: string): readonly string[] =>
  declared.length > 0 ? [`${indent}let ${declared.join(', ')};`] : [];

function printArgument(argument: TextOp['args'][number], scope: FunctionScope): string {
  if (typeof argument !== 'object') return JSON.stringify(argument);
  return printParts(argument, scope);
}

function printParts({ parts }: TextArgument, scope: FunctionScope): string {
  if (parts.length === 0) return "''";
  return parts.map((part) => (typeof part === 'string' ? quote(part) : printPlain(part, scope))).join(' + ');
}

function printPlain({ expression, print: mode }: TextSlot, scope: FunctionScope): string {
  const value = printExpression(expression, scope);
  return mode === 'react' ? `$.plainText(${value})` : `$.textAttribute(${value}, ${mode === 'raw'})`;
}
