import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalogs } from '../../src/compile/catalogs.ts';
import { CompileError } from '../../src/compile/diagnostics.ts';
import { literal } from '../../src/compile/expression.ts';
import { evaluate } from './interpret.ts';
import { dynamic, load, localeFolder, refusal } from './project.ts';

const AT = { file: 'welcome.tsx', line: 3, column: 7 };

describe('the locales of a project', () => {
  test('without a folder there is one locale, en, with no messages', async () => {
    const catalogs = await loadCatalogs({ directory: join(await localeFolder({}), 'missing') });
    expect(catalogs).toMatchObject({ locales: ['en'], defaultLocale: 'en', files: [], diagnostics: [] });
    expect(await refusal(() => catalogs.catalog('en').message('title', {}, AT))).toMatchObject({
      name: 'Refusal',
      code: 'MESSAGE_MISSING',
      location: AT,
    });
  });

  test('without files any locale may be named', async () => {
    expect(await load({}, { locales: ['de', 'ar'], defaultLocale: 'de' })).toMatchObject({
      locales: ['ar', 'de'],
      defaultLocale: 'de',
    });
  });

  test.each<[files: readonly string[], options: object, locales: readonly string[], main: string]>([
    [['de', 'en', 'ar'], {}, ['ar', 'de', 'en'], 'en'],
    [['ja', 'de'], {}, ['de', 'ja'], 'de'],
    [['de', 'en'], { defaultLocale: 'de' }, ['de', 'en'], 'de'],
    [['de', 'en'], { defaultLocale: 'de-AT' }, ['de', 'de-AT', 'en'], 'de-AT'],
    [['de', 'en'], { locales: ['DE-at', 'en', 'en'] }, ['de-AT', 'en'], 'en'],
    [['de', 'en'], { locales: ['de'] }, ['de'], 'de'],
    [['DE-at', 'iw'], {}, ['de-AT', 'he'], 'de-AT'],
  ])('files %j with %j: %j, default %s', async (names, options, locales, defaultLocale) => {
    const files = Object.fromEntries(names.map((name) => [`${name}.json`, { title: name }]));
    expect(await load(files, options)).toMatchObject({ locales, defaultLocale });
  });

  test('dir comes from the script', async () => {
    const rtl = ['ar', 'az-Arab', 'dv', 'fa', 'he', 'pa-PK', 'ur'];
    const catalogs = await load({}, { locales: ['en', 'ja', 'pa-IN', ...rtl] });
    const isRtl = (locale: string): boolean => catalogs.catalog(locale).dir === 'rtl';
    expect(catalogs.locales.filter(isRtl)).toEqual(rtl);
  });

  test.each([{ locales: ['fr'] }, { defaultLocale: 'fr' }, { locales: ['no tag'] }])(
    'a locale without a file is refused: %j',
    async (options) => {
      expect(await refusal(() => load({ 'de.json': {} }, options))).toMatchObject({ code: 'LOCALE_MISSING' });
    },
  );

  test('a catalog that was not built is refused', async () => {
    const catalogs = await load({ 'de.json': {} });
    expect(await refusal(() => catalogs.catalog('en'))).toMatchObject({ code: 'LOCALE_MISSING' });
  });
});

describe('T3: fallback de-AT → de → default', () => {
  const files = {
    'en.json': { a: 'a en', b: 'b en', c: '{n, plural, one {# en} other {# ens}}', d: { deep: 'deep en' } },
    'de.json': { a: 'a de', b: '{n, number} de', d: { deep: 'tief' } },
    'de-AT.json': { a: 'a de-AT' },
    'ja.json': { a: 'a ja' },
    'en-GB.json': {},
  };

  test('the most precise file wins', async () => {
    const catalog = (await load(files)).catalog('de-AT');
    expect(catalog.message('a', {}, AT)).toEqual(literal('a de-AT'));
    expect(catalog.message('d.deep', {}, AT)).toEqual(literal('tief'));
    expect(catalog.format('a', {})).toBe('a de-AT');
  });

  test('a message of the language is formatted for the region', async () => {
    const catalog = (await load(files)).catalog('de-AT');
    const expected = `${new Intl.NumberFormat('de-AT').format(12345.5)} de`;
    expect(expected).not.toBe('12.345,5 de');
    expect(catalog.message('b', { n: literal(12345.5) }, AT)).toEqual(literal(expected));
  });

  test('a message of the default locale keeps the plural rules of its own language', async () => {
    const catalog = (await load(files)).catalog('ja');
    expect(evaluate(catalog.message('c', dynamic('n'), AT), { n: 1 })).toBe('1 en');
    expect(catalog.format('c', { n: 1 })).toBe('1 en');
  });

  test('a locale that lacks messages of the default one gets a warning, its regions do not', async () => {
    const { diagnostics } = await load(files);
    expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual(
      Array<string>(3).fill('warning MESSAGE_FALLBACK'),
    );
    const [de, austria, japan] = diagnostics.map(({ message }) => message);
    expect(de).toMatch(/de\.json lacks "c"; .* de shows the text of en/);
    expect(austria).toMatch(/de-AT\.json lacks "c";/);
    expect(japan).toMatch(/ja\.json lacks "b", "c", "d\.deep";/);
    expect(diagnostics[2]?.location?.file).toMatch(/ja\.json$/);
  });

  test('a complete locale gets no warning', async () => {
    expect((await load({ 'en.json': { a: 'x' }, 'de.json': { a: 'y' } })).diagnostics).toEqual([]);
  });
});

describe('refused uses of a message', () => {
  const files = {
    'en.json': {
      order: { title: 'Your order', total: 'Total {total, number}' },
      items: '{count, plural, one {One} other {#}}',
      bad: 'Line one\n"{name, foo}"',
      broken: '{name',
      tag: 'Click <b>here</b>',
      brk: 'a<br/>b',
      mail: 'write to <a@example.org>',
      other: '{n, plural, one {x}}',
      money: '{n, number, currency}',
      unit: '{n, number, ::currency/EURO}',
      stem: '{n, number, ::nonsense}',
      style: '{n, date, tiny}',
      week: '{n, date, ::yyyyww}',
    },
    'ja.json': { items: '商品', order: { title: '注文', total: '{total, number}' } },
  };
  const file = expect.stringMatching(/en\.json$/);

  test.each<[key: string, args: readonly string[], code: string, hint: RegExp]>([
    ['order.titel', [], 'MESSAGE_MISSING', /"order\.title".*en\.json/],
    ['order', [], 'MESSAGE_MISSING', /"order\.title" or "order\.total"/],
    ['title', [], 'MESSAGE_MISSING', /"order\.title"/],
    ['toString', [], 'MESSAGE_MISSING', /Add it to .*en\.json/],
    ['order.total', [], 'MESSAGE_ARGUMENT_MISSING', /total: …/],
    ['order.total', ['totla'], 'MESSAGE_ARGUMENT_MISSING', /no "totla"; did you mean "total"/],
    ['order.total', ['total', 'totel'], 'MESSAGE_ARGUMENT_UNKNOWN', /"total"/],
    ['order.title', ['name'], 'MESSAGE_ARGUMENT_UNKNOWN', /Remove it/],
  ])('%s with %j: %s', async (key, args, code, hint) => {
    const catalog = (await load(files)).catalog('en');
    const error = await refusal(() => catalog.message(key, dynamic(...args), AT));
    expect(error).toMatchObject({ name: 'Refusal', code, location: AT });
    expect(error.hint).toMatch(hint);
  });

  test('an argument that is constantly undefined is missing', async () => {
    const catalog = (await load(files)).catalog('en');
    const error = await refusal(() => catalog.message('order.total', { total: literal(undefined) }, AT));
    expect(error.code).toBe('MESSAGE_ARGUMENT_MISSING');
  });

  test('a translation may do without an argument that another locale uses', async () => {
    const catalog = (await load(files)).catalog('ja');
    expect(catalog.message('items', dynamic('count'), AT)).toEqual(literal('商品'));
    const error = await refusal(() => catalog.message('items', dynamic('cuont'), AT));
    expect(error.code).toBe('MESSAGE_ARGUMENT_UNKNOWN');
  });

  test('T15: a constant of the wrong type', async () => {
    const catalog = (await load(files)).catalog('en');
    const error = await refusal(() => catalog.message('order.total', { total: literal('12') }, AT));
    expect(error).toMatchObject({ name: 'Refusal', code: 'MESSAGE_ARGUMENT_TYPE', location: AT });
  });

  // The folder is written with two spaces per level: messages start behind `  "key": "`.
  test.each<[key: string, code: string, line: number, column: number, hint: RegExp]>([
    ['bad', 'MESSAGE_SYNTAX', 7, 30, /plural/],
    ['broken', 'MESSAGE_SYNTAX', 8, 14, /Close/],
    ['tag', 'MESSAGE_TAG', 9, 17, /apostrophes/],
    ['brk', 'MESSAGE_TAG', 10, 12, /apostrophes/],
    ['mail', 'MESSAGE_SYNTAX', 11, 21, /apostrophes/],
    ['other', 'MESSAGE_SYNTAX', 12, 32, /other/],
    ['money', 'MESSAGE_SYNTAX', 13, 13, /currency\/EUR/],
    ['unit', 'MESSAGE_SYNTAX', 14, 12, /currency\/EUR/],
    ['stem', 'MESSAGE_SYNTAX', 15, 12, /skeleton/],
    ['style', 'MESSAGE_SYNTAX', 16, 13, /short, medium/],
    ['week', 'MESSAGE_SYNTAX', 17, 12, /\w/],
  ])('%s: %s with its place in the locale file', async (key, code, line, column, hint) => {
    const catalog = (await load(files)).catalog('en');
    for (const act of [() => catalog.message(key, dynamic('n', 'name'), AT), () => catalog.format(key, {})]) {
      const error = await refusal(act);
      expect(error).toMatchObject({ name: 'Refusal', code, location: { file, line, column } });
      expect(error.hint).toMatch(hint);
    }
  });
});

describe('locale files', () => {
  test('places in a message count escapes as they are written', async () => {
    const catalog = (await load({ 'en.json': '{\n"a": "\\u00e4\\ud83d\\ude00\\t😀{x"\n}' })).catalog('en');
    const error = await refusal(() => catalog.message('a', dynamic('x'), undefined));
    expect(error).toMatchObject({ code: 'MESSAGE_SYNTAX', location: { line: 2, column: 29 } });
  });

  test.each<[title: string, content: string | Uint8Array, line: number, column: number, message: RegExp]>([
    ['an empty file', '', 1, 1, /empty/],
    ['white space alone', ' \n', 2, 1, /empty/],
    ['an array', '["a"]', 1, 1, /one JSON object/],
    ['a text', '"a"', 1, 1, /one JSON object/],
    ['a trailing comma', '{\n  "a": "b",\n}', 3, 1, /Expected a key/],
    ['a missing comma', '{\n  "a": "b"\n  "c": "d"\n}', 3, 3, /Expected ,/],
    ['a missing colon', '{"a" "b"}', 1, 6, /Expected :/],
    ['a comment', '{\n  // no\n}', 2, 3, /Expected a key/],
    ['single quotes', "{'a': 'b'}", 1, 2, /Expected a key/],
    ['an open object', '{"a": "b"', 1, 10, /end of the file/],
    ['an open string', '{"a": "b', 1, 9, /does not end/],
    ['a line break in a string', '{"a": "b\nc"}', 1, 9, /does not end/],
    ['an unknown escape', '{"a": "b\\x"}', 1, 9, /unknown escape/],
    ['something behind the object', '{}\n{}', 2, 1, /end of the file/],
    ['a list of messages', '{\r\n  "a": ["b"]\r\n}', 2, 8, /"a" is neither/],
    ['a number', '{"x": {"a": 1}}', 1, 13, /"x\.a" is neither/],
    ['null', '{"a": null}', 1, 7, /neither/],
    ['two equal keys', '{\n  "a": "b",\n  "a": "c"\n}', 3, 3, /"a" stands twice/],
    ['two equal objects', '{"a": {"b": ""}, "a": {"c": ""}}', 1, 18, /"a" stands twice/],
    ['equal dotted and nested keys', '{"a": {"b": ""}, "a.b": ""}', 1, 18, /"a\.b" stands twice/],
    ['a mark of the compiler', '{"a": "\uE000s1\uE001"}', 1, 7, /U\+E000/],
    ['half a surrogate pair', '{"a": "\\ud83d"}', 1, 7, /surrogate/],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0]), 1, 1, /UTF-8/],
    ['endless nesting', '{"a":'.repeat(50_000), 1, 501, /nested/],
  ])('%s: LOCALE_FILE_INVALID', async (_, content, line, column, message) => {
    const error = await refusal(() => load({ 'en.json': content }));
    const file = expect.stringMatching(/en\.json$/);
    expect(error).toMatchObject({
      name: 'Refusal',
      code: 'LOCALE_FILE_INVALID',
      message,
      location: { file, line, column },
    });
  });

  test('keys that objects have by nature are keys like others', async () => {
    const text = '{"__proto__": {"toString": "x"}, "constructor": "y", "": "z"}';
    const catalog = (await load({ 'en.json': text })).catalog('en');
    const texts = ['__proto__.toString', 'constructor', ''].map((key) => catalog.format(key, {}));
    expect(texts).toEqual(['x', 'y', 'z']);
    expect(await refusal(() => catalog.format('__proto__', {}))).toMatchObject({ code: 'MESSAGE_MISSING' });
    expect({}).not.toHaveProperty('x');
  });

  test('byte order mark, escapes, CRLF', async () => {
    const text = '\uFEFF{\r\n\t"a": "\\u00e4 \\ud83d\\ude00\\n\\"\\/\\\\ {x}" ,"b":{}}\r\n';
    const catalog = (await load({ 'en.json': text })).catalog('en');
    expect(catalog.format('a', { x: 1 })).toBe('ä 😀\n"/\\ 1');
  });

  test('a long message', async () => {
    const long = 'x\\n'.repeat(200_000);
    const catalog = (await load({ 'en.json': `{"a": "${long}"}` })).catalog('en');
    expect(catalog.format('a', {})).toHaveLength(400_000);
  });

  test('names that are no language tags, and twins', async () => {
    for (const files of [{ 'de_AT.json': {} }, { 'iw.json': {}, 'he.json': {} }]) {
      expect(await refusal(() => load(files))).toMatchObject({ code: 'LOCALE_FILE_INVALID' });
    }
  });

  test('other files of the folder are left alone', async () => {
    const { files } = await load({ 'en.json': {}, '._en.json': 'x', 'README.md': 'x', 'tool.js': 'x' });
    expect(files).toEqual([expect.stringMatching(/en\.json$/)]);
  });

  test('all bad files are reported together', async () => {
    const error = await refusal(() => load({ 'de.json': '', 'en.json': '[]', 'ja.json': {} }));
    expect(error).toBeInstanceOf(CompileError);
    expect((error as CompileError).diagnostics.map(({ location }) => location?.file.slice(-7))).toEqual([
      'de.json',
      'en.json',
    ]);
  });

  test('a file that cannot be read', async () => {
    const directory = await localeFolder({});
    await mkdir(join(directory, 'en.json'));
    const file = join(directory, 'file');
    await writeFile(file, '');
    for (const path of [directory, file]) {
      const error = await refusal(() => loadCatalogs({ directory: path }));
      expect(error).toMatchObject({ name: 'Refusal', code: 'LOCALE_FILE_UNREADABLE' });
    }
  });
});
