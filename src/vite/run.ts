import { build as viteBuild } from 'vite';
import { letterlock, type LetterlockPluginOptions } from './plugin.ts';

/** Runs Vite for the templates alone, without a configuration file. With `watch` it goes on until `close`. */
export async function runVite(
  options: LetterlockPluginOptions,
  watch: boolean,
): Promise<{ close(): Promise<void> }> {
  const outcome = await viteBuild({
    configFile: false,
    logLevel: 'silent',
    plugins: [letterlock(options)],
    build: { emptyOutDir: false, watch: watch ? {} : null },
  });
  return { close: async () => ('close' in outcome ? void (await outcome.close()) : undefined) };
}
