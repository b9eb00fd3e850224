/** `letterlock/vite`: the Vite plugin. */
export { letterlock, type LetterlockPluginOptions } from './plugin.ts';
