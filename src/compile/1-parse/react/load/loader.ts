import { realpathSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { types as t } from '@babel/core';
import {
  createRunnableDevEnvironment,
  createServer,
  type Plugin,
  type RunnableDevEnvironment,
  type ViteDevServer,
} from 'vite';
import type { EvaluatedModules } from 'vite/module-runner';
import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { importsOf, lift, OPERATIONS_MODULE } from '../lift/lift.ts';
import { ModuleMemory } from './memory.ts';
import {
  isOwn,
  isReactEmail,
  isScript,
  type LiftedFiles,
  liftedFiles,
  withoutQuery,
} from './lifted-files.ts';
import { loadPackage } from './loading-clock.ts';
import { withNativePackages } from './native-packages.ts';
import { importReact, isReact, reactMissing, resolveFrom, withReactLoaded } from './native-react.ts';
import { throwAll } from '../session.ts';

/**
 * Loads the template's own modules with Vite, in two graphs: `lifted`, where every operator records, and `plain`, where
 * the template is ordinary React. Packages are imported natively and exist once.
 */
export interface Loader {
  /**
   * Evaluates a module and all own modules below it afresh. So are the packages that are evaluated, unless the last load
   * in this graph was for the same `user` too: react-email's Tailwind takes long to begin, and never forgets a class.
   */
  load(graph: Graph, file: string, user?: object): Promise<Loaded>;
  /** A part of React as the template would import it. */
  react(specifier: string): Promise<Record<string, unknown>>;
  /** The namespace of a package as a module of the template would import it. */
  importPackage(specifier: string, importer: string): Promise<Record<string, unknown>>;
  /**
   * Forgets modules whose files have changed. False where only a new loader knows what imports mean now. `moved`: see
   * FrontEnd.
   */
  refresh(moved: readonly string[]): boolean;
  close(): Promise<void>;
}

const GRAPHS = ['lifted', 'plain'] as const;
export type Graph = (typeof GRAPHS)[number];

export interface Loaded {
  readonly module: Readonly<Record<string, unknown>>;
  /** Absolute paths of the files that were evaluated. */
  readonly files: readonly string[];
  /** Those of them that are style sheets, imported for their effect, in the order of the imports. */
  readonly styles: readonly string[];
}

/** Where lifted modules find their operations, and templates what `letterlock/template` exports. */
export const HOOKS: unique symbol = Symbol.for('letterlock.react-hooks') as never;

const TEMPLATE_MODULE = 'letterlock:template';
const IMAGE = /\.(?:png|jpe?g|gif|webp|svg|avif|bmp|ico)$/i;
/** Whatever Vite takes for a style sheet. */
const STYLE = /\.(?:css|scss|sass|less|styl|stylus|pcss|postcss)$/i;

/** `packages` are the published packages that are compiled with the templates. */
export async function createLoader(root: string, packages: readonly string[] = []): Promise<Loader> {
  const scope = liftedFiles(packages);
  const memory = new ModuleMemory();
  const server = await withReactLoaded(root, () =>
    createServer({
      configFile: false,
      root,
      appType: 'custom',
      // Else Vite would write a folder of its own beside the templates.
      optimizeDeps: { noDiscovery: true, include: [] },
      logLevel: 'silent',
      clearScreen: false,
      publicDir: false,
      server: { middlewareMode: true, hmr: false, ws: false, watch: null, fs: { strict: false } },
      resolve: { tsconfigPaths: true },
      oxc: { jsx: { runtime: 'automatic', development: false } },
      plugins: [templatePlugin(memory, scope)],
      environments: Object.fromEntries(
        GRAPHS.map((name) => [
          name,
          {
            consumer: 'server' as const,
            optimizeDeps: { noDiscovery: true, include: [] },
            resolve: {
              // Else Node would import `letterlock/template`, and the templates of a project would get its stand-ins.
              noExternal: [
                /^letterlock(?:\/|$)/,
                /^react-email(?:\/|$)/,
                /^@react-email\/(?!render)/,
                ...scope.specifiers,
              ],
              dedupe: ['react', 'react-dom'],
            },
            dev: {
              createEnvironment: (environmentName, config) =>
                withNativePackages(
                  createRunnableDevEnvironment(environmentName, config, {
                    hot: false,
                    runnerOptions: { hmr: false, sourcemapInterceptor: false },
                  }),
                  scope,
                ),
            },
          },
        ]),
      ),
    }),
  );
  const environment = (graph: Graph): RunnableDevEnvironment =>
    server.environments[graph] as RunnableDevEnvironment;
  /** The modules of a template itself, whose code nobody asks for again when the next one is loaded. */
  let latest = '';
  const users = new Map<Graph, object | undefined>();
  const release = (file: string): void => {
    for (const graph of GRAPHS) {
      for (const module of environment(graph).moduleGraph.getModulesByFile(file) ?? [])
        module.transformResult = null;
    }
  };
  return Object.freeze({
    async load(graph: Graph, file: string, user?: object): Promise<Loaded> {
      const { runner } = environment(graph);
      if (latest !== file) release(latest);
      latest = file;
      if (user && users.get(graph) === user) forgetOwn(runner.evaluatedModules);
      else runner.clearCache();
      users.set(graph, user);
      const module = (await runner.import(file)) as Record<string, unknown>;
      const own = [...runner.evaluatedModules.fileToModulesMap].filter(
        ([path]) => isAbsolute(path) && isOwn(path),
      );
      const files = own.map(([path]) => path);
      const styles = own.filter(
        ([path, nodes]) => STYLE.test(path) && [...nodes].some(({ id }) => !id.includes('?')),
      );
      for (const path of files) memory.note(path);
      return { module, files, styles: styles.map(([path]) => path) };
    },
    refresh(moved: readonly string[]) {
      const changed = memory.forgetChanged(moved);
      if (changed === 'all') return false;
      for (const graph of GRAPHS) {
        for (const path of changed) environment(graph).moduleGraph.onFileChange(path);
      }
      return true;
    },
    react: (specifier: string) => importReact(specifier, root),
    async importPackage(specifier: string, importer: string) {
      if (isBuiltin(specifier)) return (await import(specifier)) as Record<string, unknown>;
      const resolved = await environment('plain').pluginContainer.resolveId(specifier, importer);
      const path = resolveFrom(specifier, importer) ?? resolved?.id;
      if (!path) throw new Error(`The package "${specifier}" is not installed.`);
      return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
    },
    close: () => closeServer(server),
  });
}

/** What is no file of react-email, which imports none of it. */
function forgetOwn(modules: EvaluatedModules): void {
  for (const module of modules.idToModuleMap.values())
    if (!isReactEmail(module.file)) modules.invalidateModule(module);
}

const closeServer = async (server: ViteDevServer): Promise<void> => {
  await server.close();
};

function templatePlugin(memory: ModuleMemory, scope: LiftedFiles): Plugin {
  return {
    name: 'letterlock:react',
    enforce: 'pre',

    async resolveId(specifier, importer, options) {
      if (specifier.startsWith(OPERATIONS_MODULE)) return `\0${specifier}`;
      if (specifier === 'letterlock/template') return `\0${TEMPLATE_MODULE}`;
      if (!isBare(specifier) || !importer) return null;
      // A folder of somebody else's templates may have no packages of its own: letterlock's serve then.
      const found = await this.resolve(specifier, importer, { ...options, skipSelf: true });
      if (found && !found.id.startsWith('__vite-optional-peer-dep') && !found.id.includes('browser-external'))
        return found;
      const native = isReactEmail(`/node_modules/${specifier}/`)
        ? undefined
        : resolveFrom(specifier, import.meta.url);
      return (
        native ?? this.resolve(specifier, fileURLToPath(import.meta.url), { ...options, skipSelf: true })
      );
    },

    load(id) {
      const own = withoutQuery(id);
      if (isAbsolute(own) && isOwn(own)) memory.loading(own);
      if (id.startsWith(`\0${OPERATIONS_MODULE}`)) {
        const file = id.slice(OPERATIONS_MODULE.length + 1);
        return `export default globalThis[Symbol.for('letterlock.react-hooks')].operations(${JSON.stringify(file)});`;
      }
      if (id === `\0${TEMPLATE_MODULE}`) {
        const graph = JSON.stringify(this.environment.name);
        return [
          `const scope = globalThis[Symbol.for('letterlock.react-hooks')].template(${graph});`,
          'export const { t, locale, dir, image } = scope;',
        ].join('\n');
      }
      if (IMAGE.test(withoutQuery(id)) && !id.includes('?')) {
        return `export default ${JSON.stringify(pathToFileURL(realPath(id)).href)};`;
      }
      return null;
    },

    async transform(code, id) {
      if (this.environment.name !== 'lifted' || !scope.isLifted(id)) return null;
      const file = realPath(withoutQuery(id));
      const { ast, imports } = await importsOf(code, file);
      if (!isModule(ast)) throw commonJs(file);
      const specifiers = imports.map(({ specifier }) => specifier);
      if (isOwn(file)) memory.imports(withoutQuery(id), specifiers, code);
      const packages = new Map<string, ReadonlySet<string>>();
      const missing: Refusal[] = [];
      for (const { specifier, location } of imports) {
        if (isBuiltin(specifier)) {
          packages.set(specifier, new Set());
          continue;
        }
        if (specifier.startsWith('letterlock/template') || specifier.includes('?')) continue;
        const resolved = await this.resolve(specifier, id, { skipSelf: false });
        if (!resolved && !resolveFrom(specifier, id)) {
          missing.push(
            isReact(specifier) ? reactMissing(specifier, location) : notFound(specifier, location),
          );
          continue;
        }
        const isPackage = isBare(specifier) && !isReact(specifier);
        const isEvaluated = resolved && !resolved.external && scope.isPartOfTemplate(resolved.id);
        if (!isPackage || isEvaluated) continue;
        const path = resolved && withoutQuery(resolved.id);
        const isFile = path && isAbsolute(path) && isScript(path);
        packages.set(specifier, isFile ? await loadPackage(path, specifier) : new Set());
      }
      throwAll(missing);
      return { code: await lift(ast, { file, packages }), map: null };
    },
  };
}

/** CommonJS has no imports that could be followed. */
const isModule = ({ program }: t.File): boolean =>
  program.body.some((node) => /^(?:Import|Export)/.test(node.type)) || !usesCommonJs(program);

function usesCommonJs(program: t.Program): boolean {
  let found = false;
  t.traverseFast(program, (node) => {
    if (t.isMemberExpression(node) && t.isIdentifier(node.object, { name: 'module' })) found = true;
    if (t.isMemberExpression(node) && t.isIdentifier(node.object, { name: 'exports' })) found = true;
    if (t.isCallExpression(node) && t.isIdentifier(node.callee, { name: 'require' })) found = true;
  });
  return found;
}

const commonJs = (file: string): Refusal =>
  new Refusal({
    code: 'PACKAGE_COMMONJS',
    message: 'This file is CommonJS, which cannot be compiled with a template.',
    hint: 'Write it with `import` and `export`; a package that has no such form cannot be named for lifting.',
    location: { file, line: 1, column: 1 },
  });

const notFound = (specifier: string, location: Location): Refusal =>
  new Refusal({
    code: 'MODULE_NOT_FOUND',
    message: `"${specifier}" cannot be found from here.`,
    hint: isBare(specifier)
      ? `Install it: npm install ${specifier}`
      : 'Check the path; it is relative to this file.',
    location,
  });

const isBare = (specifier: string): boolean =>
  /^(?:@[\w.-]+\/)?[\w][\w.-]*(?:\/|$)/.test(specifier) && !/^[A-Za-z]:[\\/]/.test(specifier);

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
