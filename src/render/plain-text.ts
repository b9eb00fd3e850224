import { refuseFunction } from './handlebars.ts';

/** Handlebars prints nothing for null and undefined, and adds all else to its text. Throws a RenderError CONTEXT_TYPE. */
export function handlebarsText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'function') refuseFunction();
  // oxlint-disable-next-line no-implicit-coercion -- an object that has a primitive value prints that
  return '' + (value as string);
}

/** The HTML of a value that knows its own, as `Handlebars.SafeString` does. */
export const handlebarsHtml = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'toHTML' in value && typeof value.toHTML === 'function'
    ? String(value.toHTML())
    : undefined;
