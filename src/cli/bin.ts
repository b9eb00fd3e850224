#!/usr/bin/env node
// Older versions of Node cannot even load the rest, so nothing is imported before this.
const version: string = process.versions.node;
if (isEnough(version.split('.').map(Number))) await start();
else {
  process.stderr.write(`letterlock needs Node 22.12 or newer; this is Node ${version}.\n`);
  process.exitCode = 1;
}

function isEnough([major = 0, minor = 0]: readonly number[]): boolean {
  return major > 22 || (major === 22 && minor >= 12);
}

async function start(): Promise<void> {
  // React reads this once, when it is loaded; its production build is seven times faster.
  process.env['NODE_ENV'] ??= 'production';

  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });

  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2));
}
