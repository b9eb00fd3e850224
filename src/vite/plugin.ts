import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import type { BuildEnvironmentOptions, Logger, Plugin, UserConfig, ViteDevServer } from 'vite';
import { writeArtifacts } from '../compile/build.ts';
import { build, type BuildOptions, CompileError, type CompileResult } from '../compile/index.ts';
import { isLetterlockError } from '../errors.ts';
import { Changes } from './changes.ts';

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
  let folders = { emails: '', out: '' };
  let isServer = false;
  let logger: Logger | undefined;
  let latest: CompileResult | undefined;
  let changes: Changes | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<readonly string[]> | undefined;
  let stop = (): void => {};

  /** The files to watch. Rejects with what Vite shows. */
  const compile = async (): Promise<readonly string[]> => {
    next = undefined;
    changes?.begin();
    try {
      const result = (latest = await build({ ...rest, ...folders }));
      changes?.end(result.dependencies);
      onBuild?.(result);
      return result.dependencies;
    } catch (error) {
      const failure = forVite(error);
      changes?.end(failure.dependencies, { keep: true });
      onError?.(error);
      throw failure;
    }
  };
  // Two builds at once would write the same files: the later one waits, and one is enough for all who wait.
  const run = (): Promise<readonly string[]> => {
    next ??= running.then(compile);
    running = next.catch(() => {});
    return next;
  };

  return {
    name: 'letterlock',
    config: {
      // Other plugins may add an entry.
      order: 'post',
      handler: (config) => (hasEntry(config) ? undefined : { build: NOTHING_TO_BUNDLE }),
    },
    configResolved(config) {
      folders = { emails: resolve(config.root, emails), out: resolve(config.root, out) };
      isServer = config.command === 'serve';
      ({ logger } = config);
    },
    resolveId: (id) => (id === ENTRY ? `\0${ENTRY}` : undefined),
    load: (id) => (id === `\0${ENTRY}` ? 'export {};' : undefined),
    async buildStart() {
      if (isServer) return;
      const watching = this.meta.watchMode;
      if (watching) {
        this.addWatchFile(folders.emails);
        changes ??= new Changes(folders);
      }
      try {
        const files = await run();
        if (watching) for (const file of files) this.addWatchFile(file);
      } catch (error) {
        if (watching) for (const file of (error as BuildFailure).dependencies) this.addWatchFile(file);
        throw error;
      } finally {
        stop();
        // What Vite has missed is built without it; it sees the artifacts change if the bundle holds them.
        stop =
          changes?.poll(() => void run().catch((error: Error) => logger?.error(error.message, { error }))) ??
          stop;
      }
    },
    renderStart: {
      // Vite has emptied its output folder by now, and ours may lie in it.
      order: 'post',
      sequential: true,
      handler() {
        if (latest) writeArtifacts(latest, folders.out);
      },
    },
    configureServer(server) {
      changes = new Changes(folders);
      stop = serve(server, { ...folders, run, changes });
    },
    closeBundle() {
      if (isServer) stop();
    },
    closeWatcher() {
      stop();
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
  readonly emails: string;
  readonly out: string;
  readonly run: () => Promise<readonly string[]>;
  readonly changes: Changes;
}

/** Compiles while a dev server runs. A failure is shown, and the server goes on. Returns how to end it. */
function serve(server: ViteDevServer, { emails, out, run, changes }: Served): () => void {
  let watched = new Set<string>();
  let waiting = false;
  let closed = false;
  const compile = async (): Promise<void> => {
    if (waiting) return;
    waiting = true;
    // One save may touch many files.
    await new Promise((later) => setTimeout(later, 20));
    waiting = false;
    if (closed) return;
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
  server.watcher.add(emails);
  server.watcher.on('all', (_event, file) => {
    const isOurs = (file.startsWith(emails + sep) || watched.has(file)) && !file.startsWith(out + sep);
    if (isOurs) void compile();
  });
  const stop = changes.poll(() => void compile());
  void compile();
  return () => {
    closed = true;
    stop();
  };
}
