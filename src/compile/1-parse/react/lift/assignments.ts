import { types as t } from '@babel/core';
import { either } from './operators.ts';
import { bindPattern } from './patterns.ts';
import { isSpecial, type Writer } from './writer.ts';

export function liftAssignment(writer: Writer, node: t.AssignmentExpression): t.Node {
  const { left, operator } = node;
  if (operator === '=') {
    if (t.isArrayPattern(left) || t.isObjectPattern(left)) return assignPattern(writer, node, left);
    if (t.isMemberExpression(left) && !isSpecial(left)) {
      return writer.op(
        'set',
        left.property,
        writer.visit(left.object) as t.Expression,
        writer.property(left),
        writer.visit(node.right),
      );
    }
    node.right = writer.visit(node.right);
    return node;
  }
  const binary = operator.slice(0, -1);
  const isLogical = ['&&', '||', '??'].includes(binary);
  if (t.isIdentifier(left)) {
    const value = (): t.Expression => t.identifier(left.name);
    const right = isLogical
      ? either(writer, node, binary as '&&', value(), node.right, (expression) => expression)
      : writer.op('binary', node, t.stringLiteral(binary), value(), writer.visit(node.right));
    return t.assignmentExpression('=', left, right);
  }
  if (!t.isMemberExpression(left) || isSpecial(left)) return writer.generic(node);
  return updateMember(writer, left, (value, put) =>
    isLogical
      ? either(writer, node, binary as '&&', value, node.right, put)
      : put(writer.op('binary', node, t.stringLiteral(binary), value, writer.visit(node.right))),
  );
}

/** Reads and writes `object[key]`, evaluating both once. */
function updateMember(
  writer: Writer,
  left: t.MemberExpression,
  build: (value: t.Expression, put: (value: t.Expression) => t.Expression) => t.Expression,
): t.Expression {
  const object = writer.temporary();
  const key = writer.temporary();
  const use = (identifier: t.Identifier): t.Identifier => t.identifier(identifier.name);
  return t.sequenceExpression([
    t.assignmentExpression('=', object, writer.visit(left.object) as t.Expression),
    t.assignmentExpression('=', key, writer.property(left)),
    build(writer.op('get', left.property, use(object), use(key)), (value) =>
      writer.op('set', left.property, use(object), use(key), value),
    ),
  ]);
}

export function liftUpdate(writer: Writer, node: t.UpdateExpression): t.Node {
  const { argument } = node;
  const by = t.numericLiteral(1);
  const step = node.operator === '++' ? by : t.unaryExpression('-', by);
  if (!node.prefix) return node;
  if (t.isIdentifier(argument)) {
    return t.assignmentExpression(
      '=',
      argument,
      writer.op('increment', node, t.identifier(argument.name), step),
    );
  }
  if (!t.isMemberExpression(argument) || isSpecial(argument)) return node;
  return updateMember(writer, argument, (value, put) => put(writer.op('increment', node, value, step)));
}

function assignPattern(
  writer: Writer,
  node: t.AssignmentExpression,
  left: t.ArrayPattern | t.ObjectPattern,
): t.Node {
  const value = writer.temporary();
  const steps: t.Expression[] = [t.assignmentExpression('=', value, writer.visit(node.right))];
  bindPattern(writer, left, t.identifier(value.name), (target, expression, isNew) => {
    if (isNew) writer.declare(target as t.Identifier);
    const member = t.isMemberExpression(target) && !isSpecial(target);
    steps.push(
      member
        ? writer.op(
            'set',
            target.property,
            writer.visit(target.object) as t.Expression,
            writer.property(target),
            expression,
          )
        : t.assignmentExpression('=', target, expression),
    );
  });
  return t.sequenceExpression([...steps, t.identifier(value.name)]);
}

export function liftDeclaration(writer: Writer, node: t.VariableDeclaration): t.Node {
  node.declarations = node.declarations.flatMap((declarator) => {
    const { id, init } = declarator;
    if (!init) return [declarator];
    if (t.isArrayPattern(id) || t.isObjectPattern(id)) return bindingsOf(writer, id, writer.visit(init));
    declarator.init = writer.visit(init);
    return [declarator];
  });
  return node;
}

export function bindingsOf(
  writer: Writer,
  pattern: t.LVal | t.PatternLike,
  value: t.Expression,
): t.VariableDeclarator[] {
  const declarators: t.VariableDeclarator[] = [];
  bindPattern(writer, pattern, value, (target, expression) => {
    declarators.push(t.variableDeclarator(target as t.Identifier, expression));
  });
  return declarators;
}
