#!/usr/bin/env node
// React reads this once, when it is loaded; its production build is seven times faster.
process.env['NODE_ENV'] ??= 'production';

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

await import('./main.ts').then(async ({ main }) => {
  process.exitCode = await main(process.argv.slice(2));
});
