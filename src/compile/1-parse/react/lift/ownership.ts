import { type NodePath, types as t } from '@babel/core';

/* Whether an object is surely one that a piece of code made itself, so that nobody else sees it change. */

export const MUTATORS: ReadonlySet<string> = new Set(
  'push pop shift unshift splice sort reverse fill copyWithin set add delete clear append'.split(' '),
);

/** Methods that give a new list. */
const MAKERS: ReadonlySet<string> = new Set(
  'map filter slice concat flat flatMap toSorted toReversed toSpliced split'.split(' '),
);
const CONSTRUCTORS: ReadonlySet<string> = new Set('Map Set Date Array URL URLSearchParams'.split(' '));

/** True where `node`, standing at `at`, is an object that was made inside of `region`. */
export function isOwned(node: t.Node | undefined, at: NodePath, region: NodePath): boolean {
  if (!node) return false;
  if (isFresh(node)) return true;
  if (t.isIdentifier(node)) return isOwnedVariable(node.name, at, region, false);
  if (t.isLogicalExpression(node)) return isOwned(node.left, at, region) && isOwned(node.right, at, region);
  if (t.isAssignmentExpression(node))
    return isOwned(node.left, at, region) && isOwned(node.right, at, region);
  if (t.isMemberExpression(node) && t.isIdentifier(node.property, { name: 'searchParams' }))
    return isOwned(node.object, at, region);
  // A member of an own object is own where only own objects were put into it.
  const holder = t.isMemberExpression(node) ? node.object : holderOf(node);
  return t.isIdentifier(holder) && isOwnedVariable(holder.name, at, region, true);
}

/** `groups` in `groups.get(key)`; a chain of setters is what it began with. */
const holderOf = (node: t.Node): t.Node | undefined =>
  t.isCallExpression(node) &&
  t.isMemberExpression(node.callee) &&
  t.isIdentifier(node.callee.property, { name: 'get' })
    ? node.callee.object
    : undefined;

/** True for an expression whose value is a new object. */
export function isFresh(node: t.Node): boolean {
  if (t.isArrayExpression(node) || t.isObjectExpression(node)) return true;
  if (t.isNewExpression(node)) return t.isIdentifier(node.callee) && CONSTRUCTORS.has(node.callee.name);
  if (!t.isCallExpression(node) || !t.isMemberExpression(node.callee)) return false;
  const { object, property } = node.callee;
  if (!t.isIdentifier(property)) return false;
  return MAKERS.has(property.name) || (MUTATORS.has(property.name) && isFresh(object));
}

function isOwnedVariable(name: string, at: NodePath, region: NodePath, withContents: boolean): boolean {
  const binding = at.scope.getBinding(name);
  const scope = binding?.scope.path;
  if (!binding || !scope || (scope !== region && !scope.isDescendant(region))) return false;
  const initial = initialOf(binding.path, binding.identifier, region);
  if (!initial || binding.constantViolations.length > 0) return false;
  if (!withContents) return isFresh(initial) || isOwned(initial, binding.path, region);
  if (beingChecked.has(binding)) return true;
  beingChecked.add(binding);
  try {
    return isEmpty(initial) && binding.referencePaths.every((use) => storesOwned(use, region));
  } finally {
    beingChecked.delete(binding);
  }
}

/** What is put into a variable may come out of it. */
const beingChecked = new Set<object>();

/** What a variable begins as, also the first parameter of a callback of `reduce`, which gives on what it was given. */
function initialOf(path: NodePath, identifier: t.Identifier, region: NodePath): t.Node | undefined {
  if (path.isVariableDeclarator() && path.node.id === identifier) return path.node.init ?? undefined;
  const fn = path.isFunction() ? path : path.getFunctionParent();
  if (!fn || fn.node.params[0] !== identifier) return undefined;
  const { parent, parentPath } = fn;
  // Else what it begins as is made outside, once for all messages.
  if (parentPath !== region && !parentPath?.isDescendant(region)) return undefined;
  const isReduce =
    t.isCallExpression(parent) &&
    parent.arguments[0] === fn.node &&
    t.isMemberExpression(parent.callee) &&
    t.isIdentifier(parent.callee.property) &&
    /^reduce(?:Right)?$/.test(parent.callee.property.name);
  return isReduce && givesOn(fn, identifier.name) ? (parent.arguments[1] as t.Node | undefined) : undefined;
}

function givesOn(fn: NodePath<t.Function>, name: string): boolean {
  const { body } = fn.node;
  if (!t.isBlockStatement(body)) return t.isIdentifier(body, { name });
  let isSame = true;
  fn.traverse({
    Function: (inner) => inner.skip(),
    ReturnStatement(inner) {
      isSame &&= t.isIdentifier(inner.node.argument, { name });
    },
  });
  return isSame;
}

const isEmpty = (node: t.Node): boolean =>
  (t.isArrayExpression(node) && node.elements.length === 0) ||
  (t.isObjectExpression(node) && node.properties.length === 0) ||
  (t.isNewExpression(node) && isFresh(node) && node.arguments.length === 0);

/** Whether a use of a variable leaves only own objects in it. */
function storesOwned(use: NodePath, region: NodePath): boolean {
  const { parent, parentPath } = use;
  if (!parentPath) return false;
  if (t.isVariableDeclarator(parent) || (t.isAssignmentExpression(parent) && parent.right === use.node))
    return false;
  if (!t.isMemberExpression(parent) || parent.object !== use.node) return true;
  const outer = parentPath.parent;
  if (t.isAssignmentExpression(outer) && outer.left === parent) return isOwned(outer.right, use, region);
  if (t.isCallExpression(outer) && outer.callee === parent) {
    const stored = t.isIdentifier(parent.property, { name: 'set' })
      ? outer.arguments.slice(1)
      : outer.arguments;
    const isStore = t.isIdentifier(parent.property) && MUTATORS.has(parent.property.name);
    return !isStore || stored.every((value) => isFresh(value) || isOwned(value, use, region));
  }
  return true;
}
