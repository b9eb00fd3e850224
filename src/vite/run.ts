import { build as viteBuild, createServer, type InlineConfig } from 'vite';
import { letterlock, type LetterlockPluginOptions, NOTHING_TO_BUNDLE } from './plugin.ts';

const base = (options: LetterlockPluginOptions): InlineConfig => ({
  configFile: false,
  logLevel: 'silent',
  plugins: [letterlock(options)],
});

/** Runs Vite for the templates alone, without a configuration file; a page beside them is none of our business. */
export async function buildOnce(options: LetterlockPluginOptions): Promise<void> {
  await viteBuild({ ...base(options), build: NOTHING_TO_BUNDLE });
}

/**
 * Builds now and again on every change, until `close`. This is Vite's server without anything served: it sees changes
 * from the beginning, where the watcher of a build misses those that come before its first end.
 */
export async function buildOnChange(
  options: LetterlockPluginOptions & { readonly emails: string },
): Promise<{ close(): Promise<void> }> {
  return createServer({
    ...base(options),
    root: options.emails,
    appType: 'custom',
    publicDir: false,
    optimizeDeps: { noDiscovery: true, include: [] },
    server: { middlewareMode: true, hmr: false, ws: false },
  });
}
