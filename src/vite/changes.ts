import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface ChangesOptions {
  /** Absolute path of a folder; whatever comes into it or leaves it is a change. */
  readonly emails: string;
  /** Absolute path of what the build itself writes, which may lie in `emails`. */
  readonly out: string;
}

/** Some file systems keep the time of a change no finer than this; milliseconds. */
const TICK = 20;
/** How often the files are looked at where no watcher says anything; milliseconds. */
const INTERVAL = 1000;

/**
 * Knows whether files have changed since a build began to read them.
 *
 * A watcher alone does not: it learns of a file after the build has read it, says nothing of changes before that, and
 * on shared folders it says nothing at all. So what it says is a reason to look, and the files themselves are asked.
 */
export class Changes {
  readonly #options: ChangesOptions;
  #files: ReadonlySet<string> = new Set();
  #stamps: ReadonlyMap<string, string> = new Map();
  #begun = 0;

  constructor(options: ChangesOptions) {
    this.#options = options;
  }

  /** Call it before anything is read. */
  begin(): void {
    this.#begun = Date.now() - TICK;
    this.#stamps = this.#look();
  }

  /**
   * Call it with the absolute paths that were read since `begin`. A build that failed may not have come to all its
   * files: `keep` those of the one before.
   */
  end(files: readonly string[], { keep = false }: { keep?: boolean } = {}): void {
    this.#files = new Set(keep ? [...this.#files, ...files] : files);
    const known = this.#stamps;
    this.#stamps = new Map(
      [...this.#look()].map(([path, stamp]) => [path, known.get(path) ?? (this.#isOld(path) ? stamp : '')]),
    );
  }

  /** Whether anything is no longer as it was at `begin`. */
  any(): boolean {
    const now = this.#look();
    return (
      now.size !== this.#stamps.size || [...now].some(([path, stamp]) => stamp !== this.#stamps.get(path))
    );
  }

  /** Calls `act` each time that something has changed. Returns how to end it. */
  poll(act: () => void): () => void {
    const timer = setInterval(() => {
      if (this.any()) act();
    }, INTERVAL);
    timer.unref();
    return () => clearInterval(timer);
  }

  #look(): Map<string, string> {
    const { emails, out } = this.#options;
    const paths = [...treeOf(emails, out), ...this.#files];
    return new Map(paths.map((path) => [path, stampOf(path)]));
  }

  /** Nothing was known of this file when the build began, so its time has to tell. */
  #isOld(path: string): boolean {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined || Math.max(found.mtimeMs, found.ctimeMs) < this.#begun;
  }
}

/** Everything below a folder, and the folder. What tools keep there for themselves is left out, and so is `out`. */
function treeOf(folder: string, out: string): readonly string[] {
  const paths = [folder];
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (path === out || entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) paths.push(...treeOf(path, out));
    else paths.push(path);
  }
  return paths;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Equal as long as nobody has touched the file, or has put another one in its place. */
function stampOf(path: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(' ');
  } catch {
    return 'absent';
  }
}
