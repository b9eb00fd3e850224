import type { Node } from '../document.ts';
import type { Expression } from '../expression.ts';
import type { Catalog } from '../template.ts';
import { compileHandlebars } from './handlebars/compile.ts';
import { toExpression, toMarked } from './handlebars/print.ts';
import type { CompileOptions } from './handlebars/site.ts';
import type { HandlebarsSource } from './handlebars/syntax.ts';
import type { Marks } from './marks.ts';

export type { HandlebarsSource } from './handlebars/syntax.ts';

export interface HandlebarsOptions {
  readonly catalog: Catalog;
  readonly marks: Marks;
  /** Finds a partial by name; `from` is the file that asks. */
  readonly partials?: ((name: string, from: string) => HandlebarsSource | undefined) | undefined;
  /** Names of all partials, for hints. */
  readonly partialNames?: (() => readonly string[]) | undefined;
  /** Partials that are compiled already: the content of a layout. */
  readonly chunks?: Readonly<Record<string, readonly Node[]>> | undefined;
  /** Values known at build time, by name. They hide what the context calls the same. */
  readonly constants?: Readonly<Record<string, Expression>> | undefined;
  /** Further values with `@`, by name. */
  readonly data?: Readonly<Record<string, Expression>> | undefined;
  readonly expand?: CompileOptions['expand'];
  readonly own?: CompileOptions['own'];
  /** Text that is known at build time stays a slot. */
  readonly keepLiterals?: boolean | undefined;
}

/**
 * Handlebars in HTML, MJML or Markdown → marked text: what is between the expressions stays as it is.
 *
 * Throws a Refusal: HANDLEBARS_SYNTAX, RESERVED_CHARACTER, HELPER_UNKNOWN, HELPER_ARGUMENTS,
 * HELPER_OPTION_INVALID, PARTIAL_MISSING, PARTIAL_DYNAMIC, PARTIAL_RECURSIVE, DATA_UNKNOWN, PARENT_MISSING,
 * SECTION_AMBIGUOUS, MESSAGE_KEY_DYNAMIC and those of the catalog.
 */
export function parseHandlebars(source: HandlebarsSource, options: HandlebarsOptions): string {
  return toMarked(parseHandlebarsNodes(source, options), options.marks).text;
}

/** The same as a tree of text, slot, when and each. */
export function parseHandlebarsNodes(source: HandlebarsSource, options: HandlebarsOptions): readonly Node[] {
  return compileHandlebars(source, compileOptions(options));
}

/** Handlebars in plain text (a subject) → an expression that gives a string, with nothing escaped. */
export function parseHandlebarsString(source: HandlebarsSource, options: HandlebarsOptions): Expression {
  return toExpression(compileHandlebars(source, { ...compileOptions(options), plain: true }));
}

const compileOptions = ({ marks, ...options }: HandlebarsOptions): CompileOptions => ({
  ...options,
  partials: options.partials ?? (() => undefined),
  nextLoop: () => nextLoop(marks),
});

/** Loops are numbered per template, which is what one Marks belongs to. */
const loops = new WeakMap<Marks, number>();

function nextLoop(marks: Marks): number {
  const number = (loops.get(marks) ?? 0) + 1;
  loops.set(marks, number);
  return number;
}
