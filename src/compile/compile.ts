import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Location } from '../errors.ts';
import { parseHtml } from './1-parse/html.ts';
import type { Marks } from './1-parse/marks.ts';
import { transform } from './2-transform/index.ts';
import {
  assetSpecifier,
  emitAsset,
  type EmittedFile,
  emitIndex,
  emitIndexTypes,
  emitTemplateTypes,
  type IndexEntry,
  templatePath,
} from './3-emit/index-module.ts';
import { emitTemplateModule, type LocaleUnit, type TemplateModule } from './3-emit/module.ts';
import { emitText } from './3-emit/text.ts';
import { inferContextType } from './3-emit/types.ts';
import { AssetStore } from './assets.ts';
import { type Catalogs, loadCatalogs } from './catalogs.ts';
import { CompileError, type Diagnostic, toDiagnostic } from './diagnostics.ts';
import { type Discovered, discover } from './discover.ts';
import type { Asset, Document } from './document.ts';
import { literal } from './expression.ts';
import { createFrontEnds } from './front-ends.ts';
import type { ParsedTemplate, TemplateSource } from './template.ts';
import { type RuntimeFace, validate } from './validate.ts';

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

/** One compiled template, as far as a report wants to know it. */
export interface CompiledTemplate {
  readonly id: string;
  readonly locales: readonly string[];
  readonly hash: string;
  /** The contexts that the template offers as examples. */
  readonly previews: Readonly<Record<string, unknown>>;
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
 * Throws a CompileError that holds every finding of the build.
 */
export async function compile(options: CompileOptions): Promise<CompileResult> {
  const root = resolve(options.emails);
  const runtime = options.runtime ?? 'letterlock';
  const diagnostics: Diagnostic[] = [];
  const frontEnds = createFrontEnds({ root });
  try {
    const catalogs = await loadCatalogs({
      directory: join(root, 'locales'),
      locales: options.locales,
      defaultLocale: options.defaultLocale,
    });
    diagnostics.push(...catalogs.diagnostics);
    const build: Build = {
      catalogs,
      runtime,
      face: (await import(runtime)) as RuntimeFace,
      assets: new AssetStore(),
      dependencies: new Set(catalogs.files),
    };
    const discovered = discover(root, frontEnds);
    const units: Unit[] = [];
    for (const [done, template] of discovered.entries()) {
      options.onProgress?.({ id: template.source.id, done, total: discovered.length });
      const unit = await compileTemplate(template, build, diagnostics);
      if (unit) units.push(unit);
    }
    diagnostics.push(...checkIds(units));
    if (diagnostics.some(({ severity }) => severity === 'error')) throw new CompileError(diagnostics);
    return assemble(units, build, diagnostics);
  } finally {
    await Promise.all(frontEnds.map((frontEnd) => frontEnd.close?.()));
  }
}

/** What the templates of one build share. */
interface Build {
  readonly catalogs: Catalogs;
  readonly runtime: string;
  readonly face: RuntimeFace;
  readonly assets: AssetStore;
  readonly dependencies: Set<string>;
}

interface Unit {
  readonly source: TemplateSource;
  readonly entry: IndexEntry;
  readonly module: TemplateModule;
  readonly previews: ParsedTemplate['previews'];
}

async function compileTemplate(
  { source, frontEnd }: Discovered,
  build: Build,
  diagnostics: Diagnostic[],
): Promise<Unit | undefined> {
  const location: Location = { file: source.file, line: 1, column: 1 };
  const seen = new Set<string>();
  const report = (diagnostic: Diagnostic): void => {
    const key = JSON.stringify([diagnostic.code, diagnostic.message, diagnostic.location]);
    if (!seen.has(key)) diagnostics.push(diagnostic);
    seen.add(key);
  };

  const locales: { readonly parsed: ParsedTemplate; readonly unit: LocaleUnit; toDocument: ToDocument }[] = [];
  for (const locale of build.catalogs.locales) {
    try {
      const catalog = build.catalogs.catalog(locale);
      const parsed = await frontEnd.parse(source, catalog);
      if (!parsed) return undefined;
      for (const file of parsed.dependencies) build.dependencies.add(file);
      for (const warning of parsed.warnings) report(warning);
      const toDocument: ToDocument = async (html, marks, warn) =>
        transform(parseHtml(html, marks, location), {
          source,
          marks,
          location,
          assets: build.assets,
          inlined: parsed.inlined ?? false,
          warn,
        });
      const document = await toDocument(parsed.html, parsed.marks, report);
      const text = emitText(document);
      const subject = parsed.subject ?? literal('');
      locales.push({ parsed, unit: { locale, dir: catalog.dir, document, text, subject }, toDocument });
    } catch (error) {
      for (const diagnostic of error instanceof CompileError ? error.diagnostics : [toDiagnostic(error, location)]) {
        report(diagnostic);
      }
    }
  }
  const [first] = locales;
  if (!first || locales.length < build.catalogs.locales.length) return undefined;

  const units = locales.map(({ unit }) => unit);
  const emit = (hash: string): TemplateModule =>
    emitTemplateModule({
      id: source.id,
      hash,
      units,
      runtime: build.runtime,
      assetSpecifier: (asset) => assetSpecifier(source.id, asset),
    });
  const module = emit(hashOf(emit('')));
  for (const { parsed, unit, toDocument } of locales) {
    try {
      await validate({
        source,
        locale: unit.locale,
        parsed,
        module,
        face: build.face,
        marks: parsed.marks,
        toDocument: (html, marks) => toDocument(html, marks, () => {}),
      });
    } catch (error) {
      report(toDiagnostic(error, location));
    }
  }
  const previews = first.parsed.previews;
  return {
    source,
    module,
    previews,
    entry: {
      id: source.id,
      hash: hashOf(emit('')),
      locales: units.map(({ locale }) => locale),
      contextType:
        first.parsed.contextType ??
        inferContextType(first.unit.document, first.unit.subject, Object.values(previews)),
    },
  };
}

type ToDocument = (html: string, marks: Marks, warn: (diagnostic: Diagnostic) => void) => Promise<Document>;

/** Names the content: code and images. Two builds of the same sources give the same. */
function hashOf(module: TemplateModule): string {
  const hash = createHash('sha256').update(module.code);
  for (const { asset } of module.assets) hash.update(asset.bytes);
  return hash.digest('hex').slice(0, 16);
}

function checkIds(units: readonly Unit[]): readonly Diagnostic[] {
  const files = new Map<string, string>();
  return units.flatMap(({ source: { id, file } }): readonly Diagnostic[] => {
    const other = files.get(id.toLowerCase());
    files.set(id.toLowerCase(), file);
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

function assemble(units: readonly Unit[], build: Build, diagnostics: readonly Diagnostic[]): CompileResult {
  const entries = units.map(({ entry }) => entry);
  const assets = new Map<string, Asset>();
  for (const { module } of units) for (const { asset } of module.assets) assets.set(asset.cid, asset);
  const { defaultLocale } = build.catalogs;
  const templates = units.map(({ entry: { id, locales, hash }, previews }) => ({ id, locales, hash, previews }));
  const files: EmittedFile[] = [
    emitIndex(entries, defaultLocale, build.runtime),
    emitIndexTypes(entries, build.runtime),
    ...units.map(({ entry, module }) => ({ path: `${templatePath(entry.id)}.js`, content: module.code })),
    ...entries.map(emitTemplateTypes),
    ...[...assets.values()].sort((a, b) => (a.cid < b.cid ? -1 : 1)).map(emitAsset),
  ];
  files.push(emitManifest(templates, defaultLocale, files));
  const sources = units.map(({ source }) => source.file);
  return Object.freeze({
    files: Object.freeze(files),
    templates: Object.freeze(templates),
    defaultLocale,
    warnings: Object.freeze([...diagnostics]),
    dependencies: Object.freeze([...new Set([...sources, ...build.dependencies, ...build.assets.files])].sort()),
  });
}

/** What tools (the gallery, the command line) want to know without running the artifact. */
const emitManifest = (
  templates: readonly CompiledTemplate[],
  defaultLocale: string,
  files: readonly EmittedFile[],
): EmittedFile => {
  const paths = [...files.map(({ path }) => path), 'manifest.json'];
  return {
    path: 'manifest.json',
    content: `${JSON.stringify({ defaultLocale, templates, files: paths }, undefined, 2)}\n`,
  };
};
