import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import type { BuildEnvironmentOptions, Logger, Plugin, UserConfig, ViteDevServer } from 'vite';
import { writeArtifacts } from '../compile/build.ts';
import { Compiler } from '../compile/compiler.ts';
import { type BuildOptions, CompileError, type CompileResult } from '../compile/index.ts';
import { isLetterlockError } from '../errors.ts';

export interface LetterlockPluginOptions extends Partial<BuildOptions> {
  /** Told of every build that succeeded, as far as it brought anything new. */
  readonly onBuild?: ((result: CompileResult) => void) | undefined;
  /**
   * Told of every build that failed, before Vite is. Where changes are watched, `rest` is what was written nevertheless:
   * templates without errors as they are, the others as they were.
   */
  readonly onError?: ((error: unknown, rest: CompileResult | undefined) => void) | undefined;
}

/** Stands in where a project has templates and nothing for Vite to bundle. */
const ENTRY = 'virtual:letterlock-entry';

/**
 * How often files are looked at, in milliseconds. A watcher alone is not enough: it learns of a file when the build has
 * read it, says nothing of changes before that, and on shared folders nothing at all.
 */
const INTERVAL = 1000;

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
  let compiler: Compiler | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<readonly string[]> | undefined;
  let stop = (): void => {};
  let hasEnded = false;

  const end = async (): Promise<void> => {
    hasEnded = true;
    stop();
    await running;
    await compiler?.close();
    compiler = undefined;
  };
  /** The files to watch. Rejects with what Vite shows. */
  const compile = async (watching: boolean): Promise<readonly string[]> => {
    next = undefined;
    if (hasEnded) return [];
    compiler ??= new Compiler({ ...rest, ...folders });
    let partial: CompileResult | undefined;
    let isNews = true;
    try {
      const { result, error, ...told } = await compiler.run();
      // Whoever ends it does not wait for news.
      if (hasEnded) return [];
      isNews = told.isNews;
      if (result && (watching || !error)) {
        partial = latest = result;
        writeArtifacts(result, folders.out);
      }
      if (error || !result) throw error;
      if (isNews) onBuild?.(result);
      return result.dependencies;
    } catch (error) {
      if (hasEnded) return [];
      if (isNews) onError?.(error, partial);
      throw forVite(error, isNews);
    } finally {
      if (!watching) {
        await compiler.close();
        compiler = undefined;
      }
    }
  };
  // Two builds at once would write the same files: the later one waits, and one is enough for all who wait.
  const run = (watching: boolean): Promise<readonly string[]> => {
    next ??= running.then(() => compile(watching));
    running = next.catch(() => {});
    return next;
  };
  /** Looks for changes that no watcher has told of. */
  const poll = (act: () => void): void => {
    const timer = setInterval(() => {
      if (compiler?.isStale()) act();
    }, INTERVAL).unref();
    stop = () => clearInterval(timer);
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
      if (watching) this.addWatchFile(folders.emails);
      try {
        const files = await run(watching);
        if (watching) for (const file of files) this.addWatchFile(file);
      } catch (error) {
        if (watching) for (const file of (error as BuildFailure).dependencies) this.addWatchFile(file);
        throw error;
      } finally {
        stop();
        // What Vite has missed is built without it; it sees the artifacts change if the bundle holds them.
        if (watching) {
          poll(() => void run(true).catch((error: Error) => logger?.error(error.message, { error })));
        }
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
      poll(serve(server, { ...folders, run: () => run(true) }));
    },
    async closeBundle() {
      if (isServer) await end();
    },
    closeWatcher: end,
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
  /** Whether it has not been told before. */
  readonly isNews: boolean;
}

/** Rolldown writes into the errors that it is given (`code`), so it gets one of its own. */
function forVite(cause: unknown, isNews: boolean): BuildFailure {
  const message = cause instanceof Error ? cause.message : String(cause);
  const location = isLetterlockError(cause) ? cause.location : undefined;
  return Object.assign(new Error(message, { cause }), {
    plugin: 'letterlock',
    ...(location ? { id: location.file, loc: { ...location } } : {}),
    dependencies: cause instanceof CompileError ? cause.dependencies : [],
    isNews,
  });
}

interface Served {
  readonly emails: string;
  readonly out: string;
  readonly run: () => Promise<readonly string[]>;
}

/** Compiles while a dev server runs. A failure is shown, and the server goes on. Returns how to compile again. */
function serve(server: ViteDevServer, { emails, out, run }: Served): () => void {
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
      const { message, id, loc, plugin, dependencies, isNews } = error as BuildFailure;
      watched = new Set([...watched, ...dependencies]);
      if (isNews) {
        server.config.logger.error(message, { error: error as Error });
        server.environments.client.hot.send({
          type: 'error',
          err: { message, stack: '', plugin, ...(id ? { id } : {}), ...(loc ? { loc } : {}) },
        });
      }
    }
    server.watcher.add([...watched]);
  };
  server.watcher.add(emails);
  server.watcher.on('all', (_event, file) => {
    const isOurs = (file.startsWith(emails + sep) || watched.has(file)) && !file.startsWith(out + sep);
    if (isOurs) void compile();
  });
  void compile();
  return () => void compile();
}
