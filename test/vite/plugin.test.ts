import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, createServer, type InlineConfig, type Logger, type Plugin, type Rolldown } from 'vite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { letterlock, type LetterlockPluginOptions } from '../../src/vite/index.ts';
import { contents, folder, write } from '../artifact/folder.ts';

const note = (text: string): string => `---\nsubject: Note\n---\n\n${text}\n`;

const config = (root: string, options?: LetterlockPluginOptions): InlineConfig => ({
  configFile: false,
  root,
  logLevel: 'silent',
  plugins: [letterlock(options)],
});

/** A file of the artifacts as soon as it holds a text. */
const shows = (root: string, path: string, text: string): Promise<void> =>
  vi.waitFor(() => expect(readFileSync(join(root, path), 'utf8')).toContain(text), {
    timeout: 60_000,
    interval: 20,
  });

describe('vite build', () => {
  it('compiles the templates of a project that has nothing else to bundle, and leaves no bundle', async () => {
    const root = folder({ 'emails/a.md': note('A') });
    const built = vi.fn<NonNullable<LetterlockPluginOptions['onBuild']>>();
    await build(config(root, { onBuild: built }));
    expect(Object.keys(contents(join(root, 'dist')))).toEqual([
      'emails/index.d.ts',
      'emails/index.js',
      'emails/loader/eager.js',
      'emails/loader/index.js',
      'emails/loader/lazy.js',
      'emails/loader/package.json',
      'emails/loader/stable.js',
      'emails/manifest.json',
      'emails/package.json',
      'emails/templates/a.d.ts',
      'emails/templates/a.js',
    ]);
    expect(built).toHaveBeenCalledOnce();
    expect(built.mock.calls[0]![0].templates).toMatchObject([{ id: 'a', locales: ['en'] }]);
  });

  it.each([
    ['a page', { 'index.html': '<script type="module" src="/app.js"></script>' }, {}],
    ['an input', {}, { rolldownOptions: { input: 'app.js' } }],
    ['an input by its old name', {}, { rollupOptions: { input: 'app.js' } }],
    ['an entry for the server', {}, { ssr: 'app.js' }],
    ['a library', {}, { lib: { entry: 'app.js', formats: ['es' as const], fileName: 'app' } }],
  ])('compiles them beside %s of the project', async (_, files, options) => {
    const root = folder({ ...files, 'app.js': 'console.log("mine");', 'mail/a.md': note('A') });
    await build({
      ...config(root, { emails: 'mail', out: 'made' }),
      build: { ...options, outDir: 'bundle' },
    });
    expect(Object.keys(contents(join(root, 'made')))).toContain('templates/a.js');
    expect(Object.values(contents(join(root, 'bundle'))).join('\n')).toContain('mine');
  });

  it.each([
    ['a plugin after it', 'post' as const],
    ['a plugin before it', undefined],
  ])('bundles an input that %s adds', async (_, enforce) => {
    const root = folder({ 'app.js': 'console.log("mine");', 'emails/a.md': note('A') });
    const other: Plugin = {
      name: 'other',
      ...(enforce && { enforce }),
      config: () => ({ build: { rolldownOptions: { input: 'app.js' } } }),
    };
    const given = config(root);
    const plugins = enforce ? [...given.plugins!, other] : [other, ...given.plugins!];
    await build({ ...given, plugins, build: { outDir: 'bundle' } });
    expect(Object.values(contents(join(root, 'bundle'))).join('\n')).toContain('mine');
    expect(Object.keys(contents(join(root, 'dist')))).toContain('emails/templates/a.js');
  });

  it('leaves the artifacts in the output folder that Vite empties, where a page imports them', async () => {
    const root = folder({
      'index.html': '<script type="module" src="/app.js"></script>',
      'app.js': "import { templates } from './dist/emails/manifest.json'; console.log('mine', templates);",
      'emails/a.md': note('A'),
      'dist/old.txt': 'of an earlier build',
    });
    for (const _ of ['first', 'second']) {
      await build(config(root));
      const dist = contents(join(root, 'dist'));
      expect(Object.keys(dist).filter((path) => !path.startsWith('assets/'))).toEqual([
        'emails/index.d.ts',
        'emails/index.js',
        'emails/loader/eager.js',
        'emails/loader/index.js',
        'emails/loader/lazy.js',
        'emails/loader/package.json',
        'emails/loader/stable.js',
        'emails/manifest.json',
        'emails/package.json',
        'emails/templates/a.d.ts',
        'emails/templates/a.js',
        'index.html',
      ]);
    }
  });

  it('fails with the place of the error, which keeps its own code', async () => {
    const root = folder({ 'emails/a.md': note('![x](/gone.png)') });
    const failed = vi.fn<NonNullable<LetterlockPluginOptions['onError']>>();
    const error: unknown = await build(config(root, { onError: failed })).catch((fault: unknown) => fault);
    const place = `${join(root, 'emails/a.md')}:5:7`;
    expect(error).toMatchObject({ message: expect.stringContaining(`${place} ASSET_MISSING`) });
    expect(failed).toHaveBeenCalledOnce();
    expect(failed.mock.calls[0]![0]).toMatchObject({
      code: 'ASSET_MISSING',
      location: { file: join(root, 'emails/a.md'), line: 5, column: 7 },
    });
    expect(existsSync(join(root, 'dist'))).toBe(false);
  });

  it('builds again in watch mode, also after a failure', async () => {
    const root = folder({ 'emails/a.md': note('First') });
    let ends = 0;
    const watcher = (await build({
      ...config(root),
      build: { watch: { buildDelay: 20 } },
    })) as Rolldown.RolldownWatcher;
    onTestFinished(() => watcher.close());
    watcher.on('event', (event) => {
      if (event.code === 'END' || event.code === 'ERROR') ends++;
    });
    const ended = (count: number): Promise<void> =>
      vi.waitFor(() => expect(ends).toBeGreaterThanOrEqual(count), { timeout: 60_000, interval: 20 });
    await ended(1);
    write(root, { 'emails/a.md': note('{{#if broken}}') });
    await ended(2);
    await shows(root, 'dist/emails/templates/a.js', 'First');
    write(root, { 'emails/a.md': note('Mended') });
    await shows(root, 'dist/emails/templates/a.js', 'Mended');
    write(root, { 'emails/b.md': note('New') });
    await shows(root, 'dist/emails/templates/b.js', 'New');
  });
});

describe('a file outside of the project that changes before anybody watches it', () => {
  const files = {
    'shared/name.ts': "export const name = 'Ada';",
    'project/emails/page.jsx': `
      import { Html } from 'react-email';
      import { name } from '../../shared/name';
      export default () => <Html><body>{name}</body></Html>;`,
  };
  const change = (root: string): (() => void) => {
    let isFirst = true;
    return () => {
      if (isFirst) write(root, { 'shared/name.ts': "export const name = 'Grace';" });
      isFirst = false;
    };
  };

  it('is built again by a server', async () => {
    const root = folder(files);
    const server = await createServer({
      ...config(join(root, 'project'), { onBuild: change(root) }),
      server: { middlewareMode: true, ws: false },
    });
    onTestFinished(() => server.close());
    await shows(root, 'project/dist/emails/templates/page.js', 'Grace');
  });

  it('is built again in watch mode', async () => {
    const root = folder(files);
    const watcher = (await build({
      ...config(join(root, 'project'), { onBuild: change(root) }),
      build: { watch: {} },
    })) as Rolldown.RolldownWatcher;
    onTestFinished(() => watcher.close());
    await shows(root, 'project/dist/emails/templates/page.js', 'Grace');
  });
});

describe('a Vite server', () => {
  it('compiles at its start and whenever a template, message or image changes, and shows what fails', async () => {
    const root = folder({
      'index.html': '<h1>App</h1>',
      'emails/a.md': note('{{t "hi"}}'),
      'emails/locales/en.json': '{"hi": "Hi"}',
    });
    const errors: string[] = [];
    const quiet = (): void => {};
    const logger: Logger = {
      info: quiet,
      warn: quiet,
      warnOnce: quiet,
      error: (message) => void errors.push(message),
      clearScreen: quiet,
      hasErrorLogged: () => false,
      hasWarned: false,
    };
    const server = await createServer({
      ...config(root),
      customLogger: logger,
      server: { middlewareMode: true, ws: false },
    });
    onTestFinished(() => server.close());
    const sent = vi.spyOn(server.environments.client.hot, 'send');
    await shows(root, 'dist/emails/templates/a.js', 'Hi');
    write(root, { 'emails/locales/en.json': '{"hi": "Hello"}' });
    await shows(root, 'dist/emails/templates/a.js', 'Hello');

    write(root, { 'emails/a.md': note('![x](/gone.png)') });
    await vi.waitFor(() => expect(errors).not.toEqual([]), { timeout: 60_000 });
    const place = { file: join(root, 'emails/a.md'), line: 5, column: 7 };
    expect(errors[0]).toContain(`${place.file}:5:7 ASSET_MISSING`);
    expect(sent).toHaveBeenCalledWith({
      type: 'error',
      err: expect.objectContaining({ plugin: 'letterlock', loc: place, message: errors[0] }),
    });
    await shows(root, 'dist/emails/templates/a.js', 'Hello');

    write(root, { 'emails/a.md': note('Mended') });
    await shows(root, 'dist/emails/templates/a.js', 'Mended');
  });
});
