import { type NodePath, transformFromAstSync, types as t } from '@babel/core';
import { isOwned, MUTATORS } from './ownership.ts';

/*
 * Pieces of code that may be kept as they are, to run at run time, where they cannot be evaluated at build: functions
 * that make data of data, and loops that compute values. They have no elements in them, wait for nothing, and change
 * nothing but what they made themselves.
 */

export interface Region {
  /** `(captures) => function` or, for an expression, `(captures) => value`; for a loop `(captures) => [outputs]`. */
  readonly source: string;
  /** Names from outside. */
  readonly captures: readonly string[];
  /** Variables from outside that a loop assigns. */
  readonly outputs: readonly string[];
  /** Functions of the same module that it captures. */
  readonly functions: readonly t.Node[];
  /** Whether anything in it may stop its evaluation at build; other functions are kept only for those that call them. */
  readonly isCandidate: boolean;
}

const DATE_SETTER = /^set(?:UTC)?(?:Date|Month|FullYear|Hours|Minutes|Seconds|Milliseconds|Time|Year)$/;

/** Nodes that only a template that runs at build can have, or that belong to what is around them. */
const FORBIDDEN: ReadonlySet<string> = new Set([
  'JSXElement',
  'JSXFragment',
  'AwaitExpression',
  'YieldExpression',
  'ThisExpression',
  'Super',
  'MetaProperty',
  'Import',
  'ClassExpression',
  'ClassDeclaration',
]);

const STATEMENTS: ReadonlySet<string> = new Set([
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'WhileStatement',
  'DoWhileStatement',
  'TryStatement',
]);

/** The region that a function, a call or a loop is; undefined where it cannot be kept. */
export function regionOf(path: NodePath): Region | undefined {
  if (FORBIDDEN.has(path.node.type)) return undefined;
  const captures = new Set<string>();
  const outputs = new Set<string>();
  const functions: t.Node[] = [];
  const own = path.isFunctionExpression() || path.isFunctionDeclaration() ? path.node.id?.name : undefined;
  let isCandidate = STATEMENTS.has(path.type);
  let isPossible = !path.isFunction() || (!path.node.async && !path.node.generator);
  const isInside = (name: string, at: NodePath): boolean => {
    const scope = at.scope.getBinding(name)?.scope.path;
    return scope !== undefined && (scope === path || scope.isDescendant(path));
  };
  const assign = (target: t.Node, at: NodePath): void => {
    if (t.isMemberExpression(target)) {
      isCandidate = true;
      isPossible &&= !t.isPrivateName(target.property) && isOwned(target.object, at, path);
      return;
    }
    if (!t.isIdentifier(target)) {
      for (const name of Object.keys(t.getBindingIdentifiers(target))) assign(t.identifier(name), at);
      if (containsMember(target)) isPossible = false;
      return;
    }
    if (isInside(target.name, at)) return;
    const owner = at.scope.getBinding(target.name)?.scope.getFunctionParent();
    if (STATEMENTS.has(path.type) && owner) outputs.add(target.name);
    else isPossible = false;
  };
  const visit = (inner: NodePath): void => {
    const { node } = inner;
    if (FORBIDDEN.has(node.type)) isPossible = false;
    if (STATEMENTS.has(node.type)) isCandidate = true;
    if (inner.isFunction() && (inner.node.async || inner.node.generator)) isPossible = false;
    if (
      inner.isReturnStatement() &&
      STATEMENTS.has(path.type) &&
      inner.getFunctionParent() === path.getFunctionParent()
    )
      isPossible = false;
    // What is thrown on the way would be lost with the variables that nobody reads.
    if (inner.isThrowStatement() && STATEMENTS.has(path.type)) isPossible = false;
    if (inner.isBreakStatement() || inner.isContinueStatement()) {
      const target = inner.findParent(
        (around) => around.isLoop() || (inner.isBreakStatement() && around.isSwitchStatement()),
      );
      isPossible &&= !inner.node.label && target !== null && (target === path || target.isDescendant(path));
    }
    if (inner.isVariableDeclaration({ kind: 'var' }))
      for (const name of Object.keys(t.getBindingIdentifiers(inner.node))) assign(t.identifier(name), inner);
    if (inner.isAssignmentExpression()) assign(inner.node.left, inner);
    if (inner.isUpdateExpression()) assign(inner.node.argument, inner);
    if ((inner.isForOfStatement() || inner.isForInStatement()) && !t.isVariableDeclaration(inner.node.left))
      assign(inner.node.left, inner);
    if (inner.isUnaryExpression({ operator: 'delete' })) assign(inner.node.argument, inner);
    if (inner.isCallExpression() || inner.isOptionalCallExpression()) {
      const { callee } = inner.node;
      if ((t.isMemberExpression(callee) || t.isOptionalMemberExpression(callee)) && changes(callee)) {
        isCandidate = true;
        isPossible &&= isOwned(callee.object, inner, path);
      }
      if (isObjectAssign(callee)) isPossible &&= isOwned(inner.node.arguments[0], inner, path);
      if (own !== undefined && t.isIdentifier(callee, { name: own })) isCandidate = true;
    }
    if (inner.isIdentifier() && inner.isReferencedIdentifier()) {
      const { name } = inner.node;
      if (name === 'arguments' || name === 'eval' || name === 'require') isPossible = false;
      const binding = inner.scope.getBinding(name);
      if (binding && !isInside(name, inner)) {
        captures.add(name);
        const fn = functionOf(binding.path.node);
        if (fn && fn !== path.node) functions.push(fn);
      }
    }
  };
  visit(path);
  path.traverse({ enter: (inner) => visit(inner) });
  // A function that is kept under its own name may call itself.
  const isDeclared = own !== undefined && path.isFunctionDeclaration();
  if (isDeclared) captures.delete(own);
  const recursive = recursiveName(path);
  if (recursive !== undefined && captures.has(recursive)) isCandidate = true;
  if (recursive !== undefined) captures.delete(recursive);
  for (const name of outputs) captures.add(name);
  if (!isPossible || (STATEMENTS.has(path.type) && outputs.size === 0)) return undefined;
  const names = [...captures].sort();
  return {
    source: print(path.node, names, [...outputs], recursive),
    captures: names,
    outputs: [...outputs],
    functions,
    isCandidate,
  };
}

/** The function that a name stands for. */
function functionOf(node: t.Node): t.Node | undefined {
  if (t.isFunctionDeclaration(node)) return node;
  return t.isVariableDeclarator(node) && t.isFunction(node.init) ? node.init : undefined;
}

const changes = ({ property }: t.MemberExpression | t.OptionalMemberExpression): boolean =>
  t.isIdentifier(property) && (MUTATORS.has(property.name) || DATE_SETTER.test(property.name));

const isObjectAssign = (callee: t.Node): boolean =>
  t.isMemberExpression(callee) &&
  t.isIdentifier(callee.object) &&
  ['Object', 'Reflect'].includes(callee.object.name) &&
  t.isIdentifier(callee.property) &&
  /^(?:assign|define|set|delete)/.test(callee.property.name);

const containsMember = (node: t.Node): boolean => {
  let found = false;
  t.traverseFast(node, (inner) => {
    if (t.isMemberExpression(inner)) found = true;
  });
  return found;
};

/** `const f = () => … f() …`: the constant that the function is. */
function recursiveName(path: NodePath): string | undefined {
  const { parent } = path;
  const isConstant = t.isVariableDeclarator(parent) && t.isIdentifier(parent.id) && path.isFunction();
  if (!isConstant) return undefined;
  const { name } = parent.id as t.Identifier;
  return path.scope.getBinding(name)?.constant ? name : undefined;
}

function print(
  node: t.Node,
  captures: readonly string[],
  outputs: readonly string[],
  recursive: string | undefined,
): string {
  const copy = t.cloneNode(node, true, true);
  const params = captures.map((name) => t.identifier(name));
  let body: t.Expression | t.BlockStatement;
  if (t.isStatement(copy) && !t.isFunctionDeclaration(copy)) {
    const result = t.arrayExpression(outputs.map((name) => t.identifier(name)));
    body = t.blockStatement([copy, t.returnStatement(result)]);
  } else if (recursive !== undefined) {
    const name = t.identifier(recursive);
    const declaration = t.variableDeclaration('const', [t.variableDeclarator(name, copy as t.Expression)]);
    body = t.blockStatement([declaration, t.returnStatement(t.identifier(recursive))]);
  } else {
    body = t.isFunctionDeclaration(copy) ? t.toExpression(copy) : (copy as t.Expression);
  }
  const program = t.program([t.expressionStatement(t.arrowFunctionExpression(params, body))]);
  const result = transformFromAstSync(t.file(program), undefined, {
    babelrc: false,
    configFile: false,
    comments: false,
    compact: true,
  });
  return (result?.code ?? '').replace(/;$/, '');
}
