import { handlebarsHtml, handlebarsText } from './plain-text.ts';
import { writeHtml } from './text-html.ts';
import { decodeReferences } from './text-references.ts';
import type { TextWriter } from './text-writer.ts';

/** A value that Handlebars prints; it may know its own HTML. */
export function textHandlebars(writer: TextWriter, value: unknown): void {
  if (typeof value === 'string') {
    writer.verbatim(value);
  } else {
    const html = handlebarsHtml(value);
    if (html === undefined) writer.verbatim(handlebarsText(value));
    else writeHtml(writer, html);
  }
}

/** A value that is HTML. */
export function textRaw(writer: TextWriter, value: unknown): void {
  writeHtml(writer, handlebarsText(value));
}

/** What a value of Handlebars in an attribute is as plain text; `isHtml`: it is HTML. */
export function textAttribute(value: unknown, isHtml: boolean): string {
  const html = handlebarsHtml(value);
  const text = html ?? handlebarsText(value);
  return isHtml || html !== undefined ? decodeReferences(text) : text;
}
