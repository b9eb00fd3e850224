import { join } from 'node:path';
import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, test } from 'vitest';
import { parseHtml } from '../../src/compile/1-parse/html.ts';
import { createHtmlFrontEnd } from '../../src/compile/1-parse/html-file.ts';
import { createMarkdownFrontEnd } from '../../src/compile/1-parse/markdown.ts';
import { htmlOf, parse, project, subjectOf } from '../handlebars/project.ts';
import { catalogOf, theirs } from '../handlebars/support.ts';

const frontEnd = createMarkdownFrontEnd();
const BARE = {
  '_layouts/bare.html': '<html lang="en" dir="ltr"><head></head><body>{{{content}}}</body></html>',
};

const normal = (html: string): string =>
  html
    .replaceAll('<table class="data">', '<table>')
    .replaceAll('<th align="left">', '<th>')
    .replaceAll(/<tbody>\s*<\/tbody>/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\s*(<[^>]*>)\s*/g, '$1')
    .trim();

async function content(markdown: string, context: unknown): Promise<string> {
  const root = project({ ...BARE, 'a.md': `---\nlayout: bare\n---\n${markdown}` });
  const parsed = await parse(frontEnd, root, 'a.md');
  parseHtml(parsed.html, parsed.marks, { file: 'a.md', line: 1, column: 1 });
  return normal(/<body>([\s\S]*)<\/body>/.exec(htmlOf(parsed, context))![1]!);
}

const reference = (markdown: string, context: unknown): string =>
  normal(marked.parse(theirs(markdown, context), { async: false }));

const CONTEXT = {
  name: 'Ada',
  yes: true,
  no: false,
  url: 'https://example.com/a',
  none: [],
  items: [
    { t: 'One', n: 1, sub: ['x', 'y'] },
    { t: 'Two', n: 2, sub: [] },
  ],
};

describe('T1, T10: prints what Markdown prints of the rendered Handlebars', () => {
  test.each([
    ['text', '# Hi {{name}}\n\nSome **{{name}}** and _{{name}}_, `{{name}}`.\n'],
    [
      'inline blocks',
      'Hello {{#if yes}}{{name}}{{else}}you{{/if}}, {{#each items}}{{t}}{{#unless @last}}, {{/unless}}{{/each}}.\n',
    ],
    [
      'links and images',
      '[{{name}}]({{url}}) [q](https://e.com/?a={{name}}&b=1 "T {{name}}") ![{{name}}]({{url}}) <{{url}}>\n'.replace(
        ' <{{url}}>',
        '',
      ),
    ],
    [
      'paragraphs in a condition',
      'One\n\n{{#if yes}}\nTwo {{name}}\n\nThree\n{{else}}\nFour\n{{/if}}\n\nFive\n',
    ],
    ['a false condition leaves nothing', 'One\n\n{{#if no}}\nTwo\n{{/if}}\n\nThree\n'],
    ['a chain of conditions', '{{#if no}}\n## A\n{{else if yes}}\n## B\n{{else}}\n## C\n{{/if}}\n'],
    ['a loop in a list', '- first\n{{#each items}}\n- {{t}}\n{{/each}}\n- last\n'],
    ['a loop alone in a list', 'Things:\n\n{{#each items}}\n- {{t}} **{{n}}**\n{{/each}}\n\nEnd\n'],
    ['no list of nothing', 'Things:\n\n{{#each none}}\n- {{t}}\n{{/each}}\n\nEnd\n'],
    ['a list or a sentence', '{{#each none}}\n- {{t}}\n{{else}}\nNothing.\n{{/each}}\n'],
    ['a condition in a list', '1. a\n{{#if yes}}\n2. b\n{{else}}\n2. c\n{{/if}}\n3. d\n'],
    ['a condition around a list', 'A\n\n{{#if yes}}\n- a\n- b\n{{/if}}\n\nB\n'],
    ['nested lists', '{{#each items}}\n- {{t}}\n{{#each sub}}\n  - {{this}}\n{{/each}}\n{{/each}}\n'],
    [
      'conditions between the items of a loop',
      '{{#each items}}\n{{#if @first}}\n- first {{t}}\n{{else}}\n- other {{t}}\n{{/if}}\n{{/each}}\n',
    ],
    [
      'rows of a table',
      '| T | N |\n|---|--:|\n| a | b |\n{{#each items}}\n| {{t}} | {{n}} |\n{{/each}}\n{{#if no}}\n| c | d |\n{{/if}}\n\nAfter\n',
    ],
    ['a table in a condition', '{{#if yes}}\n| T | N |\n|---|---|\n| {{name}} | 1 |\n{{/if}}\n'],
    ['a quotation', '> Said {{name}}\n>\n> - {{name}}\n'],
    [
      'code with blocks at its ends',
      '~~~js\n{{#if yes}}\nlet y;\n{{/if}}\n~~~\n\n```\n{{#if no}}\nlet n;\n{{/if}}\n```\n\nText\n',
    ],
    [
      'indented code',
      'Text\n\n    {{#if no}}\n    a\n    {{/if}}\n    b\n    {{#if yes}}\n    c\n    {{/if}}\n\nText\n',
    ],
    ['code in a list', '- item\n\n  ```\n  {{#each items}}\n  {{t}}\n  {{/each}}\n  ```\n'],
    ['a loose list', '1. one\n\n   more\n\n{{#if yes}}\n2. two\n{{/if}}\n'],
    ['code', '```\n{{#each items}}\n{{t}}\n{{/each}}\nend\n```\n'],
    ['HTML', '<div class="{{name}}">\n\n**bold** {{name}}\n\n</div>\n'],
    ['headings in a loop', '{{#each items}}\n## {{t}}\n\nText {{n}}\n\n{{/each}}\n'],
    ['comments', '- a\n{{! gone }}\n- b\n'],
    ['task lists and strikethrough', '- [x] {{name}}\n- [ ] ~~{{name}}~~\n'],
  ])('%s', async (_, markdown) => {
    for (const context of [CONTEXT, { ...CONTEXT, yes: false, no: true }]) {
      expect(await content(markdown, context)).toBe(reference(markdown, context));
    }
  });

  test('any arrangement of blocks', async () => {
    const conditional = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
      fc.oneof(
        { weight: 2, arbitrary: inner },
        fc
          .tuple(fc.constantFrom('yes', 'no'), inner, inner)
          .map(([flag, a, b]) => `{{#if ${flag}}}\n${a}{{else}}\n${b}{{/if}}\n`),
        fc
          .tuple(fc.constantFrom('yes', 'no'), inner)
          .map(([flag, a]) => `{{#unless ${flag}}}\n${a}{{/unless}}\n`),
        fc
          .tuple(fc.constantFrom('items', 'none', '@root.items'), inner)
          .map(([list, a]) => `{{#each ${list}}}\n${a}{{/each}}\n`),
      );
    const some = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
      fc.array(inner, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''));
    const items = some(
      conditional(
        some(conditional(fc.constantFrom('- {{@root.name}}\n', '- b {{t}}\n', '- c\n  - d {{n}}\n'))),
      ),
    );
    const rows = some(
      conditional(conditional(fc.constantFrom('| {{@root.name}} | {{n}} |\n', '| x | **y** |\n'))),
    );
    const chunk = fc.oneof(
      fc.constantFrom(
        'Text {{@root.name}}\nmore {{#if @root.yes}}x{{/if}}\n\n',
        '## Head {{t}}\n\n',
        '> quoted {{n}}\n\n',
      ),
      items.map((list) => `${list}\nAfter the list.\n\n`),
      rows.map((list) => `| A | B |\n|---|---|\n${list}\nAfter the table.\n\n`),
    );
    await fc.assert(
      fc.asyncProperty(some(conditional(some(conditional(chunk)))), async (markdown) => {
        expect(await content(markdown, CONTEXT)).toBe(reference(markdown, CONTEXT));
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  test('a branch of nothing but blank lines adds no item', async () => {
    const markdown = '{{#if yes}}\n\n{{else}}\n- x\n{{/if}}\n{{#each none}}\n- b\n{{/each}}\n';
    expect(await content(markdown, CONTEXT)).toBe('');
    expect(await content(markdown, { ...CONTEXT, yes: false })).toBe('<ul><li>x</li></ul>');
  });

  test('a loop in a quotation makes one list', async () => {
    expect(await content('> {{#each items}}\n> - {{t}}\n> {{/each}}\n\nEnd\n', CONTEXT)).toBe(
      '<blockquote><ul><li>One</li><li>Two</li></ul></blockquote><p>End</p>',
    );
  });

  test('T10: what the template indents as a whole is not code', async () => {
    const indented =
      '    # Welcome {{name}}!\n\n    You signed up using:\n\n    `{{mail}}`\n\n    [Activate your account]({{url}})\n';
    expect(
      await content(indented, { name: 'Jane', mail: 'jane@example.com', url: 'https://example.com/a' }),
    ).toBe(
      '<h1>Welcome Jane!</h1><p>You signed up using:</p><p><code>jane@example.com</code></p>' +
        '<p><a href="https://example.com/a">Activate your account</a></p>',
    );
  });

  test('a value is never taken for Markdown or HTML, nor is a message', async () => {
    expect(await content('{{a}} {{t "bye"}}', { a: '**x** <b>' })).toBe(
      '<p>**x** &lt;b&gt; Good-bye &amp; &lt;thanks&gt;</p>',
    );
  });

  test('headings of columns begin where the text does', async () => {
    const root = project({ ...BARE, 'a.md': '---\nlayout: bare\n---\n| A | B |\n|---|:-:|\n| a | b |\n' });
    const { html } = await parse(frontEnd, root, 'a.md', catalogOf('ar', 'rtl'));
    expect(html).toContain('<th align="right">A</th>\n<th align="center">B</th>');
  });

  test('a link with a class is a button', async () => {
    expect(await content('[Pay {{name}}]({{url}}){.button .big}\n\nText [a](b) {c}', CONTEXT)).toBe(
      '<p><a class="button big" href="https://example.com/a">Pay Ada</a></p><p>Text<a href="b">a</a>{c}</p>',
    );
  });
});

describe('documents', () => {
  test('front matter: subject, preheader and data', async () => {
    const root = project({
      'n.md': `---\nsubject: "{{t 'newsletter.subject' issue=issue}}"\npreheader: "For {{name}}"\nissue: 12\nlinks:\n  - { title: One, url: "https://1" }\n---\n# Issue {{issue}}: {{links.[0].title}}\n\n{{#each links}}\n- [{{title}}]({{url}})\n{{/each}}\n`,
    });
    const parsed = await parse(frontEnd, root, 'n.md', catalogOf('de'));
    const html = htmlOf(parsed, { name: '<A>' });
    expect(subjectOf(parsed, {})).toBe('News 12');
    expect(html).toContain('<html lang="de" dir="ltr">');
    expect(html).toContain('<title>News 12</title>');
    expect(html).toContain('<h1>Issue 12: One</h1>');
    expect(html).toContain('<li><a href="https://1">One</a></li>');
    expect(html).toMatch(/<body[^>]*><div data-skip-in-text="true"[^>]*>For &lt;A&gt;<\/div>/);
  });

  test('a subject hides no value of the context', async () => {
    const root = project({ 'n.md': '---\nsubject: "Re: {{subject}}"\n---\n{{subject}} | {{@subject}}\n' });
    const html = htmlOf(await parse(frontEnd, root, 'n.md'), { subject: 'Ticket' });
    expect(html).toContain('<p>Ticket | Re: Ticket</p>');
  });

  test('a layout in MJML', async () => {
    const root = project({
      '_layouts/letter.mjml':
        '<mjml><mj-body><mj-section><mj-column><mj-text>{{{content}}}</mj-text><mj-text>{{@subject}} {{footer}}</mj-text></mj-column></mj-section></mj-body></mjml>',
      'n.md':
        '---\nlayout: letter\nsubject: Hi {{name}}\nfooter: Foot\n---\n# {{name}}\n\n{{#if yes}}\nYes.\n{{/if}}\n',
    });
    const html = htmlOf(await parse(frontEnd, root, 'n.md'), { name: 'A&B', yes: true });
    expect(html).toContain('<h1>A&amp;B</h1>');
    expect(html).toContain('<p>Yes.</p>');
    expect(html).toContain('Hi A&amp;B Foot');
    expect(html).toContain('<title>Hi A&amp;B</title>');
  });

  test('a layout in React is rendered by whoever can', async () => {
    const root = project({
      '_layouts/card.tsx': 'export default 1',
      'n.md': '---\nlayout: card\nissue: 3\n---\n**{{name}}**',
    });
    const withReact = createMarkdownFrontEnd({
      renderReactLayout: async (file, { contentHtml, data }) => ({
        html: `<html><body>${file.slice(-8)} ${data['issue']} ${contentHtml}</body></html>`,
        dependencies: [join(root, 'mail.css')],
      }),
    });
    const parsed = await parse(withReact, root, 'n.md');
    expect(htmlOf(parsed, { name: 'N' })).toBe(
      '<html><body>card.tsx 3 <p><strong>N</strong></p></body></html>',
    );
    expect(parsed.dependencies).toEqual(
      ['n.md', '_layouts/card.tsx', 'mail.css'].map((name) => join(root, name)),
    );
    await expect(parse(frontEnd, root, 'n.md')).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });

  test('partials may hold Markdown', async () => {
    const root = project({
      '_partials/item.md': '- **{{title}}**\n',
      'a.md': '{{#each items}}\n{{> item title=t}}\n{{/each}}\n',
    });
    const html = normal(htmlOf(await parse(frontEnd, root, 'a.md'), CONTEXT));
    expect(html).toContain('<ul><li><strong>One</strong></li><li><strong>Two</strong></li></ul>');
  });

  test('a README and what lies in folders with _ is no template', async () => {
    const root = project({ 'README.md': '# x', '_partials/a.md': 'x' });
    await expect(parse(frontEnd, root, 'README.md')).rejects.toThrow('is no template');
    await expect(parse(frontEnd, root, '_partials/a.md')).rejects.toThrow('is no template');
  });

  test.each([
    ['FRONT_MATTER_INVALID', '---\nsubject: "a\n---\nx', 2, 12],
    ['FRONT_MATTER_INVALID', '---\nx: 1\nsubject: {{name}}\n---\nx', 3, 10],
    ['FRONT_MATTER_INVALID', '---\n- a\n---\nx', 2, 1],
    ['RESERVED_CHARACTER', '---\nx: "\\uE000s0\\uE001"\n---\n{{x}}', 2, 5],
    ['RESERVED_CHARACTER', '---\nx:\n  - \uE000s0\uE001\n---\n{{x}}', 3, 5],
    ['FRONT_MATTER_INVALID', '---\npreviews: [1]\n---\nx', 2, 11],
    ['HELPER_UNKNOWN', '---\nx: 1\nsubject: "Hi {{nope 1}}"\n---\nx', 3, 14],
    ['HELPER_UNKNOWN', '---\nx: 1\n---\n\n  {{nope 1}}', 5, 3],
    ['FILE_MISSING', '---\nlayout: absent\n---\nx', 2, 9],
    ['FILE_OUTSIDE', '---\nlayout: ../../x\n---\nx', 2, 9],
  ])('%s: %j', async (code, source, line, column) => {
    const root = project({ 'a.md': source });
    await expect(parse(frontEnd, root, 'a.md')).rejects.toMatchObject({
      code,
      location: { file: join(root, 'a.md'), line, column },
    });
  });
});

describe('plain HTML', () => {
  const html = createHtmlFrontEnd();

  test('a document keeps what it says about itself', async () => {
    const source =
      '---\npreheader: P\n---\n<!DOCTYPE html><html lang="fr"><head><title>T {{name}} &eacute;</title></head><body class="x">{{#each items}}<p>{{t}}</p>{{/each}}</body></html>';
    const parsed = await parse(html, project({ 'a.html': source }), 'a.html', catalogOf('ar', 'rtl'));
    const result = htmlOf(parsed, CONTEXT);
    expect(result).toContain('<html lang="fr" dir="rtl">');
    expect(result).toMatch(
      /<body class="x"><div data-skip-in-text="true"[^>]*>P<\/div><p>One<\/p><p>Two<\/p><\/body>/,
    );
    expect(subjectOf(parsed, CONTEXT)).toBe('T Ada é');
  });

  test('a fragment gets a document and a layout its content', async () => {
    const root = project({
      'a.hbs': '---\nsubject: S\n---\n<p>{{name}}</p>',
      'b.hbs': '---\nlayout: main\n---\n<p>{{name}}</p>',
      '_layouts/main.hbs': '<main>{{> content}}</main>',
    });
    const one = htmlOf(await parse(html, root, 'a.hbs'), CONTEXT);
    expect(one).toMatch(/^<!DOCTYPE html>\n<html lang="en" dir="ltr">\n<head><title>S<\/title>/);
    expect(one).toContain('<body>\n<p>Ada</p>\n</body>');
    expect(htmlOf(await parse(html, root, 'b.hbs'), CONTEXT)).toContain('<main><p>Ada</p></main>');
  });
});
