import { describe, expect, test } from 'vitest';
import { ours, ourString, refusal, theirs } from './support.ts';

const CONTEXT = {
  name: 'Ada <\'&"=`>',
  html: '<b>bold</b>',
  user: { name: 'Ada', address: { city: 'Köln' }, none: null, items: [] },
  zero: 0,
  empty: '',
  yes: true,
  no: false,
  list: ['a', 'b', 'c'],
  rows: [
    { title: 'One', tags: ['x', 'y'] },
    { title: 'Two', tags: [] },
  ],
  map: { one: 1, two: 2 },
  'strange key': 'strange',
  nested: [[1, 2], [3]],
};

const PARTIALS = {
  line: '<li>{{title}} {{@index}}</li>',
  card: '[{{label}}: {{> @partial-block}}]',
  outer: '({{> line}})',
  lines: 'first {{name}}\nsecond\n{{#each list}}\n- {{this}}\n{{/each}}\nlast\n',
  optional: '{{#if no}}\nno\n{{else}}\nyes\n{{/if}}\ntail {{#if yes}}\nmore\n{{/if}}\n',
  page: '<{{> nav}}|{{> @partial-block}}>',
};

describe('agrees with Handlebars', () => {
  test.each([
    'plain text',
    '{{name}} {{{name}}} {{&html}} {{html}}',
    '{{user.name}} {{user.address.city}} {{user/name}} {{user.none.deep}} {{missing.deep.er}}',
    '{{this.name}} {{./name}} {{[strange key]}} {{this.[strange key]}} {{"strange key"}}',
    '{{zero}}|{{no}}|{{empty}}|{{missing}}|{{user.none}}|{{list}}|{{{list}}}',
    '{{list.length}} {{list.[1]}} {{rows.[1].title}}',
    '{{user.constructor}}|{{user.toString}}|{{constructor}}|{{toString}}|{{__proto__}}|{{list.map}}',
    '{{#if yes}}a{{else}}b{{/if}}{{#if no}}a{{else}}b{{/if}}{{#if user.items}}a{{else}}b{{/if}}',
    '{{#if zero}}a{{else}}b{{/if}}{{#if zero includeZero=true}}a{{else}}b{{/if}}',
    '{{#if no}}a{{else if zero}}b{{else if yes}}c{{else}}d{{/if}}',
    '{{#unless no}}a{{/unless}}{{#unless yes}}b{{else}}c{{/unless}}',
    '{{#if missing}}{{else}}only else{{/if}}',
    '{{#each list}}{{@index}}{{this}}{{#if @first}}first{{/if}}{{#unless @last}}, {{/unless}}{{/each}}',
    '{{#each rows}}{{title}}:{{#each tags}}{{../title}}.{{this}}.{{@index}}.{{@../index}} {{else}}none of {{title}}{{/each}};{{/each}}',
    '{{#each map}}{{@key}}={{this}} {{@index}}{{/each}}',
    '{{#each map as |value key|}}{{key}}:{{value}}{{/each}}',
    '{{#each rows as |row i|}}{{i}}{{row.title}}{{#each row.tags as |tag|}}{{row.title}}{{tag}}{{/each}}{{/each}}',
    '{{#each user.items}}x{{else}}nothing{{/each}}{{#each missing}}x{{else}}nothing{{/each}}',
    '{{#each list}}{{#if ../yes}}{{this}}{{../name}}{{/if}}{{/each}}',
    '{{#each nested}}{{#each this}}{{this}}{{/each}};{{/each}}',
    '{{#with user}}{{name}} {{../zero}} {{#with address}}{{city}} {{../../zero}}{{/with}}{{/with}}',
    '{{#with zero}}[{{this}}]{{else}}none{{/with}}{{#with missing}}x{{else}}none{{/with}}',
    '{{#with user as |u|}}{{u.name}}{{/with}}',
    '{{#each list}}{{@root.user.name}}{{@root/zero}}{{/each}}',
    '{{#list}}<{{this}}>{{/list}}{{#user}}{{name}}{{/user}}{{#yes}}{{user.name}}{{/yes}}{{#no}}x{{else}}y{{/no}}',
    '{{^no}}not{{/no}}{{^yes}}not{{/yes}}{{^list}}empty{{/list}}{{^user.items}}empty{{/user.items}}{{^zero}}z{{/zero}}',
    '{{! comment }}{{!-- {{braces}} --}}x',
    'a \\{{name}} \\\\{{zero}}',
    '  {{~name~}}  x {{~#if yes~}} y {{~/if~}} z',
    'a\n  {{#if yes}}\n  b\n  {{else}}\n  c\n  {{/if}}\nd\n{{#each list}}\n  * {{this}}\n{{/each}}\ne',
    'a\n{{! gone }}\nb',
    '{{lookup map "two"}} {{lookup list 1}} {{lookup rows.[0] "title"}} {{lookup (lookup rows 0) "title"}}',
    '{{#if (eq name "x")}}a{{else if (gt list.length 2)}}b{{/if}}{{#if (and yes (not no))}}c{{/if}}',
    '{{or missing empty "default"}} {{and yes user.name}} {{or user.items "none"}} {{concat "a" name 1 missing}}',
    '{{#each rows}}{{> line}}{{/each}}',
    '{{> line title="T"}}{{> line user title=user.name}}{{#each rows}}{{> line this}}{{> outer title="fixed"}}{{/each}}',
    'a\n  {{> lines}}\nb',
    'a\n  {{> optional}}\nb',
    '{{#> card label="L"}}in {{label}} {{name}}{{/card}}',
    '{{#> card label="1"}}{{#> card label="2"}}x{{/card}}{{/card}}',
    '{{#> absent}}instead {{name}}{{/absent}}',
    '{{#*inline "own"}}<{{this}}>{{/inline}}{{#each list}}{{> own}}{{/each}}',
    '{{log name level="debug"}}after',
    '{{{{raw}}}} {{name}} {{{{/raw}}}}',
    '{{#with user as |u|}}{{u.name}}{{name}}{{../zero}}{{/with}}',
    '{{#each nested as |row i|}}{{#each row as |cell j|}}{{i}}{{j}}{{cell}}{{/each}}{{/each}}',
    '{{#each rows}}{{#each ../list}}{{../title}}{{this}}{{@../index}}{{/each}}{{/each}}',
    '{{#each missing.deep}}x{{else if yes}}{{name}}{{/each}}',
    'a\r\n{{#if yes}}\r\nb\r\n{{/if}}\r\nc',
    '{{#> page}}{{#*inline "nav"}}nav {{name}}{{/inline}}body{{/page}}',
  ])('%s', (source) => {
    const trial = { partials: PARTIALS };
    expect(ours(source, CONTEXT, trial)).toBe(theirs(source, CONTEXT, trial));
  });

  test('iterables are walked in their order', () => {
    const context = { set: new Set(['a', 'b']), map: new Map([['k', 'v']]) };
    const source =
      '{{#each set}}{{@key}}{{this}}{{@last}}{{/each}}{{#each map}}{{this.[0]}}{{this.[1]}}{{/each}}';
    expect(ours(source, context)).toBe(theirs(source, context));
  });
});

describe('helpers', () => {
  test('T15: numbers, currencies and dates are written in the locale, dates in UTC', () => {
    const context = {
      n: 1234.5,
      text: '12345678901234567890.12',
      code: 'JPY',
      day: '2026-03-01',
      time: '2026-03-01T23:30:00',
    };
    const trial = { locale: 'de' };
    expect(ours('{{number n}}', context, trial)).toBe('1.234,5');
    expect(ours('{{number n maximumFractionDigits=0}}', context, trial)).toBe('1.235');
    expect(ours('{{currency n "EUR"}}', context, trial)).toBe('1.234,50\u00A0€');
    expect(ours('{{currency n currency=code}}', context, trial)).toBe('1.235\u00A0¥');
    expect(ours('{{currency text "EUR"}}', context, trial)).toBe('12.345.678.901.234.567.890,12\u00A0€');
    expect(ours('{{date day dateStyle="long"}}', context, trial)).toBe('1. März 2026');
    expect(ours('{{date time dateStyle="short" timeStyle="short"}}', context, trial)).toBe('01.03.26, 23:30');
    expect(ours('{{date time dateStyle="long" timeZone="Asia/Tokyo"}}', context, trial)).toBe('2. März 2026');
    expect(ours('{{date day}}', { day: new Date(0) }, trial)).toBe('01.01.1970');
    expect(ours('{{date day}}', { day: 0 }, trial)).toBe('01.01.1970');
    expect(ours('{{list items}}', { items: ['a', 'b', 'c'] }, trial)).toBe('a, b und c');
  });

  test('an absent number or date prints nothing, an unfit one is an error', () => {
    expect(ours('[{{number n}}{{currency n "EUR"}}{{date d}}]', { n: null })).toBe('[]');
    expect(() => ours('{{number n}}', { n: 'many' })).toThrow(
      expect.objectContaining({ code: 'CONTEXT_TYPE' }),
    );
    expect(() => ours('{{date d}}', { d: 'next week' })).toThrow(
      expect.objectContaining({ code: 'CONTEXT_TYPE' }),
    );
  });

  test('T5: image takes bytes, type and file name', () => {
    expect(ours('{{image qr type="image/png" filename="qr.png"}}', { qr: 'Q' })).toBe(
      'cid:Q|image/png|qr.png',
    );
  });

  test('a helper name without operands is a value of the context', () => {
    expect(
      ours('{{date}} {{list.length}} {{#image}}{{this}}{{/image}}', { date: 'D', list: [1], image: 'I' }),
    ).toBe('D 1 I');
  });

  test('t writes a message, escaped like any text', () => {
    expect(ours('{{t "hello" name=user.name}} {{t "bye"}} {{{t "bye"}}}', { user: { name: '<A>' } })).toBe(
      'Hello &lt;A&gt; Good-bye &amp; &lt;thanks&gt; Good-bye & <thanks>',
    );
  });

  test('what the build knows is decided at build time', () => {
    expect(ours('{{#if (eq @locale "de")}}x{{else}}{{@dir}} {{@locale}}{{/if}}', {})).toBe('ltr en');
  });
});

describe('text for subjects', () => {
  test('is a string, nothing escaped', () => {
    const source =
      'Hi {{name}}{{#if list}}: {{#each list}}{{this}}{{#unless @last}}, {{/unless}}{{/each}}{{/if}}{{missing}}';
    expect(ourString(source, { name: '<Ada & Co>', list: ['a', 'b'] })).toBe('Hi <Ada & Co>: a, b');
    expect(ourString(source, { name: 'x', list: [] })).toBe('Hi x');
  });

  test('is the message itself when nothing depends on the context', () => {
    expect(ourString('{{t "bye"}}!', {})).toBe('Good-bye & <thanks>!');
  });
});

describe('refuses with a place', () => {
  const trial = { partials: { ...PARTIALS, self: 'x{{> self}}', broken: 'a\n {{nope 1}}' } };
  test.each([
    ['HANDLEBARS_SYNTAX', 'a\n {{#if x}}b{{/each}}', 2, 5],
    ['HANDLEBARS_SYNTAX', 'a\n{{x', 2, 3],
    ['HANDLEBARS_SYNTAX', '{{a b=}}', 1, 7],
    ['HELPER_UNKNOWN', 'line\n  {{currrency x "EUR"}}', 2, 3],
    ['HELPER_UNKNOWN', '{{#eech x y}}{{/eech}}', 1, 1],
    ['HELPER_UNKNOWN', '{{#if (equals a b)}}{{/if}}', 1, 7],
    ['HELPER_ARGUMENTS', '{{currency total}}', 1, 1],
    ['HELPER_ARGUMENTS', '{{date day dateStlye="long"}}', 1, 1],
    ['HELPER_ARGUMENTS', '{{#if a b}}{{/if}}', 1, 1],
    ['HELPER_OPTION_INVALID', '{{currency total "EURO"}}', 1, 1],
    ['HELPER_OPTION_INVALID', '{{date day timeZone="Mars/Base"}}', 1, 1],
    ['PARTIAL_MISSING', 'x\n{{> lin}}', 2, 1],
    ['PARTIAL_DYNAMIC', '{{> (lookup . "which")}}', 1, 1],
    ['PARTIAL_RECURSIVE', '{{> self}}', 1, 2],
    ['DATA_UNKNOWN', '{{@index}}', 1, 3],
    ['DATA_UNKNOWN', '{{@inedx}}', 1, 3],
    ['PARENT_MISSING', '{{../x}}', 1, 3],
    ['SECTION_AMBIGUOUS', '{{#user}}{{../x}}{{/user}}', 1, 12],
    ['SECTION_AMBIGUOUS', '{{#list}}{{@index}}{{/list}}', 1, 12],
    ['MESSAGE_KEY_DYNAMIC', '{{t key}}', 1, 1],
    ['MESSAGE_MISSING', '{{t "absent"}}', 1, 1],
    ['RESERVED_CHARACTER', 'a\nb\uE000', 2, 2],
  ])('%s: %s', (code, source, line, column) => {
    const error = refusal(() => ours(source, CONTEXT, trial));
    expect(error).toMatchObject({ code, location: { line, column } });
    expect(error.hint.length).toBeGreaterThan(10);
  });

  test('in the file of a partial', () => {
    const error = refusal(() => ours('{{> broken}}', CONTEXT, trial));
    expect(error.location).toEqual({ file: '/root/_partials/broken.hbs', line: 2, column: 2 });
  });

  test('with what may have been meant', () => {
    expect(refusal(() => ours('{{currrency x "EUR"}}', {})).hint).toContain('"currency"');
  });
});
