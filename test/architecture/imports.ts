import { dirname, join } from 'node:path/posix';
import { parseAst } from 'rolldown/parseAst';

/** One import, export-from, `import()` or `import('…')` type of a file. */
export interface ImportOf {
  /** The file that imports, relative to `src`, with forward slashes. */
  readonly from: string;
  /** A file relative to `src`, or the name of a package or Node module; undefined when it is computed. */
  readonly to: string | undefined;
  readonly isFile: boolean;
}

interface AnyNode {
  readonly type: string;
  readonly source?: { readonly value?: unknown } | null;
}

const CARRIERS = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

/** Every import of a TypeScript source, of types too, found by a real parser. */
export function importsOf(file: string, source: string): readonly ImportOf[] {
  const found: ImportOf[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) return value.forEach(visit);
    const node = value as AnyNode;
    if (CARRIERS.has(node.type) && node.source) {
      const specifier = node.source.value;
      const isFile = typeof specifier === 'string' && specifier.startsWith('.');
      const to =
        typeof specifier === 'string' ? (isFile ? join(dirname(file), specifier) : specifier) : undefined;
      found.push({ from: file, to, isFile });
    }
    Object.values(value).forEach(visit);
  };
  visit(parseAst(source, { lang: 'ts', sourceType: 'module' }, file).body);
  return found;
}

/** Circles among files, each as the list of its files; type imports count. */
export function circlesOf(imports: readonly ImportOf[]): readonly (readonly string[])[] {
  const targets = new Map<string, string[]>();
  for (const { from, to, isFile } of imports) {
    if (isFile && to !== undefined) targets.set(from, [...(targets.get(from) ?? []), to]);
  }
  const circles: string[][] = [];
  const finished = new Set<string>();
  const trail: string[] = [];
  const visit = (file: string): void => {
    const at = trail.indexOf(file);
    if (at >= 0) circles.push(trail.slice(at));
    if (at >= 0 || finished.has(file)) return;
    trail.push(file);
    for (const target of targets.get(file) ?? []) visit(target);
    trail.pop();
    finished.add(file);
  };
  for (const file of targets.keys()) visit(file);
  return circles;
}
