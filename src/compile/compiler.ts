import { dirname, join, resolve, sep } from 'node:path';
import { assemble, refuseTwins, templatesMissing } from './assemble.ts';
import { AssetStore } from './assets.ts';
import { type Catalogs, changedMessages, loadCatalogs } from './catalogs.ts';
import {
  CompileError,
  type Diagnostic,
  inSourceOrder,
  Refusal,
  toDiagnostic,
  withFrames,
} from './diagnostics.ts';
import { discover, type Discovered } from './discover.ts';
import { createFrontEnds } from './front-ends.ts';
import { createCollector } from './garbage.ts';
import { dropHelpers } from './helpers.ts';
import type { CompiledNow, CompileOptions, CompileResult } from './options.ts';
import { ANY_NAME, Reading, reading, stampOf } from './reading.ts';
import type { FrontEnd } from './template.ts';
import { importNames, readTree, type Tree, treeChanges } from './tree.ts';
import { type BuildEnvironment, compileUnit, type Unit, type UnitOutcome } from './unit.ts';
import type { RuntimeFace } from './validate.ts';

export interface CompilerOptions extends CompileOptions {
  /** The folder of the artifacts, which may lie in that of the templates. */
  readonly out?: string | undefined;
}

export interface Compilation {
  /**
   * The artifacts. Those of a template with errors are from before they came. Undefined where there is none, and while
   * the messages cannot be read.
   */
  readonly result: CompileResult | undefined;
  readonly error: CompileError | undefined;
  /** Whether a template was compiled, or there is else anything to tell that the last run has not. */
  readonly isNews: boolean;
}

/** A template and what is known of it. */
interface Entry {
  readonly outcome: UnitOutcome;
  readonly reading: Reading;
  /** Of the last outcome without errors. */
  readonly good: Unit | undefined;
}

interface Messages {
  readonly reading: Reading;
  readonly catalogs: Promise<Catalogs>;
}

/** Compiles a folder of templates again and again, each time no more than what its changes concern. */
export class Compiler {
  readonly #options: CompilerOptions;
  readonly #root: string;
  readonly #runtime: string;
  #face: RuntimeFace | undefined;
  #frontEnds: readonly FrontEnd[] = [];
  #entries: ReadonlyMap<string, Entry> = new Map();
  #tree: Tree | undefined;
  #seen = new Reading();
  /** Folders outside of the root. */
  #around: ReadonlySet<string> = new Set();
  #messages: Messages | undefined;
  /** Those that the entries were compiled with. */
  #catalogs: Catalogs | undefined;
  #told = '';

  constructor(options: CompilerOptions) {
    this.#options = options;
    this.#root = resolve(options.emails);
    this.#runtime = options.runtime ?? 'letterlock';
  }

  /** Not to be called before the last run has ended. Throws the Refusal EMAILS_MISSING. */
  async run(): Promise<Compilation> {
    const face = (this.#face ??= (await import(this.#runtime)) as RuntimeFace);
    const { lift } = this.#options;
    if (this.#frontEnds.length === 0) this.#frontEnds = createFrontEnds({ root: this.#root, face, lift });
    const tree = this.#look();
    const moved = this.#tree ? treeChanges(this.#tree, tree) : [];
    this.#tree = tree;
    for (const frontEnd of this.#frontEnds) await frontEnd.refresh?.(moved);
    const found = discover(this.#root, this.#frontEnds);
    const catalogs = await this.#readMessages().catch(framed);
    if (catalogs instanceof CompileError) {
      this.#see((path) => stampOf(path));
      return this.#tell({ result: undefined, error: catalogs });
    }
    const isStale = this.#staleness(moved, catalogs);
    const { minify } = this.#options;
    const build = { catalogs, runtime: this.#runtime, face, assets: new AssetStore(), minify };
    const compiled = await this.#compile(found, build, isStale);
    this.#catalogs = catalogs;
    this.#lookAround(tree);
    this.#see();
    return this.#tell(this.#finish(catalogs, compiled), compiled.length > 0);
  }

  /** Whether a file has changed since the last run began to read. */
  isStale(): boolean {
    return !this.#tree || treeChanges(this.#tree, this.#look()).length > 0 || !this.#seen.isFresh();
  }

  async close(): Promise<void> {
    await Promise.all(this.#frontEnds.map((frontEnd) => frontEnd.close?.()));
    this.#frontEnds = [];
  }

  /** Remembers for `isStale` how the files were, or, where nothing was made of them, how they are. */
  #see(now?: (path: string) => string): void {
    this.#seen = new Reading();
    for (const { reading: read } of this.#entries.values()) this.#seen.noteAll(read, now);
    if (this.#messages) this.#seen.noteAll(this.#messages.reading);
  }

  #look(): Tree {
    const { out } = this.#options;
    const ignored = out === undefined ? undefined : resolve(out);
    return readTree({ root: this.#root, ignored, around: this.#around });
  }

  /** The folders outside that this run has read from; of those known before, `tree` is how they were at its begin. */
  #lookAround(tree: Tree): void {
    const files = [...this.#entries.values()].flatMap((entry) => entry.reading.files);
    const inside = (folder: string): boolean => folder === this.#root || folder.startsWith(this.#root + sep);
    this.#around = new Set(files.map((file) => dirname(file)).filter((folder) => !inside(folder)));
    const kept = [...tree].filter(([folder]) => inside(folder) || this.#around.has(folder));
    const found = [...this.#look()].filter(([folder]) => !inside(folder));
    this.#tree = new Map([...found, ...kept]);
  }

  async #readMessages(): Promise<Catalogs> {
    if (!this.#messages?.reading.isFresh()) {
      const { locales, defaultLocale } = this.#options;
      const into = new Reading();
      const directory = join(this.#root, 'locales');
      const catalogs = reading(into, () => loadCatalogs({ directory, locales, defaultLocale }));
      this.#messages = { reading: into, catalogs };
    }
    return this.#messages.catalogs;
  }

  /** `moved`: absolute paths that came or went since the last run. */
  #staleness(moved: readonly string[], catalogs: Catalogs): (entry: Entry) => boolean {
    const now = remembering(stampOf);
    const names = new Set(moved.flatMap(importNames));
    if (moved.length > 0) names.add(ANY_NAME);
    const changes = changedMessages(this.#catalogs, catalogs);
    return ({ reading: read, outcome }) =>
      changes === 'all' ||
      // Findings have hints that name other messages, and places in the files of messages.
      (changes.size > 0 && outcome.diagnostics.length > 0) ||
      meet(read.messages, changes) ||
      meet(read.names, names) ||
      !read.isFresh(now);
  }

  async #compile(
    found: readonly Discovered[],
    build: BuildEnvironment,
    isStale: (entry: Entry) => boolean,
  ): Promise<readonly CompiledNow[]> {
    const entries = new Map<string, Entry>();
    const compiled: CompiledNow[] = [];
    const collect = createCollector();
    const stale = new Set(
      found.filter(({ source: { file } }) => {
        const entry = this.#entries.get(file);
        return !entry || isStale(entry);
      }),
    );
    for (const template of found) {
      const { id, file } = template.source;
      const known = this.#entries.get(file);
      if (known && !stale.has(template)) {
        entries.set(file, known);
        continue;
      }
      this.#options.onProgress?.({ id, done: compiled.length, total: stale.size });
      const begun = performance.now();
      const into = new Reading();
      into.note(file);
      const outcome = await reading(into, () => compileUnit(template, build));
      const isBad = outcome.diagnostics.some(({ severity }) => severity === 'error');
      entries.set(file, { outcome, reading: into, good: isBad ? known?.good : outcome.unit });
      compiled.push({ id, milliseconds: Math.round(performance.now() - begun) });
      collect();
    }
    this.#entries = entries;
    return compiled;
  }

  #finish(catalogs: Catalogs, compiled: readonly CompiledNow[]): Omit<Compilation, 'isNews'> {
    const outcomes = new Map([...this.#entries].map(([file, { outcome }]) => [file, outcome] as const));
    const diagnostics = [...catalogs.diagnostics, ...dropHelpers(outcomes)];
    for (const outcome of outcomes.values()) diagnostics.push(...outcome.diagnostics);
    const good = [...outcomes.keys()].flatMap((file) => this.#entries.get(file)?.good ?? []);
    const { units, diagnostics: twins } = refuseTwins(good);
    diagnostics.push(...twins);
    if (units.length === 0 && !diagnostics.some(isError)) diagnostics.push(templatesMissing(this.#root));
    const findings = withFrames(inSourceOrder(diagnostics));
    const dependencies = Object.freeze([...new Set(this.#dependencies())].sort());
    const result = Object.freeze({
      ...assemble(units, catalogs.defaultLocale, this.#runtime),
      warnings: Object.freeze(findings.filter((finding) => !isError(finding))),
      dependencies,
      compiled: Object.freeze(compiled),
    });
    return {
      result: units.length > 0 ? result : undefined,
      error: findings.some(isError) ? new CompileError(findings, dependencies) : undefined,
    };
  }

  *#dependencies(): Iterable<string> {
    for (const { reading: read } of this.#entries.values()) yield* read.files;
    yield* this.#messages?.reading.files ?? [];
  }

  #tell(told: Omit<Compilation, 'isNews'>, isNews = false): Compilation {
    const { templates = [], warnings = [] } = told.result ?? {};
    const before = this.#told;
    this.#told = JSON.stringify([
      templates.map(({ id, hash }) => [id, hash]),
      warnings,
      told.error?.diagnostics,
    ]);
    return { ...told, isNews: isNews || this.#told !== before };
  }
}

const meet = (some: ReadonlySet<string>, others: ReadonlySet<string>): boolean =>
  [...some].some((one) => others.has(one));

const isError = ({ severity }: Diagnostic): boolean => severity === 'error';

/** A locale file that cannot be read ends the build, with the lines around the place. */
function framed(error: unknown): CompileError {
  if (error instanceof CompileError)
    return new CompileError(withFrames(error.diagnostics), error.dependencies);
  if (!(error instanceof Refusal) || !error.location) throw error;
  const { location } = error;
  return new CompileError(withFrames([toDiagnostic(error, location)]), [location.file]);
}

function remembering(ask: (path: string) => string): (path: string) => string {
  const known = new Map<string, string>();
  return (path) => {
    let answer = known.get(path);
    if (answer === undefined) known.set(path, (answer = ask(path)));
    return answer;
  };
}
