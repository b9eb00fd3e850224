import { type NodePath, types as t } from '@babel/core';

/*
 * Lists that loops fill: `const rows = []; for (const x of items) rows.push(<Row {...x} />)`. Such a loop says
 * `rows = [...rows, ...items.flatMap((x) => [<Row {...x} />])]`, which a list of the context can do, where the list is
 * only pushed to in the loop, nobody holds it yet, and the loop changes no other variable.
 */

/** Loops (`for … of`, or a statement that calls `forEach`) and pushes beside them, and the name of the list of each. */
export type Collecting = Map<t.Node, string>;

/** Notes the loops that fill the list that is declared here. */
export function noteCollecting(path: NodePath<t.VariableDeclarator>, loops: Collecting): void {
  const { id, init } = path.node;
  const owner = path.getFunctionParent();
  if (!owner || !t.isIdentifier(id) || !t.isArrayExpression(init)) return;
  const binding = path.scope.getBinding(id.name);
  if (!binding || binding.kind === 'var' || !binding.constant) return;
  const found = new Set<t.Node>();
  const others: NodePath[] = [];
  for (const use of binding.referencePaths) {
    const around = loopsAround(use, path);
    if (!around) return;
    if (around.length > 0 && !isPush(use)) return;
    if (around.length === 0) others.push(use);
    for (const node of around) found.add(node);
  }
  if (found.size === 0 || [...found].some((node) => loops.has(node))) return;
  const end = Math.max(...[...found].map(({ end: last }) => last ?? Infinity));
  const isUsedAfter = others.every((use) => isPlainPush(use, owner) || (use.node.start ?? 0) > end);
  if (!isUsedAfter) return;
  for (const node of found) loops.set(node, id.name);
  for (const use of binding.referencePaths) {
    const statement = use.parentPath?.parentPath?.parent;
    if (isPush(use) && t.isExpressionStatement(statement)) loops.set(statement, id.name);
  }
}

/** The loops between a use of the list and its declaration; undefined where one of them is of another kind. */
function loopsAround(use: NodePath, declaration: NodePath): readonly t.Node[] | undefined {
  const owner = declaration.getFunctionParent();
  const loops: t.Node[] = [];
  let closure = false;
  for (let path = use.parentPath; path && path !== owner; path = path.parentPath) {
    if (declaration.isDescendant(path)) break;
    const { node } = path;
    if (path.isFunction()) {
      const statement = path.parentPath?.parent;
      if (isForEach(statement, node) && !closure && fits(path)) loops.push(statement);
      else closure = true;
    } else if (t.isForOfStatement(node) && use.key !== 'right') {
      if (!closure && fits(path)) loops.push(node);
      else return undefined;
    } else if (path.isLoop() || (path.isTryStatement() && !closure)) {
      return undefined;
    }
  }
  return closure && loops.length > 0 ? undefined : loops;
}

/** `items.forEach(callback)` as a statement. */
export const isForEach = (node: t.Node | undefined, callback?: t.Node): node is ForEach =>
  t.isExpressionStatement(node) &&
  t.isCallExpression(node.expression) &&
  t.isMemberExpression(node.expression.callee) &&
  t.isIdentifier(node.expression.callee.property, { name: 'forEach' }) &&
  node.expression.arguments.length === 1 &&
  (callback === undefined || node.expression.arguments[0] === callback);

export type ForEach = t.ExpressionStatement & {
  readonly expression: t.CallExpression & { readonly callee: t.MemberExpression };
};

const isPush = (use: NodePath): boolean => {
  const call = use.parentPath?.parentPath;
  return (
    t.isMemberExpression(use.parent) &&
    use.parent.object === use.node &&
    t.isIdentifier(use.parent.property, { name: 'push' }) &&
    t.isCallExpression(call?.node) &&
    call.node.callee === use.parent &&
    call.node.arguments.every((arg) => t.isExpression(arg)) &&
    (isStatement(call) || (t.isArrowFunctionExpression(call.parent) && call.key === 'body'))
  );
};

/** `push(…)`, `test && push(…)`, `test ? push(…) : push(…)` */
function isStatement({ parent, parentPath, key }: NodePath): boolean {
  if (t.isExpressionStatement(parent)) return true;
  const isBranch =
    (t.isLogicalExpression(parent) && key === 'right') ||
    (t.isConditionalExpression(parent) && key !== 'test');
  return isBranch && parentPath !== null && isStatement(parentPath);
}

/** A push in the function itself, before or between the loops. */
const isPlainPush = (use: NodePath, owner: NodePath): boolean =>
  isPush(use) && use.getFunctionParent() === owner;

/** Whether a round may be a function of its own: it ends early by `continue` only, and changes no outer variable. */
function fits(path: NodePath): boolean {
  const { node } = path;
  if (t.isForOfStatement(node) && (node.await || !t.isVariableDeclaration(node.left))) return false;
  if (t.isForOfStatement(node) && (node.left as t.VariableDeclaration).kind === 'var') return false;
  if (t.isLabeledStatement(path.parent)) return false;
  if (t.isFunction(node)) {
    if (node.async || node.generator || node.params.length > 2) return false;
    if (node.params.some((param) => t.isRestElement(param))) return false;
  }
  let isFit = true;
  const isInside = (name: string, at: NodePath): boolean => {
    const scope = at.scope.getBinding(name)?.scope.path;
    return scope !== undefined && (scope === path || scope.isDescendant(path));
  };
  path.traverse({
    enter(inner) {
      const own = inner.getFunctionParent() === (path.isFunction() ? path : path.getFunctionParent());
      if (inner.isAwaitExpression() || inner.isYieldExpression()) isFit = false;
      if (inner.isThisExpression() && path.isFunctionExpression()) isFit = false;
      if (inner.isIdentifier({ name: 'arguments' })) isFit = false;
      if (inner.isVariableDeclaration({ kind: 'var' }) || inner.isLabeledStatement()) isFit = false;
      if (inner.isAssignmentExpression() || inner.isUpdateExpression()) {
        const names = Object.keys(inner.getBindingIdentifiers());
        const { node: change } = inner;
        if (t.isUpdateExpression(change) && t.isIdentifier(change.argument)) names.push(change.argument.name);
        if (names.some((name) => !isInside(name, inner))) isFit = false;
      }
      if (!own) return;
      const loop = inner.findParent((outer) => outer.isLoop() || outer.isFunction());
      if (inner.isReturnStatement()) isFit &&= path.isFunction() && loop === path && !inner.node.argument;
      if (inner.isContinueStatement()) isFit &&= inner.node.label === null || inner.node.label === undefined;
      if (inner.isBreakStatement()) {
        const target = inner.findParent((outer) => outer.isLoop() || outer.isSwitchStatement());
        isFit &&= target !== null && target !== path && target.isDescendant(path);
      }
    },
  });
  return isFit;
}
