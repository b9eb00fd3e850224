import type { Direction, Rendered, RenderedPieces } from '../artifact.ts';
import { isLetterlockError, type LetterlockError, RenderError } from '../errors.ts';
import { ImageCollector } from './image.ts';
import { negotiate } from './locale.ts';
import { PieceSink } from './pieces.ts';
import { lenient, type Printer, strict } from './printer.ts';
import type { LocaleProgram, TemplateProgram } from './program.ts';
import { Utf8Sink } from './utf8.ts';

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
  /**
   * The same with the HTML in pieces, for `compose`: the static ones are put into the encoding of mail once, and not for
   * each message.
   */
  renderPieces(id: string, options?: RenderOptions): RenderedPieces;
  /**
   * Writes the HTML alone, as UTF-8, to the beginning of `buffer`, and gives its size in bytes. A size above
   * `buffer.length` says how large a buffer it takes; what this one holds then is of no use. Throws what `render` throws.
   */
  renderInto(id: string, buffer: Uint8Array, options?: RenderOptions): number;
}

/** What a program and a printer make together. */
interface Bound {
  html: ReturnType<LocaleProgram['html']> | undefined;
  /** Holds the static parts in UTF-8. */
  sink: Utf8Sink | undefined;
}

interface Prepared {
  readonly locale: string;
  readonly dir: Direction;
  readonly program: LocaleProgram;
  /** Shown in every rendering; frozen. */
  readonly images: LocaleProgram['images'];
  /** For each of the two printers, made on first use. */
  readonly strict: Bound;
  readonly lenient: Bound;
}

const isProduction = (): boolean =>
  (globalThis as { process?: { env?: Record<string, string> } }).process?.env?.['NODE_ENV'] === 'production';

/** The renderer over a set of compiled templates. Artifacts call it; applications import the artifact. */
export function createRenderer(templates: readonly TemplateProgram[], defaultLocale: string): Renderer {
  // Asked once: reading the environment takes longer than rendering a line.
  const strictly = !isProduction();
  const byId = new Map(templates.map((template) => [template.id, template]));
  const prepared = new Map<string, PreparedTemplate>();

  /** Not before it is needed: where Node loads the templates, asking one for its locales reads its module. */
  const prepareNow = (id: string): PreparedTemplate => {
    const template = byId.get(id);
    if (!template) throw unknownTemplate(id, [...byId.keys()]);
    const made = prepare(template);
    prepared.set(id, made);
    return made;
  };

  const find = (id: string, locale: RenderOptions['locale']): Prepared => {
    const locales = prepared.get(id) ?? prepareNow(id);
    const chosen = locale ?? defaultLocale;
    const exact = typeof chosen === 'string' ? locales.byName.get(chosen) : undefined;
    return exact ?? (locales.byName.get(negotiate(chosen, locales.names, defaultLocale)) as Prepared);
  };

  const fill = <Result>(
    id: string,
    options: RenderOptions,
    run: (target: Prepared, context: never, printer: Printer, images: ImageCollector) => Result,
  ): Result => {
    const target = find(id, options.locale);
    const context = checkContext(options.context, id);
    const printer = (options.strict ?? strictly) ? strict : lenient;
    try {
      return run(target, context, printer, new ImageCollector(target.images));
    } catch (error) {
      throw explain(error, id);
    }
  };

  /** What comes with the HTML; images last, as the HTML collects them. */
  const rest = (id: string, target: Prepared, context: never, printer: Printer, images: ImageCollector) => {
    const { program, locale, dir } = target;
    const subject = checkSubject(program.subject(context, printer), id);
    return { subject, text: program.text(context, printer), images: images.finish(), locale, dir };
  };

  return Object.freeze({
    render: (id, options = {}) =>
      fill(id, options, (target, context, printer, images) => {
        const bound = boundTo(target, printer);
        bound.html ??= target.program.html(target.program.statics, printer);
        const html = bound.html(context, images);
        const { subject, text, images: shown, locale, dir } = rest(id, target, context, printer, images);
        return Object.freeze({ subject, html, text, images: shown, locale, dir });
      }),
    renderBytes: (id, options = {}) =>
      fill(id, options, (target, context, printer, images) => {
        const lent = scratch;
        scratch = NOTHING;
        const sink = take(target, printer);
        sink.begin(lent);
        target.program.write(context, images, sink, printer);
        const filled = rest(id, target, context, printer, images);
        const { size } = sink;
        sink.text(filled.text);
        const { size: total, buffer } = sink.end();
        // One piece of memory for both: making one takes longer than filling it.
        const bytes = buffer.slice(0, total);
        if (buffer.length <= KEPT_AT_MOST) scratch = buffer;
        give(target, printer, sink);
        return Object.freeze({ ...filled, html: bytes.subarray(0, size), text: bytes.subarray(size) });
      }),
    renderPieces: (id, options = {}) =>
      fill(id, options, (target, context, printer, images) => {
        const sink = new PieceSink(printer);
        target.program.write(context, images, sink, printer);
        const html = Object.freeze({ statics: target.program.statics, pieces: sink.pieces });
        return Object.freeze({ ...rest(id, target, context, printer, images), html });
      }),
    renderInto: (id, buffer, options = {}) =>
      fill(id, options, (target, context, printer, images) => {
        const sink = take(target, printer);
        sink.begin(buffer);
        target.program.write(context, images, sink, printer);
        const { size } = sink.end();
        give(target, printer, sink);
        return size;
      }),
  } satisfies Renderer);
}

const NOTHING = new Uint8Array(0);
/**
 * Memory that is reused from call to call; what is larger is used once and let go. Not there while it is in use, as a
 * getter of the context may render in turn.
 */
let scratch: Uint8Array = NOTHING;
const KEPT_AT_MOST = 4 << 20;

const boundTo = (target: Prepared, printer: Printer): Bound =>
  printer === strict ? target.strict : target.lenient;

/** The sink of a program. A rendering inside of another one finds none, and makes one of its own. */
function take(target: Prepared, printer: Printer): Utf8Sink {
  const bound = boundTo(target, printer);
  const sink = bound.sink ?? new Utf8Sink(target.program.statics, printer);
  bound.sink = undefined;
  return sink;
}

function give(target: Prepared, printer: Printer, sink: Utf8Sink): void {
  boundTo(target, printer).sink = sink;
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
      {
        locale,
        dir: program.dir,
        program,
        images: Object.freeze([...program.images]),
        strict: { html: undefined, sink: undefined },
        lenient: { html: undefined, sink: undefined },
      } satisfies Prepared,
    ]),
  );
  return { names: [...byName.keys()], byName };
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
    message: `"${id}" cannot be filled with this context: ${reason.replace(/\.$/, '')}.`,
    hint: 'Compare the context with the type that the artifact declares for the template.',
    cause: error,
  });
}
