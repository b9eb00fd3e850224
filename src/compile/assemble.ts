import {
  emitAsset,
  type EmittedFile,
  emitIndex,
  emitIndexTypes,
  emitTemplateTypes,
  templatePath,
} from './3-emit/index-module.ts';
import { emitLoader } from './3-emit/loader.ts';
import { type CompiledTemplate, emitManifest } from './3-emit/manifest.ts';
import type { Diagnostic } from './diagnostics.ts';
import type { Asset } from './document.ts';
import type { Unit } from './unit.ts';

/** The files of a folder of artifacts. */
export interface Assembled {
  readonly files: readonly EmittedFile[];
  readonly templates: readonly CompiledTemplate[];
  readonly defaultLocale: string;
}

/** `units` in the order of their ids, which differ in more than letter case. */
export function assemble(units: readonly Unit[], defaultLocale: string, runtime: string): Assembled {
  const entries = units.map(({ entry }) => entry);
  const assets = new Map<string, Asset>();
  for (const unit of units) for (const asset of unit.assets) assets.set(asset.cid, asset);
  const templates = units.map(({ entry: { id, locales, hash }, html, previews }) => ({
    id,
    locales,
    hash,
    html,
    previews,
  }));
  const files: EmittedFile[] = [
    emitIndex(entries, defaultLocale, runtime),
    emitIndexTypes(entries, runtime),
    ...emitLoader(entries),
    ...units.flatMap(({ files: own }) => own),
    ...entries.map(emitTemplateTypes),
    ...[...assets.values()].sort((a, b) => (a.cid < b.cid ? -1 : 1)).map(emitAsset),
  ];
  const own = new Map(units.flatMap(({ own: module }) => (module ? [[module.path, module] as const] : [])));
  files.push(...own.values());
  files.push(emitManifest({ defaultLocale, templates, files: files.map(({ path }) => path) }));
  return { files: Object.freeze(files), templates: Object.freeze(templates), defaultLocale };
}

/** Sets apart the units that would be written over others. */
export function refuseTwins(units: readonly Unit[]): {
  readonly units: readonly Unit[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const first = new Map<string, Unit>();
  const diagnostics: Diagnostic[] = [];
  for (const unit of units) {
    const { id, file } = unit.source;
    const path = templatePath(id).toLowerCase();
    const other = first.get(path);
    if (!other) first.set(path, unit);
    else
      diagnostics.push({
        severity: 'error',
        code: 'TEMPLATE_DUPLICATE',
        message: `Two templates have the id "${id}": ${other.source.file} and ${file}.`,
        hint: 'Rename one of them; ids are paths without extension, and differ in more than letter case.',
        location: { file, line: 1, column: 1 },
      });
  }
  return { units: [...first.values()], diagnostics };
}

export const templatesMissing = (root: string): Diagnostic => ({
  severity: 'error',
  code: 'TEMPLATES_MISSING',
  message: `There is no template in "${root}".`,
  hint: 'A template is a .tsx or .jsx file that exports a component with <Html>, or a .mjml, .md, .html, .hbs or .inky file.',
});
