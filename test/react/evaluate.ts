/**
 * A second, slow implementation of the residual program: interprets marked HTML for one context. React itself is the
 * oracle for what an attribute or a style declaration prints.
 */
import * as React from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Expression } from '../../src/compile/expression.ts';
import { CLOSE, type Marks, OPEN, TOKEN } from '../../src/compile/1-parse/marks.ts';

type Environment = Readonly<Record<string, unknown>>;

export interface Program {
  readonly html: string;
  readonly marks: Marks;
}

export type Modules = ReadonlyMap<string, Record<string, unknown>>;

const VALUE = /\uE002(\d+)\uE003/g;

export function evaluate(program: Program, context: unknown, modules: Modules): string {
  const values: { value: unknown; print: string }[] = [];
  const tokens = [...program.html.matchAll(TOKEN)];
  let position = 0;
  let offset = 0;

  /** Writes up to the closing token of the block that is open. */
  function block(environment: Environment, write: boolean): string {
    let text = '';
    for (;;) {
      const token = tokens[position];
      const piece = program.html.slice(offset, token?.index ?? program.html.length);
      if (write) text += piece;
      if (!token) {
        offset = program.html.length;
        return text;
      }
      offset = token.index + token[0].length;
      const [, letter, number] = token;
      if (letter === 'o' || letter === 'e') return text;
      position++;
      const mark = program.marks.get(Number(number));
      if (mark.kind === 'slot') {
        if (write) {
          values.push({ value: run(mark.expression, environment), print: mark.print });
          text += `\uE002${values.length - 1}\uE003`;
        }
      } else if (mark.kind === 'when') {
        const holds = write && Boolean(run(mark.test, environment));
        text += block(environment, holds);
        if (tokens[position]?.[1] === 'o') {
          position++;
          text += block(environment, write && !holds);
        }
        position++;
      } else {
        const list = write ? (run(mark.list, environment) as readonly unknown[]) : [];
        const start = [position, offset] as const;
        const end = { position: 0, offset: 0 };
        list.forEach((item, index) => {
          [position, offset] = start;
          text += block({ ...environment, [mark.item]: item, [mark.index]: index }, write);
          Object.assign(end, { position, offset });
        });
        if (list.length === 0) block(environment, false);
        else ({ position, offset } = end);
        position++;
      }
    }
  }

  function run(expression: Expression, environment: Environment): any {
    const inner = (one: Expression): any => run(one, environment);
    const args = (list: readonly Expression[]): unknown[] =>
      list.flatMap((arg) =>
        arg.kind === 'spread' ? [...(inner(arg.of) as Iterable<unknown>)] : [inner(arg)],
      );
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'context':
        return context;
      case 'local':
        if (!(expression.name in environment)) throw new ReferenceError(`Unbound ${expression.name}`);
        return environment[expression.name];
      case 'global':
        return (globalThis as Record<string, unknown>)[expression.name];
      case 'import': {
        const module = modules.get(expression.specifier);
        if (!module) throw new Error(`No module ${expression.specifier}`);
        return expression.name === '*' ? module : module[expression.name];
      }
      case 'member':
        return inner(expression.object)[inner(expression.property)];
      case 'call': {
        const { callee } = expression;
        if (callee.kind !== 'member') return inner(callee)(...args(expression.args));
        const owner = inner(callee.object);
        return owner[inner(callee.property)](...args(expression.args));
      }
      case 'new':
        return new (inner(expression.callee))(...args(expression.args));
      case 'unary':
        return unary(expression.operator, inner(expression.operand));
      case 'binary':
        return new Function('a', 'b', `return a ${expression.operator} b`)(
          inner(expression.left),
          inner(expression.right),
        );
      case 'logical': {
        const left = inner(expression.left);
        if (expression.operator === '??') return left ?? inner(expression.right);
        return expression.operator === '&&'
          ? left && inner(expression.right)
          : left || inner(expression.right);
      }
      case 'conditional':
        return inner(expression.test) ? inner(expression.then) : inner(expression.otherwise);
      case 'template':
        return expression.parts.reduce((text, part) => `${text}${inner(part)}`, '');
      case 'array':
        return args(expression.items);
      case 'object':
        return Object.assign(
          {},
          ...expression.entries.map((entry) =>
            'kind' in entry ? inner(entry.of) : { [inner(entry[0])]: inner(entry[1]) },
          ),
        );
      case 'lambda':
        return (...actual: unknown[]) =>
          run(expression.body, {
            ...environment,
            ...Object.fromEntries(expression.params.map((name, index) => [name, actual[index]])),
          });
      case 'code':
        return new Function(`return (${expression.source})`)();
      case 'helper':
        return (helpers[expression.name] as (...args: unknown[]) => unknown)(...args(expression.args));
      default:
        throw new Error(`Cannot evaluate ${expression.kind}`);
    }
  }

  const flat = block({}, true);
  const valueOf = (number: string): { value: unknown; print: string } => values[Number(number)] as never;
  return flat
    .replace(/<(\w+)([^<>]*)>/g, (_, tag: string, rest: string) => {
      const attributes = rest.replace(/ ([\w:-]+)="\uE002(\d+)\uE003"/g, (__, name: string, number: string) =>
        attribute(tag, name, valueOf(number).value),
      );
      return `<${tag}${attributes}>`;
    })
    .replace(/ style="([^"]*)"/g, (_, css: string) => style(css, (number) => valueOf(number).value))
    .replace(VALUE, (_, number: string) => print(valueOf(number)));
}

export const evaluateExpression = (expression: Expression, context: unknown, modules: Modules): unknown => {
  let result: unknown;
  const probe = { kind: 'helper', name: 'probe', args: [expression] } as const;
  helpers.probe = (value) => ((result = value), '');
  const marks = { get: () => ({ kind: 'slot', expression: probe, print: 'react' }) } as unknown as Marks;
  evaluate({ html: `${OPEN}s0${CLOSE}`, marks }, context, modules);
  return result;
};

const unary = (operator: string, value: any): unknown => {
  const table: Record<string, () => unknown> = {
    '!': () => !value,
    '-': () => -value,
    '+': () => +value,
    '~': () => ~value,
    typeof: () => typeof value,
  };
  return table[operator]?.();
};

const camel = (name: string): string =>
  name.startsWith('--') ? name : name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const helpers: Record<string, (...args: any[]) => unknown> = {
  styleValue: (name: string, value: unknown) => {
    const html = renderToStaticMarkup(React.createElement('i', { style: { [camel(name)]: value } as never }));
    const found = / style="[^:]*:([^"]*)"/.exec(html)?.[1];
    return found === undefined ? null : new Decoded(found);
  },
  omit: (value: object, ...names: string[]) =>
    Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name))),
  raise: (name: string, message: string) => {
    throw Object.assign(new Error(message), { name });
  },
  image: () => 'cid:test@letterlock',
};

/** Text that React escaped already. */
class Decoded {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

function style(css: string, valueOf: (number: string) => unknown): string {
  if (!VALUE.test(css)) return ` style="${css}"`;
  VALUE.lastIndex = 0;
  const declarations = css.split(';').flatMap((declaration) => {
    const [, name, number] = /^([^:]*):\uE002(\d+)\uE003$/.exec(declaration) ?? [];
    if (!number) return [declaration];
    const value = valueOf(number);
    if (value === null) return [];
    return [`${name}:${value instanceof Decoded ? value.source : escape(String(value))}`];
  });
  return declarations.length > 0 ? ` style="${declarations.join(';')}"` : '';
}

const REACT_NAMES: Readonly<Record<string, string>> = {
  class: 'className',
  for: 'htmlFor',
  'http-equiv': 'httpEquiv',
  'accept-charset': 'acceptCharset',
  rowspan: 'rowSpan',
  ...Object.fromEntries(['cols', 'rows', 'size', 'span', 'start'].map((name) => [name.toUpperCase(), name])),
};

function attribute(tag: string, name: string, value: unknown): string {
  const host = tag === 'a' ? 'a' : 'span';
  const html = renderToStaticMarkup(React.createElement(host, { [REACT_NAMES[name] ?? name]: value }));
  return html.slice(host.length + 1, -host.length - 4);
}

const escape = (text: string): string => {
  const html = renderToStaticMarkup(React.createElement('i', null, text));
  return html.slice(3, -4);
};

function print({ value, print: how }: { value: unknown; print: string }): string {
  if (how === 'raw') return value === null || value === undefined ? '' : String(value);
  return renderToStaticMarkup(React.createElement('i', null, value as React.ReactNode)).slice(3, -4);
}
