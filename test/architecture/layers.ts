import { circlesOf, type ImportOf, importsOf } from './imports.ts';

/** What a layer may import: other layers, and what comes from outside `src`. */
interface Layer {
  readonly layers: readonly string[];
  /** Packages; `node:` stands for every Node module, `*` for any (knip keeps them to package.json). */
  readonly packages: readonly string[];
}

const layer = (layers: string, packages = ''): Layer => ({
  layers: words(layers),
  packages: words(packages),
});
const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');

/** The import table: a layer is a folder of `src`, or a file that lies directly in it. */
export const LAYERS: Readonly<Record<string, Layer>> = {
  // leaves                                                          packages
  errors: layer(''),
  artifact: layer(''),
  locale: layer('errors artifact'),
  template: layer('artifact'),
  // run time
  render: layer('errors artifact locale'),
  message: layer('errors artifact'),
  mime: layer('errors artifact message'),
  secure: layer('errors message mime', 'node: @peculiar/* openssl-wrapper'),
  send: layer('errors message mime', 'node: nodemailer'),
  index: layer('errors artifact message mime render send'),
  // build time
  compile: layer('errors artifact locale template', '*'),
  vite: layer('errors compile', 'node: vite'),
  // on top
  cli: layer('errors artifact message mime render secure send compile vite', 'node:'),
};

/** Lines of a file. The aim is 200; this is where a test says stop. */
export const LONGEST_FILE = 300;

/** Layers whose business it is to load modules that are named at run time: the artifact, a template's packages. */
const LOADERS: ReadonlySet<string> = new Set(['compile', 'cli']);

/** What breaks the rules of the house, a sentence each. `sources` is by path relative to `src`. */
export function findViolations(sources: Readonly<Record<string, string>>): readonly string[] {
  const files = Object.keys(sources);
  const imports = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => importsOf(file, sources[file] as string));
  return [
    ...files.flatMap((file) => checkFile(file, sources[file] as string)),
    ...imports.flatMap(checkImport),
    ...circlesOf(imports).map((circle) => `circle: ${[...circle, circle[0]].join(' → ')}`),
  ];
}

const layerOf = (file: string): string => (file.split('/')[0] as string).replace(/(\.d)?\.ts$/, '');

function checkFile(file: string, source: string): readonly string[] {
  const lines = source.replace(/\n$/, '').split('\n').length;
  return [
    ...(LAYERS[layerOf(file)] || file === 'README.md' ? [] : [`${file}: no layer of the import table`]),
    ...(/(^|\/)(utils?|helpers|misc|common|shared)\//.test(file)
      ? [`${file}: a folder that owns no noun`]
      : []),
    ...(file.endsWith('.ts') && lines > LONGEST_FILE ? [`${file}: ${lines} lines`] : []),
  ];
}

function checkImport({ from, to, isFile }: ImportOf): readonly string[] {
  const own = layerOf(from);
  const allowed = LAYERS[own];
  if (!allowed) return [];
  if (to === undefined) return LOADERS.has(own) ? [] : [`${from}: imports a module that is computed`];
  if (isFile) {
    const other = layerOf(to);
    return other === own || allowed.layers.includes(other)
      ? []
      : [`${from}: ${own} may not import ${other} (${to})`];
  }
  return allowed.packages.some((pattern) => covers(pattern, to))
    ? []
    : [`${from}: ${own} may not import ${to}`];
}

function covers(pattern: string, specifier: string): boolean {
  if (pattern === '*') return true;
  if (pattern === 'node:') return specifier.startsWith('node:');
  if (pattern.endsWith('/*')) return specifier.startsWith(pattern.slice(0, -1));
  return specifier === pattern || specifier.startsWith(`${pattern}/`);
}
