import type { Direction, Rendered } from '../artifact.ts';
import { isLetterlockError, type LetterlockError, RenderError } from '../errors.ts';
import { ImageCollector } from './image.ts';
import { negotiate } from './locale.ts';
import { fromOctets, toOctets } from './octets.ts';
import { inOctets, lenient, type Printer, strict } from './printer.ts';
import type { LocaleProgram, TemplateProgram } from './program.ts';

export interface RenderOptions<Context = unknown> {
  /** The values that the template is filled with. */
  readonly context?: Context;
  /** A language tag, an `Accept-Language` value, or a list of preferences. Default: the build's default locale. */
  readonly locale?: string | readonly string[] | undefined;
  /** Refuse texts that are undefined and links that run code. Default: true unless NODE_ENV was `production` at first. */
  readonly strict?: boolean | undefined;
}

/** Like Rendered, with html and text as UTF-8. */
export interface RenderedBytes extends Omit<Rendered, 'html' | 'text'> {
  readonly html: Uint8Array;
  readonly text: Uint8Array;
}

export interface Renderer {
  /**
   * Fills a template. Synchronous.
   * Throws RenderError: TEMPLATE_UNKNOWN, LOCALE_INVALID, CONTEXT_INVALID, CONTEXT_MISSING, URL_UNSAFE,
   * SUBJECT_INVALID, IMAGE_INVALID.
   */
  render(id: string, options?: RenderOptions): Rendered;
  /** The same, straight to bytes: cheaper than encoding the strings of `render`. */
  renderBytes(id: string, options?: RenderOptions): RenderedBytes;
}

type Filled = Omit<Rendered, 'html'>;

type Run = (context: never, images: ImageCollector) => string;

interface Prepared {
  readonly locale: string;
  readonly dir: Direction;
  readonly program: LocaleProgram;
  /** The HTML program bound to its four printers, each made on first use. */
  readonly html: Map<Printer, Run>;
}

const STRICT_OCTETS = inOctets(strict);
const LENIENT_OCTETS = inOctets(lenient);
const encoder = new TextEncoder();

const isProduction = (): boolean =>
  (globalThis as { process?: { env?: Record<string, string> } }).process?.env?.['NODE_ENV'] === 'production';

/** The renderer over a set of compiled templates. Artifacts call it; applications import the artifact. */
export function createRenderer(templates: readonly TemplateProgram[], defaultLocale: string): Renderer {
  // Asked once: reading the environment takes longer than rendering a line.
  const strictly = !isProduction();
  const prepared = new Map(templates.map((template) => [template.id, prepare(template)]));

  const find = (id: string, locale: RenderOptions['locale']): Prepared => {
    const locales = prepared.get(id);
    if (!locales) throw unknownTemplate(id, [...prepared.keys()]);
    const chosen = locale ?? defaultLocale;
    const exact = typeof chosen === 'string' ? locales.byName.get(chosen) : undefined;
    return exact ?? (locales.byName.get(negotiate(chosen, locales.names, defaultLocale)) as Prepared);
  };

  const run = <Result>(
    id: string,
    options: RenderOptions,
    printers: readonly [strict: Printer, lenient: Printer],
    finish: (html: string, filled: Filled) => Result,
  ): Result => {
    const target = find(id, options.locale);
    const context = checkContext(options.context, id);
    const printer = printers[(options.strict ?? strictly) ? 0 : 1];
    const images = new ImageCollector(target.program.images);
    try {
      const html = bind(target, printer)(context, images);
      const { program, locale, dir } = target;
      const subject = checkSubject(program.subject(context, printer), id);
      const text = program.text(context, printer);
      return finish(html, { subject, text, images: images.finish(), locale, dir });
    } catch (error) {
      throw explain(error, id);
    }
  };

  return Object.freeze({
    render: (id, options = {}) =>
      run(id, options, [strict, lenient], (html, filled) => Object.freeze({ ...filled, html })),
    renderBytes: (id, options = {}) =>
      run(id, options, [STRICT_OCTETS, LENIENT_OCTETS], (html, filled) =>
        Object.freeze({ ...filled, html: fromOctets(html), text: encoder.encode(filled.text) }),
      ),
  } satisfies Renderer);
}

interface PreparedTemplate {
  /** One array for good, as negotiation remembers what it knows of it. */
  readonly names: readonly string[];
  readonly byName: ReadonlyMap<string, Prepared>;
}

function prepare(template: TemplateProgram): PreparedTemplate {
  const byName = new Map(
    Object.entries(template.locales).map(([locale, program]) => [
      locale,
      { locale, dir: program.dir, program, html: new Map() } satisfies Prepared,
    ]),
  );
  return { names: [...byName.keys()], byName };
}

function bind({ html, program }: Prepared, printer: Printer): Run {
  let run = html.get(printer);
  if (!run) {
    const toBytes = printer === STRICT_OCTETS || printer === LENIENT_OCTETS;
    run = program.html(toBytes ? program.statics.map(toOctets) : program.statics, printer);
    html.set(printer, run);
  }
  return run;
}

function checkContext(context: unknown, id: string): never {
  if (context === undefined) return {} as never;
  if (typeof context === 'object' && context !== null) return context as never;
  throw new RenderError({
    code: 'CONTEXT_INVALID',
    message: `The context for "${id}" is ${context === null ? 'null' : `a ${typeof context}`}, not an object.`,
    hint: 'Give an object whose fields are the values that the template uses.',
  });
}

// oxlint-disable-next-line no-control-regex -- the characters that could start another header field
const LINE_END = /[\r\n\u0000]/;

function checkSubject(subject: string, id: string): string {
  if (!LINE_END.test(subject)) return subject;
  throw new RenderError({
    code: 'SUBJECT_INVALID',
    message: `The subject of "${id}" holds a line end or NUL, which could smuggle in header fields.`,
    hint: 'Remove CR, LF and NUL from the values that the subject is made of.',
  });
}

function unknownTemplate(id: string, known: readonly string[]): RenderError {
  return new RenderError({
    code: 'TEMPLATE_UNKNOWN',
    message: `There is no template "${id}".`,
    hint: known.length > 0 ? `The build holds: ${known.join(', ')}.` : 'The build holds no templates.',
  });
}

/** A fault in the values shows up as a TypeError in the program; say so instead of leaving a bare stack. */
function explain(error: unknown, id: string): LetterlockError {
  if (isLetterlockError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const absent = error instanceof TypeError && /undefined|null|not iterable|not a function/.test(reason);
  return new RenderError({
    code: absent ? 'CONTEXT_MISSING' : 'CONTEXT_INVALID',
    message: `"${id}" cannot be filled with this context: ${reason}.`,
    hint: 'Compare the context with the type that the artifact declares for the template.',
    cause: error,
  });
}
