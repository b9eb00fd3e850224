import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile, CompileError } from '../../src/compile/index.ts';
import { folder } from './folder.ts';

const CSS = {
  'emails/brand/all.css':
    '/* @import "./gone.css"; */ @import "./type.css"; @import url(../print.css) print; @import url(https://fonts.example/f.css);\n' +
    'p { color: red } p:hover { color: blue } .logo { background: url(logo.png) }',
  'emails/brand/type.css': '@import "./all.css"; p { margin: 0 }',
  'emails/print.css': '@import "./grid.css" supports(display: grid); p { top: 0 }',
  'emails/grid.css': 'p { left: 0 }',
};

const PAGES = {
  'emails/linked.html':
    '<html><head><link rel="stylesheet" href="./brand/all.css"></head><body><p>x</p></body></html>',
  'emails/imported.html':
    "<html><head><style>@import './brand/all.css';</style></head><body><p>x</p></body></html>",
  'emails/matter.md': '---\nlayout: bare\nstyles: brand/all.css\n---\nx\n',
  'emails/_layouts/bare.html': '<html><head></head><body>{{{content}}}</body></html>',
  'emails/tag.tsx':
    'export default () => <html><head><link rel="stylesheet" href="./brand/all.css" /></head><body><p>x</p></body></html>;',
  'emails/module.tsx':
    "import './brand/all.css';\nexport default () => <html><head></head><body><p>x</p></body></html>;",
  'emails/text.tsx':
    "import css from './brand/all.css?inline';\nexport default () => <html><head><style>{css}</style></head><body><p>x</p></body></html>;",
  'emails/outer.md': '---\nlayout: frame\n---\nx\n',
  'emails/_layouts/frame.tsx':
    "import { Foot } from './foot.tsx';\nimport '../brand/all.css';\nexport default ({ children }: any) => <html><head></head><body>{children}<Foot /></body></html>;",
  'emails/_layouts/foot.tsx': 'export const Foot = () => <small>foot</small>;',
};

const build = (files: Readonly<Record<string, string>>) => {
  const root = folder(files);
  return compile({ emails: join(root, 'emails') })
    .then((result) => ({
      dependencies: result.dependencies.map((file) => file.slice(root.length + 1).replaceAll('\\', '/')),
      pages: Object.fromEntries(
        result.files
          .filter(({ path }) => /^templates\/.*\.js$/.test(path))
          .map(({ path, content }) => [path, String(content)]),
      ),
      codes: [] as readonly string[],
    }))
    .catch((error: unknown) => {
      if (!(error instanceof CompileError)) throw error;
      return { dependencies: [], pages: {}, codes: error.diagnostics.map(({ code }) => code) };
    });
};

describe('T6, T9: style sheets of the project, in every language', () => {
  it('are read with what they import, and watched', async () => {
    const { pages, dependencies, codes } = await build({ ...CSS, ...PAGES });
    expect(codes).toEqual([]);
    expect(Object.keys(pages)).toHaveLength(7);
    for (const code of Object.values(pages)) {
      expect(code).toContain('<p style=\\"margin: 0; color: red;\\">x</p>');
      const sheets = [...code.matchAll(/<style>((?:(?!<\/style>)[^])*)<\/style>/g)];
      const kept = sheets.map(([, sheet]) => sheet).join('');
      // What is written with ?inline comes from Vite, with its own white space.
      expect(kept.replaceAll(/\\n|\s+/g, ' ')).toMatch(
        /^ @import url\(\\"https:\/\/fonts\.example\/f\.css\\"\); (?:.*)@media print \{.*top: 0.* p:hover \{ color: blue; \} $/,
      );
      expect(kept).toMatch(/@supports \(display: ?grid\)/);
    }
    for (const file of ['brand/all.css', 'brand/type.css', 'print.css', 'grid.css', '_layouts/foot.tsx']) {
      expect(dependencies).toContain(`emails/${file}`);
    }
  });

  it.each([
    ['STYLE_MISSING', { 'emails/a.html': "<style>@import './none.css';</style>" }],
    ['STYLE_INVALID', { 'emails/a.html': '<style>@import "./b.css" layer(x);</style>', 'emails/b.css': '' }],
    ['FILE_OUTSIDE', { 'emails/a.html': '<style>@import "../b.css";</style>', 'b.css': '' }],
    ['FILE_OUTSIDE', { 'emails/a.html': '<style>@import "@styles/../../b.css";</style>', 'b.css': '' }],
    [
      'STYLE_INVALID',
      {
        'emails/a.tsx': "import s from './b.module.css';\nexport default () => <html className={s.x} />;",
        'emails/b.module.css': '.x { top: 0 }',
      },
    ],
  ])('%s', async (code, files: Readonly<Record<string, string>>) => {
    expect((await build(files)).codes).toEqual([code]);
  });
});
