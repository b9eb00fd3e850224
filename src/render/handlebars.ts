import { RenderError } from '../errors.ts';
import { messageDate, messageNumber } from '../locale.ts';

/**
 * What compiled Handlebars needs at run time: Handlebars' own notions of truth, lists and properties.
 */

/** One round of `{{#each}}`. */
export interface HandlebarsEntry {
  readonly key: string | number;
  readonly value: unknown;
  readonly index: number;
  readonly first: boolean;
  readonly last: boolean;
}

/** Handlebars would call it, with `this` being what is around; an artifact takes values only. */
export function refuseFunction(): never {
  throw new RenderError({
    code: 'CONTEXT_TYPE',
    message: 'The context has a function where the template needs a value.',
    hint: 'Give the value that it returns.',
  });
}

/** `{{#if value}}`: as JavaScript, but an empty array is false. Throws a RenderError CONTEXT_TYPE. */
export function handlebarsTruthy(value: unknown): boolean {
  if (typeof value === 'function') refuseFunction();
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** `{{#with value}}` and `{{#if value includeZero=true}}`: the number 0 counts as a value. */
export const handlebarsPresent = (value: unknown): boolean => value === 0 || handlebarsTruthy(value);

/** Prints something: MJML leaves a link without URL away. */
export const handlebarsFilled = (value: unknown): boolean =>
  value !== null && value !== undefined && String(value) !== '';

/** MJML writes no `bgcolor` for the colour `none`, which old programs would take for one. */
export const handlebarsColored = (value: unknown): boolean => String(value) !== 'none';

/** MJML writes `#abc` as `#aabbcc`. */
export const handlebarsLongColor = (color: unknown): unknown =>
  typeof color === 'string' ? color.replace(/^#(\w)(\w)(\w)$/, '#$1$1$2$2$3$3') : color;

/** Class names as MJML writes them for Outlook, each with a suffix; that of the last is written behind. */
export const handlebarsSuffixed = (names: unknown, suffix: string): unknown =>
  typeof names === 'string' ? names.replaceAll(' ', `${suffix} `) : names;

/**
 * What `{{#each list}}` goes over: the items of an array or iterable, the values of an object; of others
 * nothing. Throws a RenderError CONTEXT_TYPE.
 */
export function handlebarsValues(list: unknown): readonly unknown[] {
  if (Array.isArray(list)) return list;
  if (typeof list === 'function') refuseFunction();
  if (typeof list !== 'object' || list === null) return [];
  return Symbol.iterator in list ? [...(list as Iterable<unknown>)] : Object.values(list);
}

/** The same with keys: of an array or iterable the position, of an object the name. */
export function handlebarsEntries(list: unknown): readonly HandlebarsEntry[] {
  const values = handlebarsValues(list);
  const keys = values === list || isIterable(list) ? undefined : Object.keys(list as object);
  return values.map((value, index) => ({
    key: keys ? keys[index]! : index,
    value,
    index,
    first: index === 0,
    last: index === values.length - 1,
  }));
}

const isIterable = (list: unknown): boolean =>
  typeof list !== 'object' || list === null || Symbol.iterator in list;

/**
 * `{{#value}}…{{/value}}`: each of an array, once for true (with the same `this`) or another value, never for
 * none.
 */
export function handlebarsSection(value: unknown, current: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'function') refuseFunction();
  if (value === true) return [current];
  return value === false || value === null || value === undefined ? [] : [value];
}

/**
 * A property that the value itself has; what it inherits (`constructor`, methods) is not data. Null stays
 * null.
 */
export function handlebarsLookup(value: unknown, key: unknown): unknown {
  if (value === null || value === undefined) return value;
  return Object.hasOwn(value, key as PropertyKey)
    ? (value as Record<PropertyKey, unknown>)[key as string]
    : undefined;
}

/**
 * A number, or a decimal written as text, in the words of a locale; null and undefined print nothing. `name`
 * is how the template spells the value. Throws a RenderError CONTEXT_TYPE.
 */
export function handlebarsNumber(format: Intl.NumberFormat, value: unknown, name: string): string {
  if (value === null || value === undefined) return '';
  // Intl keeps every digit of a decimal text, which a number would not.
  if (typeof value === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(value)) {
    return format.format(value.trim() as Intl.StringNumericLiteral);
  }
  return format.format(messageNumber(value, name));
}

/**
 * A Date, ISO 8601 text or milliseconds since 1970 in the words of a locale; null and undefined print
 * nothing. Text without an offset is UTC. Throws a RenderError CONTEXT_TYPE.
 */
export function handlebarsDate(format: Intl.DateTimeFormat, value: unknown, name: string): string {
  return value === null || value === undefined ? '' : format.format(messageDate(value, name));
}

/** “a, b and c” in a locale. */
export function handlebarsList(format: Intl.ListFormat, list: unknown): string {
  return format.format(handlebarsValues(list).map(String));
}
