import { type Expression, keyOf, locationOf } from '../expression.ts';
import { type Block, findSharing, type Sharing } from './sharing.ts';
import { Places } from './source-map.ts';

/**
 * What the expressions of one module have in common: imports and hoisted constants. Names come from counters, so two
 * builds of the same sources give the same bytes.
 */
export class ModuleScope {
  readonly places: Places = new Places();
  readonly #imports = new Map<string, { specifier: string; name: string; as: string }>();
  readonly #constants = new Map<string, { as: string; code: string }>();
  readonly #pieces = new Map<string, string>();

  import(specifier: string, name: string): string {
    const key = `${specifier}#${name}`;
    const known = this.#imports.get(key);
    if (known) return known.as;
    const as = `m${this.#imports.size}`;
    this.#imports.set(key, { specifier, name, as });
    return as;
  }

  constant(expression: Expression, print: () => string): string {
    const key = keyOf(expression);
    const known = this.#constants.get(key);
    if (known) return known.as;
    const code = print();
    const as = `k${this.#constants.size}`;
    this.#constants.set(key, { as, code });
    return as;
  }

  /** A piece of a text program as a function of its own, with the place for what it wrote. Gives both as arguments. */
  piece(calls: readonly string[]): string {
    const key = calls.join('\n');
    let as = this.#pieces.get(key);
    if (as === undefined) {
      as = `${this.#pieces.size}`;
      this.#pieces.set(key, as);
    }
    return `p${as}, w${as}`;
  }

  get pieces(): readonly string[] {
    return [...this.#pieces].map(
      ([key, as]) => `const p${as} = [];\nconst w${as} = (w) => {\n  ${key.replaceAll('\n', '\n  ')}\n};`,
    );
  }

  get imports(): readonly { readonly specifier: string; readonly name: string; readonly as: string }[] {
    return [...this.#imports.values()];
  }

  get constants(): readonly { readonly as: string; readonly code: string }[] {
    return [...this.#constants.values()];
  }
}

interface Name {
  readonly as: string;
  /** Where in the context the value comes from, '' if it has no name there. */
  readonly path: string;
}

interface FunctionState {
  readonly module: ModuleScope;
  readonly sharing: Sharing;
  readonly blocks: ReadonlyMap<object, Block>;
  next: number;
  /** How many branches and loops are around the place that is being printed. */
  depth: number;
}

/** A value that a block computes once. */
interface SharedValue {
  readonly as: string;
  /** The depth of the block that it belongs to. */
  readonly depth: number;
  /** It has been printed where nothing can pass it by, so it is there from now on. */
  settled: boolean;
}

/** A loop as the emitters print it. */
export interface LoopScope {
  readonly scope: FunctionScope;
  readonly item: string;
  readonly index: string;
  readonly list: string;
  /** The mark of the list, which may turn out to be none where the loop begins. */
  readonly mark: string;
}

/** Names in one function: locals of loops and callbacks, and values that are computed once. */
export class FunctionScope {
  readonly #state: FunctionState;
  readonly #names: ReadonlyMap<string, Name>;
  readonly #shared: ReadonlyMap<string, SharedValue>;
  /** Names of the values that this block computes once, to be declared at its beginning. */
  readonly declared: readonly string[];

  private constructor(
    state: FunctionState,
    names: ReadonlyMap<string, Name>,
    outer: ReadonlyMap<string, SharedValue>,
    block: Block | undefined,
  ) {
    this.#state = state;
    this.#names = names;
    const keys = (block && state.sharing.get(block)) ?? [];
    const own = [...keys].map((key) => [key, newShared(state)] as const);
    this.#shared = new Map([...outer, ...own]);
    this.declared = own.map(([, { as }]) => as);
  }

  /** The scope of a function. `blocks` are its loops, as sharing.ts found them. */
  static of(module: ModuleScope, root: Block, blocks: ReadonlyMap<object, Block>): FunctionScope {
    const state: FunctionState = { module, sharing: findSharing(root), blocks, next: 0, depth: 0 };
    return new FunctionScope(state, new Map(), new Map(), root);
  }

  get module(): ModuleScope {
    return this.#state.module;
  }

  /** Inside of a callback, which has no place to keep values. */
  callback(params: readonly string[]): FunctionScope {
    return new FunctionScope(
      this.#state,
      this.#with(params.map((name) => [name, ''])),
      this.#shared,
      undefined,
    );
  }

  loop(node: { readonly list: Expression; readonly item: string; readonly index: string }): LoopScope {
    const path = this.path(node.list);
    const names = this.#with([
      [node.item, path === '' ? '' : `${path}[]`],
      [node.index, ''],
    ]);
    const scope = new FunctionScope(this.#state, names, this.#shared, this.#state.blocks.get(node));
    const index = scope.name(node.index);
    const mark = this.module.places.mark(locationOf(node.list));
    return { scope, item: scope.name(node.item), index, list: `l${index.slice(1)}`, mark };
  }

  #with(locals: readonly (readonly [name: string, path: string])[]): ReadonlyMap<string, Name> {
    const names = new Map(this.#names);
    for (const [name, path] of locals) names.set(name, { as: `v${this.#state.next++}`, path });
    return names;
  }

  name(local: string): string {
    const known = this.#names.get(local);
    if (!known) throw new RangeError(`The local "${local}" is used outside of its loop.`);
    return known.as;
  }

  /** Prints what stands in a branch or a loop, which may not be reached. */
  branch<Result>(print: () => Result): Result {
    this.#state.depth++;
    try {
      return print();
    } finally {
      this.#state.depth--;
    }
  }

  /** The name of a value that is computed once, if this expression is such, and whether it is there for certain. */
  shared(expression: Expression): { readonly as: string; readonly settled: boolean } | undefined {
    const value = this.#shared.size === 0 ? undefined : this.#shared.get(keyOf(expression));
    if (!value) return undefined;
    const { as, settled } = value;
    value.settled ||= value.depth === this.#state.depth;
    return { as, settled };
  }

  /** The place in the context of a plain chain of fields, for messages; '' for anything else. */
  path(expression: Expression): string {
    switch (expression.kind) {
      case 'local':
        return this.#names.get(expression.name)?.path ?? '';
      case 'member': {
        if (expression.property.kind !== 'literal') return '';
        const name = String(expression.property.value);
        if (expression.object.kind === 'context') return name;
        const owner = this.path(expression.object);
        return owner === '' ? '' : `${owner}.${name}`;
      }
      case 'helper': {
        const [object, property] = expression.args;
        const isLookup = expression.name === 'handlebarsLookup' && object && property?.kind === 'literal';
        const owner = isLookup ? this.path(object) : '';
        return isLookup && owner !== '' ? `${owner}.${String(property.value)}` : '';
      }
      default:
        return '';
    }
  }
}

const newShared = (state: FunctionState): SharedValue => ({
  as: `t${state.next++}`,
  depth: state.depth,
  settled: false,
});
