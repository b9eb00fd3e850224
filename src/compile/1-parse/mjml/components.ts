import { createRequire } from 'node:module';
import { dirname, isAbsolute, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import type { Location } from '../../../errors.ts';
import { findMention } from '../../asset-files.ts';
import type { Refusal } from '../../diagnostics.ts';
import type { Reading } from '../../reading.ts';
import { bundle, bundlerConfig, firstLine } from '../bundle.ts';
import type { MjmlComponent } from './elements.ts';

/** Which elements may stand in which, by name. */
type Dependencies = Readonly<Record<string, readonly unknown[]>>;

/** The components of a project. MJML gets them for one conversion, so that no other project sees them. */
export interface OwnComponents {
  /** By the name of the element. */
  readonly components: ReadonlyMap<string, ComponentClass>;
  readonly dependencies: Dependencies;
}

interface ComponentClass extends MjmlComponent {
  readonly dependencies?: Dependencies | undefined;
  new (data: unknown): { readonly props: Record<string, unknown> };
  getTagName(): string;
}

export interface LoadOptions {
  /** The configuration, to which paths are relative. */
  readonly file: string;
  readonly read: Reading;
  readonly invalid: (file: string, why: string, location?: Location, cause?: unknown) => Refusal;
}

export async function loadComponents(
  packages: readonly string[],
  { file, read, invalid }: LoadOptions,
): Promise<OwnComponents> {
  const registered = new Registered();
  for (const path of packages) {
    try {
      const before = registered.components.size;
      const found = await evaluateModule(resolvePackage(path, file), { read, registered });
      const exported = (found as { readonly default?: unknown }).default ?? found;
      registered.add(exported);
      registered.allow((exported as { readonly dependencies?: Dependencies }).dependencies);
      if (registered.components.size === before) throw new TypeError('it exports no component');
    } catch (error) {
      throw invalid(file, `${path}: ${firstLine(error)}`, findMention(path, [file]), error);
    }
  }
  return registered;
}

/** As MJML looks for it: a package, else a file. */
function resolvePackage(path: string, file: string): string {
  const required = createRequire(file);
  if (path.startsWith('.') || isAbsolute(path)) return required.resolve(resolve(dirname(file), path));
  try {
    return required.resolve(path);
  } catch {
    return required.resolve(`./${path}`);
  }
}

const isComponent = (exported: unknown): exported is ComponentClass =>
  typeof exported === 'function' && 'getTagName' in exported;

/** Takes what modules register, in place of the registry that MJML has for all that run in one process. */
class Registered implements OwnComponents {
  readonly components: Map<string, ComponentClass> = new Map();
  readonly dependencies: Record<string, readonly unknown[]> = {};

  /** A component, or a list or an object of them. */
  add(exported: unknown): void {
    if (isComponent(exported)) this.components.set(exported.getTagName(), exported);
    else if (typeof exported === 'object' && exported !== null)
      Object.values(exported).forEach((inner) => this.add(inner));
  }

  allow(dependencies: Dependencies = {}): void {
    for (const [name, inner] of Object.entries(dependencies))
      this.dependencies[name] = [...(this.dependencies[name] ?? []), ...inner];
  }

  /** Stands for MJML's packages where a module of the project imports them. */
  replace(name: string, actual: object): object {
    const registering = {
      'mjml-core': {
        registerComponent: (component: ComponentClass, options?: { registerDependencies?: boolean }) => {
          this.add(component);
          if (options?.registerDependencies) this.allow(component.dependencies);
        },
      },
      'mjml-validator': { registerDependencies: (dependencies: Dependencies) => this.allow(dependencies) },
    }[name];
    return registering ? { __esModule: true, ...actual, ...registering } : actual;
  }
}

/**
 * Runs a module of the project with what it imports from there, ES or CommonJS, as it is now; packages are those that
 * Node gives. Throws what bundling and the module throw.
 */
export async function evaluateModule(
  file: string,
  { read, registered }: { readonly read: Reading; readonly registered?: Registered },
): Promise<unknown> {
  const required = createRequire(file);
  if (/[\\/]node_modules[\\/]/.test(file)) return required(file);
  read.note(file);
  const { code } = await bundle(file, 'cjs', bundlerConfig(dirname(file), read));
  const module = { exports: {} };
  const load = (name: string): unknown => {
    const actual = loadPackage(name, required) as object;
    return registered ? registered.replace(name, actual) : actual;
  };
  const names = ['require', 'module', 'exports', '__dirname', '__filename'];
  compileFunction(code, names, { filename: file })(
    Object.assign(load, required),
    module,
    module.exports,
    dirname(file),
    file,
  );
  return module.exports;
}

/** What MJML brings along need not be installed by the project. */
function loadPackage(name: string, required: NodeJS.Require): unknown {
  try {
    return required(name);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'MODULE_NOT_FOUND' || !name.startsWith('mjml')) throw error;
    const own = createRequire(import.meta.url);
    return createRequire(own.resolve('mjml'))(name);
  }
}

/** Depend on what stands beside an element, where a condition or loop is one element to MJML. */
const PLACES = ['first', 'last', 'index', 'sibling', 'nonRawSiblings'];

/** The components for one conversion. `asked`: names of elements that have looked at their place among others. */
export function watched({ components }: OwnComponents): {
  readonly components: readonly MjmlComponent[];
  readonly asked: ReadonlySet<string>;
} {
  const asked = new Set<string>();
  const watch = ([name, Component]: readonly [string, ComponentClass]): ComponentClass =>
    class extends Component {
      static readonly componentName = name;

      constructor(data: unknown) {
        super(data);
        for (const key of PLACES) {
          const value = this.props[key];
          const get = (): unknown => {
            asked.add(name);
            return value;
          };
          Object.defineProperty(this.props, key, { get, enumerable: true, configurable: true });
        }
      }
    };
  return { components: [...components].map(watch), asked };
}
