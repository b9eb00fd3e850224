import fc from 'fast-check';
import { IntlMessageFormat, type Formatters } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { context, literal, member } from '../../src/compile/expression.ts';
import { compileMessage } from '../../src/compile/messages.ts';
import { parseMessage } from '../../src/compile/messages/parse.ts';
import { formatMessage } from '../../src/compile/messages/reference.ts';
import { evaluate } from './interpret.ts';

const LOCALES = ['en', 'de', 'ja', 'ar', 'ar-EG', 'pl', 'fr', 'de-AT'];

/** Literal text, with what has a meaning in ICU put in apostrophes. */
const escape = (text: string): string => text.replaceAll("'", "''").replace(/[{}<>]+/g, "'$&'");

const literals = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }).map(escape),
  fc.constantFrom(' ', '…', "it''s", "'{'x'}'", '日本', 'שלום', '#', '|', "'<b>'"),
);
const placeholders = fc.constantFrom(
  '{name}',
  '{count}',
  '{price}',
  '{gender}',
  '{big}',
  '{nothing}',
  '{flag}',
  '{count, number}',
  '{big, number}',
  '{price, number, integer}',
  '{price, number, percent}',
  '{price, number, ::currency/EUR}',
  '{price, number, ::currency/JPY unit-width-narrow}',
  '{price, number, ::percent .0}',
  '{price, number, ::compact-short}',
  '{price, number, ::.00#}',
  '{price, number, ::sign-always group-off}',
  '{price, number, ::scale/0.5 .00}',
  '{count, number, ::0000}',
  '{when, date}',
  '{when, date, short}',
  '{when, date, medium}',
  '{when, date, long}',
  '{when, date, full}',
  '{when, date, ::yyyyMMMEd}',
  '{when, time}',
  '{when, time, short}',
  '{when, time, full}',
  '{when, time, ::Hms}',
);

interface Grammar {
  readonly message: string;
  readonly element: string;
  readonly plural: string;
  readonly select: string;
}

const { message: messages } = fc.letrec<Grammar>((tie: fc.LetrecTypedTie<Grammar>) => {
  const twice = fc.tuple(tie('message'), tie('message')).map((texts) => texts.join('#'));
  const branch = fc.oneof(tie('message'), twice);
  const selectors = fc.uniqueArray(
    fc.constantFrom('=0', '=1', '=2', '=-1', 'zero', 'one', 'two', 'few', 'many'),
    { maxLength: 4 },
  );
  const options = (names: readonly string[]): fc.Arbitrary<string> =>
    fc
      .array(branch, { minLength: names.length + 1, maxLength: names.length + 1 })
      .map((texts) => texts.map((text, index) => `${names[index] ?? 'other'} {${text}}`).join(' '));
  return {
    message: fc.array(tie('element'), { maxLength: 4 }).map((elements) => elements.join('')),
    element: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      literals,
      placeholders,
      tie('plural'),
      tie('select'),
    ),
    plural: fc
      .record({
        name: fc.constantFrom('count', 'price', 'big'),
        type: fc.constantFrom('plural', 'plural, offset:1', 'plural, offset:-2', 'selectordinal'),
        options: selectors.chain(options),
      })
      .map(({ name, type, options }) => `{${name}, ${type}${type.includes('offset') ? '' : ','} ${options}}`),
    select: fc
      .record({
        name: fc.constantFrom('gender', 'name', 'count', 'flag', 'nothing'),
        options: fc
          .uniqueArray(fc.constantFrom('female', 'male', '1', 'true', 'null', '__proto__'), { maxLength: 3 })
          .chain(options),
      })
      .map(({ name, options }) => `{${name}, select, ${options}}`),
  };
});

const values = fc.record({
  name: fc.oneof(fc.string({ maxLength: 6 }), fc.constant('__proto__')),
  count: fc.oneof(fc.integer({ min: -3, max: 30 }), fc.integer()),
  price: fc.oneof(
    fc.double({ noNaN: true }),
    fc.integer({ min: -5, max: 120 }).map((cents) => cents / 4),
  ),
  big: fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
  gender: fc.constantFrom('female', 'male', 'other', 'constructor', ''),
  when: fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
  // Not false, for which intl-messageformat prints nothing where String(false) is meant.
  flag: fc.constantFrom('false', 'true', 1),
  nothing: fc.constant(null),
});

/** The reference, but for the time zone, which it takes from the machine. */
function reference(text: string, locale: string, args: Readonly<Record<string, unknown>>): string {
  const formatters = {
    getNumberFormat: (tag: string, options: object) => new Intl.NumberFormat(tag, options),
    getPluralRules: (tag: string, options: object) => new Intl.PluralRules(tag, options),
    getDateTimeFormat: (tag: string, options: object) =>
      new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' }),
  };
  const format = new IntlMessageFormat(text, locale, undefined, {
    formatters: formatters as unknown as Formatters,
  });
  return String(format.format(args as Record<string, string>));
}

const source = (text: string) => ({
  key: 'key',
  text,
  file: 'en.json',
  locate: () => ({ file: 'en.json', line: 1, column: 1 }),
});

const seed = Number(process.env.FAST_CHECK_SEED ?? Date.now() % 2 ** 31);

describe(`T15: compiled messages print what intl-messageformat prints (FAST_CHECK_SEED=${seed})`, () => {
  test('random messages, locales and values', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(messages, fc.constantFrom(...LOCALES), values, (text, locale, args) => {
        const expected = reference(text, locale, args);
        const message = parseMessage(source(text), locale);
        const options = { timeZone: 'UTC', location: undefined };

        const names = [...message.arguments];
        const late = Object.fromEntries(names.map((name) => [name, member(context, name)]));
        const compiled = compileMessage(message, { ...options, args: late });
        kinds.add(compiled.kind);
        expect(evaluate(compiled, args)).toBe(expected);

        const known = Object.entries({ ...args, when: args.when.getTime() });
        const early = Object.fromEntries(known.map(([name, value]) => [name, literal(value)]));
        expect(compileMessage(message, { ...options, args: early })).toEqual(literal(expected));

        expect(formatMessage(message, args, 'UTC')).toBe(expected);
      }),
      { seed, numRuns: 1000 },
    );
    // The generator reaches what it is meant to reach.
    expect(kinds).toEqual(new Set(['literal', 'helper', 'call', 'conditional', 'template']));
  });
});
