/**
 * Sees to the programs that the tests use and that npm cannot install: openssl and python3, which check what we
 * make, and a browser, which shows it. On Debian, as root, they are installed; elsewhere they are named.
 */
import { execFileSync, spawnSync } from 'node:child_process';

const TOOLS = [
  { command: 'openssl', package: 'openssl', use: 'checks S/MIME' },
  { command: 'python3', package: 'python3', use: 'parses messages' },
  { command: 'chromium', package: 'chromium', use: 'shows the gallery' },
] as const;

const has = (command: string): boolean =>
  spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;

const missing = TOOLS.filter(({ command }) => !has(command));
if (missing.length > 0) {
  const packages = missing.map((tool) => tool.package);
  const canInstall = process.getuid?.() === 0 && has('apt-get');
  if (!canInstall) {
    for (const { command, use } of missing) console.error(`The tests need ${command}: it ${use}.`);
    console.error(`Install: ${packages.join(' ')}`);
    process.exit(1);
  }
  console.error(`Installing ${packages.join(', ')} …`);
  const apt = (...args: string[]): void => {
    execFileSync('apt-get', ['-qq', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  };
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...packages);
}
