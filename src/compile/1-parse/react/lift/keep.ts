import { types as t } from '@babel/core';
import type { Region } from './regions.ts';
import { OPERATIONS, type Writer } from './writer.ts';

/* Code that may be kept for run time: beside what it became by lifting stands its source. */

const thunkOfCaptures = ({ captures }: Region): t.Expression =>
  t.arrowFunctionExpression(
    [],
    t.objectExpression(
      captures.map((name) => t.objectProperty(t.identifier(name), t.identifier(name), false, true)),
    ),
  );

/** `_$.keep(function, source, captures, isCandidate)` */
export function keepFunction(fn: t.Expression, region: Region): t.CallExpression {
  return t.callExpression(t.memberExpression(t.identifier(OPERATIONS), t.identifier('keep')), [
    fn,
    t.stringLiteral(region.source),
    thunkOfCaptures(region),
    t.booleanLiteral(region.isCandidate),
  ]);
}

/** Declared functions are there before the first statement; so is what is remembered of them. */
export function keepDeclared(writer: Writer, body: readonly t.Statement[]): t.Statement[] {
  return body.flatMap((statement) => {
    const declared =
      t.isExportNamedDeclaration(statement) || t.isExportDefaultDeclaration(statement)
        ? statement.declaration
        : statement;
    const region = declared && writer.effects.regions.get(declared);
    if (!region || !t.isFunctionDeclaration(declared) || !declared.id) return [];
    return [t.expressionStatement(keepFunction(t.identifier(declared.id.name), region))];
  });
}

/** A call that may be kept as a whole. */
export function keepCall(
  writer: Writer,
  node: t.Expression,
  lifted: t.Expression,
  region: Region,
): t.Expression {
  return writer.op(
    'orKept',
    node,
    writer.thunk(lifted),
    t.stringLiteral(region.source),
    thunkOfCaptures(region),
  );
}

/**
 * A loop, or a `try`, after which the variables that it assigns have the values that it gives them. It may run several
 * times, each time beginning with the values that they have before.
 */
export function keepStatement(
  writer: Writer,
  node: t.Statement,
  lifted: t.Statement,
  region: Region,
): t.Statement {
  const [before, after] = [writer.name(), writer.name()];
  const outputs = (): t.ArrayExpression =>
    t.arrayExpression(region.outputs.map((name) => t.identifier(name)));
  const assign = (from: t.Identifier): t.Statement[] =>
    region.outputs.map((name, index) => {
      const value = writer.op('get', node, t.identifier(from.name), t.numericLiteral(index));
      return t.expressionStatement(t.assignmentExpression('=', t.identifier(name), value));
    });
  const body = t.blockStatement([...assign(before), lifted, t.returnStatement(outputs())]);
  const outcome = writer.op(
    'orKept',
    node,
    t.arrowFunctionExpression([], body),
    t.stringLiteral(region.source),
    thunkOfCaptures(region),
  );
  return t.blockStatement([
    t.variableDeclaration('const', [t.variableDeclarator(before, outputs())]),
    t.variableDeclaration('const', [t.variableDeclarator(after, outcome)]),
    ...assign(after),
  ]);
}
