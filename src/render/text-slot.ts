import { handlebarsHtml } from './plain-text.ts';
import { writeHtml } from './text-html.ts';
import type { TextWriter } from './text-writer.ts';

/** A value that Handlebars prints; it may know its own HTML. */
export function textHandlebars(writer: TextWriter, value: unknown): void {
  if (typeof value === 'string') {
    writer.verbatim(value);
  } else if (value !== null && value !== undefined) {
    const html = handlebarsHtml(value);
    if (html === undefined) writer.verbatim(String(value));
    else writeHtml(writer, html);
  }
}

/** A value that is HTML. */
export function textRaw(writer: TextWriter, value: unknown): void {
  if (value !== null && value !== undefined) writeHtml(writer, String(value));
}
