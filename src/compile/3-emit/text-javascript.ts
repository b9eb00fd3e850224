import { type FunctionScope, printExpression, quote } from './javascript.ts';
import type { TextArgument, TextNode, TextOp, TextSlot } from './text-program.ts';

/** The text program as the statements of `(c, x) => string`. */
export function printTextProgram(nodes: readonly TextNode[], scope: FunctionScope): string {
  const lines = ['  const w = new $.TextWriter();'];
  print(nodes, scope, '  ', lines);
  lines.push('  return w.finish();');
  return lines.join('\n');
}

function print(nodes: readonly TextNode[], scope: FunctionScope, indent: string, lines: string[]): void {
  for (const node of nodes) {
    switch (node.kind) {
      case 'op':
        lines.push(`${indent}w.${node.method}(${node.args.map((arg) => printArgument(arg, scope)).join(', ')});`);
        break;
      case 'slot':
        lines.push(`${indent}w.slot(${printExpression(node.expression, scope)}, ${quote(node.print)});`);
        break;
      case 'when':
        lines.push(`${indent}if (${printExpression(node.test, scope)}) {`);
        print(node.then, scope, `${indent}  `, lines);
        if (node.otherwise.length > 0) {
          lines.push(`${indent}} else {`);
          print(node.otherwise, scope, `${indent}  `, lines);
        }
        lines.push(`${indent}}`);
        break;
      case 'each': {
        const inner = scope.with([node.item, node.index]);
        const index = inner.name(node.index);
        const list = `l${index.slice(1)}`;
        lines.push(
          `${indent}const ${list} = ${printExpression(node.list, scope)};`,
          `${indent}for (let ${index} = 0; ${index} < ${list}.length; ${index}++) {`,
          `${indent}  const ${inner.name(node.item)} = ${list}[${index}];`,
        );
        print(node.children, inner, `${indent}  `, lines);
        lines.push(`${indent}}`);
      }
    }
  }
}

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
