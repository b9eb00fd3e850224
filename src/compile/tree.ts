import { type Dirent, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What lies in folders: the absolute path of each, with those of its entries. */
export type Tree = ReadonlyMap<string, ReadonlySet<string>>;

export interface TreeOptions {
  /** Absolute path of the folder of templates, which is read with everything below it. */
  readonly root: string;
  /** Absolute path of a folder that is not: that of the artifacts. */
  readonly ignored?: string | undefined;
  /** Absolute paths of folders outside, which are read alone. */
  readonly around: Iterable<string>;
}

export function readTree({ root, ignored, around }: TreeOptions): Tree {
  const tree = new Map<string, ReadonlySet<string>>();
  const read = (folder: string, deep: boolean): void => {
    const entries = entriesOf(folder).filter(
      ({ name }) => name !== 'node_modules' && !name.startsWith('.') && join(folder, name) !== ignored,
    );
    tree.set(folder, new Set(entries.map(({ name }) => join(folder, name))));
    if (!deep) return;
    for (const entry of entries) if (entry.isDirectory()) read(join(folder, entry.name), deep);
  };
  read(root, true);
  for (const folder of around) read(folder, false);
  return tree;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** What came or went between two readings of the same folders. */
export function treeChanges(before: Tree, after: Tree): readonly string[] {
  const lacking = (tree: Tree, other: Tree): readonly string[] =>
    [...tree].flatMap(([folder, paths]) => [...paths].filter((path) => !other.get(folder)?.has(path)));
  return [...lacking(before, after), ...lacking(after, before)];
}

/** The names under which imports may mean a file: `x.tsx` is `x`, and `x/index.ts` is `index` and `x`. */
export function importNames(path: string): readonly string[] {
  const stem = stemOf(basename(path));
  return stem === 'index' ? [stem, basename(dirname(path))] : [stem];
}

/** The name among `importNames` that an import of a module looks for. */
export function specifierName(specifier: string): string {
  const last = specifier
    .replace(/[?].*$/, '')
    .split('/')
    .at(-1)!;
  return /^\.{0,2}$/.test(last) ? 'index' : stemOf(last.replace(/^#/, ''));
}

const stemOf = (name: string): string => name.split('.', 1)[0]!;
