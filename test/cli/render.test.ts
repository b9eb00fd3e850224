import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { build } from '../../src/compile/index.ts';
import { contents, folder, folderFor, PIXEL, write } from '../artifact/folder.ts';
import { run, runBin, runJson } from './terminal.ts';

describe('letterlock render', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = folderFor({
      'emails/static/dot.png': PIXEL,
      'emails/locales/en.json':
        '{"hi": "Hello {name}", "last": "Read {n, plural, one {# page} other {# pages}}"}',
      'emails/locales/de.json':
        '{"hi": "Hallo {name}", "last": "Lies {n, plural, one {# Seite} other {# Seiten}}"}',
      'emails/note.md': [
        '---',
        `subject: '{{t "hi" name=name}}'`,
        'previews:',
        '  first: { name: Ada, n: 1 }',
        '  "a second": { name: Grace, n: 2 }',
        '---',
        '',
        '![dot](/static/dot.png)',
        '{{t "last" n=n}}, {{name}}',
      ].join('\n'),
      'emails/Sub Folder/Dated.jsx': `
        import { Html } from 'react-email';
        export default function Dated({ on }) {
          return <Html><body>{on.toISOString()}</body></Html>;
        }
        Dated.PreviewProps = { on: new Date(0) };`,
      'emails/plain.md': 'Nothing to fill.',
    });
    await build({ emails: join(cwd, 'emails'), out: join(cwd, 'dist/emails') });
  });

  it('prints html, text and subject of the first preview in the default locale', async () => {
    const html = await run(['render', 'note'], { cwd });
    expect(html).toMatchObject({ code: 0, err: '' });
    expect(html.out).toMatch(/^<!DOCTYPE html>[^]*cid:dot-\w+@letterlock[^]*Read 1 page, Ada[^]*<\/html>\n/);
    expect((await run(['render', 'note', '--format', 'text'], { cwd })).out).toContain('Read 1 page, Ada');
    expect((await run(['render', 'note', '--format', 'subject'], { cwd })).out).toBe('Hello Ada\n');
  });

  it('takes a locale or a list of preferences', async () => {
    const subject = async (locale: string): Promise<string> =>
      (await run(['render', 'note', '--format', 'subject', '--locale', locale], { cwd })).out;
    expect(await subject('de')).toBe('Hallo Ada\n');
    expect(await subject('de-AT')).toBe('Hallo Ada\n');
    expect(await subject('fr, de;q=0.8, en;q=0.5')).toBe('Hallo Ada\n');
    expect(await runJson(['render', 'note', '--locale', 'de_DE!'], { cwd })).toMatchObject({
      code: 1,
      json: { ok: false, code: 'LOCALE_INVALID' },
    });
  });

  it.each(['xx', 'fr, nl;q=0.5'])(
    'says that it has no locale %s and gives the default one',
    async (locale) => {
      const { code, out, err } = await run(['render', 'note', '--format', 'subject', '--locale', locale], {
        cwd,
      });
      expect([code, out]).toEqual([0, 'Hello Ada\n']);
      expect(err).toBe(`There is no locale "${locale}"; this is en.\n`);
      expect(await runJson(['render', 'note', '--locale', locale], { cwd })).toMatchObject({ err, code: 0 });
    },
  );

  it.each(['en', 'en-GB', 'DE', 'xx, *', 'xx, de;q=0.1'])(
    'has nothing to say about the locale %s',
    async (locale) => {
      expect((await run(['render', 'note', '--locale', locale], { cwd })).err).toBe('');
    },
  );

  it('ends a text with one line end', async () => {
    write(cwd, { 'other/a.html': '<html><body><p>One</p><br><br><pre>Two\n\n</pre><hr></body></html>' });
    await build({ emails: join(cwd, 'other'), out: join(cwd, 'other/out') });
    for (const format of ['text', 'html']) {
      const { out } = await run(['render', 'a', '--format', format, '--artifacts', 'other/out'], { cwd });
      expect(out).toMatch(/[^\n]\n$/);
    }
  });

  it('takes a named preview', async () => {
    const { out } = await run(['render', 'note', '--preview', 'a second', '--format', 'text'], { cwd });
    expect(out).toContain('Read 2 pages, Grace');
    expect(await runJson(['render', 'note', '--preview', 'third'], { cwd })).toMatchObject({
      code: 1,
      json: { code: 'PREVIEW_UNKNOWN', hint: 'It has: first, a second.' },
    });
  });

  it('takes the context from a file or from standard input', async () => {
    write(cwd, { 'context.json': '{"name": "Edsger", "n": 5}' });
    const text = ['render', 'note', '--format', 'text'];
    expect((await run([...text, '--context', 'context.json'], { cwd })).out).toContain(
      'Read 5 pages, Edsger',
    );
    const stdin = '{"name": "Barbara", "n": 7}';
    expect((await run([...text, '--context', '-'], { cwd, stdin })).out).toContain('Read 7 pages, Barbara');
    expect((await runBin([...text, '--context', '-'], { cwd, stdin })).out).toContain(
      'Read 7 pages, Barbara',
    );
  });

  it.each([
    ['not JSON', '{name', 'CONTEXT_FILE_INVALID'],
    ['no object', '7', 'CONTEXT_INVALID'],
    ['null', 'null', 'CONTEXT_INVALID'],
    ['without a value that is printed', '{"n": 1}', 'CONTEXT_MISSING'],
    ['with a value of another kind', '{"n": "many", "name": "Ada"}', 'CONTEXT_TYPE'],
    [
      'with a line end for the subject',
      '{"n": 1, "name": "Ada\\r\\nBcc: eve@example.com"}',
      'SUBJECT_INVALID',
    ],
  ])('refuses a context that is %s', async (_, stdin, code) => {
    const { json, ...rest } = await runJson(['render', 'note', '--context', '-'], { cwd, stdin });
    expect(rest).toEqual({ code: 1, err: '' });
    expect(json).toMatchObject({
      ok: false,
      code,
      message: expect.any(String),
      hint: expect.stringMatching(/./),
    });
    const { out, err } = await run(['render', 'note', '--context', '-'], { cwd, stdin });
    expect(out).toBe('');
    expect(err).toMatch(new RegExp(`^${code}: .+\\n {2}→ .+\\n$`));
  });

  it('takes dates, in previews and in a context', async () => {
    const id = 'Sub Folder/Dated';
    expect((await run(['render', id], { cwd })).out).toContain('1970-01-01T00:00:00.000Z');
    const stdin = '{"on": {"$date": "2026-03-01T09:30:00Z"}}';
    expect((await run(['render', id, '--context', '-'], { cwd, stdin })).out).toContain(
      '2026-03-01T09:30:00.000Z',
    );
  });

  it('describes everything as JSON, images without their bytes', async () => {
    const { code, json } = await runJson(['render', 'note'], { cwd });
    expect(code).toBe(0);
    expect(json).toEqual({
      ok: true,
      subject: 'Hello Ada',
      html: expect.stringContaining('Ada'),
      text: expect.stringContaining('Ada'),
      images: [
        {
          cid: expect.stringMatching(/^dot-\w+@letterlock$/),
          filename: 'dot.png',
          type: 'image/png',
          size: PIXEL.length,
        },
      ],
      locale: 'en',
      dir: 'ltr',
    });
    const { out } = await run(['render', 'note', '--format', 'json'], { cwd });
    expect({ ok: true, ...(JSON.parse(out) as object) }).toEqual(json);
  });

  it('writes an unsent draft with the images in it', async () => {
    const { out, code } = await run(['render', 'note', '--format', 'eml', '--locale', 'de'], { cwd });
    expect(code).toBe(0);
    expect(out).toMatch(/^X-Unsent: 1\r\n/m);
    expect(out).toMatch(/^Subject: Hallo Ada\r\n/m);
    expect(out).toMatch(/^Content-ID: <dot-\w+@letterlock>\r\n/m);
    const { json } = await runJson(['render', 'note', '--format', 'eml'], { cwd });
    expect(json.eml).toMatch(/^X-Unsent: 1\r\n/m);
  });

  it('writes to a file, also in a folder that is not there yet', async () => {
    const argv = ['render', 'plain', '--format', 'text', '--out', 'made/deep/plain.txt'];
    expect(await run(argv, { cwd })).toEqual({
      code: 0,
      out: 'Wrote made/deep/plain.txt (17 bytes).\n',
      err: '',
    });
    expect(readFileSync(join(cwd, 'made/deep/plain.txt'), 'utf8')).toBe('Nothing to fill.\n');
    expect(await runJson(argv, { cwd })).toMatchObject({
      code: 0,
      json: { ok: true, file: 'made/deep/plain.txt' },
    });
    expect(await runJson(['render', 'plain', '--out', 'emails/plain.md/x'], { cwd })).toMatchObject({
      code: 1,
      json: { code: 'FILE_UNWRITABLE' },
    });
  });

  it.each([
    [['render', 'nothing'], 'TEMPLATE_UNKNOWN', 'The build holds: Sub Folder/Dated, note, plain.'],
    [['render', 'plain', '--artifacts', 'emails'], 'ARTIFACTS_MISSING', 'letterlock build'],
    [['render', 'plain', '--context', 'nowhere.json'], 'CONTEXT_FILE_MISSING', 'Check the path'],
  ])('%j fails with %s', async (argv, code, hint) => {
    const { json, ...rest } = await runJson(argv, { cwd });
    expect(rest).toEqual({ code: 1, err: '' });
    expect(json).toMatchObject({ ok: false, code, hint: expect.stringContaining(hint) });
  });

  it('renders artifacts that lie outside of every project', async () => {
    const away = folder(
      Object.fromEntries(
        Object.entries(contents(join(cwd, 'dist/emails'))).map(([path, content]) => [
          `artifacts/${path}`,
          content,
        ]),
      ),
    );
    const { code, out } = await runBin(['render', 'plain', '--format', 'text', '--artifacts', 'artifacts'], {
      cwd: away,
    });
    expect([code, out]).toEqual([0, 'Nothing to fill.\n']);
  });

  it('says which package is missing where the artifacts lie', async () => {
    const away = folder({
      'emails/dated.tsx': `
        import { Html } from 'react-email';
        import dayjs from 'dayjs';
        export default ({ on }: { on: string }) => <Html><body>{dayjs(on).format('YYYY')}</body></Html>;`,
    });
    onTestFinished(() => rmSync(away, { recursive: true, force: true }));
    await build({ emails: join(away, 'emails'), out: join(away, 'dist/emails') });
    const { code, out } = await runBin(['render', 'dated', '--json'], { cwd: away });
    expect([code, JSON.parse(out)]).toMatchObject([
      1,
      { code: 'ARTIFACTS_INVALID', hint: 'Run npm install dayjs there.' },
    ]);
  });
});
