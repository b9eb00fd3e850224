import { parseHtml } from '../../src/compile/1-parse/html.ts';
import { Marks } from '../../src/compile/1-parse/marks.ts';
import type { Document, Print } from '../../src/compile/document.ts';
import type { Expression } from '../../src/compile/expression.ts';
import { emitText } from '../../src/compile/3-emit/text.ts';
import type { TextNode, TextOp } from '../../src/compile/3-emit/text-program.ts';
import { reactText } from '../../src/render/react.ts';
import * as runtime from '../../src/render/runtime.ts';
import { TextWriter } from '../../src/render/text-writer.ts';

/** Runs a text program without the JavaScript emitter. */

type Locals = Readonly<Record<string, unknown>>;

export function evaluate(expression: Expression, context: unknown, locals: Locals = {}): unknown {
  const value = (inner: Expression): unknown => evaluate(inner, context, locals);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'context':
      return context;
    case 'local':
      return locals[expression.name];
    case 'member':
      return (value(expression.object) as Locals)[String(value(expression.property))];
    case 'conditional':
      return value(expression.test) ? value(expression.then) : value(expression.otherwise);
    case 'template':
      return expression.parts.map((part) => String(value(part))).join('');
    case 'binary':
      if (expression.operator === '===') return value(expression.left) === value(expression.right);
      throw new RangeError(expression.operator);
    default:
      throw new RangeError(`The test evaluator has no ${expression.kind}.`);
  }
}

export function run(nodes: readonly TextNode[], context: unknown): string {
  const writer = new TextWriter();
  runNodes(nodes, writer, context, {});
  return writer.finish();
}

const SLOTS: Readonly<Record<Print, (writer: TextWriter, value: unknown) => void>> = {
  react: (writer, value) => writer.slot(value),
  handlebars: runtime.textHandlebars,
  raw: runtime.textRaw,
};

const functionOf = (of: object, name: string): ((...args: unknown[]) => void) | undefined =>
  (of as Record<string, (...args: unknown[]) => void>)[name];

function runNodes(nodes: readonly TextNode[], writer: TextWriter, context: unknown, locals: Locals): void {
  for (const node of nodes) {
    switch (node.kind) {
      case 'op': {
        const args = node.args.map((argument) => runArgument(argument, context, locals));
        const own = functionOf(runtime, `text${node.method[0]?.toUpperCase()}${node.method.slice(1)}`);
        const method = functionOf(writer, node.method);
        if (own) own(writer, ...args);
        else if (method) method.apply(writer, args);
        else throw new RangeError(`The writer has no ${node.method}.`);
        break;
      }
      case 'slot':
        SLOTS[node.print](writer, evaluate(node.expression, context, locals));
        break;
      case 'when':
        runNodes(evaluate(node.test, context, locals) ? node.then : node.otherwise, writer, context, locals);
        break;
      case 'each':
        (evaluate(node.list, context, locals) as unknown[]).forEach((item, index) => {
          runNodes(node.children, writer, context, { ...locals, [node.item]: item, [node.index]: index });
        });
    }
  }
}

function runArgument(argument: TextOp['args'][number], context: unknown, locals: Locals): unknown {
  if (typeof argument !== 'object') return argument;
  return argument.parts
    .map((part) => (typeof part === 'string' ? part : reactText(evaluate(part.expression, context, locals))))
    .join('');
}

const parse = (html: string, marks: Marks = new Marks()): Document =>
  parseHtml(html, marks, { file: 'test.html', line: 1, column: 1 });

/** Static HTML → text. */
export const textOf = (html: string): string => run(emitText(parse(html)), {});

/** HTML with marks → text for a context. */
export const textWith = (template: (marks: Marks) => string, context: unknown): string => {
  const marks = new Marks();
  return run(emitText(parse(template(marks), marks)), context);
};
