import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadArtifacts, type Artifacts } from '../../src/cli/artifacts.ts';
import { build, compile } from '../../src/compile/index.ts';
import { contents, folder, folderFor, PIXEL } from '../artifact/folder.ts';
import { select, textIn } from './tree.ts';

const fixture = fileURLToPath(new URL('fixtures/harbour', import.meta.url));
const read = (name: string): string => readFileSync(join(fixture, name), 'utf8');
const context = JSON.parse(read('context.json')) as Record<string, unknown>;

async function artifactsOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Artifacts> {
  const root = folder(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`emails/${path}`, text])),
  );
  await build({ emails: join(root, 'emails'), out: join(root, 'out') });
  return loadArtifacts(join(root, 'out'));
}

const styleOf = (html: string, selector: string): string => select(html, selector)[0]!.attribs['style'] ?? '';

describe('T12 Inky, then inlining', () => {
  const root = folderFor();
  const out = join(root, 'out');
  const artifacts = (async () => {
    cpSync(fixture, root, { recursive: true });
    await build({ emails: join(root, 'emails'), out });
    return loadArtifacts(out);
  })();

  test('the page, its text and its subject', async () => {
    const { html, text, subject } = (await artifacts).render('order', { context });
    expect(subject).toBe('Your order B-7');
    expect(`${html.trim()}\n`).toBe(read('expected.html'));
    expect(`${text}\n`).toBe(read('expected.txt'));
  });

  test('rules meet the tables that Inky makes, also where a condition decides', async () => {
    const { render } = await artifacts;
    const [plain, late] = [false, true].map(
      (isLate) => render('order', { context: { ...context, late: isLate } }).html,
    );
    expect(styleOf(plain!, 'table.button > tbody > tr > td')).toContain('background: #2199e8');
    expect(styleOf(late!, 'table.button > tbody > tr > td')).toContain('background: #cc4b37');
  });

  test('the first and the last column of a loop have their own margins', async () => {
    const { html } = (await artifacts).render('order', { context });
    const cells = select(html, 'table.goods > tbody > tr > th').map(({ attribs }) => attribs['style']!);
    expect(
      cells.map((style) => [/padding-left: 16px/.test(style), /padding-right: 16px/.test(style)]),
    ).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  test('being the first or the last of a loop costs no second copy of the content', async () => {
    await artifacts;
    const code = contents(out)['templates/order.js']!;
    expect(code.match(/columns first last/g)!.length).toBeGreaterThan(0);
    expect(code.match(/ &#8364;<\/th>/g)).toHaveLength(1);
  });
});

describe('T9 style sheets', () => {
  const sheet = (color: string): string => `p { color: ${color} }`;

  test.each([
    ['a.html', '<p>x</p>'],
    ['a.hbs', '<p>x</p>'],
    ['a.inky', '<p>x</p>'],
    ['a.inky.html', '<p>x</p>'],
    ['a.md', 'x'],
    [
      'a.mjml',
      '<mjml><mj-body><mj-section><mj-column><mj-text><p>x</p></mj-text></mj-column></mj-section></mj-body></mjml>',
    ],
  ])('several files in their order in %s', async (name, body) => {
    const { render } = await artifactsOf({
      [name]: `---\nsubject: S\nstyles:\n  - '@styles/one'.css\n---\n${body}\n`.replace(
        "one'.css",
        "one.css'\n  - css/two.css",
      ),
      '_styles/one.css': `${sheet('#111111')}p { margin: 3px }`,
      'css/two.css': sheet('#222222'),
    });
    const style = styleOf(render('a', {}).html, 'p');
    expect(style).toMatch(/color: #222222/);
    expect(style).toMatch(/margin: 3px/);
  });

  test('a link to a file of the project is read where it stands; one to the web stays', async () => {
    const web = '<link rel="stylesheet" href="https://e.com/font.css">';
    const { render } = await artifactsOf({
      'mail/a.html': `<html><head><title>T</title>${web}<link href="../css/a.css" rel="stylesheet"><style>${sheet('#222222')}</style></head><body><p>x</p></body></html>`,
      'css/a.css': `${sheet('#111111')}p { margin: 3px }`,
    });
    const { html } = render('mail/a', {});
    expect(styleOf(html, 'p')).toMatch(/color: #222222/);
    expect(styleOf(html, 'p')).toMatch(/margin: 3px/);
    expect([...html.matchAll(/<link[^>]*>/g)].map(String)).toEqual([
      expect.stringContaining('e.com/font.css'),
    ]);
  });

  test('a page without a head gets one', async () => {
    const { render } = await artifactsOf({
      'a.html': `---\nsubject: S\nstyles: a.css\n---\n<html><body><p>x</p></body></html>`,
      'a.css': sheet('#111111'),
    });
    expect(styleOf(render('a', {}).html, 'p')).toContain('#111111');
  });

  test('images lie beside the style sheet', async () => {
    const { render } = await artifactsOf({
      'mail/a.html': `---\nsubject: S\nstyles: '@styles/deep/a.css'\n---\n<p>x</p>`,
      '_styles/deep/a.css': 'p { background: url(dot.png) }',
      '_styles/deep/dot.png': PIXEL,
    });
    expect(styleOf(render('mail/a', {}).html, 'p')).toMatch(/url\(cid:dot-\w+@letterlock\)/);
  });

  test.each([
    ['STYLE_MISSING', "styles: ['@styles/none.css']", 3, 10],
    ['STYLE_MISSING', 'styles: none.css', 3, 9],
    ['STYLE_INVALID', 'styles: [a.scss]', 3, 10],
    ['STYLE_INVALID', 'styles:\n  - ok.css\n  - bad.css', 5, 5],
    ['STYLE_INVALID', 'styles: icons.css', 3, 9],
    ['FILE_OUTSIDE', 'styles: ../../x.css', 3, 9],
    ['FILE_OUTSIDE', "styles: '@styles/../a.css'", 3, 9],
    ['FRONT_MATTER_INVALID', 'styles: [3]', 3, 10],
    ['FRONT_MATTER_INVALID', 'styles:\n  a: b', 4, 3],
  ])('T6 %s: %s', async (code, styles, line, column) => {
    const root = folder({
      'emails/a.html': `---\nsubject: S\n${styles}\n---\n<p>x</p>`,
      'emails/a.scss': '$a: 1',
      'emails/ok.css': 'p { color: red }',
      'emails/bad.css': 'p { color: red } </style>',
      'emails/icons.css': 'p::before { content: "\uE000" }',
      'emails/a.css': '',
    });
    const failure = compile({ emails: join(root, 'emails') });
    await expect(failure).rejects.toMatchObject({ code, location: { line, column } });
  });

  test('a link to a file that is not there is refused where it stands', async () => {
    const root = folder({ 'emails/a.html': '<html>\n<head>\n <link rel="stylesheet" href="css/app.css">' });
    await expect(compile({ emails: join(root, 'emails') })).rejects.toMatchObject({
      code: 'STYLE_MISSING',
      location: { line: 3 },
    });
  });
});

describe('which files are Inky', () => {
  const row = '<row><columns>{{x}}</columns></row>';
  const isInky = (html: string): boolean => select(html, 'table.row > tbody > tr > th.columns').length === 1;

  test('by their extension or their front matter, and no others', async () => {
    const { render } = await artifactsOf({
      'a.inky': row,
      'b.inky.html': row,
      'c.html': `---\nlanguage: inky\n---\n${row}`,
      'd.html': row,
      'e.html': `---\nlanguage: de\n---\n{{language}}${row}`,
    });
    const ids = ['a', 'b', 'c', 'd', 'e'];
    expect(ids.map((id) => isInky(render(id, { context: { x: 1 } }).html))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(render('e', { context: { x: 1 } }).html).toContain('de<row>');
  });

  test('what is raw and no HTML stays to the letter, also where previews are compared', async () => {
    const code = '<<LCG Program LCG Code Default=2>>';
    const { render } = await artifactsOf({
      'a.inky': `---\npreviews: { one: { x: 1 } }\n---\n<row><columns><raw>${code}</raw> {{x}}</columns></row>`,
    });
    expect(render('a', { context: { x: 1 } }).html).toContain(`<th>${code} 1</th>`);
  });

  test('or by their layout, also from Markdown', async () => {
    const { render } = await artifactsOf({
      'a.html': '---\nlayout: main\n---\n<b>{{x}}</b>',
      'b.md': '---\nlayout: main\n---\n**{{x}}**',
      '_layouts/main.inky': '<row><columns>{{{content}}}</columns></row>',
    });
    for (const id of ['a', 'b']) {
      const { html } = render(id, { context: { x: 'bold' } });
      expect(isInky(html)).toBe(true);
      expect(textIn(select(html, 'th.columns > table')).trim()).toContain('bold');
    }
  });
});
