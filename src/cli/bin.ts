#!/usr/bin/env node
// React reads this once, when it is loaded; its production build is seven times faster.
process.env['NODE_ENV'] ??= 'production';

await import('./main.ts').then(async ({ main }) => {
  process.exitCode = await main(process.argv.slice(2));
});
