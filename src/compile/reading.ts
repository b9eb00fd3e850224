import { AsyncLocalStorage } from 'node:async_hooks';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a piece of work has asked the file system: the paths, and how each was before it was read. Whatever the
 * compiler reads goes through this file, so that nothing that an artifact depends on can be forgotten.
 */
export class Reading {
  readonly #stamps = new Map<string, string>();
  readonly #names = new Set<string>();
  readonly #messages = new Set<string>();

  /** Absolute paths: files and folders, also those that were looked for and not found. */
  get stamps(): ReadonlyMap<string, string> {
    return this.#stamps;
  }

  /** Names (the last part of a path, no extension) that were looked for where it is not known which paths were tried. */
  get names(): ReadonlySet<string> {
    return this.#names;
  }

  /** Keys of messages. */
  get messages(): ReadonlySet<string> {
    return this.#messages;
  }

  /** Absolute paths of the files that were there. */
  get files(): readonly string[] {
    return [...this.#stamps]
      .filter(([, stamp]) => stamp !== ABSENT && !stamp.startsWith(FOLDER))
      .map(([path]) => path);
  }

  /** The first stamp of a path counts: what was read later may be newer than what was used. */
  note(path: string, stamp: string = stampOf(path)): void {
    if (!this.#stamps.has(path)) this.#stamps.set(path, stamp);
  }

  /** Adds what another piece of work has read, whose result is used; with stamps of `now` if it is not. */
  noteAll(other: Reading, now?: (path: string) => string): void {
    for (const [path, then] of other.#stamps) {
      const stamp = now?.(path) ?? then;
      // Two have read it, and it has changed in between.
      this.#stamps.set(path, [undefined, stamp].includes(this.#stamps.get(path)) ? stamp : CHANGED);
    }
    for (const name of other.#names) this.#names.add(name);
    for (const key of other.#messages) this.#messages.add(key);
  }

  noteName(name: string): void {
    this.#names.add(name);
  }

  noteMessage(key: string): void {
    this.#messages.add(key);
  }

  /** Whether everything is as it was. `now` tells the present stamp of a path. */
  isFresh(now: (path: string) => string = stampOf): boolean {
    return [...this.#stamps].every(([path, stamp]) => now(path) === stamp);
  }
}

const ABSENT = 'absent';
const CHANGED = 'changed';
const FOLDER = 'folder ';

/** Among `names`: whatever comes into a folder or leaves it. */
export const ANY_NAME = '*';

const readings = new AsyncLocalStorage<Reading>();

/** Has `reading` note what `work` reads. */
export const reading = <T>(into: Reading, work: () => T): T => readings.run(into, work);

/** The reading of the work that is under way, for what is read by others. */
export const currentReading = (): Reading | undefined => readings.getStore();

/** Equal as long as nobody has touched the file, or has put another one in its place. */
export function stampOf(path: string): string {
  try {
    const found = statSync(path, { bigint: true });
    const { ino, size, mtimeNs, ctimeNs } = found;
    return `${found.isDirectory() ? FOLDER : ''}${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return ABSENT;
  }
}

/** Throws what Node throws, as do the others. */
export function readText(path: string): string {
  currentReading()?.note(path);
  return readFileSync(path, 'utf8');
}

export function readBytes(path: string): Uint8Array {
  currentReading()?.note(path);
  return readFileSync(path);
}

export function isFile(path: string): boolean {
  currentReading()?.note(path);
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

export function isFolder(path: string): boolean {
  currentReading()?.note(path);
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Names in a folder, sorted; with `deep`, paths below it with forward slashes. */
export function listFolder(
  path: string,
  { deep = false }: { readonly deep?: boolean } = {},
): readonly string[] {
  currentReading()?.note(path);
  const entries = readdirSync(path, { withFileTypes: true });
  return entries
    .flatMap((entry) =>
      deep && entry.isDirectory()
        ? [entry.name, ...listFolder(join(path, entry.name), { deep }).map((name) => `${entry.name}/${name}`)]
        : [entry.name],
    )
    .sort();
}
