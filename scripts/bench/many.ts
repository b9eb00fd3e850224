import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contestant } from './measure.ts';
import { receiptSource } from './receipt.ts';

/** Compiles `count` templates of 40 KB and gives who imports their index, and who imports nothing, each a whole process. */
export function prepareImport(
  count: number,
  { folder, bin }: { readonly folder: string; readonly bin: string },
): { readonly index: Contestant; readonly nothing: Contestant } {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'emails'), { recursive: true });
  for (let number = 1; number <= count; number++) {
    writeFileSync(join(folder, 'emails', `receipt-${number}.html`), receiptSource({ wide: false }));
  }
  const args = ['--emails', join(folder, 'emails'), '--out', join(folder, 'artifacts'), '--locales', 'en'];
  execFileSync(process.execPath, [bin, 'build', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(join(folder, 'index.mjs'), "import './artifacts/index.js';\n");
  writeFileSync(join(folder, 'nothing.mjs'), '\n');
  const run = (file: string) => (): number => {
    const { status, stderr } = spawnSync(process.execPath, [join(folder, file)], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return status;
  };
  return {
    index: { name: 'letterlock', run: run('index.mjs') },
    nothing: { name: 'an empty module', run: run('nothing.mjs') },
  };
}
