import { build as viteBuild } from 'vite';
import { letterlock, type LetterlockPluginOptions } from './plugin.ts';

const ENTRY = 'virtual:letterlock-entry';

/**
 * Runs Vite for the templates alone: no configuration file, no bundle of its own. With `watch` it goes on until
 * `close`.
 */
export async function runVite(
  options: LetterlockPluginOptions,
  watch: boolean,
): Promise<{ close(): Promise<void> }> {
  const outcome = await viteBuild({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      letterlock(options),
      {
        name: 'letterlock-entry',
        resolveId: (id) => (id === ENTRY ? `\0${ENTRY}` : undefined),
        load: (id) => (id === `\0${ENTRY}` ? 'export {};' : undefined),
      },
    ],
    build: {
      write: false,
      emptyOutDir: false,
      watch: watch ? {} : null,
      rolldownOptions: { input: ENTRY },
    },
  });
  return { close: async () => ('close' in outcome ? void (await outcome.close()) : undefined) };
}
