import { type NodePath, traverse, types as t } from '@babel/core';
import { type Collecting, isForEach as isForEachStatement, noteCollecting } from './collecting.ts';
import { MUTATORS } from './ownership.ts';
import { type Region, regionOf } from './regions.ts';
import { unknownName } from './unknown-names.ts';

/** A change of a variable, and the function or module that the variable is of. */
export interface Change {
  readonly owner: t.Node;
  readonly at: t.Node;
}

/** What lifting must know about the functions of a module before it rewrites them. */
export interface Effects {
  /** Functions that change something outside themselves: running them twice would change it twice. */
  readonly impure: ReadonlySet<t.Node>;
  /** Functions with a statement that decides (`if`, `switch`, a loop) and so may have to run once per path. */
  readonly deciding: ReadonlySet<t.Node>;
  /** What a function changes of variables that are not its own, by their names. */
  readonly changes: ReadonlyMap<t.Node, ReadonlyMap<string, Change>>;
  /** Functions, and the module, whose variables functions inside of them change. */
  readonly owners: ReadonlySet<t.Node>;
  /** Parameters that the function assigns to. */
  readonly reassigned: ReadonlySet<t.Node>;
  /** Identifiers that no module, function or block declares. */
  readonly undeclared: ReadonlySet<t.Node>;
  /** Those that do not exist, with the names that they may have meant. */
  readonly unknown: ReadonlyMap<t.Node, readonly string[]>;
  /** Loops that fill a list, and its name. */
  readonly collecting: Collecting;
  /** Functions, calls and loops that may be kept for run time. */
  readonly regions: ReadonlyMap<t.Node, Region>;
}

const DECIDING = new Set([
  'IfStatement',
  'SwitchStatement',
  'WhileStatement',
  'DoWhileStatement',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'ArrayPattern',
]);

/** The identifier at the root of `a.b[c].d`. */
function rootOf(node: t.Node): t.Identifier | undefined {
  let current = node;
  while (t.isMemberExpression(current) || t.isOptionalMemberExpression(current)) current = current.object;
  return t.isIdentifier(current) ? current : undefined;
}

const isMutatorCall = (node: t.Node): node is t.CallExpression =>
  (t.isCallExpression(node) || t.isOptionalCallExpression(node)) &&
  (t.isMemberExpression(node.callee) || t.isOptionalMemberExpression(node.callee)) &&
  t.isIdentifier(node.callee.property) &&
  MUTATORS.has(node.callee.property.name) &&
  rootOf(node.callee.object) !== undefined;

const isForEach = (node: t.Node): boolean =>
  t.isCallExpression(node) &&
  t.isMemberExpression(node.callee) &&
  t.isIdentifier(node.callee.property, { name: 'forEach' });

/** True when evaluating the expression for a branch that may not be taken would be noticed. */
export function hasEffects(node: t.Node): boolean {
  if (t.isFunction(node)) return false;
  if (
    t.isAssignmentExpression(node) ||
    t.isUpdateExpression(node) ||
    t.isAwaitExpression(node) ||
    t.isYieldExpression(node) ||
    isMutatorCall(node) ||
    (t.isUnaryExpression(node) && node.operator === 'delete')
  ) {
    return true;
  }
  return childrenOf(node).some(hasEffects);
}

/** True for `a?.b(x = 1)` and `a?.b(await c)`: what happens in the chain must not where it ends early. */
export function hasEffectsInChain(node: t.Node): boolean {
  if (t.isOptionalMemberExpression(node) || t.isMemberExpression(node)) {
    return (node.computed && hasEffects(node.property)) || hasEffectsInChain(node.object);
  }
  return (
    (t.isOptionalCallExpression(node) || t.isCallExpression(node)) &&
    (node.arguments.some(hasEffects) || hasEffectsInChain(node.callee))
  );
}

const isOptional = (node: t.Node): boolean =>
  t.isOptionalMemberExpression(node) || t.isOptionalCallExpression(node);

export const hasAwait = (node: t.Node): boolean =>
  t.isAwaitExpression(node) ||
  t.isYieldExpression(node) ||
  (!t.isFunction(node) && childrenOf(node).some(hasAwait));

export function childrenOf(node: t.Node): readonly t.Node[] {
  return (t.VISITOR_KEYS[node.type] ?? []).flatMap((key) => {
    const value = (node as unknown as Record<string, t.Node | null | (t.Node | null)[]>)[key];
    return [value].flat().filter((child) => child !== null && child !== undefined);
  });
}

/** What calls a function that cannot be kept, for it makes elements or changes something, cannot be kept either. */
function dropDependants(regions: Map<t.Node, Region>): void {
  let isDone = false;
  while (!isDone) {
    isDone = true;
    for (const [node, { functions }] of regions) {
      if (functions.every((fn) => regions.has(fn))) continue;
      regions.delete(node);
      isDone = false;
    }
  }
}

/** Functions; where they stand in a function, also loops, `try` and `reduce`. */
function mayBeKept(path: NodePath): boolean {
  if (path.isFunctionDeclaration()) return path.node.id !== null && path.node.id !== undefined;
  if (path.isFunctionExpression() || path.isArrowFunctionExpression()) return true;
  if (!path.getFunctionParent()) return false;
  const { node } = path;
  if (t.isLoop(node) || t.isTryStatement(node)) return !t.isLabeledStatement(path.parent);
  return (
    t.isCallExpression(node) &&
    t.isMemberExpression(node.callee) &&
    t.isIdentifier(node.callee.property, { name: 'reduce' }) &&
    t.isFunction(node.arguments[0])
  );
}

export function analyse(file: t.File): Effects {
  const impure = new Set<t.Node>();
  const deciding = new Set<t.Node>();
  const reassigned = new Set<t.Node>();
  const undeclared = new Set<t.Node>();
  const unknown = new Map<t.Node, readonly string[]>();
  const changes = new Map<t.Node, Map<string, Change>>();
  const owners = new Set<t.Node>();
  const regions = new Map<t.Node, Region>();
  const outside = new Map<t.Node, t.Node>();
  const collecting: Collecting = new Map();
  traverse(file, {
    enter(path) {
      const { node } = path;
      if (path.isVariableDeclarator()) noteCollecting(path, collecting);
      const region = mayBeKept(path) ? regionOf(path) : undefined;
      if (region) regions.set(node, region);
      const self = path.isFunction() ? path : path.getFunctionParent();
      if (path.isFunction()) {
        const parent = path.getFunctionParent();
        if (parent) outside.set(node, parent.node);
      }
      if (
        self &&
        (DECIDING.has(node.type) ||
          isForEach(node) ||
          (t.isAssignmentPattern(node) && hasEffects(node.right)) ||
          (isOptional(node) && hasEffectsInChain(node)) ||
          ((t.isConditionalExpression(node) || t.isLogicalExpression(node)) && hasEffects(node)))
      ) {
        deciding.add(self.node);
      }
      if (path.isReferencedIdentifier() && !path.scope.hasBinding(path.node.name, { noGlobals: true })) {
        undeclared.add(node);
        const near = unknownName(path, path.node.name);
        if (near) unknown.set(node, near);
      }
      if (path.isAssignmentExpression()) {
        for (const name of Object.keys(path.getBindingIdentifiers())) noteAssignment(name);
        const { left } = path.node;
        if (t.isMemberExpression(left)) noteChange(left);
      } else if (path.isUpdateExpression()) {
        const { argument } = path.node;
        if (t.isIdentifier(argument)) noteAssignment(argument.name);
        else noteChange(argument);
      } else if (isMutatorCall(node)) {
        noteChange((node.callee as t.MemberExpression).object);
      }

      function noteAssignment(name: string): void {
        const binding = path.scope.getBinding(name);
        const owner = binding?.scope.getFunctionParent()?.block;
        if (binding?.kind === 'param' && owner) reassigned.add(binding.identifier);
        markUpTo(owner, false);
        if (binding) noteCrossing(name, owner ?? file.program);
      }

      function noteChange(target: t.Node): void {
        const root = rootOf(target);
        const binding = root && path.scope.getBinding(root.name);
        if (!root && !containsThis(target)) return;
        const owner = binding?.scope.getFunctionParent()?.block;
        markUpTo(owner, binding?.kind === 'param');
        if (binding && binding.kind !== 'param' && !isLinked(path)) {
          noteCrossing(root.name, owner ?? file.program);
        }
      }

      function noteCrossing(name: string, owner: t.Node): void {
        const changer = path.getFunctionParent()?.node;
        if (!changer || changer === owner) return;
        owners.add(owner);
        changes.set(
          changer,
          (changes.get(changer) ?? new Map<string, Change>()).set(name, { owner, at: node }),
        );
      }

      /** Marks the functions around this place as impure, up to the one that owns the variable. */
      function markUpTo(owner: t.Node | undefined, inclusive: boolean): void {
        for (let fn = path.getFunctionParent(); fn; fn = fn.getFunctionParent()) {
          if (fn.node === owner && !inclusive) return;
          impure.add(fn.node);
          if (fn.node === owner) return;
        }
      }
    },
  });
  // What a function with effects decides is decided for the function around it, which starts afresh on each path.
  for (const node of deciding) {
    const parent = outside.get(node);
    if (parent && impure.has(node)) deciding.add(parent);
  }
  // The callback of such a loop gets a list of its own.
  for (const [node, name] of collecting) {
    if (isForEachStatement(node)) changes.get(node.expression.arguments[0] as t.Node)?.delete(name);
  }
  dropDependants(regions);
  return { impure, deciding, changes, owners, reassigned, undeclared, unknown, collecting, regions };
}

/** `day.add(1, 'week').format()`: a date of a library, which gives a new one, and no set. */
const isLinked = ({ node, parent }: { readonly node: t.Node; readonly parent: t.Node | null }): boolean =>
  t.isCallExpression(node) && t.isMemberExpression(parent) && parent.object === node;

const containsThis = (node: t.Node): boolean =>
  t.isThisExpression(node) || childrenOf(node).some(containsThis);
