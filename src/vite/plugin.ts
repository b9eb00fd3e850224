import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Plugin, ViteDevServer } from 'vite';
import { build, type BuildOptions, type CompileResult } from '../compile/index.ts';

export interface LetterlockPluginOptions extends Partial<BuildOptions> {
  /** Told of every build that succeeded. */
  readonly onBuild?: ((result: CompileResult) => void) | undefined;
  /** Told of every build that failed, before Vite is. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Stands in where a project has templates and nothing for Vite to bundle. */
const ENTRY = 'virtual:letterlock-entry';

/**
 * The Vite plugin: compiles the templates when Vite builds, and again whenever one of their files changes in watch
 * mode or while the dev server runs. Default folders: `emails` to `dist/emails`.
 */
export function letterlock(options: LetterlockPluginOptions = {}): Plugin {
  const { onBuild, onError, emails = 'emails', out = 'dist/emails', ...rest } = options;
  let root = process.cwd();
  let running: Promise<CompileResult> | undefined;

  const run = async (): Promise<CompileResult> => {
    // Two builds at once would write the same files; the later one waits.
    await running?.catch(() => {});
    running = build({ ...rest, emails: resolve(root, emails), out: resolve(root, out) });
    try {
      const result = await running;
      onBuild?.(result);
      return result;
    } catch (error) {
      onError?.(error);
      throw error;
    }
  };

  return {
    name: 'letterlock',
    config({ root: folder = process.cwd(), build: { rolldownOptions, lib } = {} }) {
      const hasEntry = rolldownOptions?.input !== undefined || lib || existsSync(join(folder, 'index.html'));
      return hasEntry ? undefined : { build: { write: false, rolldownOptions: { input: ENTRY } } };
    },
    configResolved(config) {
      root = config.root;
    },
    resolveId: (id) => (id === ENTRY ? `\0${ENTRY}` : undefined),
    load: (id) => (id === `\0${ENTRY}` ? 'export {};' : undefined),
    async buildStart() {
      const watching = this.meta.watchMode;
      if (watching) this.addWatchFile(resolve(root, emails));
      const { dependencies } = await run();
      if (watching) for (const file of dependencies) this.addWatchFile(file);
    },
    configureServer(server) {
      watch(server, resolve(root, emails), run);
    },
  };
}

function watch(server: ViteDevServer, folder: string, run: () => Promise<CompileResult>): void {
  server.watcher.add(folder);
  server.watcher.on('all', (_event, file) => {
    if (relative(folder, file).startsWith('..')) return;
    run().catch((error: unknown) =>
      server.config.logger.error(error instanceof Error ? error.message : String(error)),
    );
  });
}
