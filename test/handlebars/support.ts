import Handlebars from 'handlebars';
import type { Direction } from '../../src/artifact.ts';
import { Refusal } from '../../src/compile/diagnostics.ts';
import { concatenation, literal } from './expressions.ts';
import {
  type HandlebarsOptions,
  parseHandlebars,
  parseHandlebarsString,
} from '../../src/compile/1-parse/handlebars.ts';
import { Marks } from '../../src/compile/1-parse/marks.ts';
import type { Catalog } from '../../src/compile/template.ts';
import { evaluate, run } from './interpreter.ts';

/** Messages of the tests: `{name}` is an argument. */
const MESSAGES: Readonly<Record<string, string>> = {
  hello: 'Hello {name}',
  bye: 'Good-bye & <thanks>',
  'newsletter.subject': 'News {issue}',
};

export const catalogOf = (locale = 'en', dir: Direction = 'ltr'): Catalog => ({
  locale,
  dir,
  message(key, args, location) {
    const pattern = MESSAGES[key];
    if (pattern === undefined) {
      throw new Refusal({
        code: 'MESSAGE_MISSING',
        message: `No message ${key}.`,
        hint: 'Add it to the locale.',
        location,
      });
    }
    const parts = pattern.split(/\{(\w+)\}/).map((part, index) => (index % 2 ? args[part]! : literal(part)));
    return concatenation(parts);
  },
  format: (key, args) =>
    (MESSAGES[key] ?? '').replaceAll(/\{(\w+)\}/g, (_, name: string) => String(args[name])),
});

export interface Trial {
  readonly partials?: Readonly<Record<string, string>> | undefined;
  readonly locale?: string | undefined;
  readonly options?: Partial<HandlebarsOptions> | undefined;
}

const partialsOf =
  (trial: Trial): HandlebarsOptions['partials'] =>
  (name) => {
    const text = trial.partials?.[name];
    return text === undefined ? undefined : { text, file: `/root/_partials/${name}.hbs` };
  };

/** Compiles and runs a template. */
export function ours(source: string, context: unknown, trial: Trial = {}): string {
  const marks = new Marks();
  const options = { catalog: catalogOf(trial.locale), marks, partials: partialsOf(trial), ...trial.options };
  return run(parseHandlebars({ text: source, file: '/root/a.hbs' }, options), marks, context);
}

export function ourString(source: string, context: unknown, trial: Trial = {}): unknown {
  const options = {
    catalog: catalogOf(trial.locale),
    marks: new Marks(),
    partials: partialsOf(trial),
    ...trial.options,
  };
  return evaluate(parseHandlebarsString({ text: source, file: '/root/a.hbs' }, options), context);
}

/** The real Handlebars with the same partials and the helpers of which it lacks a definition. */
export function theirs(source: string, context: unknown, trial: Trial = {}): string {
  const engine = Handlebars.create();
  const truthy = (value: unknown): boolean => !engine.Utils.isEmpty(value) && Boolean(value);
  engine.registerHelper({
    eq: (one, other) => one === other,
    ne: (one, other) => one !== other,
    gt: (one, other) => one > other,
    not: (value) => !truthy(value),
    and: (...args) => args.slice(0, -1).reduce((one, other) => (truthy(one) ? other : one)),
    or: (...args) => args.slice(0, -1).reduce((one, other) => (truthy(one) ? one : other)),
    concat: (...args) =>
      args
        .slice(0, -1)
        .map((part) => part ?? '')
        .join(''),
  });
  for (const [name, text] of Object.entries(trial.partials ?? {})) engine.registerPartial(name, text);
  // What values inherit is not data: said so, Handlebars does not warn.
  const ownOnly = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false };
  return engine.compile(source)(context, ownOnly);
}

/** The Refusal that a template causes. */
export function refusal(action: () => unknown): Refusal {
  try {
    action();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}
