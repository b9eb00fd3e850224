import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PEERS = ['react-email', 'react', 'handlebars', 'nodemailer'];

/** Name and version of those that letterlock is compared with, and whether it is the latest, where the registry answers. */
export const peers = (root: string): Promise<readonly string[]> =>
  Promise.all(
    PEERS.map(async (name) => {
      const file = join(root, 'node_modules', name, 'package.json');
      const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
      const latest = await latestOf(name);
      const remark =
        latest === undefined ? '' : latest === version ? ' (the latest)' : ` (OUTDATED: ${latest} is out)`;
      return `${name} ${version}${remark}`;
    }),
  );

async function latestOf(name: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('npm', ['view', name, 'version'], { timeout: 20_000 });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
