import { types as t } from '@babel/core';
import { hasEffects } from './effects.ts';
import type { Lifter } from './lifter.ts';

/** `if`: a fork of the path, or, where it only assigns variables, a choice of their values. */
export function liftIf(lifter: Lifter, node: t.IfStatement): t.Statement {
  const assignments = onlyAssigns(node);
  if (assignments) return liftAssignments(lifter, node);
  node.test = lifter.op('test', node.test, lifter.visit(node.test));
  node.consequent = lifter.visit(node.consequent);
  if (node.alternate) node.alternate = lifter.visit(node.alternate);
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

function liftAssignments(lifter: Lifter, node: t.IfStatement): t.Statement {
  const statements: t.Statement[] = [];

  const guarded = (
    guards: Guards,
    at: t.Node,
    value: () => t.Expression,
    other: () => t.Expression,
  ): t.Expression => {
    const [guard, ...rest] = guards;
    if (!guard) return value();
    const inner = lifter.thunk(guarded(rest, at, value, other));
    const outer = lifter.thunk(other());
    const test = t.identifier(guard.test.name);
    return guard.holds
      ? lifter.op('cond', at, test, inner, outer)
      : lifter.op('cond', at, test, outer, inner);
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
          ? lifter.visit(right)
          : lifter.op('binary', item, t.stringLiteral(operator.slice(0, -1)), self(), lifter.visit(right));
      statements.push(
        t.expressionStatement(
          t.assignmentExpression('=', t.identifier(name), guarded(guards, item, value, self)),
        ),
      );
    }
  };

  const decide = (statement: t.IfStatement, guards: Guards): void => {
    const test = lifter.name();
    const value = guarded(
      guards,
      statement.test,
      () => lifter.visit(statement.test),
      () => t.booleanLiteral(false),
    );
    statements.push(t.variableDeclaration('const', [t.variableDeclarator(test, value)]));
    branch(statement.consequent, [...guards, { test, holds: true }]);
    branch(statement.alternate, [...guards, { test, holds: false }]);
  };

  decide(node, []);
  return t.blockStatement(statements);
}
