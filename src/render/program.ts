import type { Direction, Image } from '../artifact.ts';
import type { ImageCollector } from './image.ts';
import type { Printer } from './printer.ts';
import type { Sink } from './utf8.ts';

/** Static strings and a printer → a function of the context. `images` collects what the HTML shows. */
export type HtmlProgram = (
  statics: readonly string[],
  printer: Printer,
) => (context: never, images: ImageCollector) => string;

/** What the compiler writes for one template and locale. */
export interface LocaleProgram {
  readonly dir: Direction;
  /** The HTML between the slots. */
  readonly statics: readonly string[];
  readonly html: HtmlProgram;
  /** The same HTML, written to a sink that has the statics in another form. */
  readonly write: (context: never, images: ImageCollector, sink: Sink, printer: Printer) => void;
  readonly text: (context: never, printer: Printer) => string;
  readonly subject: (context: never, printer: Printer) => string;
  /** Images that the HTML always shows. */
  readonly images: readonly Image[];
}

/** What the compiler writes for one template. */
export interface TemplateProgram {
  readonly id: string;
  /** Hash of everything that the template was made from. */
  readonly hash: string;
  readonly locales: Readonly<Record<string, LocaleProgram>>;
}
