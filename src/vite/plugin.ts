import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import type { BuildEnvironmentOptions, Plugin, UserConfig, ViteDevServer } from 'vite';
import { writeArtifacts } from '../compile/build.ts';
import { build, type BuildOptions, CompileError, type CompileResult } from '../compile/index.ts';
import { isLetterlockError } from '../errors.ts';

export interface LetterlockPluginOptions extends Partial<BuildOptions> {
  /** Told of every build that succeeded. */
  readonly onBuild?: ((result: CompileResult) => void) | undefined;
  /** Told of every build that failed, before Vite is. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Stands in where a project has templates and nothing for Vite to bundle. */
const ENTRY = 'virtual:letterlock-entry';

/** A build that bundles nothing and writes no bundle. */
export const NOTHING_TO_BUNDLE: BuildEnvironmentOptions = {
  write: false,
  rolldownOptions: { input: ENTRY },
};

/**
 * The Vite plugin: compiles the templates when Vite builds, and again whenever one of their files changes in watch
 * mode or while the dev server runs. Default folders: `emails` to `dist/emails`.
 */
export function letterlock(options: LetterlockPluginOptions = {}): Plugin {
  const { onBuild, onError, emails = 'emails', out = 'dist/emails', ...rest } = options;
  let root = process.cwd();
  let isServer = false;
  let latest: CompileResult | undefined;
  let running: Promise<readonly string[]> = Promise.resolve([]);

  /** The files to watch. Rejects with what Vite shows. */
  const compile = async (): Promise<readonly string[]> => {
    try {
      const result = (latest = await build({
        ...rest,
        emails: resolve(root, emails),
        out: resolve(root, out),
      }));
      onBuild?.(result);
      return result.dependencies;
    } catch (error) {
      onError?.(error);
      throw forVite(error);
    }
  };
  // Two builds at once would write the same files; the later one waits.
  const run = (): Promise<readonly string[]> => (running = running.then(compile, compile));

  return {
    name: 'letterlock',
    config: {
      // Other plugins may add an entry.
      order: 'post',
      handler: (config) => (hasEntry(config) ? undefined : { build: NOTHING_TO_BUNDLE }),
    },
    configResolved(config) {
      root = config.root;
      isServer = config.command === 'serve';
    },
    resolveId: (id) => (id === ENTRY ? `\0${ENTRY}` : undefined),
    load: (id) => (id === `\0${ENTRY}` ? 'export {};' : undefined),
    async buildStart() {
      if (isServer) return;
      const watching = this.meta.watchMode;
      if (watching) this.addWatchFile(resolve(root, emails));
      try {
        const files = await run();
        if (watching) for (const file of files) this.addWatchFile(file);
      } catch (error) {
        if (watching) for (const file of (error as BuildFailure).dependencies) this.addWatchFile(file);
        throw error;
      }
    },
    renderStart: {
      // Vite has emptied its output folder by now, and ours may lie in it.
      order: 'post',
      sequential: true,
      handler() {
        if (latest) writeArtifacts(latest, resolve(root, out));
      },
    },
    configureServer(server) {
      serve(server, { folder: resolve(root, emails), out: resolve(root, out), run });
    },
  };
}

/** Whether there is anything to bundle. The same entry has several names. */
function hasEntry({
  root = process.cwd(),
  input,
  build: options = {},
  environments = {},
}: UserConfig): boolean {
  const builds = [options, ...Object.values(environments).map((environment) => environment.build ?? {})];
  return (
    input !== undefined ||
    existsSync(join(root, 'index.html')) ||
    builds.some(
      ({ ssr, lib, rolldownOptions, rollupOptions }) =>
        ssr || lib || rolldownOptions?.input !== undefined || rollupOptions?.input !== undefined,
    )
  );
}

/** An error as Vite shows it in the terminal and over the page. */
interface BuildFailure extends Error {
  readonly plugin: string;
  readonly id?: string;
  readonly loc?: { readonly file: string; readonly line: number; readonly column: number };
  readonly dependencies: readonly string[];
}

/** Rolldown writes into the errors that it is given (`code`), so it gets one of its own. */
function forVite(cause: unknown): BuildFailure {
  const message = cause instanceof Error ? cause.message : String(cause);
  const location = isLetterlockError(cause) ? cause.location : undefined;
  return Object.assign(new Error(message, { cause }), {
    plugin: 'letterlock',
    ...(location ? { id: location.file, loc: { ...location } } : {}),
    dependencies: cause instanceof CompileError ? cause.dependencies : [],
  });
}

interface Served {
  readonly folder: string;
  readonly out: string;
  readonly run: () => Promise<readonly string[]>;
}

/** Compiles while a dev server runs. A failure is shown, and the server goes on. */
function serve(server: ViteDevServer, { folder, out, run }: Served): void {
  let watched = new Set<string>();
  let waiting = false;
  const compile = async (): Promise<void> => {
    if (waiting) return;
    waiting = true;
    // One save may touch many files.
    await new Promise((later) => setTimeout(later, 20));
    waiting = false;
    try {
      watched = new Set(await run());
    } catch (error) {
      const { message, id, loc, plugin, dependencies } = error as BuildFailure;
      watched = new Set([...watched, ...dependencies]);
      server.config.logger.error(message, { error: error as Error });
      server.environments.client.hot.send({
        type: 'error',
        err: { message, stack: '', plugin, ...(id ? { id } : {}), ...(loc ? { loc } : {}) },
      });
    }
    server.watcher.add([...watched]);
  };
  server.watcher.add(folder);
  server.watcher.on('all', (_event, file) => {
    const isOurs = (file.startsWith(folder + sep) || watched.has(file)) && !file.startsWith(out + sep);
    if (isOurs) void compile();
  });
  void compile();
}
