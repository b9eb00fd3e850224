import { dirname, join } from 'node:path';
import { ANY_NAME, currentReading, readText, stampOf } from '../../../reading.ts';
import { importNames, specifierName } from '../../../tree.ts';

/** Files that decide how modules are found, in the folder of a module and those above. */
const CONFIGURATIONS = ['package.json', 'tsconfig.json', 'jsconfig.json'];

/**
 * What is remembered of the modules of a project that Vite has loaded: how their files were, and what they import. So
 * a template that is made of modules loaded long ago still depends on their files.
 */
export class ModuleMemory {
  readonly #stamps = new Map<string, string>();
  readonly #names = new Map<string, ReadonlySet<string>>();
  readonly #configurations = new Map<string, string>();

  /** Call it before `file` is read, which is an absolute path, as are all others here. */
  loading(file: string): void {
    if (!this.#stamps.has(file)) this.#stamps.set(file, stampOf(file));
    for (let folder = dirname(file); ; folder = dirname(folder)) {
      for (const name of CONFIGURATIONS) this.#configure(join(folder, name));
      if (folder === dirname(folder)) break;
    }
    this.note(file);
  }

  /** `specifiers` are those of the imports of `file`. */
  imports(file: string, specifiers: readonly string[], code: string): void {
    const any = code.includes('import.meta.glob') ? [ANY_NAME] : [];
    this.#names.set(file, new Set([...specifiers.map(specifierName), ...any]));
    this.note(file);
  }

  /** Adds a module to what the work under way has read. */
  note(file: string): void {
    const reading = currentReading();
    reading?.note(file, this.#stamps.get(file));
    for (const name of this.#names.get(file) ?? []) reading?.noteName(name);
    for (const [path, stamp] of this.#configurations) reading?.note(path, stamp);
  }

  /** Modules that have changed, and forgets them; `all` where it is not known which of them mean something else now. */
  forgetChanged(moved: readonly string[]): readonly string[] | 'all' {
    if ([...this.#configurations].some(([path, stamp]) => stampOf(path) !== stamp)) return 'all';
    const names = new Set(moved.flatMap(importNames));
    if (moved.length > 0) names.add(ANY_NAME);
    if ([...this.#names.values()].some((own) => [...own].some((name) => names.has(name)))) return 'all';
    const changed = [...this.#stamps]
      .filter(([file, stamp]) => stampOf(file) !== stamp)
      .map(([file]) => file);
    for (const file of changed) {
      this.#stamps.delete(file);
      this.#names.delete(file);
    }
    return changed;
  }

  #configure(path: string): void {
    if (this.#configurations.has(path)) return;
    this.#configurations.set(path, stampOf(path));
    // A configuration may be built on others.
    const base = /tsconfig/.test(path) && /"extends"\s*:\s*"(\.[^"]*)"/.exec(textOf(path))?.[1];
    if (base) this.#configure(join(dirname(path), base.endsWith('.json') ? base : `${base}.json`));
  }
}

function textOf(path: string): string {
  try {
    return readText(path);
  } catch {
    return '';
  }
}
