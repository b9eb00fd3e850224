import type { Expression } from '../../src/compile/expression.ts';
import { type Marks, TOKEN } from '../../src/compile/1-parse/marks.ts';
import * as helpers from '../../src/render/handlebars.ts';

/** A second, independent reading of expressions and marked text, to compare compiled Handlebars with the real one. */
type Locals = Readonly<Record<string, unknown>>;
type Callable = (...args: readonly unknown[]) => unknown;

const runtime: Readonly<Record<string, Callable>> = {
  ...(helpers as unknown as Record<string, Callable>),
  image: (source, type, filename) => `cid:${String(source)}|${String(type)}|${String(filename)}`,
};

export function evaluate(expression: Expression, context: unknown, locals: Locals = {}): unknown {
  const value = (inner: Expression): unknown => evaluate(inner, context, locals);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'context':
      return context;
    case 'local':
      if (!(expression.name in locals)) throw new ReferenceError(expression.name);
      return locals[expression.name];
    case 'global':
      return (globalThis as Record<string, unknown>)[expression.name];
    case 'member':
      return (value(expression.object) as Record<string, unknown>)[value(expression.property) as string];
    case 'call': {
      const args = expression.args.map(value);
      if (expression.callee.kind !== 'member') return (value(expression.callee) as Callable)(...args);
      const self = value(expression.callee.object) as Record<string, Callable>;
      return self[value(expression.callee.property) as string]!(...args);
    }
    case 'new':
      return new (value(expression.callee) as new (...args: unknown[]) => unknown)(
        ...expression.args.map(value),
      );
    case 'unary':
      if (expression.operator !== '!') throw new TypeError(expression.operator);
      return !value(expression.operand);
    case 'binary':
      return binary(expression.operator, value(expression.left) as never, value(expression.right) as never);
    case 'logical': {
      const left = value(expression.left);
      if (expression.operator === '??') return left ?? value(expression.right);
      return expression.operator === '&&' ? left && value(expression.right) : left || value(expression.right);
    }
    case 'conditional':
      return value(expression.test) ? value(expression.then) : value(expression.otherwise);
    case 'template':
      return expression.parts.map((part) => String(value(part))).join('');
    case 'array':
      return expression.items.map(value);
    case 'object':
      return Object.assign(
        {},
        ...expression.entries.map((entry) =>
          'kind' in entry ? value(entry.of) : { [value(entry[0]) as string]: value(entry[1]) },
        ),
      );
    case 'lambda':
      return (...args: readonly unknown[]) => {
        const params = expression.params.map((name, index) => [name, args[index]] as const);
        return evaluate(expression.body, context, { ...locals, ...Object.fromEntries(params) });
      };
    case 'helper': {
      const called = runtime[expression.name];
      if (!called) throw new ReferenceError(`runtime.${expression.name}`);
      return called(...expression.args.map(value));
    }
    default:
      throw new TypeError(`The interpreter knows no ${expression.kind}.`);
  }
}

function binary(operator: string, left: never, right: never): boolean | number {
  switch (operator) {
    case '-':
      return left - right;
    case '===':
      return left === right;
    case '!==':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      throw new TypeError(operator);
  }
}

/** Marked text with a context → text, escaped as Handlebars does. */
export function run(marked: string, marks: Marks, context: unknown): string {
  const tokens = [...marked.matchAll(TOKEN)];
  let position = 0;
  let next = 0;

  /** Runs until the token that ends the block `number`; gives its letter. */
  const sequence = (locals: Locals, number: number, out: string[]): string => {
    for (;;) {
      const token = tokens[next];
      out.push(marked.slice(position, token?.index));
      if (!token) return 'end';
      position = token.index + token[0].length;
      next += 1;
      const [, letter, digits] = token;
      if (letter === 's') out.push(print(Number(digits), locals));
      else if (letter === 'w') branches(Number(digits), locals, out);
      else if (letter === 'l') loop(Number(digits), locals, out);
      else if (Number(digits) === number) return letter!;
      else throw new Error(`Block ${number} is crossed by ${letter}${digits}.`);
    }
  };
  const print = (number: number, locals: Locals): string => {
    const mark = marks.get(number);
    if (mark.kind !== 'slot') throw new TypeError(mark.kind);
    const value = evaluate(mark.expression, context, locals);
    const printed = value === null || value === undefined ? '' : String(value);
    return mark.print === 'raw' ? printed : escape(printed);
  };
  /** Passes over a branch without running it. */
  const skip = (number: number): string => {
    for (;;) {
      const token = tokens[next]!;
      position = token.index + token[0].length;
      next += 1;
      const [, letter, digits] = token;
      if (letter === 'w' || letter === 'l') {
        while (skip(Number(digits)) !== 'e');
      } else if (letter !== 's' && Number(digits) === number) return letter!;
    }
  };
  const branches = (number: number, locals: Locals, out: string[]): void => {
    const mark = marks.get(number);
    if (mark.kind !== 'when') throw new TypeError(mark.kind);
    if (evaluate(mark.test, context, locals)) {
      if (sequence(locals, number, out) === 'o') skip(number);
    } else if (skip(number) === 'o') sequence(locals, number, out);
  };
  const loop = (number: number, locals: Locals, out: string[]): void => {
    const mark = marks.get(number);
    if (mark.kind !== 'each') throw new TypeError(mark.kind);
    const list = evaluate(mark.list, context, locals) as readonly unknown[];
    const start = [position, next] as const;
    skip(number);
    const end = [position, next] as const;
    for (const [index, item] of list.entries()) {
      [position, next] = start;
      sequence({ ...locals, [mark.item]: item, [mark.index]: index }, number, out);
    }
    [position, next] = end;
  };

  const out: string[] = [];
  if (sequence({}, -1, out) !== 'end') throw new Error('A block ends that never began.');
  return out.join('');
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
  '`': '&#x60;',
  '=': '&#x3D;',
};
const escape = (value: string): string =>
  value.replaceAll(/[&<>"'`=]/g, (character) => REFERENCES[character]!);
