import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const root: string = fileURLToPath(new URL('../../', import.meta.url));

export interface Job {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly out: string;
  readonly keys: string;
}

export interface JobOptions {
  /** Folder of templates. Default: the samples. */
  readonly emails?: string;
  /** Folder of keys. Default: none yet, so that the job makes them. */
  readonly keys?: string;
}

/** Throw-away folder inside the project, from where artifacts find the package, removed behind the test file. */
export function privateFolder(): string {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(root, 'dist', 'main-job-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What `npm start` does after it has built the package, into `folder`. */
export async function runMainJob(folder: string, { emails, keys }: JobOptions = {}): Promise<Job> {
  await packageIsBuilt();
  const out = join(folder, 'out');
  const keyFolder = keys ?? join(folder, 'keys');
  const options = ['--out', out, '--artifacts', join(folder, 'emails'), '--keys', keyFolder];
  if (emails) options.push('--emails', emails);
  const run = spawnSync(process.execPath, [join(root, 'scripts', 'start.ts'), ...options], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr, out, keys: keyFolder };
}

/** Rows of the table that the job prints, as lists of cells. */
export const tableRows = ({ stdout }: Job): readonly (readonly string[])[] =>
  stdout
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/))
    .filter((cells) => cells.length === 8 && cells[0] !== 'id');

/** Names that the job must write, `<id>.<locale>`, found from the sources. */
export function expectedNames(): readonly string[] {
  const emails = join(root, 'emails');
  const ids = readdirSync(emails, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tsx|mjml|md)$/.test(entry.name))
    .map(({ name }) => basename(name, extname(name)));
  const locales = readdirSync(join(emails, 'locales')).map((name) => basename(name, '.json'));
  return ids.flatMap((id) => locales.map((locale) => `${id}.${locale}`)).sort();
}

/** `npm test` builds the package first; Vitest alone does so here. One process builds, the others wait. */
async function packageIsBuilt(): Promise<void> {
  const lock = join(root, 'dist', '.building');
  while (newest(join(root, 'src')) > newest(join(root, 'dist', 'lib'))) {
    try {
      if (Date.now() - newest(lock) > 120_000) rmSync(lock, { force: true });
      writeFileSync(lock, '', { flag: 'wx' });
    } catch {
      await sleep(200);
      continue;
    }
    try {
      execFileSync('npm', ['run', '--silent', 'build:package'], { cwd: root, stdio: 'pipe' });
    } finally {
      rmSync(lock);
    }
  }
}

/** Time of the newest file at or below `path`; 0 where there is none. */
function newest(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

export const read = ({ out }: Job, name: string): Buffer => readFileSync(join(out, name));
