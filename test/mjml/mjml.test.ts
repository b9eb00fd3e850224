import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import mjml2html from 'mjml';
import { describe, expect, test } from 'vitest';
import { createMjmlFrontEnd } from '../../src/compile/1-parse/mjml.ts';
import { parseHtml } from '../../src/compile/1-parse/html.ts';
import { htmlOf, parse, project, sourceIn, subjectOf } from '../handlebars/project.ts';
import { catalogOf, theirs } from '../handlebars/support.ts';

const frontEnd = createMjmlFrontEnd();

const documented = (body: string, head = ''): string =>
  `<mjml lang="en" dir="ltr"><mj-head>${head}</mj-head><mj-body>${body}</mj-body></mjml>`;

/** Conditional comments that follow each other are merged by MJML where no token stands between; so both sides do. */
const normal = (html: string): string =>
  html
    .replaceAll(/<!\[endif]-->\s*<!--\[if mso \| IE]>/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/> | </g, (edge) => edge.trim());

/** The styles in the head serve all branches at once, so only the body can be equal. */
const bodyOf = (html: string): string => normal(html.slice(html.indexOf('<body')));

/** The rule that makes columns stand side by side exists for every column that is printed. */
function expectColumnRules(html: string): void {
  const classes = [...html.slice(html.indexOf('<body')).matchAll(/class="(mj-column-\S+)/g)].map(
    ([, name]) => name,
  );
  for (const name of classes) expect(html).toContain(`.${name} {`);
}

async function both(
  body: string,
  context: unknown,
  head = '',
): Promise<readonly [ours: string, theirs: string]> {
  const source = documented(body, head);
  const parsed = await parse(frontEnd, project({ 'a.mjml': source }), 'a.mjml');
  parseHtml(parsed.html, parsed.marks, { file: 'a.mjml', line: 1, column: 1 });
  const convert = mjml2html as unknown as (text: string) => Promise<{ html: string }>;
  const html = htmlOf(parsed, context);
  expectColumnRules(html);
  return [bodyOf(html), bodyOf((await convert(theirs(source, context))).html)];
}

const CONTEXT = {
  link: 'https://x/?a=1&b',
  name: '<Ada>',
  yes: true,
  no: false,
  items: [
    { t: 'A', u: 'https://a' },
    { t: 'B', u: 'https://b' },
  ],
  none: [],
  color: '#ff0000',
};

const text = '<mj-section><mj-column><mj-text>{{name}}</mj-text></mj-column></mj-section>';

describe('T1: prints what MJML prints of the rendered Handlebars', () => {
  test.each([
    [
      'values in content and attributes',
      '<mj-section><mj-column><mj-text color="{{color}}" align="{{#if yes}}right{{else}}left{{/if}}">Hi {{name}}</mj-text><mj-button href="{{link}}" background-color="{{color}}" font-size="{{size}}px">{{name}}</mj-button></mj-column></mj-section>',
    ],
    [
      'blocks around sections',
      `{{#if yes}}${text}{{else}}<mj-section></mj-section>{{/if}}{{#if no}}${text}{{/if}}{{#each items}}<mj-section><mj-column><mj-text>{{t}} {{../name}}</mj-text></mj-column></mj-section>{{/each}}`,
    ],
    [
      'blocks in a wrapper',
      `<mj-wrapper background-color="#eee">{{#if no}}${text}{{else}}${text}${text}{{/if}}{{#each items}}<mj-section><mj-column><mj-text>{{t}}</mj-text></mj-column></mj-section>{{/each}}</mj-wrapper>`,
    ],
    [
      'blocks around columns',
      '<mj-section>{{#if yes}}<mj-column><mj-text>a</mj-text></mj-column>{{/if}}<mj-column><mj-text>b</mj-text></mj-column>{{#if no}}<mj-column></mj-column>{{else}}<mj-column>c</mj-column><mj-column>d</mj-column>{{/if}}</mj-section>'
        .replaceAll('>c<', '><mj-text>c</mj-text><')
        .replaceAll('>d<', '><mj-text>d</mj-text><'),
    ],
    [
      'a loop over columns with a width',
      '<mj-section>{{#each items}}<mj-column width="50%"><mj-text>{{t}}</mj-text></mj-column>{{/each}}</mj-section>',
    ],
    [
      'a group',
      '<mj-section><mj-group>{{#if yes}}<mj-column><mj-text>a</mj-text></mj-column>{{/if}}<mj-column><mj-text>b</mj-text></mj-column></mj-group>{{#unless no}}<mj-column><mj-text>c</mj-text></mj-column>{{/unless}}</mj-section>',
    ],
    [
      'blocks between the elements of a column',
      '<mj-section><mj-column>{{#each items}}<mj-text>{{t}}</mj-text><mj-divider />{{/each}}{{#if no}}<mj-button href="x">b</mj-button>{{/if}}<mj-spacer height="3px"/></mj-column></mj-section>',
    ],
    [
      'rows of a table',
      '<mj-section><mj-column><mj-table><tr><th>T</th></tr>{{#each items}}<tr><td>{{t}}</td></tr>{{else}}<tr><td>none</td></tr>{{/each}}</mj-table></mj-column></mj-section>',
    ],
    [
      'a hero',
      '<mj-hero mode="fixed-height" height="200px" background-url="{{link}}" background-width="600px" background-height="200px">{{#if yes}}<mj-text>{{name}}</mj-text>{{/if}}{{#each items}}<mj-text>{{t}}</mj-text>{{/each}}</mj-hero>',
    ],
    [
      'social and navbar',
      '<mj-section><mj-column><mj-social>{{#each items}}<mj-social-element name="github" href="{{u}}">{{t}}</mj-social-element>{{/each}}</mj-social><mj-social mode="vertical">{{#if yes}}<mj-social-element name="github" href="x">y</mj-social-element>{{/if}}</mj-social><mj-navbar>{{#each items}}<mj-navbar-link href="{{u}}">{{t}}</mj-navbar-link>{{/each}}</mj-navbar></mj-column></mj-section>',
    ],
    [
      'an accordion',
      '<mj-section><mj-column><mj-accordion>{{#each items}}<mj-accordion-element><mj-accordion-title>{{t}}</mj-accordion-title><mj-accordion-text>x {{t}}</mj-accordion-text></mj-accordion-element>{{/each}}</mj-accordion></mj-column></mj-section>',
    ],
    [
      'raw HTML and conditional comments',
      '<mj-raw>{{#if yes}}<!--[if mso]><p>{{name}}</p><![endif]-->{{/if}}</mj-raw><mj-section><mj-column><mj-text><!--[if mso]>{{#if no}}a{{else}}{{name}}{{/if}}<![endif]--></mj-text></mj-column></mj-section>',
    ],
    [
      'a background',
      '<mj-section full-width="full-width" background-url="{{link}}" background-color="{{color}}" background-size="cover">{{#if yes}}<mj-column><mj-text>x</mj-text></mj-column>{{/if}}</mj-section>',
    ],
    [
      'classes',
      '<mj-section css-class="{{#if yes}}big{{else}}small{{/if}}"><mj-column css-class="c-{{name}}"><mj-text>x</mj-text></mj-column></mj-section>',
    ],
  ])('%s', async (_, body) => {
    for (const context of [CONTEXT, { ...CONTEXT, yes: false, no: true, items: [] }]) {
      const [ours, reference] = await both(body, { ...context, size: 14 });
      expect(ours).toBe(reference);
    }
  });

  test('styles, fonts and raw HTML in the head', async () => {
    const head =
      '<mj-style>.a { color: {{color}}; }</mj-style><mj-raw>{{#if yes}}<style>p { margin: 0 }</style>{{/if}}</mj-raw><mj-title>T {{name}}</mj-title><mj-preview>P {{name}}</mj-preview>';
    const parsed = await parse(frontEnd, project({ 'a.mjml': documented(text, head) }), 'a.mjml');
    const html = htmlOf(parsed, CONTEXT);
    expect(html).toContain('.a { color: #ff0000; }');
    expect(html).toContain('<style>p { margin: 0 }</style>');
    expect(html).toContain('<title>T &lt;Ada&gt;</title>');
    expect(htmlOf(parsed, { ...CONTEXT, yes: false })).not.toContain('p { margin: 0 }');
    const [ours, reference] = await both(text, CONTEXT, head);
    expect(ours.replace(' data-skip-in-text="true"', '')).toBe(reference);
  });

  test('any nesting of blocks', async () => {
    const block = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
      fc.oneof(
        inner,
        fc
          .tuple(fc.constantFrom('yes', 'no'), inner, inner)
          .map(([flag, then, other]) => `{{#if ${flag}}}${then}{{else}}${other}{{/if}}`),
        fc
          .tuple(fc.constantFrom('yes', 'no'), inner)
          .map(([flag, then]) => `{{#unless ${flag}}}${then}{{/unless}}`),
      );
    const looped = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
      fc.oneof(
        block(inner),
        fc
          .tuple(fc.constantFrom('items', 'none'), inner)
          .map(([list, body]) => `{{#each ${list}}}${body}{{/each}}`),
      );
    const many = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
      fc.array(inner, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('\n'));
    const content = fc.constantFrom(
      '<mj-text>{{@root.name}}</mj-text>',
      '<mj-button href="{{@root.name}}">b</mj-button>',
      '<mj-divider />',
      '<mj-image src="{{@root.name}}" />',
    );
    const column = many(looped(content)).map((inner) => `<mj-column>${inner}</mj-column>`);
    const section = many(block(column)).map((inner) => `<mj-section>${inner}</mj-section>`);
    const wrapper = many(looped(section)).map((inner) => `<mj-wrapper>${inner}</mj-wrapper>`);
    await fc.assert(
      fc.asyncProperty(many(looped(fc.oneof(section, wrapper))), async (body) => {
        const [ours, reference] = await both(body, CONTEXT);
        expect(ours).toBe(reference);
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

describe('documents', () => {
  test('front matter gives subject, preheader, previews, constants and a type', async () => {
    const root = project({
      'a.mjml': `---\nsubject: "Order {{number}} {{t 'hello' name=user.name}}"\npreheader: Hi {{user.name}}\nbrand: "#123456"\ncontext:\n  number: string\n  lines: [{ title: string, note?: string }]\npreviews:\n  one: { number: "7" }\n---\n${documented('<mj-section background-color="{{brand}}"><mj-column><mj-text>{{number}}</mj-text></mj-column></mj-section>')}`,
    });
    const parsed = await parse(frontEnd, root, 'a.mjml');
    const context = { number: '7', user: { name: '<A>' } };
    expect(subjectOf(parsed, context)).toBe('Order 7 Hello <A>');
    expect(parsed.previews).toEqual({ one: { number: '7' } });
    expect(parsed.contextType?.type).toBe(
      '{ readonly number: string; readonly lines: readonly ({ readonly title: string; readonly note?: string })[] }',
    );
    const html = htmlOf(parsed, context);
    expect(html).toContain('<title>Order 7 Hello &lt;A&gt;</title>');
    expect(html).toMatch(/<div data-skip-in-text="true"[^>]*>Hi &lt;A&gt;<\/div>/);
    expect(html).toContain('background-color:#123456');
  });

  test('the subject may be the title', async () => {
    const source = documented(text, '<mj-title>\n  Caf&eacute; {{#if name}}for {{name}}{{/if}}\n</mj-title>');
    const parsed = await parse(frontEnd, project({ 'a.mjml': source }), 'a.mjml');
    expect(subjectOf(parsed, { name: 'A & B' })).toBe('Café for A & B');
    expect(
      subjectOf(await parse(frontEnd, project({ 'a.mjml': documented(text) }), 'a.mjml'), {}),
    ).toBeUndefined();
  });

  test('T3: language and direction come from the locale unless the template sets them', async () => {
    const source = `<mjml><mj-body>${text}</mj-body></mjml>`;
    const arabic = await parse(frontEnd, project({ 'a.mjml': source }), 'a.mjml', catalogOf('ar', 'rtl'));
    expect(arabic.html).toContain('<html lang="ar" dir="rtl"');
    expect(arabic.html).toContain('text-align:right');
    expect(arabic.html).not.toContain('text-align:left;color');
    const own = await parse(
      frontEnd,
      project({ 'a.mjml': documented(text) }),
      'a.mjml',
      catalogOf('ar', 'rtl'),
    );
    expect(own.html).toContain('<html lang="en" dir="ltr"');
  });

  test('partials, includes and a layout are found inside the folder of templates', async () => {
    const root = project({
      'shop/order.mjml':
        '---\nlayout: base\n---\n{{> line title=name}}<mj-include path="../parts/note.mjml" />',
      '_partials/line.mjml':
        '<mj-section><mj-column><mj-text>line {{title}}</mj-text></mj-column></mj-section>',
      'parts/note.mjml':
        '<mjml><mj-head><mj-style>.note { color: red }</mj-style></mj-head><mj-body><mj-section><mj-column><mj-text>note {{name}}</mj-text></mj-column></mj-section></mj-body></mjml>',
      'parts/more.css': '.more { color: blue }',
      '_layouts/base.mjml':
        '---\npreheader: From the layout\n---\n<mjml><mj-head><mj-include path="../parts/more.css" type="css" /></mj-head><mj-body>{{> content}}<mj-section><mj-column><mj-text>footer</mj-text></mj-column></mj-section></mj-body></mjml>',
    });
    const parsed = await parse(frontEnd, root, 'shop/order.mjml');
    const html = htmlOf(parsed, { name: 'N' });
    for (const piece of [
      'line N',
      'note N',
      'footer',
      '.note { color: red }',
      '.more { color: blue }',
      'From the layout',
    ]) {
      expect(html).toContain(piece);
    }
    expect(parsed.dependencies.map((file) => file.slice(root.length + 1)).sort()).toEqual([
      '_layouts/base.mjml',
      '_partials/line.mjml',
      'parts/more.css',
      'parts/note.mjml',
      'shop/order.mjml',
    ]);
  });

  test('a file without <mjml> is a part of templates, not a template', async () => {
    const root = project({ 'part.mjml': text });
    expect(await frontEnd.parse(sourceIn(root, 'part.mjml'), catalogOf())).toBeUndefined();
  });

  test('menus and carousels come out the same twice', async () => {
    const source = documented(
      '<mj-section><mj-column><mj-navbar hamburger="hamburger"><mj-navbar-link href="/">a</mj-navbar-link></mj-navbar><mj-carousel><mj-carousel-image src="a.png" /><mj-carousel-image src="b.png" /></mj-carousel></mj-column></mj-section>',
    );
    const root = project({ 'a.mjml': source });
    const [one, other] = [await parse(frontEnd, root, 'a.mjml'), await parse(frontEnd, root, 'a.mjml')];
    expect(one.html).toBe(other.html);
    expect(one.html).toContain('mj-carousel-mj1-');
  });
});

describe('refuses with a place', () => {
  test.each([
    ['MJML_INVALID', '<mj-section>\n<mj-column>\n<mj-txt>a</mj-txt></mj-column></mj-section>', 4, 1],
    [
      'MJML_INVALID',
      '<mj-section>\n  {{#if yes}}\n  {{! gone }}\n  <mj-colum></mj-colum>\n  {{/if}}</mj-section>',
      5,
      3,
    ],
    ['MJML_TEXT', '<mj-section><mj-column>\n {{name}}</mj-column></mj-section>', 3, 2],
    ['MJML_TEXT', '<mj-section>\n  stray</mj-section>', 3, 3],
    [
      'MJML_BLOCK_MISNESTED',
      '{{#if yes}}<mj-section>{{/if}}\n<mj-column></mj-column>{{#if yes}}</mj-section>{{/if}}',
      2,
      24,
    ],
    [
      'MJML_BLOCK_PLACE',
      '<mj-section>\n<mj-column {{#if yes}}width="50%"{{/if}}></mj-column></mj-section>',
      3,
      1,
    ],
    [
      'MJML_BLOCK_PLACE',
      '<mj-section><mj-column><mj-carousel>\n{{#each items}}<mj-carousel-image src="{{u}}" />{{/each}}</mj-carousel></mj-column></mj-section>',
      3,
      1,
    ],
    [
      'MJML_COLUMN_WIDTH',
      '<mj-section>\n{{#each items}}\n  <mj-column></mj-column>{{/each}}</mj-section>',
      4,
      3,
    ],
    [
      'MJML_GAP',
      '<mj-wrapper gap="10px">{{#if yes}}<mj-section></mj-section>{{/if}}<mj-section></mj-section></mj-wrapper>',
      2,
      24,
    ],
    [
      'MJML_ATTRIBUTE_DYNAMIC',
      '<mj-section><mj-column>\n <mj-image src="x" width="{{w}}px" /></mj-column></mj-section>',
      3,
      20,
    ],
    ['MJML_ATTRIBUTE_DYNAMIC', '<mj-section padding="{{p}}"></mj-section>', 2, 13],
    ['FILE_MISSING', '<mj-include path="./absent.mjml" />', 2, 1],
    ['FILE_OUTSIDE', '<mj-include path="../../secret.mjml" />', 2, 1],
    ['FILE_OUTSIDE', '<mj-include path="/etc/passwd" />', 2, 1],
    ['PARTIAL_MISSING', '\n{{> absent}}', 3, 1],
  ])('%s: %s', async (code, body, line, column) => {
    const root = project({ 'a.mjml': `<mjml><mj-body>\n${body}</mj-body></mjml>` });
    const { error } = await parse(frontEnd, root, 'a.mjml').then(
      () => ({ error: undefined }),
      (cause: unknown) => ({ error: cause }),
    );
    expect(error).toMatchObject({ code, location: { file: join(root, 'a.mjml'), line, column } });
  });

  test('every finding of MJML at once', async () => {
    const root = project({
      'a.mjml': documented('<mj-sektion></mj-sektion><mj-sektion></mj-sektion>'),
    });
    await expect(parse(frontEnd, root, 'a.mjml')).rejects.toMatchObject({
      diagnostics: [
        expect.objectContaining({ code: 'MJML_INVALID' }),
        expect.objectContaining({ code: 'MJML_INVALID' }),
      ],
    });
  });

  test('an include in another file is placed there', async () => {
    const root = project({
      'a.mjml': documented('<mj-include path="b.mjml" />'),
      'b.mjml': '\n<mj-sektion></mj-sektion>',
    });
    await expect(parse(frontEnd, root, 'a.mjml')).rejects.toMatchObject({
      location: { file: join(root, 'b.mjml'), line: 2, column: 1 },
    });
  });

  test('what MJML goes on with is a warning: an attribute that it does not know, a value of another form', async () => {
    const body = `${documented('<mj-include path="b.mjml" />')}`;
    const files = { 'a.mjml': body, 'b.mjml': '<mj-section colour="red"\n padding="20"></mj-section>' };
    const root = project(files);
    const { warnings, html } = await parse(frontEnd, root, 'a.mjml');
    expect(warnings).toMatchObject([
      { severity: 'warning', code: 'MJML_ATTRIBUTE', location: { file: join(root, 'b.mjml'), line: 1 } },
      { severity: 'warning', code: 'MJML_ATTRIBUTE', location: { file: join(root, 'b.mjml'), line: 1 } },
    ]);
    expect(warnings[0]!.message).toBe('<mj-section>: Attribute colour is illegal');
    expect(html).toContain('padding:20;');
  });

  test('T6: no symbolic link leads out', async () => {
    const outside = project({ 'secret.mjml': 'secret' });
    const root = project({ 'a.mjml': documented('<mj-include path="link.mjml" />') });
    symlinkSync(join(outside, 'secret.mjml'), join(root, 'link.mjml'));
    expect(existsSync(join(root, 'link.mjml'))).toBe(true);
    await expect(parse(frontEnd, root, 'a.mjml')).rejects.toMatchObject({ code: 'FILE_OUTSIDE' });
  });
});
