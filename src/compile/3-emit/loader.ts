import { type EmittedFile, HEADER, type IndexEntry, templatePath } from './index-module.ts';
import { quote } from './javascript.ts';

/**
 * How the index module comes by the templates: bundlers get imports that they can follow; Node loads a template when it
 * is first used, as an application renders few of them and each is large. In a folder with a package.json of its own,
 * whose conditions tell the two apart: bundlers know `module`, and Node knows `module-sync` where it can `require` an
 * ES module. All others (workers, older tools) get the imports.
 */
export const emitLoader = (entries: readonly IndexEntry[]): readonly EmittedFile[] => [
  { path: 'loader/package.json', content: `${JSON.stringify(PACKAGE, undefined, 2)}\n` },
  { path: 'loader/index.js', content: `${HEADER}\nexport { default } from '#templates';\n` },
  { path: 'loader/eager.js', content: eager(entries) },
  { path: 'loader/lazy.js', content: lazy(entries) },
  { path: 'loader/stable.js', content: `${HEADER}\nexport {};\n` },
];

const PACKAGE = {
  type: 'module',
  sideEffects: false,
  imports: {
    '#templates': { module: './eager.js', 'module-sync': './lazy.js', default: './eager.js' },
  },
};

const specifier = ({ id }: IndexEntry): string => quote(`../${templatePath(id)}.js`);

const eager = (entries: readonly IndexEntry[]): string =>
  [
    HEADER,
    ...entries.map((entry, index) => `import t${index} from ${specifier(entry)};`),
    '',
    `export default [${entries.map((_, index) => `t${index}`).join(', ')}];`,
    '',
  ].join('\n');

/** Each path stands in a call of its own, where tools that collect the files of a deployment find it. */
const lazy = (entries: readonly IndexEntry[]): string =>
  [
    HEADER,
    "import { createRequire } from 'node:module';",
    '',
    'const require = createRequire(import.meta.url);',
    '// This one version warns of what later ones have as stable; it does so once.',
    "if (process.version.startsWith('v22.12.')) {",
    '  const { emitWarning } = process;',
    '  process.emitWarning = () => {};',
    "  require('./stable.js');",
    '  process.emitWarning = emitWarning;',
    '}',
    'const lazy = (id, load) => ({',
    '  id,',
    '  get hash() { return load().default.hash; },',
    '  get locales() { return load().default.locales; },',
    '});',
    'export default [',
    ...entries.map((entry) => `  lazy(${quote(entry.id)}, () => require(${specifier(entry)})),`),
    '];',
    '',
  ].join('\n');
