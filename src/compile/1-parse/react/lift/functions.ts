import { types as t } from '@babel/core';
import { bindingsOf } from './assignments.ts';
import { keepDeclared } from './keep.ts';
import type { Writer } from './writer.ts';

export function liftFunction(writer: Writer, node: t.Function): t.Node {
  if ((t.isMethod(node) || t.isObjectMethod(node)) && node.computed)
    node.key = writer.op('key', node.key, writer.visit(node.key as t.Expression));
  const split = splits(writer, node);
  const bindings: t.VariableDeclarator[] = [];
  const params = node.params.map((param) => {
    if (t.isIdentifier(param) && !(split && writer.effects.reassigned.has(param))) return param;
    if (t.isRestElement(param) && t.isIdentifier(param.argument)) return param;
    const pattern = t.isRestElement(param) ? param.argument : param;
    if (!t.isPatternLike(pattern)) return param;
    const name = writer.name();
    bindings.push(...bindingsOf(writer, pattern, t.identifier(name.name)));
    return t.isRestElement(param) ? t.restElement(name) : name;
  });
  node.params = params as typeof node.params;
  const { body } = node;
  const directives = t.isBlockStatement(body) ? body.directives : [];
  const statements = writer.withTemporaries(() =>
    t.isBlockStatement(body)
      ? [...keepDeclared(writer, body.body), ...writer.statements(body.body)]
      : [t.returnStatement(writer.visit(body))],
  );
  if (bindings.length > 0) statements.unshift(t.variableDeclaration('var', bindings));
  statements.unshift(...birthOf(writer, node), ...changesOf(writer, node));
  const plain =
    !t.isBlockStatement(body) && statements.length === 1 && !split
      ? (statements[0] as t.ReturnStatement).argument
      : undefined;
  if (plain) {
    node.body = plain;
    return node;
  }
  node.body = t.blockStatement(split ? [perPath(writer, node, statements)] : statements, directives);
  return node;
}

/** Notes when the variables of a function came to be, for those that other functions change. */
export function birthOf(writer: Writer, owner: t.Node): t.Statement[] {
  if (!writer.effects.owners.has(owner)) return [];
  const birth = writer.op('born', owner);
  return [t.variableDeclaration('var', [t.variableDeclarator(writer.birth(owner), birth)])];
}

/** Asks whether what a function changes outside of itself may be changed now. */
function changesOf(writer: Writer, node: t.Node): t.Statement[] {
  return [...(writer.effects.changes.get(node) ?? [])].map(([name, { owner, at }]) =>
    t.expressionStatement(
      writer.op(
        'changes',
        at,
        writer.birth(owner),
        t.stringLiteral(name),
        t.booleanLiteral(t.isProgram(owner)),
      ),
    ),
  );
}

function perPath(writer: Writer, node: t.Function, statements: t.Statement[]): t.Statement {
  const run = t.arrowFunctionExpression([], t.blockStatement(statements), node.async);
  return t.returnStatement(writer.op(node.async ? 'pathsAsync' : 'paths', node, run));
}

/** Functions that run once per path: those that decide, and components; never those with effects outside. */
function splits(writer: Writer, node: t.Function): boolean {
  if (node.generator || writer.effects.impure.has(node)) return false;
  if ((t.isClassMethod(node) || t.isObjectMethod(node)) && node.kind !== 'method') return false;
  const named = t.isFunctionDeclaration(node) || t.isFunctionExpression(node) ? node.id?.name : undefined;
  return writer.effects.deciding.has(node) || /^[A-Z]/.test(named ?? '');
}
