import { printExpression, quote } from './javascript.ts';
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
  for (const node of nodes) {
    switch (node.kind) {
      case 'op':
        lines.push(
          `${indent}w.${node.method}(${node.args.map((arg) => printArgument(arg, scope)).join(', ')});`,
        );
        break;
      case 'slot':
        lines.push(`${indent}w.slot(${printExpression(node.expression, scope)}, ${quote(node.print)});`);
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
  const { scope, list, item, index } = outer.loop(node);
  lines.push(
    `${indent}const ${list} = ${source};`,
    `${indent}for (let ${index} = 0; ${index} < ${list}.length; ${index}++) {`,
    `${indent}  const ${item} = ${list}[${index}];`,
    ...declarations(scope, `${indent}  `),
  );
  print(node.children, scope, `${indent}  `, lines);
  lines.push(`${indent}}`);
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

const printPlain = ({ expression, print: mode }: TextSlot, scope: FunctionScope): string =>
  `$.plainText(${printExpression(expression, scope)}, ${quote(mode)})`;
