import { types as t } from '@babel/core';
import { bindingsOf } from './assignments.ts';
import { type ForEach, isForEach } from './collecting.ts';
import type { Writer } from './writer.ts';

/** A loop that fills a list, or a push beside it. */
export function liftCollecting(writer: Writer, node: t.Node, name: string): t.Statement {
  if (t.isForOfStatement(node) || isForEach(node)) return liftLoop(writer, node, name);
  const { expression } = node as t.ExpressionStatement;
  const { arguments: args } = expression as t.CallExpression;
  const more = writer.made(t.arrayExpression(args.map((arg) => writer.visit(arg as t.Expression))));
  const value = writer.op('extend', expression, t.identifier(name), more);
  return t.expressionStatement(t.assignmentExpression('=', t.identifier(name), value));
}

/** `for (const x of items) rows.push(x)` as `rows = _$.collect(rows, items, (x) => { let rows = []; …; return rows; })` */
function liftLoop(writer: Writer, node: t.ForOfStatement | ForEach, name: string): t.Statement {
  const rows = (): t.Identifier => t.identifier(name);
  const isMethod = isForEach(node);
  const callback = isMethod ? (node.expression.arguments[0] as t.ArrowFunctionExpression) : undefined;
  const patterns = callback
    ? (callback.params as t.PatternLike[])
    : [(node as t.ForOfStatement).left as t.VariableDeclaration].map(
        ({ declarations }) => declarations[0]?.id as t.PatternLike,
      );
  const items = isMethod ? (node.expression.callee.object as t.Expression) : (node as t.ForOfStatement).right;
  const body = callback ? callback.body : (node as t.ForOfStatement).body;
  const lifted = writer.visit(items);
  const params = patterns.map(() => writer.name());
  const statements = writer.withTemporaries(() => {
    const bindings = patterns.flatMap((pattern, index) =>
      bindingsOf(writer, pattern, t.identifier(params[index]?.name ?? '')),
    );
    const own = t.isExpression(body) ? [t.expressionStatement(body)] : [ended(body, name, !isMethod)];
    return [
      ...(bindings.length > 0 ? [t.variableDeclaration('let', bindings)] : []),
      t.variableDeclaration('let', [t.variableDeclarator(rows(), writer.made(t.arrayExpression([])))]),
      ...writer.statements(own),
    ];
  });
  const round = t.arrowFunctionExpression(
    params,
    t.blockStatement([...statements, t.returnStatement(rows())]),
  );
  const value = writer.op('collect', items, rows(), lifted, round, t.booleanLiteral(isMethod));
  return t.expressionStatement(t.assignmentExpression('=', rows(), value));
}

/** Where a round ends early it gives what it pushed. */
function ended<T extends t.Statement>(statement: T, name: string, isLoop: boolean): t.Statement {
  if (isLoop ? t.isContinueStatement(statement) : t.isReturnStatement(statement))
    return t.returnStatement(t.identifier(name));
  if (t.isLoop(statement) || t.isFunction(statement)) return statement;
  const record = statement as unknown as Record<string, unknown>;
  for (const key of t.VISITOR_KEYS[statement.type] ?? []) {
    const value = record[key];
    if (Array.isArray(value)) record[key] = value.map((item: t.Node) => endedNode(item, name, isLoop));
    else if (value) record[key] = endedNode(value as t.Node, name, isLoop);
  }
  return statement;
}

const endedNode = (node: t.Node, name: string, isLoop: boolean): t.Node =>
  t.isStatement(node) || t.isSwitchCase(node) ? ended(node as t.Statement, name, isLoop) : node;
