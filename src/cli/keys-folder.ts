import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../compile/make-folder.ts';
import { LetterlockError } from '../errors.ts';

/** Where keys go and are looked for unless said otherwise; kept out of git. */
export const KEYS = '.letterlock';

/** Makes a folder for keys that git leaves alone; one that exists stays as it is. Throws OUT_UNWRITABLE. */
export function makeKeysFolder(folder: string): void {
  if (existsSync(folder)) return;
  try {
    makeFolder(folder);
    writeFileSync(join(folder, '.gitignore'), '*\n');
  } catch (cause) {
    throw new LetterlockError({
      code: 'OUT_UNWRITABLE',
      message: `The folder "${folder}" cannot be made (${(cause as NodeJS.ErrnoException).code}).`,
      hint: 'Check the path of --out and the permission to write there.',
      cause,
    });
  }
}
