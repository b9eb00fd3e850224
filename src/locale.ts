import type { Direction } from './artifact.ts';
import { RenderError } from './errors.ts';

/**
 * What the build and the run time must agree upon about languages: writing direction, the order of fallback,
 * and what a message accepts as a value. The compiler folds constants with it; an artifact calls it.
 */

/** Scripts written from right to left, by ISO 15924 code. */
const RIGHT_TO_LEFT =
  'Adlm Arab Aran Armi Avst Chrs Cprt Elym Gara Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc Mero Narb ' +
  'Nbat Nkoo Orkh Ougr Palm Phli Phlp Phnx Prti Rohg Samr Sarb Sogd Sogo Syrc Thaa Yezi';

/** The writing direction of a language tag, by its likely script. Throws a RangeError if it is ill-formed. */
export function directionOf(locale: string): Direction {
  const { script } = new Intl.Locale(locale).maximize();
  return script !== undefined && RIGHT_TO_LEFT.includes(script) ? 'rtl' : 'ltr';
}

/**
 * A language tag and its more general forms, most precise first: `zh-Hant-TW`, `zh-Hant`, `zh`. A single
 * letter introduces an extension and goes together with what follows it (RFC 4647 §3.4).
 */
export function fallbackChain(locale: string): readonly string[] {
  const subtags = locale.split('-');
  const chain: string[] = [];
  while (subtags.length > 0) {
    chain.push(subtags.join('-'));
    subtags.pop();
    if (subtags.at(-1)?.length === 1) subtags.pop();
  }
  return chain;
}

/** `{name}` in a message: null prints nothing. Throws a RenderError: CONTEXT_MISSING, CONTEXT_TYPE. */
export function messageArgument(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : printable(value, name);
}

/** The key by which `{name, select, …}` chooses. Throws a RenderError: CONTEXT_MISSING, CONTEXT_TYPE. */
export function messageSelect(value: unknown, name: string): string {
  return value === null ? 'null' : printable(value, name);
}

/** A value of `{name, number}`. Throws a RenderError: CONTEXT_MISSING, CONTEXT_TYPE. */
export function messageNumber(value: unknown, name: string): number | bigint {
  if ((typeof value === 'number' && !Number.isNaN(value)) || typeof value === 'bigint') return value;
  throw unfit(value, name, 'a number', 'Give a number, for example 12.5, not a text.');
}

/** A value of `{name, plural, …}`. Throws a RenderError: CONTEXT_MISSING, CONTEXT_TYPE. */
export function messageCount(value: unknown, name: string): number {
  return Number(messageNumber(value, name));
}

/** Date, or date and time, of ISO 8601 as ECMAScript §21.4.1.32 writes it. Groups: date, time, offset. */
const ISO_8601 = /^(\d{4}-\d\d-\d\d)(?:(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * A value of `{name, date}` or `{name, time}` as milliseconds since 1970: a Date, milliseconds, or text in
 * ISO 8601, in UTC unless it names its offset. Throws a RenderError: CONTEXT_MISSING, CONTEXT_TYPE.
 */
export function messageDate(value: unknown, name: string): number {
  const time = typeof value === 'string' ? parseDate(value) : value instanceof Date ? value.getTime() : value;
  // Beyond this, time values are invalid (ECMAScript §21.4.1.1).
  if (typeof time === 'number' && Math.abs(time) <= 8.64e15) return time;
  const hint = 'Give a Date, milliseconds since 1970, or a text such as 2026-03-01 or 2026-03-01T09:30:00Z.';
  const given =
    typeof value === 'string'
      ? 'a text that is no date'
      : value instanceof Date
        ? 'an invalid Date'
        : undefined;
  throw unfit(value, name, 'a date', hint, given);
}

/** The last text and its time: of a mail, the text part asks for the same one as the HTML. */
let lastDate = '';
let lastTime = Number.NaN;

function parseDate(text: string): number {
  if (text === lastDate) return lastTime;
  const [, date, time = 'T00:00', offset = 'Z'] = ISO_8601.exec(text) ?? [];
  if (date === undefined) return Number.NaN;
  // Without an offset, Date.parse would take the time zone of the server; and it rolls February 30 over.
  const exists = new Date(`${date}T00:00Z`).getUTCDate() === Number(date.slice(8));
  lastTime = exists ? Date.parse(date + time + offset) : Number.NaN;
  lastDate = text;
  return lastTime;
}

function printable(value: unknown, name: string): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object': {
      // Classes that know how to print themselves (URL, a decimal) are welcome; `[object Object]` is not.
      // A Date would print in the time zone of the server.
      if (value instanceof Date || Array.isArray(value)) break;
      const print = (value as { toString?: unknown }).toString;
      if (typeof print === 'function' && print !== Object.prototype.toString) return String(value);
    }
  }
  const hint =
    value instanceof Date
      ? `Write {${name}, date, medium} in the message.`
      : 'Give a text, a number or null; join a list and pick a property of an object before.';
  throw unfit(value, name, 'text', hint);
}

/** Names the argument and the type of its value (or what `given` says of it), never the value. */
function unfit(
  value: unknown,
  name: string,
  wanted: string,
  hint: string,
  given: string = kindOf(value),
): RenderError {
  if (value === undefined) {
    return new RenderError({
      code: 'CONTEXT_MISSING',
      message: `The message argument "${name}" has no value.`,
      hint: 'Give it a value in the context that you pass to render.',
    });
  }
  const message = `The value of "${name}" must be ${wanted}, not ${given}.`;
  return new RenderError({ code: 'CONTEXT_TYPE', message, hint });
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Date) return 'a Date';
  return Number.isNaN(value) ? 'NaN' : typeof value;
}
