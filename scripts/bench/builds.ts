import { execFile } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { templateName, writeProject } from './project.ts';

const run = promisify(execFile);

export interface Builds {
  /** Microseconds of each build, the two taking turns. */
  readonly letterlock: readonly number[];
  readonly reactEmail: readonly number[];
}

/** Cold builds of one folder by whole processes, as a pipeline starts them. */
export async function timeBuilds(
  root: string,
  folder: string,
  templates: number,
  rounds: number,
): Promise<Builds> {
  writeProject(join(folder, 'emails'), templates);
  const ours = join(folder, 'ours');
  const theirs = join(folder, 'theirs');
  const letterlock: number[] = [];
  const reactEmail: number[] = [];
  const email = join(root, 'node_modules/react-email/dist/cli/index.mjs');
  for (let round = 0; round < rounds; round++) {
    for (const out of [ours, theirs]) rmSync(out, { recursive: true, force: true });
    letterlock.push(
      await timeProcess(folder, [
        join(root, 'dist/lib/bin.js'),
        'build',
        '--emails',
        'emails',
        '--out',
        ours,
        '--locales',
        'en',
      ]),
    );
    reactEmail.push(
      await timeProcess(folder, [email, 'export', '--dir', 'emails', '--outDir', theirs, '--silent']),
    );
    for (let index = 0; index < templates; index++) {
      const name = templateName(index).replace('.tsx', '');
      for (const file of [join(ours, 'templates', `${name}.js`), join(theirs, `${name}.html`)]) {
        if (!existsSync(file)) throw new Error(`A build left out ${file}.`);
      }
    }
  }
  return { letterlock, reactEmail };
}

async function timeProcess(cwd: string, args: readonly string[]): Promise<number> {
  const start = performance.now();
  await run(process.execPath, args, { cwd });
  return (performance.now() - start) * 1000;
}
