import { basename, relative, sep } from 'node:path';
import { type EmittedFile, templatePath } from './3-emit/index-module.ts';
import type { TemplateModule } from './3-emit/module.ts';
import { printSourceMap } from './3-emit/source-map.ts';
import { isFile, Reading, reading, readText } from './reading.ts';
import type { TemplateSource } from './template.ts';

/** The module of a template, and the map from it to the template and its messages. */
export function emitTemplateFiles(
  { id, root }: TemplateSource,
  module: TemplateModule,
): readonly EmittedFile[] {
  const path = `${templatePath(id)}.js`;
  if (module.mappings.length === 0) return [{ path, content: module.code }];
  const name = basename(path);
  // Not noted: what the code depends on is known, and a map is no reason to build again.
  const read = (file: string): string | null =>
    reading(new Reading(), () => (isFile(file) ? readText(file) : null));
  const map = printSourceMap(name, module.mappings, (file) => sourceName(file, root), read);
  return [
    { path, content: `${module.code}//# sourceMappingURL=${encodeURIComponent(name)}.map\n` },
    { path: `${path}.map`, content: map },
  ];
}

/**
 * `letterlock:///welcome.tsx`, by its path in the folder of the templates: a path from the artifact would make its bytes
 * depend on where it is built.
 */
function sourceName(file: string, root: string): string {
  const parts = relative(root, file).split(sep);
  const inside = parts.slice(Math.max(parts.lastIndexOf('node_modules'), parts.lastIndexOf('..') + 1));
  return `letterlock:///${inside.map(encodeURIComponent).join('/')}`;
}
