import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { beforeAll, describe, expect, test } from 'vitest';

/**
 * The run-time face must run where there is no Node: it is bundled for no platform at all, and whatever it wants from
 * outside its own sources shows up.
 */

const src = fileURLToPath(new URL('../src/', import.meta.url));

/** What the run-time face is made of: files of `src`, folders end with a slash. */
const CONTRIBUTORS = [
  'artifact.ts',
  'errors.ts',
  'index.ts',
  'locale.ts',
  'message/',
  'mime/',
  'render/',
  'send/draft.ts',
];

/** Bytes, minified and compressed: of the whole face, and of the renderer alone. 15 % above what was measured. */
const CEILING = 25_200;
const RENDER_CEILING = 5_150;

interface Bundle {
  /** Files that put code into the bundle, relative to `src`. */
  readonly files: readonly string[];
  /** What is not a file of the project: Node modules, packages. */
  readonly foreign: readonly string[];
  readonly code: string;
  readonly size: number;
}

/** `entry` is a path relative to `src`, or code that imports from `letterlock`. */
async function bundle(entry: string, format: 'esm' | 'iife' = 'esm'): Promise<Bundle> {
  const foreign = new Set<string>();
  const build = await rolldown({
    input: entry.endsWith('.ts') ? src + entry : 'virtual:entry',
    platform: 'neutral',
    plugins: [
      {
        name: 'face',
        resolveId(id) {
          if (id === 'virtual:entry') return id;
          if (id === 'letterlock') return `${src}index.ts`;
          if (id.startsWith('.') || id.startsWith(src)) return undefined;
          foreign.add(id);
          return { id, external: true };
        },
        load: (id) => (id === 'virtual:entry' ? entry : undefined),
      },
    ],
  });
  const { output } = await build.generate({ format, name: 'face', minify: true });
  await build.close();
  const files = output.flatMap((chunk) =>
    chunk.type === 'chunk'
      ? Object.entries(chunk.modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : []))
      : [],
  );
  const code = output.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('');
  return {
    files: files.filter((id) => id.startsWith(src)).map((id) => id.slice(src.length)),
    foreign: [...foreign].sort(),
    code,
    size: gzipSync(code, { level: 9 }).length,
  };
}

const strangers = (files: readonly string[]): readonly string[] =>
  files.filter(
    (file) => !CONTRIBUTORS.some((part) => (part.endsWith('/') ? file.startsWith(part) : file === part)),
  );

describe('the run-time face', () => {
  let face: Bundle;
  beforeAll(async () => {
    face = await bundle('index.ts');
  });

  test('has no Node module and no package in its graph', () => {
    expect(face.foreign).toEqual([]);
  });

  test('is made of render, message, mime and the draft only', () => {
    expect(strangers(face.files)).toEqual([]);
    const parts = new Set(face.files.map((file) => file.replace(/\/.*/, '/')));
    expect([...parts].sort()).toEqual(['errors.ts', 'locale.ts', 'message/', 'mime/', 'render/', 'send/']);
  });

  test('stays small', () => {
    expect(face.size).toBeLessThan(CEILING);
    // A ceiling far above would hide growth.
    expect(face.size).toBeGreaterThan(CEILING * 0.7);
  });

  test('an application that only renders leaves message and MIME out', async () => {
    const render = await bundle("export { createRenderer } from 'letterlock';");
    expect(render.files.filter((file) => /^(message|mime|send)\//.test(file))).toEqual([]);
    expect(render.size).toBeLessThan(RENDER_CEILING);
  });

  test('renders, composes and serialises where there are only web globals', async () => {
    const program = await bundle(
      `import { compose, createRenderer, draft, runtime as $, toRaw } from 'letterlock';
       const html = (s, x) => (c) => s[0] + x.react(c.name, 'name') + s[1];
       const text = (c) => { const w = new $.TextWriter(); w.slot(c.name, 'react'); return w.finish(); };
       const locale = { dir: 'ltr', statics: ['<p>Grüße, ', '</p>'], html, text, subject: () => 'Grüße', images: [] };
       const { render, renderBytes } = createRenderer([{ id: 'a', hash: '', locales: { de: locale } }], 'de');
       const context = { name: 'Zoë & 李' };
       const rendered = render('a', { context });
       const message = compose(rendered, { from: 'a@example.com', to: 'b@example.com' });
       export const html8 = new TextDecoder().decode(renderBytes('a', { context }).html);
       export const raw = new TextDecoder().decode(toRaw(message).bytes);
       export const unsent = new TextDecoder().decode(draft(message).bytes);`,
      'iife',
    );
    const globals = { TextEncoder, TextDecoder, atob, btoa, crypto: globalThis.crypto };
    const result = runInNewContext(`${program.code};face`, globals) as Record<
      'html8' | 'raw' | 'unsent',
      string
    >;
    expect(result.html8).toBe('<p>Grüße, Zoë &amp; 李</p>');
    expect(result.raw).toMatch(/^From: a@example\.com\r\nTo: b@example\.com\r\n/);
    expect(result.raw).toContain('Content-Type: multipart/alternative');
    expect(result.unsent).toContain('X-Unsent: 1\r\n');
  });
});

describe('the check reports', () => {
  test('a Node module in the graph', async () => {
    const { foreign, files } = await bundle('secure/dkim/index.ts');
    expect(foreign).toContain('node:crypto');
    expect(strangers(files)).toContain('secure/dkim/sign.ts');
  });

  test('a package, and a layer that has no business there', async () => {
    const { foreign, files } = await bundle('send/index.ts');
    expect(foreign.some((id) => id.startsWith('nodemailer'))).toBe(true);
    expect(strangers(files)).toContain('send/smtp.ts');
  });
});
