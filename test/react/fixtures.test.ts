import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { expectSame, templates } from './harness.ts';

const folder = fileURLToPath(new URL('./fixtures', import.meta.url));
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'input.tsx')));
const { parseFile, close } = templates();
afterAll(close);

test.each(names)('%s prints for its previews what plain React prints', async (name) => {
  const parsed = await parseFile(join(folder, name, 'input.tsx'));
  const previews = Object.values(parsed?.previews ?? {});
  expect(previews.length).toBeGreaterThan(1);
  if (parsed) await expectSame(parsed, previews);
});

test.each(names)('%s gives the same program each time', async (name) => {
  const file = join(folder, name, 'input.tsx');
  const [first, second] = [await parseFile(file), await parseFile(file)];
  expect(second?.html).toBe(first?.html);
});
