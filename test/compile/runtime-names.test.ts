import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as runtime from '../../src/render/runtime.ts';

const SOURCES = join(import.meta.dirname, '../../src/compile');

/** The emitters print these themselves. */
const PRINTED = new Set(['image', 'declaration', 'style']);

const compiler = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(SOURCES, file), 'utf8'))
  .join('\n');

it('the compiler knows every name of the run-time face', () => {
  expect(Object.keys(runtime).filter((name) => !new RegExp(`\\b${name}\\b`).test(compiler))).toEqual([]);
});

it('the run-time face has every helper that the compiler writes', () => {
  const names = new Set<string>();
  for (const [, name] of compiler.matchAll(/\bhelper\(\s*'(\w+)'/g)) {
    if (!PRINTED.has(name as string)) names.add(name as string);
  }
  expect(names.size).toBeGreaterThan(5);
  expect([...names].filter((name) => !(name in runtime))).toEqual([]);
});
