#!/usr/bin/env node
// React reads this once, when it is loaded; its production build is seven times faster.
process.env['NODE_ENV'] ??= 'production';

const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
