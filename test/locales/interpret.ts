import type { Expression, Spread } from '../../src/compile/expression.ts';
import * as runtime from '../../src/render/locale.ts';

type Function = (...args: readonly unknown[]) => unknown;
type Constructor = new (...args: readonly unknown[]) => unknown;

/** The value of an expression that compiled messages consist of, for a context; an emitter in miniature. */
export function evaluate(expression: Expression, context: Readonly<Record<string, unknown>>): unknown {
  const value = (inner: Expression): unknown => evaluate(inner, context);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'context':
      return context;
    case 'global':
      return (globalThis as Record<string, unknown>)[expression.name];
    case 'member':
      return (value(expression.object) as Record<string, unknown>)[String(value(expression.property))];
    case 'call': {
      const { callee } = expression;
      const self = callee.kind === 'member' ? value(callee.object) : undefined;
      return (value(callee) as Function).apply(self, expression.args.map(value));
    }
    case 'new':
      return new (value(expression.callee) as Constructor)(...expression.args.map(value));
    case 'binary': {
      const left = value(expression.left) as number;
      const right = value(expression.right) as number;
      if (expression.operator === '===') return left === right;
      if (expression.operator === '-') return left - right;
      if (expression.operator === '*') return left * right;
      break;
    }
    case 'conditional':
      return value(expression.test) ? value(expression.then) : value(expression.otherwise);
    case 'template':
      return expression.parts.map((part) => String(value(part))).join('');
    case 'object':
      return Object.fromEntries(
        expression.entries.map((entry) => {
          const [key, inner] = entry as Exclude<typeof entry, Spread>;
          return [value(key), value(inner)];
        }),
      );
    case 'helper': {
      const run = (runtime as unknown as Record<string, Function>)[expression.name]!;
      return run(...expression.args.map(value));
    }
  }
  throw new TypeError(`A compiled message does not hold ${expression.kind}.`);
}
