import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/compile/index.ts';
import { bundle } from './bundle.ts';

/**
 * What letterlock adds to a bundle, in bytes minified and gzipped, taken from the package as it is published: what can be
 * left out of the sources may not be left out of what is built from them.
 */
const ROOT = join(import.meta.dirname, '../..');
const OUT = join(ROOT, 'dist', 'sizes-test');

/** A little above what was measured. */
const CEILINGS = {
  /** What the module of a sample imports: the text writer, messages, the functions of its language. */
  'password-reset': 3_900,
  welcome: 4_150,
  invoice: 8_000,
  newsletter: 7_650,
  /** What the index imports besides. */
  renderer: 5_250,
  /** All of that for a sample in React, with messages, MIME and drafts. */
  application: 20_250,
  /** Everything that there is, with what other languages need. */
  face: 25_700,
};

describe('of the published package', () => {
  let modules: Readonly<Record<string, string>>;
  beforeAll(async () => {
    execFileSync('npx', ['tsdown', '--logLevel', 'error', '--out-dir', OUT], { cwd: ROOT, stdio: 'pipe' });
    const { files } = await compile({ emails: join(ROOT, 'emails'), locales: ['en'] });
    modules = Object.fromEntries(files.map(({ path, content }) => [path, content]));
  });
  afterAll(() => rmSync(OUT, { recursive: true, force: true }));

  const sizeOf = async (app: string): Promise<number> =>
    (await bundle('app.js', { files: { 'app.js': app }, face: join(OUT, 'index.js') })).size;

  const expectSize = (size: number, ceiling: number): void => {
    expect(size).toBeLessThan(ceiling);
    // A ceiling far above would hide growth.
    expect(size).toBeGreaterThan(ceiling * 0.9);
  };

  /** A module that has in use what the module of a sample has. */
  const caller = (id: string): string => {
    const names = new Set((modules[`templates/${id}.js`] as string).match(/\$\.\w+/g));
    expect(names).toContain('$.TextWriter');
    return `import * as $ from 'letterlock'; export default [${[...names].join(', ')}];`;
  };

  it.each(['password-reset', 'welcome', 'invoice', 'newsletter'] as const)('%s', async (id) => {
    expectSize(await sizeOf(caller(id)), CEILINGS[id]);
  });

  it('the renderer, which an index takes', async () => {
    expectSize(await sizeOf("export { createRenderer } from 'letterlock';"), CEILINGS.renderer);
  });

  it('an application that renders, composes and drafts', async () => {
    const names = 'createRenderer, compose, draft, finish, isLetterlockError, structure, toRaw';
    const size = await sizeOf(`${caller('welcome')} export { ${names} } from 'letterlock';`);
    expectSize(size, CEILINGS.application);
  });

  it('everything', async () => {
    expectSize(await sizeOf("export * from 'letterlock';"), CEILINGS.face);
  });

  it('what is unused leaves nothing behind', async () => {
    expect(await sizeOf("import * as $ from 'letterlock'; export default 1;")).toBeLessThan(60);
  });
});
