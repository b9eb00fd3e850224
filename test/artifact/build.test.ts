import { mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadArtifacts } from '../../src/cli/artifacts.ts';
import { build, type CompileError } from '../../src/compile/index.ts';
import { contents, fixture, folder, write } from './folder.ts';

const note = (text: string): string => `---\nsubject: Note\n---\n\n${text}\n`;

describe('a build', () => {
  it('G2 gives the same bytes for the same sources, in another folder and seen from another one', async () => {
    const [one, other] = [fixture('foreign'), fixture('foreign')];
    await build({ emails: join(one, 'emails'), out: join(one, 'out') });
    const { cwd } = process;
    onTestFinished(() => void (process.cwd = cwd));
    process.cwd = () => other;
    await build({ emails: 'emails', out: 'mail/artifacts' });
    expect(contents(join(other, 'mail/artifacts'))).toEqual(contents(join(one, 'out')));
  });

  it('names no path of the machine that built it', async () => {
    const root = fixture('foreign');
    await build({ emails: join(root, 'emails'), out: join(root, 'out') });
    for (const content of Object.values(contents(join(root, 'out')))) expect(content).not.toContain(root);
  });

  it('imports only letterlock and the packages that a template calls', async () => {
    const root = fixture('foreign');
    const emails = join(root, 'emails');
    write(emails, {
      'dated.tsx': `
        import { Html } from 'react-email';
        import dayjs from 'dayjs';
        export default function Dated({ on }: { on: string }) {
          return <Html lang="en"><body>{dayjs(on).format('YYYY')}</body></Html>;
        }`,
    });
    await build({ emails, out: join(root, 'out') });
    const specifiers = Object.entries(contents(join(root, 'out')))
      .filter(([path]) => path.endsWith('.js'))
      .flatMap(([, code]) =>
        [...code.matchAll(/\b(?:from|import\()\s*["']([^"']+)["']/g)].map(([, name]) => name!),
      )
      .filter((name) => !name.startsWith('.'));
    // The last two are for Node alone, as test/artifact/loader.test.ts shows.
    expect(new Set(specifiers)).toEqual(new Set(['letterlock', 'dayjs', '#templates', 'node:module']));
  });

  it.each([
    ['no package.json', {}, true],
    ['a package of CommonJS', { 'package.json': '{"type": "commonjs"}' }, true],
    ['a package of ES modules', { 'package.json': '{"type": "module"}' }, false],
  ])('can be imported where there is %s above', async (_, files, isMarked) => {
    const root = folder({ ...files, 'emails/a.md': note('A') });
    const options = { emails: join(root, 'emails'), out: join(root, 'out') };
    await build(options);
    expect(Object.keys(contents(options.out)).includes('package.json')).toBe(isMarked);
    const { render } = await loadArtifacts(options.out);
    expect(render('a', {}).text).toBe('A');
    await build(options);
    expect(Object.keys(contents(options.out)).includes('package.json')).toBe(isMarked);
  });

  it('removes what it does not make any more, and nothing that it never made', async () => {
    const root = folder({ 'emails/a.md': note('A'), 'emails/b/c.md': note('C'), 'out/mine.txt': 'keep' });
    const options = { emails: join(root, 'emails'), out: join(root, 'out') };
    await build(options);
    expect(Object.keys(contents(options.out))).toContain('templates/b/c.js');
    rmSync(join(root, 'emails/b'), { recursive: true });
    await build(options);
    const left = Object.keys(contents(options.out));
    expect(left).toEqual([
      'index.d.ts',
      'index.js',
      'loader/eager.js',
      'loader/index.js',
      'loader/lazy.js',
      'loader/package.json',
      'loader/stable.js',
      'manifest.json',
      'mine.txt',
      'package.json',
      'templates/a.d.ts',
      'templates/a.js',
    ]);
    expect(() => statSync(join(options.out, 'templates/b'))).toThrow('ENOENT');
  });

  it('never removes a file outside of its folder, whatever the record of the last build says', async () => {
    const root = folder({
      'emails/a.md': note('A'),
      'secret.txt': 'keep',
      'out/manifest.json': JSON.stringify({
        defaultLocale: 'en',
        templates: [],
        files: ['../secret.txt', '/etc/hostname', 7],
      }),
    });
    await build({ emails: join(root, 'emails'), out: join(root, 'out') });
    expect(contents(root)['secret.txt']).toBe('keep');
  });

  it.each([
    ['index.js', 'export const mine = 1;'],
    ['manifest.json', '{"name": "A web application", "files": ["index.html"]}'],
    ['templates/a.js', 'export const mine = 1;'],
  ])('writes over no %s of somebody else', async (path, content) => {
    const out = { [path]: content, 'index.html': 'mine' };
    const root = folder({ 'emails/a.md': note('A') });
    write(join(root, 'out'), out);
    await expect(build({ emails: join(root, 'emails'), out: join(root, 'out') })).rejects.toMatchObject({
      code: 'OUT_FOREIGN',
      message: `"${join(root, 'out', path)}" is there already, and letterlock has not written it.`,
      hint: expect.stringContaining('--out'),
    });
    expect(contents(join(root, 'out'))).toEqual(out);
  });

  it.each(['a.md', 'in/a.md'])('writes nothing among the templates (%s)', async (path) => {
    const root = folder({ [`emails/${path}`]: note('A') });
    const emails = join(root, 'emails');
    await expect(build({ emails, out: emails })).rejects.toMatchObject({ code: 'OUT_FOREIGN' });
    expect(contents(emails)).toEqual({ [path]: note('A') });
  });

  it.each([
    ['damaged', '{"files": ['],
    ['empty', ''],
  ])('knows its folder where the record of the last build is %s', async (_, manifest) => {
    const root = folder({ 'emails/a.md': note('A') });
    const options = { emails: join(root, 'emails'), out: join(root, 'out') };
    await build(options);
    const before = contents(options.out);
    write(options.out, { 'manifest.json': manifest });
    await build(options);
    expect(contents(options.out)).toEqual(before);
  });

  it.each([
    ['below a file', (root: string) => join(root, 'emails/a.md/out')],
    ['where a file is', (root: string) => join(root, 'emails/a.md')],
    // Node's own recursive mkdir never returns there.
    ['where the system takes no folders', () => '/proc/letterlock/out'],
  ])('says that it cannot write %s', async (_, place) => {
    const root = folder({ 'emails/a.md': note('A') });
    const out = place(root);
    await expect(build({ emails: join(root, 'emails'), out })).rejects.toMatchObject({
      code: 'OUT_UNWRITABLE',
      message: expect.stringMatching(/^The artifacts cannot be written to ".+" \(E[A-Z]+\)\.$/),
      hint: expect.stringContaining('--out'),
    });
  });

  it('leaves unchanged files untouched', async () => {
    const root = folder({ 'emails/a.md': note('A'), 'emails/b.md': note('B') });
    const options = { emails: join(root, 'emails'), out: join(root, 'out') };
    await build(options);
    const [a, b] = ['a', 'b'].map((id) => join(options.out, `templates/${id}.js`)) as [string, string];
    for (const file of [a, b]) utimesSync(file, 1, 1);
    write(root, { 'emails/a.md': note('Changed') });
    await build(options);
    expect(statSync(b).mtimeMs).toBe(1000);
    expect(statSync(a).mtimeMs).not.toBe(1000);
  });

  it('writes nothing when it fails', async () => {
    const root = folder({ 'emails/a.md': note('A') });
    const options = { emails: join(root, 'emails'), out: join(root, 'out') };
    await build(options);
    const before = contents(options.out);
    write(root, { 'emails/a.md': note('Changed'), 'emails/b.md': note('![x](/gone.png)') });
    const error = (await build(options).catch((fault: unknown) => fault)) as CompileError;
    expect(error.diagnostics).toMatchObject([{ code: 'ASSET_MISSING' }]);
    expect(error.dependencies).toContain(join(root, 'emails/b.md'));
    expect(contents(options.out)).toEqual(before);

    const empty = mkdtempSync(join(tmpdir(), 'letterlock-'));
    onTestFinished(() => rmSync(empty, { recursive: true }));
    await expect(build({ ...options, out: join(empty, 'out') })).rejects.toThrow('ASSET_MISSING');
    expect(contents(empty)).toEqual({});
  });
});
