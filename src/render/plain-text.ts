import { refuseFunction } from './handlebars.ts';
import { reactText } from './react.ts';

/** Handlebars prints nothing for null and undefined, and adds all else to its text. Throws a RenderError CONTEXT_TYPE. */
export function handlebarsText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'function') refuseFunction();
  // oxlint-disable-next-line no-implicit-coercion -- an object that has a primitive value prints that
  return typeof value === 'string' ? value : '' + (value as string);
}

/** A value as text without escaping, after the rules of the language that prints it. */
export const plainText = (value: unknown, print: 'react' | 'handlebars' | 'raw'): string =>
  print === 'react' ? reactText(value) : handlebarsText(value);

/** The HTML of a value that knows its own, as `Handlebars.SafeString` does. */
export const handlebarsHtml = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'toHTML' in value && typeof value.toHTML === 'function'
    ? String(value.toHTML())
    : undefined;
