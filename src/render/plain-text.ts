import { reactText } from './react.ts';

/** Handlebars prints nothing for null and undefined, and for all else its string. */
export const handlebarsText = (value: unknown): string =>
  value === null || value === undefined ? '' : String(value);

/** A value as text without escaping, after the rules of the language that prints it. */
export const plainText = (value: unknown, print: 'react' | 'handlebars' | 'raw'): string =>
  print === 'react' ? reactText(value) : handlebarsText(value);

/** The HTML of a value that knows its own, as `Handlebars.SafeString` does. */
export const handlebarsHtml = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'toHTML' in value && typeof value.toHTML === 'function'
    ? String(value.toHTML())
    : undefined;
