import { isLetterlockError, type Location } from '../errors.ts';
import { parseHtml } from './1-parse/html.ts';
import { transform } from './2-transform/index.ts';
import { simplifyExpression } from './2-transform/simplify.ts';
import { assetSpecifier, type EmittedFile, type IndexEntry } from './3-emit/index-module.ts';
import { emitTemplateModule, type LocaleUnit, type TemplateModule } from './3-emit/module.ts';
import { emitText } from './3-emit/text.ts';
import { inferContextType } from './3-emit/types.ts';
import type { AssetStore } from './assets.ts';
import type { Catalogs } from './catalogs.ts';
import { refuseCopies } from './copies.ts';
import { CompileError, type Diagnostic, Refusal, toDiagnostic } from './diagnostics.ts';
import type { Discovered } from './discover.ts';
import type { Asset } from './document.ts';
import { literal } from './expression.ts';
import { findTag } from './find-tag.ts';
import { Refusals, takingNotes } from './refusals.ts';
import { htmlSize, sizeWarnings } from './size.ts';
import { emitTemplateFiles } from './template-files.ts';
import type { ParsedTemplate, TemplateSource } from './template.ts';
import { type RuntimeFace, type ToDocument, validate } from './validate.ts';

/** What the templates of one build share. */
export interface BuildEnvironment {
  readonly catalogs: Catalogs;
  /** Module specifier of the run-time face, and the face itself for validation. */
  readonly runtime: string;
  readonly face: RuntimeFace;
  readonly assets: AssetStore;
  readonly minify?: boolean | undefined;
}

/** A template in all locales, emitted. */
export interface Unit {
  readonly source: TemplateSource;
  readonly entry: IndexEntry;
  /** Its module, and the map from that to the sources. */
  readonly files: readonly EmittedFile[];
  readonly assets: readonly Asset[];
  readonly previews: ParsedTemplate['previews'];
  /** Bytes of the largest HTML of its locales. */
  readonly html: number;
  /** A module of the project that the template imports. */
  readonly own: ParsedTemplate['module'];
}

export interface UnitOutcome {
  /** Undefined where the file is no template, or where `diagnostics` hold errors. */
  readonly unit: Unit | undefined;
  /** Whether it makes a whole page; undefined where that is not known. */
  readonly isPage: boolean | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute paths of the files read. */
  readonly dependencies: readonly string[];
}

/** Takes one template through all phases, locale by locale, and validates the result. Never throws for the template. */
export async function compileUnit(
  { source, frontEnd }: Discovered,
  build: BuildEnvironment,
): Promise<UnitOutcome> {
  const location: Location = { file: source.file, line: 1, column: 1 };
  const findings = new Findings(location);
  const dependencies = new Set<string>();
  const done: Parsed[] = [];
  for (const locale of build.catalogs.locales) {
    const catalog = build.catalogs.catalog(locale);
    await findings.collectAll(async (refusals) => {
      const parsed = await frontEnd.parse(source, catalog);
      if (!parsed) return;
      for (const file of parsed.dependencies) dependencies.add(file);
      for (const warning of parsed.warnings) findings.add(warning);
      const toDocument = passesFor(source, location, parsed, build);
      const warn = (warning: Diagnostic): void => findings.add(warning);
      const document = await toDocument(parsed.html, { warn });
      refuseCopies(document, location);
      if (refusals.all.length > 0) return;
      sizeWarnings(document, source, locale).forEach(warn);
      const subject = simplifyExpression(parsed.subject ?? literal(''));
      done.push({
        parsed,
        toDocument,
        unit: { locale, dir: catalog.dir, document, text: emitText(document), subject },
      });
    });
  }
  const [first] = done;
  const outcome = (unit: Unit | undefined): UnitOutcome => ({
    unit,
    isPage: first && first.unit.document.some((node) => node.kind === 'element' && node.name === 'html'),
    diagnostics: findings.all,
    dependencies: [...dependencies],
  });
  if (!first || done.length < build.catalogs.locales.length) return outcome(undefined);

  const module = await findings.collect(async () => emit(source, done, build.runtime));
  if (!module) return outcome(undefined);
  for (const { parsed, unit, toDocument } of done) {
    const { marks } = parsed;
    await findings.collect(() =>
      validate({
        source,
        locale: unit.locale,
        parsed,
        module,
        face: build.face,
        marks,
        assets: build.assets,
        toDocument,
      }),
    );
  }
  const { previews, contextType, module: own, operandTypes } = first.parsed;
  const programs = done.map(({ unit }) => unit);
  const inferred = inferContextType(programs, Object.values(previews), operandTypes);
  const locales = done.map(({ unit }) => unit.locale);
  return outcome({
    source,
    files: emitTemplateFiles(source, module),
    assets: module.assets.map(({ asset }) => asset),
    previews,
    html: Math.max(...done.map(({ unit }) => htmlSize(unit.document))),
    own: module.imports.some(({ specifier }) => own && specifier.endsWith(own.path)) ? own : undefined,
    entry: { id: source.id, hash: module.hash, locales, contextType: contextType ?? inferred },
  });
}

interface Parsed {
  readonly parsed: ParsedTemplate;
  readonly unit: LocaleUnit;
  readonly toDocument: ToDocument;
}

const passesFor =
  (
    source: TemplateSource,
    location: Location,
    parsed: ParsedTemplate,
    { assets, minify }: BuildEnvironment,
  ): ToDocument =>
  async (html, { warn = () => {}, values } = {}) => {
    const files = [source.file, ...parsed.dependencies];
    const search = (offset: number): Location | undefined => findTag(html, offset, files);
    return transform(parseHtml(html, parsed.marks, location, { search }), {
      source,
      marks: parsed.marks,
      location,
      assets,
      // Templates in React have the white space that they show, and are compared to the byte.
      minify: minify === true && parsed.settle !== undefined,
      files,
      values,
      warn,
    });
  };

const emit = (source: TemplateSource, done: readonly Parsed[], runtime: string): TemplateModule =>
  attempt(
    () =>
      emitTemplateModule({
        id: source.id,
        units: done.map(({ unit }) => unit),
        runtime,
        assetSpecifier: (asset) => assetSpecifier(source.id, asset),
      }),
    source,
  );

/** What was found in one template; the same finding in several locales counts once. */
class Findings {
  readonly all: Diagnostic[] = [];
  readonly #seen = new Set<string>();
  readonly #location: Location;

  constructor(location: Location) {
    this.#location = location;
  }

  add(diagnostic: Diagnostic): void {
    const key = JSON.stringify([diagnostic.code, diagnostic.message, diagnostic.location]);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.all.push(diagnostic);
  }

  /** Collects all that is refused on the way, as far as the compiler can go on. */
  async collectAll(run: (refusals: Refusals) => Promise<void>): Promise<void> {
    const refusals = new Refusals();
    try {
      await takingNotes(refusals, () => run(refusals));
    } catch (error) {
      const isFault = isLetterlockError(error) || refusals.all.length === 0;
      // What else is thrown after something was refused may well come of it.
      if (isFault) await this.collect(() => Promise.reject(error));
    }
    for (const refusal of refusals.all) this.add(toDiagnostic(refusal, this.#location));
  }

  async collect<Result>(run: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await run();
    } catch (error) {
      const found = error instanceof CompileError ? error.diagnostics : [toDiagnostic(error, this.#location)];
      for (const diagnostic of found) this.add(diagnostic);
      return undefined;
    }
  }
}

/** What front ends promise and do not keep shows up here. */
function attempt<Result>(run: () => Result, { id, file }: TemplateSource): Result {
  try {
    return run();
  } catch (cause) {
    throw new Refusal({
      code: 'EMIT_INVALID',
      message: `"${id}" was read, but no code can be made of it: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'This is a fault in letterlock. Please report it with the template.',
      location: { file, line: 1, column: 1 },
      cause,
    });
  }
}
