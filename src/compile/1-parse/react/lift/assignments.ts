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
    if (t.isMemberExpression(left)) touch(writer, left);
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
  if (!t.isMemberExpression(left)) return writer.generic(node);
  if (isSpecial(left)) {
    const lifted = writer.generic(node);
    touch(writer, lifted.left as t.MemberExpression);
    return lifted;
  }
  return updateMember(writer, left, (value, put) =>
    isLogical
      ? either(writer, node, binary as '&&', value, node.right, put)
      : put(writer.op('binary', node, t.stringLiteral(binary), value, writer.visit(node.right))),
  );
}

/** A private property is changed: of an object that came to be here? */
function touch(writer: Writer, member: t.MemberExpression): void {
  if (!t.isSuper(member.object)) member.object = writer.op('touched', member, member.object);
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
  const increment = (value: t.Expression, put: (value: t.Expression) => t.Expression): t.Expression => {
    if (node.prefix) return put(writer.op('increment', node, value, step));
    // `x++` is what it was before, as a number.
    const before = writer.temporary();
    const use = (): t.Identifier => t.identifier(before.name);
    return t.sequenceExpression([
      t.assignmentExpression('=', before, writer.op('increment', node, value, t.numericLiteral(0))),
      put(writer.op('increment', node, use(), step)),
      use(),
    ]);
  };
  if (t.isIdentifier(argument)) {
    return increment(t.identifier(argument.name), (value) =>
      t.assignmentExpression('=', t.identifier(argument.name), value),
    );
  }
  if (!t.isMemberExpression(argument)) return node;
  if (!isSpecial(argument)) return updateMember(writer, argument, increment);
  touch(writer, argument);
  return node;
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
    // A loop that fills the list gives it anew.
    if (node.kind === 'const' && t.isIdentifier(id) && isCollected(writer, id.name)) node.kind = 'let';
    declarator.init = writer.visit(init);
    return [declarator];
  });
  return node;
}

const isCollected = ({ effects }: Writer, name: string): boolean =>
  [...effects.collecting.values()].includes(name);

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
