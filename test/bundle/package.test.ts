import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const OUT = join(ROOT, 'dist', 'bundle-test');

/** What the built package imports from outside of itself, seen from one of its entries. */
async function foreignImports(entry: string): Promise<readonly string[]> {
  const foreign = new Set<string>();
  const build = await rolldown({
    input: join(OUT, entry),
    platform: 'neutral',
    plugins: [
      {
        name: 'foreign',
        resolveId(id, importer) {
          if (importer === undefined || id.startsWith('.')) return undefined;
          foreign.add(id);
          return { id, external: true };
        },
      },
    ],
  });
  await build.generate({ format: 'esm' });
  await build.close();
  return [...foreign].sort();
}

beforeAll(() => {
  execFileSync('npx', ['tsdown', '--logLevel', 'error', '--out-dir', OUT], { cwd: ROOT, stdio: 'pipe' });
});
afterAll(() => rmSync(OUT, { recursive: true, force: true }));

it('the run-time face of the published package imports nothing from outside', async () => {
  expect(await foreignImports('index.js')).toEqual([]);
  expect(await foreignImports('template.js')).toEqual([]);
});

it('the same look at an entry for Node finds what it imports', async () => {
  expect(await foreignImports('dkim.js')).toContain('node:crypto');
});
