import type Handlebars from 'handlebars';
import { literal } from '../../expression.ts';
import type { Catalog } from '../../template.ts';
import type { HandlebarsTemplate } from './template.ts';
import type { HandlebarsSource } from './syntax.ts';
import type { OwnHelper, OwnHelpers } from './own-helpers.ts';
import { plainHelpers, type RuntimeFunctions } from './plain-helpers.ts';

/** A template printed by Handlebars itself, to compare with what was compiled. */
export interface PlainTexts {
  readonly body: string;
  /** Nothing escaped. */
  readonly subject: string | undefined;
  /** The subject, escaped. */
  readonly title: string | undefined;
  readonly preheader: string | undefined;
}

export interface HandlebarsFrontEndOptions {
  /** Functions of the run-time face. Without them previews are not compared with Handlebars. */
  readonly runtime?: RuntimeFunctions | undefined;
  /** The project's helper module. */
  readonly helpers?: (() => Promise<OwnHelpers | undefined>) | undefined;
}

export interface PlainOptions {
  readonly catalog: Catalog;
  readonly runtime: RuntimeFunctions;
}

/** Throws what Handlebars and the helpers throw. */
export async function renderPlain(
  template: HandlebarsTemplate,
  context: unknown,
  options: PlainOptions,
): Promise<PlainTexts> {
  const { default: engine } = await import('handlebars');
  return printTexts(template, context, engine, options);
}

function printTexts(
  template: HandlebarsTemplate,
  context: unknown,
  engine: Engine,
  options: PlainOptions,
): PlainTexts {
  const { matter, inner, body } = template;
  const content = inner && printTexts(inner, context, engine, options).body;
  const values = { ...(context as object), ...matter.data, ...(content !== undefined && { content }) };
  const { locale, dir } = options.catalog;
  const data = { root: values, locale, dir };
  const print = (source: HandlebarsSource, more: object, noEscape = false): string => {
    const compiler = new Compiler(engine, template, { ...options, noEscape, content });
    const printed = compiler.compile(source)(values, { ...OWN_ONLY, data: { ...data, ...more } });
    return printed.replaceAll(RAW, (_, html: string) => template.marks.slot(literal(html), 'raw'));
  };
  const subject = matter.subject && print(matter.subject, {}, true);
  const preheader = matter.preheader && print(matter.preheader, {}, true);
  return {
    body: print(body, { ...(matter.subject && { subject }), ...(matter.preheader && { preheader }) }),
    subject,
    title: matter.subject && print(matter.subject, {}),
    preheader: matter.preheader && print(matter.preheader, {}),
  };
}

/**
 * HTML that comes from the context or a helper. It is not parsed in a compiled template, and so travels as a slot here too.
 */
const RAW = /\uE002([^\uE003]*)\uE003/g;

/** What a value inherits is not data, which Handlebars shall hold without a warning. */
const OWN_ONLY = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false };

type Engine = typeof Handlebars;
type Program = ReturnType<Engine['parse']>;
type Tree = Record<string, unknown> & { type: string };

interface CompilerOptions extends PlainOptions {
  readonly noEscape: boolean;
  /** What a layout is laid around. */
  readonly content: string | undefined;
}

class Compiler {
  readonly #engine: Engine;
  readonly #options: HandlebarsTemplate['options'];
  readonly #noEscape: boolean;
  readonly #registered = new Set<string>();

  constructor(engine: Engine, template: HandlebarsTemplate, options: CompilerOptions) {
    this.#engine = engine.create();
    this.#engine.registerHelper(plainHelpers(this.#engine, options));
    for (const [name, helper] of Object.entries(template.own?.functions ?? {}))
      this.#engine.registerHelper(name, withRawResult(helper));
    this.#options = template.options;
    this.#noEscape = options.noEscape;
    const { content } = options;
    if (content !== undefined) this.#engine.registerPartial('content', () => content);
  }

  compile(source: HandlebarsSource): Handlebars.TemplateDelegate {
    return this.#engine.compile(this.#parse(source), { noEscape: this.#noEscape });
  }

  #parse(source: HandlebarsSource): Program {
    const program = this.#engine.parse(source.text);
    this.#prepare(program as unknown as Tree, source);
    return program;
  }

  /** Puts included files in their place, and finds the partials. */
  #prepare(node: Tree, source: HandlebarsSource): void {
    if (node.type === 'PartialStatement' || node.type === 'PartialBlockStatement') this.#find(node, source);
    for (const child of Object.values(node).flat()) if (isTree(child)) this.#prepare(child, source);
    if (node.type === 'Program')
      node.body = (node.body as Tree[]).flatMap((statement) => this.#expand(statement, source));
  }

  #expand(statement: Tree, source: HandlebarsSource): readonly Tree[] {
    const textOf = (value: string): Tree => ({
      type: 'ContentStatement',
      value,
      original: value,
      loc: statement.loc,
    });
    if (statement.type === 'MustacheStatement' && statement.escaped === false && !this.#noEscape)
      return [textOf('\uE002'), statement, textOf('\uE003')];
    if (statement.type !== 'ContentStatement' || !this.#options.expand) return [statement];
    const place = { file: source.file, line: 1, column: 1 };
    return this.#options
      .expand(statement.value as string, () => place)
      .flatMap((piece): readonly Tree[] => {
        if (piece.kind === 'text') return [textOf(piece.value)];
        const { body } = this.#parse(piece.source) as unknown as { readonly body: readonly Tree[] };
        return [textOf(piece.before), ...body, textOf(piece.after)];
      });
  }

  #find(node: Tree, { file }: HandlebarsSource): void {
    const { partials, partialNames } = this.#options;
    const path = node.name as Tree;
    if (path.type === 'SubExpression') {
      for (const name of partialNames?.() ?? []) this.#register(name, partials?.(name, file));
      return;
    }
    const name = String(path.original);
    const found = name === '@partial-block' ? undefined : partials?.(name, file);
    // A path relative to the file that asks has another name in every file.
    if (found && /^\.\.?\//.test(name)) path.original = found.file;
    this.#register(String(path.original), found);
  }

  #register(name: string, source: HandlebarsSource | undefined): void {
    if (!source || this.#registered.has(name)) return;
    this.#registered.add(name);
    this.#engine.registerPartial(name, this.compile(source));
  }
}

/** A helper whose HTML is told from other text. */
const withRawResult = (helper: OwnHelper): OwnHelper =>
  function (this: unknown, ...args: readonly unknown[]): unknown {
    const result = helper.apply(this, args as unknown[]);
    if (typeof result !== 'object' || result === null || !('toHTML' in result)) return result;
    const { toHTML } = result as { toHTML(): unknown };
    return Object.assign(Object.create(result as object), {
      toHTML: () => `\uE002${String(toHTML.call(result))}\uE003`,
    }) as object;
  };

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && typeof (value as Tree).type === 'string';
