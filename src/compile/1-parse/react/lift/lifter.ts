import { types as t } from '@babel/core';
import { type Effects, hasAwait } from './effects.ts';
import { liftAssignment, liftDeclaration, liftUpdate } from './assignments.ts';
import { liftCall, liftChain } from './calls.ts';
import { liftCollecting } from './collected.ts';
import { birthOf, liftFunction } from './functions.ts';
import { keepCall, keepDeclared, keepFunction, keepStatement } from './keep.ts';
import { liftJsx } from './jsx.ts';
import { liftConditional, liftLogical, liftTagged, liftTemplate, liftUnary } from './operators.ts';
import {
  liftCatch,
  liftExpressionStatement,
  liftForEach,
  liftIf,
  liftSwitch,
  liftTry,
} from './statements.ts';
import { isSpecial, Writer } from './writer.ts';

/** The statements of a module, lifted. */
export function liftProgram(program: t.Program, effects: Effects): t.Statement[] {
  const writer = new Writer(effects, lift);
  return writer.withTemporaries(() => [
    ...birthOf(writer, program),
    ...keepDeclared(writer, program.body),
    ...program.body.map((statement) => topLevel(writer, statement)),
  ]);
}

/** A call that only configures a package at the top of a module is remembered as such. */
function topLevel(writer: Writer, statement: t.Statement): t.Statement {
  const isCall = t.isExpressionStatement(statement) && t.isCallExpression(statement.expression);
  if (!isCall || hasAwait(statement)) return writer.visit(statement);
  const { expression } = statement;
  return t.expressionStatement(writer.op('setUp', expression, writer.thunk(writer.visit(expression))));
}

/** What a node becomes, and beside it its source, where it may be kept for run time. */
function lift(writer: Writer, node: t.Node): t.Node {
  const region = writer.effects.regions.get(node);
  if (!region || t.isFunctionDeclaration(node)) return liftNode(writer, node);
  const at = t.cloneNode(node, false);
  const lifted = liftNode(writer, node);
  if (t.isFunction(lifted)) return keepFunction(lifted as t.Expression, region);
  if (!region.isCandidate) return lifted;
  return t.isStatement(lifted)
    ? keepStatement(writer, at as t.Statement, lifted, region)
    : keepCall(writer, at as t.Expression, lifted as t.Expression, region);
}

function liftNode(writer: Writer, node: t.Node): t.Node {
  const collected = writer.effects.collecting.get(node);
  if (collected !== undefined) return liftCollecting(writer, node, collected);
  switch (node.type) {
    case 'Identifier':
      return writer.reference(node);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassPrivateMethod':
      return liftFunction(writer, node);
    case 'VariableDeclaration':
      return liftDeclaration(writer, node);
    case 'JSXElement':
    case 'JSXFragment':
      return liftJsx(writer, node);
    case 'ConditionalExpression':
      return liftConditional(writer, node);
    case 'LogicalExpression':
      return liftLogical(writer, node);
    case 'BinaryExpression':
      if (t.isPrivateName(node.left) || (t.isLiteral(node.left) && t.isLiteral(node.right)))
        return writer.generic(node);
      return writer.op(
        'binary',
        node,
        t.stringLiteral(node.operator),
        writer.visit(node.left),
        writer.visit(node.right),
      );
    case 'UnaryExpression':
      return liftUnary(writer, node);
    case 'TemplateLiteral':
      return liftTemplate(writer, node);
    case 'TaggedTemplateExpression':
      return liftTagged(writer, node);
    case 'RegExpLiteral':
      return /[gy]/.test(node.flags) ? writer.op('regExp', node, t.cloneNode(node)) : node;
    case 'AwaitExpression':
      node.argument = writer.op('awaited', node, writer.visit(node.argument));
      return node;
    case 'MemberExpression':
      if (isSpecial(node)) return writer.generic(node);
      return writer.op(
        'get',
        node.property,
        writer.visit(node.object) as t.Expression,
        writer.property(node),
      );
    case 'OptionalMemberExpression':
    case 'OptionalCallExpression':
      return liftChain(writer, node, (value) => value);
    case 'CallExpression':
      return liftCall(writer, node);
    case 'NewExpression':
      return writer.op('construct', node, writer.visit(node.callee as t.Expression), writer.args(node));
    case 'ObjectExpression':
      return writer.made(writer.object(node, node.properties));
    case 'ArrayExpression':
      return node.elements.some((element) => t.isSpreadElement(element))
        ? writer.op('array', node, ...writer.pieces(node.elements))
        : writer.made(writer.generic(node));
    case 'AssignmentExpression':
      return liftAssignment(writer, node);
    case 'UpdateExpression':
      return liftUpdate(writer, node);
    case 'IfStatement':
      return liftIf(writer, node);
    case 'WhileStatement':
    case 'DoWhileStatement':
      node.body = writer.visit(node.body);
      node.test = writer.op('again', node.test, writer.visit(node.test));
      return node;
    case 'ForStatement':
      if (node.init) node.init = writer.visit(node.init);
      if (node.test) node.test = writer.op('again', node.test, writer.visit(node.test));
      if (t.isUpdateExpression(node.update)) node.update.prefix = true;
      if (node.update) node.update = writer.visit(node.update);
      node.body = writer.visit(node.body);
      return node;
    case 'ForOfStatement':
    case 'ForInStatement':
      return liftForEach(writer, node);
    case 'SwitchStatement':
      return liftSwitch(writer, node);
    case 'ThrowStatement':
      node.argument = writer.op('thrown', node, writer.visit(node.argument));
      return node;
    case 'TryStatement':
      return liftTry(writer, node);
    case 'CatchClause':
      return liftCatch(writer, node);
    case 'ExpressionStatement':
      return liftExpressionStatement(writer, node);
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'MetaProperty':
      return node;
    case 'ExportNamedDeclaration':
      if (node.declaration) node.declaration = writer.visit(node.declaration);
      return node;
    default:
      return writer.generic(node);
  }
}
