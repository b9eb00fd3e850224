import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const compile = fileURLToPath(new URL('../../src/compile', import.meta.url));

test('what a template is made of is read by reading.ts, which notes it for building again', () => {
  const readers = globSync('**/*.ts', { cwd: compile })
    .filter((file) => /from 'node:fs(?:\/promises)?'/.test(readFileSync(join(compile, file), 'utf8')))
    .map((file) => file.split(sep).join('/'))
    .sort();
  expect(readers).toEqual([
    // Real paths only.
    '1-parse/handlebars/files.ts',
    // Real paths and packages; ModuleMemory knows what Vite loads.
    '1-parse/react/load/loader.ts',
    '1-parse/react/load/native-packages.ts',
    // The folder of artifacts.
    'build.ts',
    // Which files there are.
    'discover.ts',
    'make-folder.ts',
    'reading.ts',
    'tree.ts',
  ]);
});
