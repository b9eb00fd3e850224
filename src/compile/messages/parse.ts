import {
  isArgumentElement,
  isDateElement,
  isDateTimeSkeleton,
  isLiteralElement,
  isNumberElement,
  isNumberSkeleton,
  isPluralElement,
  isPoundElement,
  isSelectElement,
  isTagElement,
  parse,
  type DateElement,
  type MessageFormatElement,
  type NumberElement,
  type TimeElement,
} from '@formatjs/icu-messageformat-parser';
import { IntlMessageFormat } from 'intl-messageformat';
import { Refusal } from '../diagnostics.ts';
import type { MessageSource } from './file.ts';

/** A message parsed and checked for the locale whose rules and number formats it uses. */
export interface Message {
  readonly source: MessageSource;
  readonly locale: string;
  readonly elements: readonly MessageFormatElement[];
  readonly arguments: ReadonlySet<string>;
}

export interface NumberFormat {
  readonly options: Intl.NumberFormatOptions;
  /** What the value is multiplied by before it is printed. */
  readonly scale: number;
}

/** @throws Refusal MESSAGE_SYNTAX, MESSAGE_TAG, with the place in the locale file */
export function parseMessage(source: MessageSource, locale: string): Message {
  const names = new Set<string>();
  const elements = parseElements(source, locale);
  checkElements(elements, { source, locale, names });
  return Object.freeze({ source, locale, elements, arguments: names });
}

/** Options of `{n, number, style}`; undefined for a style that does not exist. */
export function numberFormat(element: NumberElement): NumberFormat | undefined {
  const { style } = element;
  if (!style) return { options: {}, scale: 1 };
  if (isNumberSkeleton(style)) {
    const { scale = 1, ...options } = style.parsedOptions;
    // The parser passes over stems that it does not know.
    if (Object.keys(options).length === 0 && scale === 1) return undefined;
    return { options: options as Intl.NumberFormatOptions, scale };
  }
  const options = named(IntlMessageFormat.formats.number, style as string);
  return options && { options: options as Intl.NumberFormatOptions, scale: 1 };
}

/** Options of `{d, date, style}` and `{d, time, style}`; undefined for a style that does not exist. */
export function dateFormat(element: DateElement | TimeElement): Intl.DateTimeFormatOptions | undefined {
  const { style } = element;
  if (style && isDateTimeSkeleton(style)) {
    return Object.keys(style.parsedOptions).length === 0 ? undefined : style.parsedOptions;
  }
  const { date, time } = IntlMessageFormat.formats;
  if (!style) return isDateElement(element) ? {} : time.medium;
  return named(isDateElement(element) ? date : time, style as string);
}

const named = <T>(formats: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(formats, name) ? formats[name] : undefined;

function parseElements(source: MessageSource, locale: string): readonly MessageFormatElement[] {
  try {
    return parse(source.text, { captureLocation: true, locale: new Intl.Locale(locale) });
  } catch (error) {
    const { message, location } = error as Error & { location?: { start: { offset: number } } };
    // The parser throws its error's name, but a sentence for a skeleton that it does not support.
    const reason = /^[A-Z_]+$/.test(message) ? message.toLowerCase().replaceAll('_', ' ') : message;
    throw syntaxError(source, location?.start.offset ?? 0, reason, SYNTAX_HINTS[message]);
  }
}

const SYNTAX_HINTS: Readonly<Record<string, string>> = {
  EXPECT_ARGUMENT_CLOSING_BRACE: "Close the argument with }, or write '{' for a brace that is text.",
  INVALID_ARGUMENT_TYPE: 'Use number, date, time, plural, selectordinal or select.',
  MISSING_OTHER_CLAUSE: 'Add other {…}: it is used when nothing else fits.',
  INVALID_TAG: "Write '<' in apostrophes for a < that is text.",
  UNCLOSED_TAG: "Write '<' in apostrophes for a < that is text.",
  UNMATCHED_CLOSING_TAG: "Write '<' in apostrophes for a < that is text.",
};

interface Scope {
  readonly source: MessageSource;
  readonly locale: string;
  readonly names: Set<string>;
}

function checkElements(elements: readonly MessageFormatElement[], scope: Scope): void {
  for (const element of elements) checkElement(element, scope);
}

function checkElement(element: MessageFormatElement, scope: Scope): void {
  const { source, locale, names } = scope;
  const start = element.location?.start.offset ?? 0;
  if (isPoundElement(element)) return;
  if (isLiteralElement(element)) {
    // `<br/>` comes out of the parser as text; in apostrophes it is meant as text.
    const written = source.text.slice(start, element.location?.end.offset);
    if (/^<[a-z][^>]*\/>$/i.test(written)) throw tagError(source, start, written);
    return;
  }
  if (isTagElement(element)) throw tagError(source, start, `<${element.value}>`);
  names.add(element.value);
  if (isArgumentElement(element)) return;
  if (isPluralElement(element) || isSelectElement(element)) {
    for (const option of Object.values(element.options)) checkElements(option.value, scope);
    return;
  }
  if (isNumberElement(element)) {
    const format = numberFormat(element);
    if (!format) throw syntaxError(source, start, 'unknown number format', NUMBER_HINT);
    checkFormat(source, start, NUMBER_HINT, () => new Intl.NumberFormat(locale, format.options));
    if (!Number.isFinite(format.scale)) throw syntaxError(source, start, 'scale is not a number');
    return;
  }
  const options = dateFormat(element);
  if (!options) throw syntaxError(source, start, 'unknown date or time format', DATE_HINT);
  checkFormat(source, start, DATE_HINT, () => new Intl.DateTimeFormat(locale, options));
}

const NUMBER_HINT =
  'Use integer, percent or a skeleton: {price, number, ::currency/EUR}, {share, number, ::percent .0}.';
const DATE_HINT =
  'Use short, medium, long, full or a skeleton: {when, date, ::yyyyMMMd}, {when, time, ::HHmm}.';

function checkFormat(source: MessageSource, offset: number, hint: string, construct: () => unknown): void {
  try {
    construct();
  } catch (error) {
    throw syntaxError(source, offset, (error as Error).message, hint);
  }
}

const syntaxError = (source: MessageSource, offset: number, reason: string, hint?: string): Refusal =>
  new Refusal({
    code: 'MESSAGE_SYNTAX',
    message: `The message "${source.key}" is not valid ICU MessageFormat: ${reason}.`,
    hint: hint ?? 'See https://unicode-org.github.io/icu/userguide/format_parse/messages/ for the syntax.',
    location: source.locate(offset),
  });

const tagError = (source: MessageSource, offset: number, tag: string): Refusal =>
  new Refusal({
    code: 'MESSAGE_TAG',
    message: `The message "${source.key}" holds the tag ${tag}; a message is plain text.`,
    hint: "Put markup into the template, between two messages, or write '<' in apostrophes if it is text.",
    location: source.locate(offset),
  });
