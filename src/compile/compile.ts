import { join, resolve } from 'node:path';
import {
  emitAsset,
  type EmittedFile,
  emitIndex,
  emitIndexTypes,
  emitTemplateTypes,
  templatePath,
} from './3-emit/index-module.ts';
import { type CompiledTemplate, emitManifest } from './3-emit/manifest.ts';
import { AssetStore } from './assets.ts';
import { loadCatalogs } from './catalogs.ts';
import {
  CompileError,
  type Diagnostic,
  inSourceOrder,
  Refusal,
  toDiagnostic,
  withFrames,
} from './diagnostics.ts';
import { discover } from './discover.ts';
import type { Asset } from './document.ts';
import { createFrontEnds } from './front-ends.ts';
import { dropHelpers } from './helpers.ts';
import { type BuildEnvironment, compileUnit, type Unit, type UnitOutcome } from './unit.ts';
import type { RuntimeFace } from './validate.ts';

export interface CompileOptions {
  /** The folder of templates. */
  readonly emails: string;
  /** Locales to build. Default: every file in `<emails>/locales`. */
  readonly locales?: readonly string[] | undefined;
  readonly defaultLocale?: string | undefined;
  /** Module specifier under which artifacts import the run-time face. Default: `letterlock`. */
  readonly runtime?: string | undefined;
  /** Told when a template begins, for showing progress. */
  readonly onProgress?: ((progress: CompileProgress) => void) | undefined;
}

export interface CompileProgress {
  readonly id: string;
  readonly done: number;
  readonly total: number;
}

export interface CompileResult {
  /** Paths relative to the output folder; the same sources give the same bytes. */
  readonly files: readonly EmittedFile[];
  readonly templates: readonly CompiledTemplate[];
  readonly defaultLocale: string;
  readonly warnings: readonly Diagnostic[];
  /** Absolute paths of every file that the result depends on. */
  readonly dependencies: readonly string[];
}

/**
 * Compiles a folder of templates.
 *
 * Throws a CompileError that holds every finding of the build, or the Refusal EMAILS_MISSING.
 */
export async function compile(options: CompileOptions): Promise<CompileResult> {
  const root = resolve(options.emails);
  const { runtime = 'letterlock', locales, defaultLocale } = options;
  const face = (await import(runtime)) as RuntimeFace;
  const frontEnds = createFrontEnds({ root, face });
  try {
    const found = discover(root, frontEnds);
    const catalogs = await loadCatalogs({ directory: join(root, 'locales'), locales, defaultLocale }).catch(
      framed,
    );
    const build: BuildEnvironment = { catalogs, runtime, face, assets: new AssetStore() };
    const diagnostics: Diagnostic[] = [...catalogs.diagnostics];
    const dependencies = new Set([...catalogs.files, ...found.map(({ source }) => source.file)]);
    const outcomes = new Map<string, UnitOutcome>();
    for (const [done, template] of found.entries()) {
      options.onProgress?.({ id: template.source.id, done, total: found.length });
      const outcome = await compileUnit(template, build);
      outcomes.set(template.source.file, outcome);
      for (const file of outcome.dependencies) dependencies.add(file);
    }
    diagnostics.push(...dropHelpers(outcomes));
    const units = [...outcomes.values()].flatMap(({ unit }) => unit ?? []);
    for (const outcome of outcomes.values()) diagnostics.push(...outcome.diagnostics);
    diagnostics.push(...checkUnits(units, root, diagnostics));
    for (const file of build.assets.files) dependencies.add(file);
    const findings = withFrames(inSourceOrder(diagnostics));
    if (findings.some(({ severity }) => severity === 'error')) {
      throw new CompileError(findings, [...dependencies].sort());
    }
    return Object.freeze({
      ...assemble(units, build),
      warnings: Object.freeze(findings),
      dependencies: Object.freeze([...dependencies].sort()),
    });
  } finally {
    await Promise.all(frontEnds.map((frontEnd) => frontEnd.close?.()));
  }
}

/** A locale file that cannot be read ends the build, with the lines around the place. */
function framed(error: unknown): never {
  if (!(error instanceof Refusal) || !error.location) throw error;
  const { location } = error;
  throw new CompileError(withFrames([toDiagnostic(error, location)]), [location.file]);
}

function checkUnits(
  units: readonly Unit[],
  root: string,
  earlier: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (units.length === 0 && !earlier.some(({ severity }) => severity === 'error')) {
    return [
      {
        severity: 'error',
        code: 'TEMPLATES_MISSING',
        message: `There is no template in "${root}".`,
        hint: 'A template is a .tsx or .jsx file that exports a component with <Html>, or a .mjml, .md, .html, .hbs or .inky file.',
      },
    ];
  }
  const files = new Map<string, string>();
  return units.flatMap(({ source: { id, file } }): readonly Diagnostic[] => {
    const path = templatePath(id).toLowerCase();
    const other = files.get(path);
    files.set(path, file);
    if (other === undefined) return [];
    return [
      {
        severity: 'error',
        code: 'TEMPLATE_DUPLICATE',
        message: `Two templates have the id "${id}": ${other} and ${file}.`,
        hint: 'Rename one of them; ids are paths without extension, and differ in more than letter case.',
        location: { file, line: 1, column: 1 },
      },
    ];
  });
}

function assemble(
  units: readonly Unit[],
  { catalogs: { defaultLocale }, runtime }: BuildEnvironment,
): Pick<CompileResult, 'files' | 'templates' | 'defaultLocale'> {
  const entries = units.map(({ entry }) => entry);
  const assets = new Map<string, Asset>();
  for (const { module } of units) for (const { asset } of module.assets) assets.set(asset.cid, asset);
  const templates = units.map(({ entry: { id, locales, hash }, previews }) => ({
    id,
    locales,
    hash,
    previews,
  }));
  const files: EmittedFile[] = [
    emitIndex(entries, defaultLocale, runtime),
    emitIndexTypes(entries, runtime),
    ...units.map(({ entry, module }) => ({ path: `${templatePath(entry.id)}.js`, content: module.code })),
    ...entries.map(emitTemplateTypes),
    ...[...assets.values()].sort((a, b) => (a.cid < b.cid ? -1 : 1)).map(emitAsset),
  ];
  const own = new Map(units.flatMap(({ own: module }) => (module ? [[module.path, module] as const] : [])));
  files.push(...own.values());
  files.push(emitManifest({ defaultLocale, templates, files: files.map(({ path }) => path) }));
  return { files: Object.freeze(files), templates: Object.freeze(templates), defaultLocale };
}
