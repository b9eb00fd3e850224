import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { createMarkdownFrontEnd } from '../../src/compile/1-parse/markdown.ts';
import { createReactFrontEnd } from '../../src/compile/1-parse/react/index.ts';
import type { ParsedTemplate } from '../../src/compile/template.ts';
import { project } from '../handlebars/project.ts';
import { catalog, rendererOf } from './harness.ts';

const react = createReactFrontEnd({ root: fileURLToPath(new URL('../..', import.meta.url)) });
const markdown = createMarkdownFrontEnd({
  renderReactLayout: (file, input) => react.renderLayout(file, input),
});
afterAll(() => react.close?.());

async function parse(template: string, layout: string): Promise<ParsedTemplate> {
  const root = project({ 'news.md': template, '_layouts/main.tsx': layout });
  const parsed = await markdown.parse({ id: 'news', file: join(root, 'news.md'), root }, catalog);
  if (!parsed) throw new Error('It is no template.');
  return parsed;
}

const LAYOUT = `
  import { Body, Container, Head, Html, Preview, Tailwind } from 'react-email';
  export default function Layout({ children, title, preheader, tone = 'calm', footer, unsubscribeUrl }: any) {
    return <Html><Tailwind><Head><title>{title}</title></Head>{preheader && <Preview>{preheader}</Preview>}
      <Body className={tone === 'loud' ? 'bg-red-500' : 'bg-white sm:p-4'}><Container className="p-8">{children}</Container>
      <p className="text-sm">{footer}{unsubscribeUrl && <a href={unsubscribeUrl}>Unsubscribe</a>}</p></Body></Tailwind></Html>;
  }`;

const TEMPLATE = `---
subject: 'News for {{name}} & {{#if vip}}friends{{else}}all{{/if}}'
preheader: 'Hello {{name}} <3'
layout: _layouts/main.tsx
tone: loud
---
# Hi {{name}}

{{#each items}}
- **{{title}}** & {{@index}}
{{/each}}
`;

describe('T1: a React component is the layout of a Markdown template', () => {
  test('Tailwind, preview text, a loop in the content', async () => {
    const renderer = await rendererOf(await parse(TEMPLATE, LAYOUT));
    const items = [{ title: 'One' }, { title: '<Two>' }];
    const context = { name: 'A&B', vip: true, items, unsubscribeUrl: 'https://x.example/u?a=1&b=2' };
    const { html, text, subject } = renderer.render('test', { context, strict: false });
    expect(subject).toBe('News for A&B & friends');
    expect(html).toContain('<title>News for A&amp;B &amp; friends</title>');
    expect(html).toMatch(/<div[^>]*>Hello A&amp;B &lt;3<div>/);
    expect(html).toMatch(/<h1[^>]*>Hi A&amp;B<\/h1>/);
    expect(html).toMatch(/<li>\s*<strong>One<\/strong> &amp; 0\s*<\/li>/);
    expect(html).toMatch(/<strong>&lt;Two&gt;<\/strong> &amp; 1/);
    expect(html).toContain('background-color:rgb(251,44,54)');
    expect(html).toContain('<a href="https://x.example/u?a=1&amp;b=2">Unsubscribe</a>');
    expect(html).not.toMatch(/[\uE000\uE001]|letterlock-/);
    expect(text).toContain('One & 0');
    expect(text).not.toContain('Hello A&B <3');
    const other = renderer.render('test', { context: { name: '', items: [] }, strict: false });
    expect(other.html).not.toContain('Unsubscribe');
    expect(other.html).toContain('<title>News for  &amp; all</title>');
  });

  test('the front matter wins over the context; what is in neither has its default', async () => {
    const layout = `export default ({ children, title, tone = 'calm', size = 'M', color }: any) =>
      <html lang={size}><head>{title ? <title>{title}</title> : <title>none</title>}</head><body className={color}>{tone}{children}</body></html>;`;
    const renderer = await rendererOf(
      await parse('---\nlayout: _layouts/main.tsx\ntone: loud\n---\nx', layout),
    );
    const { html } = renderer.render('test', {
      context: { tone: 'context', color: 'red', title: 'of an article' },
      strict: false,
    });
    expect(html).toContain('<html lang="M"><head><title>none</title></head><body class="red">loud<p>x</p>');
  });

  test('content in two branches of a layout', async () => {
    const layout = `export default ({ children, wide }: any) =>
      <html><body>{wide ? <main>{children}</main> : <div>{children}</div>}</body></html>;`;
    const renderer = await rendererOf(
      await parse('---\nlayout: _layouts/main.tsx\n---\n{{#if a}}A{{/if}}', layout),
    );
    const html = (context: unknown): string => renderer.render('test', { context, strict: false }).html;
    expect(html({ wide: true, a: 1 })).toContain('<main><p>A</p></main>');
    expect(html({ a: 0 })).toContain('<div><p></p></div>');
  });

  test.each([
    ['LAYOUT_INVALID', 'export default () => <html><body>x</body></html>;'],
    ['LAYOUT_INVALID', 'export const a = 1;'],
    [
      'STYLE_SYMBOLIC',
      'export default ({ children, style }: any) => <html><body style={style}>{children}</body></html>;',
    ],
  ])('%s', async (code, layout) => {
    await expect(parse('---\nlayout: _layouts/main.tsx\n---\nx', layout)).rejects.toMatchObject({
      code,
      location: { file: expect.stringMatching(/main\.tsx$/) as string, line: 1 },
    });
  });
});
