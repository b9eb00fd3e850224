import { describe, expect, it } from 'vitest';
import { bodyOf, rendered } from './page.ts';

describe('values of the context', () => {
  it.each([
    '{{x}}',
    '{{{x}}}',
    '<p title="{{x}}">a</p>',
    '{{#if x}}a{{/if}}',
    '{{#each x}}a{{/each}}',
    '{{#with x}}a{{/with}}',
    '{{#x}}a{{/x}}',
  ])('a function is refused where Handlebars would call it: %s', async (source) => {
    await expect(rendered(source, { x: () => [1] })).rejects.toMatchObject({ code: 'CONTEXT_TYPE' });
  });

  it('an object prints its primitive value, as it does in Handlebars', async () => {
    const x = { valueOf: () => 5, toString: () => 'five' };
    expect(await bodyOf('<p>{{x}}{{{x}}}</p>', { x })).toBe('<p>55</p>');
    expect((await rendered('<p>{{x}} {{{x}}}</p>', { x })).text).toBe('5 5');
  });

  it('HTML in an attribute is plain in the text part', async () => {
    const link = '<a href="{{{x}}}">a</a>';
    expect((await rendered(link, { x: 'https://x/?b=1&amp;c=2' })).text).toBe('a (https://x/?b=1&c=2)');
    const safe = { toHTML: () => 'https://x/?b=1&amp;c=2' };
    expect((await rendered('<a href="{{x}}">a</a>', { x: safe })).text).toBe('a (https://x/?b=1&c=2)');
  });
});

it.each([
  '<a href="{{x}}">a</a>',
  '<a href="{{#if y}}{{y}}{{else}}{{x}}{{/if}}">a</a>',
  '<a href="{{#if y}}{{y}}{{/if}}{{x}}">a</a>',
  '<a href=" {{x}}">a</a>',
])('URL_UNSAFE: a link that runs code is refused wherever it begins: %s', async (source) => {
  const context = { x: 'javascript:alert(1)', y: '' };
  await expect(rendered(source, context, true)).rejects.toMatchObject({ code: 'URL_UNSAFE' });
  expect((await rendered(source, { x: 'https://x/', y: '' }, true)).html).toContain('https://x/');
});

describe('values in style sheets', () => {
  it.each(['.x-{{x}} { top: 0 }', '{{{x}}}', 'p { {{x}} }', '@media print { {{x}} }'])(
    'CSS_UNDECIDED: %s',
    async (css) => {
      const source = `<style>${css}</style><p class="x-a">a</p>`;
      await expect(rendered(source, { x: 'a' })).rejects.toMatchObject({ code: 'CSS_UNDECIDED' });
      expect((await rendered(source.replace('<style', '<style data-embed'), { x: 'a' })).html).toContain(
        css.replace(/\{\{+x\}\}+/, 'a'),
      );
    },
  );

  it('values of declarations are values', async () => {
    const source =
      '<style>/* {{x}} */ p, b { top: {{x}} } @media (width > {{x}}) { p { left: {{x}} } }</style>';
    const { html } = await rendered(`${source}<p>a</p><b>a</b>`, { x: '1px' });
    expect(html).toContain('<p style="top: 1px;">a</p><b style="top: 1px;">');
    expect(html).toMatch(/@media \(width > 1px\) \{\s*p \{ left: 1px; \}/);
  });
});

describe('what every page has', () => {
  const page = (name: string): string =>
    `<html><head></head><body class="${name}"><p>${name}</p></body></html>`;
  const matter = '---\nsubject: S {{n}}\npreheader: P {{n}}\n---\n';

  it('is in each branch that is a page', async () => {
    const source = `${matter}{{#if n}}${page('a')}{{else}}${page('b')}{{/if}}`;
    for (const n of ['', 1]) {
      const { html } = await rendered(source, { n });
      expect(html).toContain('<html lang="en" dir="ltr"><head><title>S ');
      expect(html).toMatch(/<body class="\w"><div data-skip-in-text="true"[^>]*>P /);
    }
  });

  it('is not put into a comment', async () => {
    const { html } = await rendered(`${matter}<!-- <html><head><body> -->${page('a')}`, { n: 1 });
    expect(html).toContain('<!-- <html><head><body> --><html lang="en" dir="ltr"><head><title>S 1</title>');
    expect(html).toContain('<body class="a"><div data-skip-in-text="true"');
  });

  it('a body with a conditional attribute is a body', async () => {
    const { html } = await rendered('<body{{#if n}} class="x"{{/if}}><p>a</p></body>', { n: 1 });
    expect(html.match(/<body/g)).toHaveLength(1);
    expect(html).toContain('<body class="x">');
  });
});

it('text of a size that the context gives is in the text part, also where the size around is zero, as in MJML', async () => {
  const source =
    '<table><tr><td style="font-size:0"><div style="font-size:{{n}}px">a</div></td></tr></table>';
  expect((await rendered(source, { n: 12 })).text).toBe('a');
});
