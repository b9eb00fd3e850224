import { types as t } from '@babel/core';
import { hasEffects } from './effects.ts';
import { bindingsOf } from './assignments.ts';
import { OPERATIONS, type Writer } from './writer.ts';

/** `if`: a fork of the path, or, where it only assigns variables, a choice of their values. */
export function liftIf(writer: Writer, node: t.IfStatement): t.Statement {
  const assignments = onlyAssigns(node);
  if (assignments) return liftAssignments(writer, node);
  node.test = writer.op('test', node.test, writer.visit(node.test));
  node.consequent = writer.visit(node.consequent);
  if (node.alternate) node.alternate = writer.visit(node.alternate);
  return node;
}

/** True for `if (a) x = 1; else if (b) { x = 2; y += 3 }`: nothing but assignments to variables. */
export function onlyAssigns(node: t.IfStatement): boolean {
  const branch = (statement: t.Statement | null | undefined): boolean => {
    if (!statement) return true;
    if (t.isIfStatement(statement)) return onlyAssigns(statement);
    const body = t.isBlockStatement(statement) ? statement.body : [statement];
    return body.every(
      (item) =>
        t.isExpressionStatement(item) &&
        t.isAssignmentExpression(item.expression) &&
        t.isIdentifier(item.expression.left) &&
        !['&&=', '||=', '??='].includes(item.expression.operator) &&
        !hasEffects(item.expression.right),
    );
  };
  const isBlockOfAssignments = !t.isIfStatement(node.consequent) && branch(node.consequent);
  return isBlockOfAssignments && branch(node.alternate) && !hasEffects(node.test);
}

/** The tests that must have gone a certain way for an assignment to happen. */
type Guards = readonly { readonly test: t.Identifier; readonly holds: boolean }[];

function liftAssignments(writer: Writer, node: t.IfStatement): t.Statement {
  const statements: t.Statement[] = [];

  const guarded = (
    guards: Guards,
    at: t.Node,
    value: () => t.Expression,
    other: () => t.Expression,
  ): t.Expression => {
    const [guard, ...rest] = guards;
    if (!guard) return value();
    const inner = writer.thunk(guarded(rest, at, value, other));
    const outer = writer.thunk(other());
    const test = t.identifier(guard.test.name);
    return guard.holds
      ? writer.op('cond', at, test, inner, outer)
      : writer.op('cond', at, test, outer, inner);
  };

  const branch = (statement: t.Statement | null | undefined, guards: Guards): void => {
    if (!statement) return;
    if (t.isIfStatement(statement)) return decide(statement, guards);
    for (const item of t.isBlockStatement(statement) ? statement.body : [statement]) {
      const { left, operator, right } = (item as t.ExpressionStatement).expression as t.AssignmentExpression;
      const name = (left as t.Identifier).name;
      const self = (): t.Expression => t.identifier(name);
      const value = (): t.Expression =>
        operator === '='
          ? writer.visit(right)
          : writer.op('binary', item, t.stringLiteral(operator.slice(0, -1)), self(), writer.visit(right));
      statements.push(
        t.expressionStatement(
          t.assignmentExpression('=', t.identifier(name), guarded(guards, item, value, self)),
        ),
      );
    }
  };

  const decide = (statement: t.IfStatement, guards: Guards): void => {
    const test = writer.name();
    const value = guarded(
      guards,
      statement.test,
      () => writer.visit(statement.test),
      () => t.booleanLiteral(false),
    );
    statements.push(t.variableDeclaration('const', [t.variableDeclarator(test, value)]));
    branch(statement.consequent, [...guards, { test, holds: true }]);
    branch(statement.alternate, [...guards, { test, holds: false }]);
  };

  decide(node, []);
  return t.blockStatement(statements);
}

export function liftForEach(writer: Writer, node: t.ForOfStatement | t.ForInStatement): t.Node {
  node.right = writer.op('iterate', node.right, writer.visit(node.right));
  const { left } = node;
  node.body = writer.visit(node.body);
  const declarator = t.isVariableDeclaration(left) ? left.declarations[0] : undefined;
  if (declarator && (t.isArrayPattern(declarator.id) || t.isObjectPattern(declarator.id))) {
    const value = writer.name();
    const bindings = bindingsOf(writer, declarator.id, t.identifier(value.name));
    const kind = (left as t.VariableDeclaration).kind;
    node.left = t.variableDeclaration('const', [t.variableDeclarator(value)]);
    node.body = t.blockStatement([
      t.variableDeclaration(kind === 'var' ? 'var' : 'let', bindings),
      node.body,
    ]);
  }
  return node;
}

export function liftSwitch(writer: Writer, node: t.SwitchStatement): t.Node {
  const tests = node.cases.flatMap((item) => (item.test ? [writer.thunk(writer.visit(item.test))] : []));
  node.discriminant = writer.op(
    'select',
    node.discriminant,
    writer.visit(node.discriminant),
    t.arrayExpression(tests),
  );
  let index = 0;
  for (const item of node.cases) {
    if (item.test) item.test = t.numericLiteral(index++);
    item.consequent = writer.statements(item.consequent);
  }
  return node;
}

/** A template must not catch the compiler's own errors. */
export function liftCatch(writer: Writer, node: t.CatchClause): t.Node {
  node.body = writer.visit(node.body);
  node.param ??= writer.name();
  if (t.isIdentifier(node.param)) {
    const rethrow = t.memberExpression(t.identifier(OPERATIONS), t.identifier('rethrow'));
    node.body.body.unshift(t.expressionStatement(t.callExpression(rethrow, [t.identifier(node.param.name)])));
  }
  return node;
}

/** While the body of a `try` runs, nothing is recorded that may throw at run time, when nobody catches it. */
export function liftTry(writer: Writer, node: t.TryStatement): t.Node {
  if (!node.handler) return writer.generic(node);
  const operation = (name: string): t.Statement =>
    t.expressionStatement(
      t.callExpression(t.memberExpression(t.identifier(OPERATIONS), t.identifier(name)), []),
    );
  const inner = t.tryStatement(
    t.blockStatement(writer.statements(node.block.body)),
    null,
    t.blockStatement([operation('attempted')]),
  );
  node.block = t.blockStatement([operation('attempt'), inner]);
  node.handler = writer.visit(node.handler);
  if (node.finalizer) node.finalizer = writer.visit(node.finalizer);
  return node;
}

/** A call whose result nobody takes is made for what it changes. */
export function liftExpressionStatement(writer: Writer, node: t.ExpressionStatement): t.Node {
  const { expression } = node;
  if (t.isUpdateExpression(expression)) expression.prefix = true;
  const isCall = t.isCallExpression(expression) || t.isOptionalCallExpression(expression);
  if (!isCall || t.isSuper(expression.callee)) return writer.generic(node);
  node.expression = writer.op('statement', expression, writer.visit(expression));
  return node;
}
