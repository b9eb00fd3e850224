import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { contents, fixture, folder, write } from '../artifact/folder.ts';
import { run, runBin, runJson } from './terminal.ts';

const note = (text: string): string => `---\nsubject: Note\n---\n\n${text}\n`;

describe('letterlock build', () => {
  it('compiles a folder, tells progress apart from the result, and lists what it made', async () => {
    const cwd = folder({ 'emails/b.md': note('B'), 'emails/a.md': note('A') });
    const { code, out, err } = await run(['build'], { cwd });
    expect(code).toBe(0);
    expect(out).toMatch(
      /^template {2}locales {2}html KB {2}module KB {2}gzip KB {2}hash\na +en( +\d+\.?\d*){3} +\w{16}\nb +en( +\d+\.?\d*){3} +\w{16}\n\nBuilt 2 templates: 12 files, \d+ KB\.\n$/,
    );
    expect(err).toBe('Compiling a (1 of 2) …\nCompiling b (2 of 2) …\n');
    expect(Object.keys(contents(join(cwd, 'dist/emails')))).toContain('templates/a.js');
  });

  it('takes folders and locales, and prints JSON', async () => {
    const cwd = folder({
      'mail/one.md': note('{{t "hi"}}'),
      'mail/locales/en.json': '{"hi": "Hi"}',
      'mail/locales/de.json': '{"hi": "Hallo"}',
      'mail/locales/fr.json': '{"hi": "Salut"}',
    });
    const { code, json } = await runJson(
      ['build', '--emails', 'mail', '--out', 'made', '--locales', 'en, de'],
      { cwd },
    );
    expect(code).toBe(0);
    expect(json).toEqual({
      ok: true,
      templates: [
        {
          id: 'one',
          locales: ['de', 'en'],
          hash: expect.stringMatching(/^\w{16}$/),
          size: { html: expect.any(Number), module: expect.any(Number), gzip: expect.any(Number) },
        },
      ],
      defaultLocale: 'en',
      files: 10,
      warnings: [],
      compiled: [{ id: 'one', milliseconds: expect.any(Number) }],
    });
    const { size } = (json as { templates: { size: Record<'html' | 'module' | 'gzip', number> }[] })
      .templates[0]!;
    expect(size.module).toBe(Buffer.byteLength(contents(join(cwd, 'made'))['templates/one.js']!));
    expect(size.gzip).toBeLessThan(size.module);
    expect(size.html).toBeGreaterThan('<p>Hallo</p>'.length);
    const chosen = await runJson(['build', '--emails', 'mail', '--default-locale', 'fr'], { cwd });
    expect(chosen.json).toMatchObject({ defaultLocale: 'fr' });
    const unknown = await runJson(['build', '--emails', 'mail', '--locales', 'en,xx'], { cwd });
    expect(unknown).toMatchObject({ code: 1, json: { ok: false } });
    expect(JSON.stringify(unknown.json)).toContain('LOCALE_');
  });

  it('reports every error with place, frame and hint, as text and as JSON, and writes nothing', async () => {
    const cwd = folder({
      'emails/a.md': note('![x](/gone.png)'),
      'emails/b.jsx': `
        import { Html } from 'react-email';
        export default function B(props) {
          throw new Error('not today');
        }`,
    });
    const { code, out, err } = await run(['build'], { cwd });
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(
      `${join(cwd, 'emails/a.md')}:5:7 ASSET_MISSING: The image "/gone.png" does not exist.`,
    );
    expect(err).toContain('> 5 | ![x](/gone.png)');
    expect(err).toContain(`${join(cwd, 'emails/b.jsx')}:4:`);
    expect(err).toContain('not today');
    expect(err.match(/^ {2}→ ./gm)).toHaveLength(2);
    expect(err).toMatch(
      /\n\nFound 2 errors in 2 files; nothing was written\.\nletterlock explain CODE says more about each code\.\n$/,
    );
    // oxlint-disable-next-line no-control-regex
    expect(err).not.toMatch(/\u001B/);
    const { json } = await runJson(['build'], { cwd });
    expect(json).toMatchObject({
      ok: false,
      code: 'BUILD_FAILED',
      diagnostics: [
        {
          severity: 'error',
          code: 'ASSET_MISSING',
          file: join(cwd, 'emails/a.md'),
          line: 5,
          column: 7,
          frame: expect.stringContaining('gone'),
          docs: 'letterlock explain ASSET_MISSING',
        },
        { line: 4, hint: expect.stringMatching(/./) },
      ],
    });
    expect(existsSync(join(cwd, 'dist'))).toBe(false);
  });

  it('leaves a web page beside the templates to others', async () => {
    const cwd = folder({
      'emails/a.md': note('A'),
      'index.html': '<script type="module" src="/app.js"></script>',
      'app.js': '',
      'public/icon.txt': 'icon',
    });
    const { cwd: before } = process;
    onTestFinished(() => void (process.cwd = before));
    process.cwd = () => cwd;
    expect((await run(['build'], { cwd })).code).toBe(0);
    expect(readdirSync(join(cwd, 'dist'))).toEqual(['emails']);
  });

  it('says in one sentence where it cannot or may not write', async () => {
    const cwd = folder({ 'emails/a.md': note('A'), 'app/index.js': 'mine' });
    for (const [out, code] of [
      ['emails/a.md/x', 'OUT_UNWRITABLE'],
      ['app', 'OUT_FOREIGN'],
    ] as const) {
      const { err, ...rest } = await run(['build', '--out', out], { cwd });
      expect(rest).toEqual({ code: 1, out: '' });
      expect(err).toContain(`\n${code}: `);
      expect(err).toMatch(/\n {2}→ .*--out/);
      expect(err).not.toMatch(/^ +at /m);
    }
    expect(contents(join(cwd, 'app'))).toEqual({ 'index.js': 'mine' });
  });

  it('keeps the code of an error that is not about a template', async () => {
    expect(await runJson(['build', '--emails', 'nowhere'], { cwd: folder() })).toMatchObject({
      code: 1,
      json: { ok: false, code: 'EMAILS_MISSING', hint: expect.stringContaining('--emails') },
    });
  });

  it('builds somebody else’s folder with the built command, far from every package', async () => {
    const cwd = fixture('foreign');
    const { code, out, err } = await runBin(['build', '--json'], { cwd });
    expect([code, err.match(/^Compiling/gm)?.length]).toEqual([0, 6]);
    expect(JSON.parse(out)).toMatchObject({ ok: true, templates: [{}, {}, {}] });
  });
});

describe('a key of the front matter', () => {
  const page = (matter: string, body = 'Hello'): string => `---\nsubject: Note\n${matter}\n---\n\n${body}\n`;
  const warningsOf = async (files: Record<string, string>): Promise<unknown> =>
    (await runJson(['build'], { cwd: folder(files) })).json.warnings;

  it.each([
    ['layuot: base', 'layout', 'a.md'],
    ['previws: { one: { name: Ada } }', 'previews', 'a.html'],
    ['Context: { name: string }', 'context', 'a.md'],
    ['"sub.ject": Hello', 'subject', 'a.hbs'],
  ])('%s that is misspelt is a warning at its place', async (matter, meant, file) => {
    expect(await warningsOf({ [`emails/${file}`]: page(matter, '<p>layout previews subject</p>') })).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'FRONT_MATTER_KEY',
        hint: `Did you mean "${meant}"? Remove it otherwise.`,
        line: 3,
        column: 1,
      }),
    ]);
  });

  it('is a constant where a template, its layout or a partial prints it', async () => {
    const constants = 'contact: Ada\nreviews: 3\nproject: letterlock\nstyle: color:red\nlayout: base';
    const files = {
      'emails/a.md': page(constants, '{{contact}} {{> footer}}'),
      'emails/_partials/footer.html': '{{#if reviews}}{{reviews}}{{/if}}',
      'emails/_layouts/base.html':
        '<html><body><p style="{{style}}">{{project}}</p>{{{content}}}</body></html>',
      'emails/b.md': page('reviews: 4\nlayout: react'),
      'emails/_layouts/react.jsx': `
        import { Html } from 'react-email';
        export default ({ reviews, children }) => <Html><body>{reviews}{children}</body></Html>;`,
      'emails/c.md': page('colour: red'),
    };
    expect(await warningsOf(files)).toEqual([]);
  });
});

describe('letterlock dev', () => {
  it('builds again when a template, an image or a helper outside changes, and ends when it is told to', async () => {
    const cwd = folder({
      'shared/name.ts': "export const name = 'Ada';",
      'emails/page.jsx': `
        import { Html } from 'react-email';
        import { name } from '../shared/name';
        export default () => <Html><body>{name}</body></Html>;`,
      'emails/a.md': note('First'),
    });
    const stop = new AbortController();
    const lines: string[] = [];
    const done = run(['dev', '--json'], { cwd, signal: stop.signal, out: (text) => void lines.push(text) });
    const shows = (id: string, text: string): Promise<unknown> =>
      vi.waitFor(
        () => expect(readFileSync(join(cwd, `dist/emails/templates/${id}.js`), 'utf8')).toContain(text),
        {
          timeout: 60_000,
          interval: 20,
        },
      );
    await shows('a', 'First');
    write(cwd, { 'emails/a.md': note('Second') });
    await shows('a', 'Second');
    write(cwd, { 'shared/name.ts': "export const name = 'Grace';" });
    await shows('page', 'Grace');
    write(cwd, { 'emails/new.md': note('New') });
    await shows('new', 'New');
    write(cwd, { 'emails/a.md': note('{{#if broken}}') });
    await vi.waitFor(
      () => expect(JSON.parse(lines.at(-1)!)).toMatchObject({ ok: false, diagnostics: [{}] }),
      {
        timeout: 60_000,
      },
    );
    write(cwd, { 'emails/a.md': note('Mended') });
    await shows('a', 'Mended');
    rmSync(join(cwd, 'emails/new.md'));
    await vi.waitFor(() => expect(JSON.parse(lines.at(-1)!)).toMatchObject({ templates: { length: 2 } }), {
      timeout: 60_000,
    });
    // This may be seen or not, or be compiled when it is told to end.
    write(cwd, { 'emails/a.md': note('Late') });
    await new Promise((later) => setTimeout(later, 40));
    stop.abort();
    expect(await done).toMatchObject({ code: 0, err: '' });
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('ok');
    const after = [lines.length, contents(join(cwd, 'dist'))];
    writeFileSync(join(cwd, 'emails/a.md'), note('Too late'));
    // Longer than between two looks at the files.
    await new Promise((later) => setTimeout(later, 1500));
    expect([lines.length, contents(join(cwd, 'dist'))]).toEqual(after);
  });
});
