import { relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BUILD_EXPLANATIONS } from '../../src/compile/explanations/index.ts';
import { buildExample, foundIn } from './examples.ts';

const page = (line: string): string => `<html>\n<head></head><body>\n  ${line}\n</body></html>\n`;

it.each([
  ['BLOCK_MISNESTED', 'x.html', page('<b>{{#if vip}}<i>Gold{{/if}}</i></b>'), 3, 6],
  ['BLOCK_MISNESTED', 'x.html', page('<b>{{#each items}}</b>{{/each}}'), 3, 6],
  ['ATTRIBUTE_NAME_DYNAMIC', 'x.html', page('<b {{side}}="right">Total</b>'), 3, 8],
  ['CSS_UNDECIDED', 'x.html', page('<style>p:first-child { margin: 0 }</style>{{{a}}}<p>a</p>'), 3, 10],
  ['CSS_CONDITIONAL', 'x.html', page('{{#each a}}<style>p{ margin: 0 }</style>{{/each}}<p>a</p>'), 3, 21],
  ['LOCALE_FILE_INVALID', 'locales/en.json', '{\n  "a": "A",\n  "b": 1\n}\n', 3, 8],
])('%s points to its line of emails/%s, with the code around it', async (code, path, text, line, column) => {
  const { findings } = await buildExample({
    files: { 'emails/y.html': '<p>y</p>', [`emails/${path}`]: text },
  });
  expect(findings).toMatchObject([{ code, location: { line, column } }]);
  expect(findings[0]?.location?.file.replaceAll('\\', '/')).toMatch(new RegExp(`/emails/${path}$`));
  expect(findings[0]?.frame).toContain(`> ${line} | ${text.split('\n')[line - 1]}`);
});

/** What stands at the place that the wrong example of each code is refused at: the expression at fault. */
const PLACES: Readonly<Record<string, string | undefined>> = {
  SPREAD_SYMBOLIC: 'link',
  ELEMENT_TYPE_SYMBOLIC: '<Tag>Hello</Tag></body><',
  ELEMENT_INVALID: '{ __html',
  STYLE_SYMBOLIC: 'style',
  CLASS_NAME_SYMBOLIC: 'color',
  CLONE_SYMBOLIC: 'cloneElement(icon,',
  CHILDREN_SYMBOLIC: 'only(children',
  DOCUMENT_TWICE: '<body>Thank',
  DOCUMENT_NESTED: '<body>Hello</body></div>',
  DOCUMENT_IN_LOOP: '<body',
  PREVIEW_ELEMENT: 'PreviewProps',
  LOOP_STATEMENT: 'items',
  LOOP_READ: 'slice(0,',
  CHANGES_CONTEXT: 'note',
  TRY_SYMBOLIC: 'parse(json',
  AWAIT_SYMBOLIC: 'await',
  LOOP_ENDLESS: 'more',
  TOO_MANY_PATHS: 'all.length',
  TOO_MANY_CHOICES: 'stars]',
  TOO_MANY_COPIES: 'level]',
  RECURSION: '<Tree key',
  BRANCH_OUTSIDE_COMPONENT: 'name',
  SPREAD_ARGUMENTS: 'listing(...names',
  CHANGES_OUTSIDE: 'total += price',
  REGEXP_STATE: 'test(name',
  LOOKUP: 'state]',
  SYMBOLIC_KEY: 'name](',
  NOT_DATA: "t('hello',",
  MESSAGE_KEY_SYMBOLIC: 't(state',
  MESSAGE_ARGUMENTS_SYMBOLIC: "t('hello',",
  CLOCK_AT_BUILD: '<Ago',
  TEMPLATE_THROWS: 'toFixed(2',
  TRANSLATION_DIFFERS: 'const',
  FOREIGN_CALL: 'join(name,',
  FOREIGN_READ: '{',
  SYMBOLIC_IN_PACKAGE: 'size',
  PACKAGE_COMMONJS: 'module.exports',
  SYMBOLIC_IN_COMPONENT: 'text',
  NAME_UNKNOWN: 'nmae',
  MODULE_NOT_FOUND: "'./_components/foter';",
  TEMPLATE_NAME: 'export',
  TEMPLATE_SYNTAX: 'tml>;',
  LAYOUT_INVALID: 'export',
  HANDLEBARS_SYNTAX: '{{#if',
  HELPER_UNKNOWN: '{{upper',
  HELPERS_INVALID: ';',
  HELPER_ARGUMENTS: '{{#if',
  HELPER_OPTION_INVALID: '{{number',
  PARENT_MISSING: '../name',
  DATA_UNKNOWN: '@index',
  SECTION_AMBIGUOUS: '@index',
  PARTIAL_MISSING: '{{>',
  PARTIAL_DYNAMIC: '{{>',
  PARTIAL_RECURSIVE: '{{>',
  FILE_MISSING: 'bsae',
  FILE_OUTSIDE: '<mj-include',
  MESSAGE_KEY_DYNAMIC: '{{t',
  FRONT_MATTER_INVALID: ',',
  FRONT_MATTER_KEY: 'previws:',
  BLOCK_MISNESTED: '{{#if',
  ELEMENT_MISNESTED: '</b> May',
  ATTRIBUTE_NAME_DYNAMIC: 'side',
  TAG_DYNAMIC: 'level',
  RESERVED_CHARACTER: '\uE000',
  MJML_INVALID: '<mj-txt',
  MJML_ATTRIBUTE: '<mj-text',
  MJML_TEXT: 'Hello',
  MJML_BLOCK_PLACE: '<mj-section',
  MJML_BLOCK_MISNESTED: '{{/if',
  MJML_ATTRIBUTE_DYNAMIC: 'width="{{width',
  MJML_COLUMN_WIDTH: '<mj-column><mj-text>{{th',
  MJML_TOO_MANY_CHOICES: '{{#if',
  MJML_GAP: '{{#if',
  MJML_CONFIG_INVALID: 'packages',
  MJML_OPTION_UNSUPPORTED: 'skeleton',
  MJML_OPTION_UNUSED: 'minify',
  INKY_SIZE: '<spacer',
  INKY_ATTRIBUTE_DYNAMIC: '<columns',
  INKY_COLUMNS_LOOPED: '<columns>{{this',
  INKY_TOO_MANY_CHOICES: '<callout',
  INKY_CONTENT: '<menu><a',
  MESSAGE_MISSING: "t('helo'",
  MESSAGE_ARGUMENT_MISSING: "t('hello'",
  MESSAGE_ARGUMENT_UNKNOWN: "t('hello',",
  MESSAGE_ARGUMENT_TYPE: "t('total',",
  MESSAGE_SYNTAX: '}" }',
  MESSAGE_TAG: '<b>Hello</b>"',
  MESSAGE_FALLBACK: '{',
  LOCALE_MISSING: undefined,
  LOCALE_FILE_INVALID: '}',
  ASSET_MISSING: 'logo.png"',
  ASSET_OUTSIDE: 'logo.png"',
  ASSET_TYPE_UNKNOWN: 'logo.tiff"',
  ASSET_DYNAMIC: '`/static/${plan',
  STYLE_MISSING: 'brand.css"></head>',
  STYLE_INVALID: 'brand.scss"></head>',
  CSS_CONDITIONAL: '.sum',
  CSS_UNDECIDED: '.big',
  CSS_TOO_MANY_CHOICES: '.a',
  SIZE_CLIPPED: '{{>',
  SIZE_STYLES: '<style>{{>',
  EMAILS_MISSING: undefined,
  TEMPLATES_MISSING: undefined,
  TEMPLATE_DUPLICATE: 'Hello',
  TEMPLATE_SKIPPED: 'export',
};

describe('the place of a code is the expression at fault', () => {
  const examples = BUILD_EXPLANATIONS.flatMap(({ entries }) => entries).flatMap(({ code, wrong }) =>
    wrong ? [{ code, wrong }] : [],
  );

  it('the table has every code with an example', () => {
    expect(Object.keys(PLACES).toSorted()).toEqual(examples.map(({ code }) => code).toSorted());
  });

  it.each(examples)('$code', async ({ code, wrong }) => {
    const { root, findings } = await buildExample(wrong);
    const [{ location } = {}] = findings;
    const expected = PLACES[code];
    if (expected === undefined || location === undefined) return expect(location).toBe(expected);
    const path = relative(root, location.file).replaceAll('\\', '/');
    const line = wrong.files[path]?.split('\n')[location.line - 1] ?? '';
    expect(line.slice(location.column - 1, location.column - 1 + expected.length)).toBe(expected);
  });

  it('and in the file where it stands: layouts of all languages, partials, components, helpers, messages', async () => {
    expect(
      await foundIn({
        'locales/en.json': '{\n  "a": "{x, foo}"\n}',
        'a.md': '---\nlayout: page\n---\n\nHello',
        '_layouts/page.html': '<html><body>\n{{shout x}}{{> foot}}{{{content}}}</body></html>',
        '_partials/foot.html': '<p>\n{{t "lost"}}</p>',
        'b.md': '---\nlayout: react\n---\n\nHello',
        '_layouts/react.tsx': `
          import { Foot } from '../_components/foot.tsx';
          export default (props: any) => <html><body {...props.all}>{props.children}<Foot of={props} /></body></html>;`,
        '_components/foot.tsx': `
          import { names } from '../../shared/names.ts';
          export const Foot = ({ of }: any) => <p style={of.style}>{names(of)}</p>;`,
        '../shared/names.ts': `
          export const names = (of: any) => { const all = []; for (const one of of.all) all.unshift(one, all); return all; };`,
        'c.md': '---\nlayout: mail\n---\n\nHello',
        '_layouts/mail.mjml':
          '<mjml><mj-body>\n<mj-section>text<mj-column><mj-text>{{> content}}</mj-text></mj-column></mj-section></mj-body></mjml>',
        'd.tsx': `import { t } from 'letterlock/template';
          export default () => <html><body>{t('a')}</body></html>;`,
      }),
    ).toEqual([
      'STYLE_SYMBOLIC _components/foot.tsx of.style}>{names',
      'MJML_TEXT _layouts/mail.mjml text<mj-column><',
      'HELPER_UNKNOWN _layouts/page.html {{shout x}}{{> f',
      'SPREAD_SYMBOLIC _layouts/react.tsx props.all}>{prop',
      'MESSAGE_MISSING _partials/foot.html {{t "lost"}}</p>',
      'MESSAGE_SYNTAX locales/en.json foo}"',
      'LOOP_STATEMENT ../shared/names.ts of.all) all.unsh',
    ]);
  });
});
