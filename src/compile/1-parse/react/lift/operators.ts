import { types as t } from '@babel/core';
import { hasEffects } from './effects.ts';
import { isSpecial, OPERATIONS, type Writer } from './writer.ts';

export function liftConditional(writer: Writer, node: t.ConditionalExpression): t.Node {
  const test = writer.visit(node.test);
  if (hasEffects(node.consequent) || hasEffects(node.alternate)) {
    node.test = writer.op('test', node.test, test);
    node.consequent = writer.visit(node.consequent);
    node.alternate = writer.visit(node.alternate);
    return node;
  }
  return writer.op(
    'cond',
    node.test,
    test,
    writer.thunk(writer.visit(node.consequent)),
    writer.thunk(writer.visit(node.alternate)),
  );
}

export function liftLogical(writer: Writer, node: t.LogicalExpression): t.Node {
  return either(writer, node, node.operator, writer.visit(node.left), node.right, (right) => right);
}

/** `left && right`; where the right side has effects, the path is forked instead. */
export function either(
  writer: Writer,
  at: t.Node,
  operator: t.LogicalExpression['operator'],
  left: t.Expression,
  right: t.Expression,
  finish: (right: t.Expression) => t.Expression,
): t.Expression {
  const value = (): t.Expression => finish(writer.visit(right));
  if (!hasEffects(right) && finish(left) === left) {
    const name = operator === '&&' ? 'and' : operator === '||' ? 'or' : 'nullish';
    return writer.op(name, at, left, writer.thunk(value()));
  }
  const kept = writer.temporary();
  const test = writer.op(operator === '??' ? 'isNull' : 'test', at, t.assignmentExpression('=', kept, left));
  const keep = t.identifier(kept.name);
  return operator === '||'
    ? t.conditionalExpression(test, keep, value())
    : t.conditionalExpression(test, value(), keep);
}

export function liftUnary(writer: Writer, node: t.UnaryExpression): t.Node {
  const { operator, argument } = node;
  if (operator === 'delete' && t.isMemberExpression(argument) && !isSpecial(argument)) {
    const owner = writer.visit(argument.object) as t.Expression;
    return writer.op('remove', argument.property, owner, writer.property(argument));
  }
  const undeclared = operator === 'typeof' && writer.effects.undeclared.has(argument);
  if (undeclared) return node;
  if (t.isLiteral(argument) || !['!', '-', '+', '~', 'typeof'].includes(operator))
    return writer.generic(node);
  return writer.op('unary', node, t.stringLiteral(operator), writer.visit(argument));
}

export function liftTemplate(writer: Writer, node: t.TemplateLiteral): t.Node {
  if (node.expressions.length === 0) return node;
  const strings = node.quasis.map((quasi) => t.stringLiteral(quasi.value.cooked ?? quasi.value.raw));
  const values = node.expressions.map((part) => writer.visit(part as t.Expression));
  return writer.op('template', node, t.arrayExpression(strings), ...values);
}

/** `` tag`a${b}c` ``: the strings are made by a template of their own, which keeps what JavaScript promises of them. */
export function liftTagged(writer: Writer, node: t.TaggedTemplateExpression): t.Node {
  const { tag, quasi } = node;
  const values = quasi.expressions.map((part) => writer.visit(part as t.Expression));
  const holes = values.map(() => t.numericLiteral(0));
  const identity = t.memberExpression(t.identifier(OPERATIONS), t.identifier('strings'));
  const strings = t.taggedTemplateExpression(identity, t.templateLiteral(quasi.quasis, holes));
  const isMethod = t.isMemberExpression(tag) && !isSpecial(tag);
  const callee = isMethod
    ? [writer.visit(tag.object) as t.Expression, writer.property(tag)]
    : [t.identifier('undefined'), writer.visit(tag)];
  return writer.op('tagged', node, t.booleanLiteral(isMethod), ...callee, strings, t.arrayExpression(values));
}
