/** `letterlock/cli`: the command line as a function, for scripts and tests. */
export { main } from './main.ts';
export type { Terminal } from './terminal.ts';
