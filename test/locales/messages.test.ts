import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { literal, operands, type Expression } from '../../src/compile/expression.ts';
import { evaluate } from './interpret.ts';
import { dynamic, load, refusal } from './project.ts';

// Far from UTC, so that a date in the time zone of the machine shows.
const zone = process.env.TZ;
beforeAll(() => {
  process.env.TZ = 'Pacific/Kiritimati';
  expect(new Date(0).getTimezoneOffset()).not.toBe(0);
});
afterAll(() => void (zone === undefined ? delete process.env.TZ : (process.env.TZ = zone)));

type Args = Readonly<Record<string, unknown>>;

/** What a message prints, by the compiled code and by the reference, which must agree. */
async function print(locale: string, text: string, args: Args = {}): Promise<string> {
  const catalog = (await load({ [`${locale}.json`]: { key: text } })).catalog(locale);
  const compiled = evaluate(catalog.message('key', dynamic(...Object.keys(args)), undefined), args);
  expect(catalog.format('key', args)).toBe(compiled);
  return compiled as string;
}

const spaces = (text: string): string => text.replace(/[\u00A0\u202F]/g, ' ');

describe('T15: ICU messages over Intl', () => {
  test.each<[locale: string, text: string, args: Args, expected: string]>([
    ['en', '', {}, ''],
    ['en', 'Plain', {}, 'Plain'],
    ['en', 'Dear {name},', { name: 'Zoë' }, 'Dear Zoë,'],
    ['en', 'Dear {name}!', { name: null }, 'Dear !'],
    ['en', '{n} {flag}', { n: 12345.5, flag: false }, '12345.5 false'],
    ['en', '{0} of {1}', { 0: 1, 1: 2 }, '1 of 2'],
    ['en', "It's '{'not'}' an argument, isn''t it", {}, "It's {not} an argument, isn't it"],
    ['en', '1 < 2 & 3 > 2', {}, '1 < 2 & 3 > 2'],
    ['en', "'<br/>'", {}, '<br/>'],
    ['en', '{n, plural, one {# item} other {# items}}', { n: 1 }, '1 item'],
    ['en', '{n, plural, one {# item} other {# items}}', { n: 1234 }, '1,234 items'],
    ['de', '{n, plural, one {# Stück} other {# Stück}}', { n: 1234 }, '1.234 Stück'],
    ['en', '{n, plural, =0 {none} =1 {only one} one {one} other {#}}', { n: 0 }, 'none'],
    ['en', '{n, plural, =0 {none} =1 {only one} one {one} other {#}}', { n: 1 }, 'only one'],
    ['en', '{n, plural, one {one} other {#}}', { n: 1n }, 'one'],
    [
      'en',
      '{n, plural, offset:1 =0 {nobody} =1 {you} one {you and # other} other {you and # others}}',
      { n: 2 },
      'you and 1 other',
    ],
    [
      'en',
      '{n, plural, offset:1 =0 {nobody} =1 {you} one {you and # other} other {you and # others}}',
      { n: 5 },
      'you and 4 others',
    ],
    ['en', "{n, plural, other {'#'# {m, select, other {#}}}}", { n: 5, m: 'x' }, '#5 #'],
    ['ja', '{n, plural, one {ng} other {# 個}}', { n: 1 }, '1 個'],
    ['en', '{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}', { n: 22 }, '22nd'],
    ['en', '{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}', { n: 113 }, '113th'],
    ['de', '{who, select, female {Liebe} male {Lieber} other {Hallo}}', { who: 'female' }, 'Liebe'],
    ['de', '{who, select, female {Liebe} male {Lieber} other {Hallo}}', { who: null }, 'Hallo'],
    ['en', '{vip, select, true {VIP} null {unknown} other {guest}}', { vip: true }, 'VIP'],
    ['en', '{vip, select, true {VIP} null {unknown} other {guest}}', { vip: null }, 'unknown'],
    ['en', '{x, select, __proto__ {proto} other {other}}', { x: '__proto__' }, 'proto'],
    ['en', '{x, select, a {a} other {other}}', { x: 'constructor' }, 'other'],
    [
      'en',
      '{who, select, her {{n, plural, one {her # bag} other {her # bags}}} other {}}!',
      { who: 'her', n: 2 },
      'her 2 bags!',
    ],
    ['de', '{n, number}', { n: 1234567.891 }, '1.234.567,891'],
    ['de', '{n, number, integer}', { n: 1234.6 }, '1.235'],
    ['de', '{n, number, percent}', { n: 0.257 }, '26 %'],
    ['de', '{n, number, ::currency/EUR}', { n: 1234.5 }, '1.234,50 €'],
    ['ja', '{n, number, ::currency/JPY}', { n: 1234.5 }, '￥1,235'],
    ['en', '{n, number, ::currency/EUR unit-width-full-name}', { n: 2 }, '2.00 euros'],
    ['en', '{n, number, ::compact-short}', { n: 12_345 }, '12K'],
    ['en', '{n, number, ::.00 scale/100}', { n: 0.5 }, '50.00'],
    ['en', '{n, number, ::scale/100}', { n: 12n }, '1,200'],
    ['en', '{n, number}', { n: 12345678901234567890n }, '12,345,678,901,234,567,890'],
    ['ar-EG', '{n, number}', { n: 1234.5 }, '١٬٢٣٤٫٥'],
    ['en', '{d, date}', { d: '2026-03-01' }, '3/1/2026'],
    ['en', '{d, date, short}', { d: Date.UTC(2026, 2, 1, 23) }, '3/1/26'],
    ['de', '{d, date, medium}', { d: new Date('2026-03-01T23:30:00Z') }, '1. März 2026'],
    ['en', '{d, date, long}', { d: '2026-03-01T00:30:00+01:00' }, 'February 28, 2026'],
    ['ja', '{d, date, full}', { d: '2026-03-01' }, '2026年3月1日日曜日'],
    ['en', '{d, date, ::yyyyMMMMd}', { d: '2026-03-01' }, 'March 1, 2026'],
    ['en', '{d, time}', { d: '2026-03-01T23:30:05' }, '11:30:05 PM'],
    ['de', '{d, time, short}', { d: '2026-03-01T23:30Z' }, '23:30'],
    ['en', '{d, time, long}', { d: 0 }, '12:00:00 AM UTC'],
    ['en', '{d, time, ::jmm}', { d: '2026-03-01T23:30Z' }, '11:30 PM'],
    ['de', '{d, time, ::jmm}', { d: '2026-03-01T23:30Z' }, '23:30'],
  ])('%s: %s with %o', async (locale, text, args, expected) => {
    expect(spaces(await print(locale, text, args))).toBe(expected);
  });

  test('all six plural forms of Arabic', async () => {
    const text = '{n, plural, zero {Z} one {O} two {T} few {F} many {M} other {X}}';
    const forms = await Promise.all([0, 1, 2, 3, 11, 100].map((n) => print('ar', text, { n })));
    expect(forms).toEqual(['Z', 'O', 'T', 'F', 'M', 'X']);
  });

  test('a time zone of the project', async () => {
    const catalogs = await load({ 'en.json': { at: '{d, time, short}' } }, { timeZone: 'Europe/Vienna' });
    const catalog = catalogs.catalog('en');
    const args = { d: '2026-07-01T10:00:00Z' };
    expect(spaces(String(evaluate(catalog.message('at', dynamic('d'), undefined), args)))).toBe('12:00 PM');
    expect(spaces(catalog.format('at', args))).toBe('12:00 PM');
  });
});

describe('what does not depend on the context is computed at build time', () => {
  const messages = {
    plain: 'Hello',
    count: '{n, plural, one {# item} other {# items}}',
    all: '{name}: {n, plural, offset:1 =1 {x} other {# of {price, number, ::currency/EUR}}}, {d, date, medium}',
    choice: '{who, select, her {{name} is her} other {{name} is other}}',
  };

  test.each<[key: string, args: Record<string, Expression>, expected: string]>([
    ['plain', {}, 'Hello'],
    ['count', { n: literal(1) }, '1 item'],
    [
      'all',
      { name: literal('N'), n: literal(3), price: literal(2), d: literal('2026-03-01') },
      'N: 2 of €2.00, Mar 1, 2026',
    ],
  ])('%s becomes a Literal', async (key, args, expected) => {
    const catalog = (await load({ 'en.json': messages })).catalog('en');
    expect(catalog.message(key, args, undefined)).toEqual(literal(expected));
  });

  test('a constant choice leaves its branch alone', async () => {
    const catalog = (await load({ 'en.json': messages })).catalog('en');
    const message = catalog.message('choice', { who: literal('her'), ...dynamic('name') }, undefined);
    expect(message.kind).toBe('template');
    expect(evaluate(message, { name: 'Ann' })).toBe('Ann is her');
  });

  test('formatters are constant expressions', async () => {
    const catalog = (await load({ 'en.json': messages })).catalog('en');
    const made: Expression[] = [];
    const visit = (expression: Expression): void => {
      if (expression.kind === 'new') made.push(...expression.args);
      else operands(expression).forEach(visit);
    };
    visit(catalog.message('all', dynamic('name', 'n', 'price', 'd'), undefined));
    expect(made.length).toBeGreaterThan(0);
    expect(new Set(made.map((argument) => argument.kind))).toEqual(new Set(['literal', 'object']));
  });
});

describe('values that no message may print', () => {
  test.each<[text: string, value: unknown, code: string]>([
    ['{v}', undefined, 'CONTEXT_MISSING'],
    ['{v}', { first: 'secret' }, 'CONTEXT_TYPE'],
    ['{v}', ['secret'], 'CONTEXT_TYPE'],
    ['{v}', new Date(0), 'CONTEXT_TYPE'],
    ['{v}', () => 'secret', 'CONTEXT_TYPE'],
    ['{v, select, a {x} other {y}}', undefined, 'CONTEXT_MISSING'],
    ['{v, number}', undefined, 'CONTEXT_MISSING'],
    ['{v, number}', 'secret', 'CONTEXT_TYPE'],
    ['{v, number}', null, 'CONTEXT_TYPE'],
    ['{v, number}', NaN, 'CONTEXT_TYPE'],
    ['{v, plural, other {#}}', 'secret', 'CONTEXT_TYPE'],
    ['{v, plural, other {#}}', undefined, 'CONTEXT_MISSING'],
    ['{v, date}', undefined, 'CONTEXT_MISSING'],
    ['{v, date}', 'secret', 'CONTEXT_TYPE'],
    ['{v, date}', '2026-02-30', 'CONTEXT_TYPE'],
    ['{v, date}', '2026-13-01', 'CONTEXT_TYPE'],
    ['{v, date}', '03/04/2026', 'CONTEXT_TYPE'],
    ['{v, date}', new Date(NaN), 'CONTEXT_TYPE'],
    ['{v, date}', Infinity, 'CONTEXT_TYPE'],
    ['{v, time}', true, 'CONTEXT_TYPE'],
  ])('%s with %s: %s', async (text, v, code) => {
    const catalog = (await load({ 'en.json': { key: text } })).catalog('en');
    const message = catalog.message('key', dynamic('v'), undefined);
    const error = await refusal(() => evaluate(message, { v }));
    expect(error).toMatchObject({ name: 'RenderError', code, hint: expect.stringMatching(/.{10}/) });
    expect(error.message).toContain('"v"');
    expect(error.message + error.hint).not.toContain('secret');
    expect(await refusal(() => catalog.format('key', { v }))).toMatchObject({ code });
  });

  test.each([
    ['2026-02-30', 'a text that is no date'],
    [new Date(NaN), 'an invalid Date'],
  ])('a date that is %s is called %s', async (v, kind) => {
    const catalog = (await load({ 'en.json': { key: '{v, date}' } })).catalog('en');
    const error = await refusal(() => catalog.format('key', { v }));
    expect(error.message).toBe(`The value of "key" must be a date, not ${kind}.`);
  });

  test('objects that know how to print themselves are welcome', async () => {
    const url = new URL('https://example.org/a');
    expect(await print('en', '{url}', { url })).toBe('https://example.org/a');
  });
});
