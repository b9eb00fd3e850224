import { IntlMessageFormat, type Formatters } from 'intl-messageformat';
import { RenderError } from '../../errors.ts';
import { messageArgument, messageCount, messageDate, messageNumber } from '../../locale.ts';
import type { Message } from './parse.ts';

/**
 * A message with real values, formatted by `intl-messageformat`. What it leaves open is settled as in the
 * compiled code: the time zone, dates as ISO 8601, and values that no message may print.
 *
 * @throws RenderError CONTEXT_MISSING, CONTEXT_TYPE
 */
export function formatMessage(
  message: Message,
  args: Readonly<Record<string, unknown>>,
  timeZone: string,
): string {
  const { key } = message.source;
  const format = new IntlMessageFormat([...message.elements], message.locale, undefined, {
    formatters: formatters(key, timeZone),
  });
  const values = new Proxy<Record<string, never>>(
    {},
    {
      has: () => true,
      get: (_, name) => lookUp(args, String(name)) as never,
    },
  );
  return format
    .formatToParts<unknown>(values)
    .map((part) => messageArgument(part.value, key))
    .join('');
}

function lookUp(args: Readonly<Record<string, unknown>>, name: string): unknown {
  const value = Object.hasOwn(args, name) ? args[name] : undefined;
  if (value === undefined) {
    throw new RenderError({
      code: 'CONTEXT_MISSING',
      message: `The message argument "${name}" has no value.`,
      hint: 'Give it a value in the context that you pass to render.',
    });
  }
  // The reference prints nothing for false.
  return typeof value === 'boolean' ? String(value) : value;
}

const formatters = (key: string, timeZone: string): Formatters =>
  ({
    getNumberFormat: (locale: string, options?: Intl.NumberFormatOptions) => {
      const format = new Intl.NumberFormat(locale, options);
      return { format: (value: unknown) => format.format(messageNumber(value, key)) };
    },
    getDateTimeFormat: (locale: string, options?: Intl.DateTimeFormatOptions) => {
      const format = new Intl.DateTimeFormat(locale, { ...options, timeZone });
      return { format: (value: unknown) => format.format(messageDate(value, key)) };
    },
    getPluralRules: (locale: string, options?: Intl.PluralRulesOptions) => {
      const rules = new Intl.PluralRules(locale, options);
      return { select: (value: unknown) => rules.select(messageCount(value, key)) };
    },
  }) as unknown as Formatters;
