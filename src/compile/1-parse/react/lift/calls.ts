import { types as t } from '@babel/core';
import { hasEffectsInChain } from './effects.ts';
import { isFresh } from './ownership.ts';
import { isSpecial, type Writer } from './writer.ts';

export function liftCall(writer: Writer, node: t.CallExpression): t.Node {
  const { callee } = node;
  if (
    t.isSuper(callee) ||
    t.isImport(callee) ||
    t.isIdentifier(callee, { name: 'eval' }) ||
    t.isIdentifier(callee, { name: 'require' })
  ) {
    node.arguments = node.arguments.map((arg) => writer.visit(arg));
    return node;
  }
  if (assigns(writer, node)) {
    const [target, ...sources] = node.arguments as [t.ObjectExpression, ...t.Expression[]];
    return writer.object(node, [...target.properties, ...sources.map((source) => t.spreadElement(source))]);
  }
  if (t.isMemberExpression(callee)) {
    if (isSpecial(callee)) return writer.generic(node);
    return writer.op(
      changesNamed(callee) ? 'change' : isFresh(callee.object) ? 'invokeOnNew' : 'invoke',
      callee.property,
      writer.visit(callee.object) as t.Expression,
      writer.property(callee),
      writer.args(node),
    );
  }
  return writer.op('call', node, writer.visit(callee as t.Expression), writer.args(node));
}

/** `Object.assign({}, a, b)` says `{ ...a, ...b }`. */
const assigns = (
  { effects }: Writer,
  { callee, arguments: [target, ...sources] }: t.CallExpression,
): boolean =>
  t.isMemberExpression(callee) &&
  t.isIdentifier(callee.object, { name: 'Object' }) &&
  effects.undeclared.has(callee.object) &&
  t.isIdentifier(callee.property, { name: 'assign' }) &&
  t.isObjectExpression(target) &&
  target.properties.every((property) => !t.isObjectMethod(property) || property.kind === 'method') &&
  sources.every((source) => t.isExpression(source));

/** `list.sort()`: a list that can be read again afterwards, unlike that of `[...list].sort()`. */
const changesNamed = ({ object, property }: t.MemberExpression): boolean =>
  (t.isIdentifier(object) || t.isMemberExpression(object)) &&
  t.isIdentifier(property) &&
  ['sort', 'reverse', 'fill', 'copyWithin', 'pop', 'shift'].includes(property.name);

/** `a?.b.c(d)`: what follows a `?.` goes into a function of the value before it. */
export function liftChain(
  writer: Writer,
  node: t.Node,
  rest: (value: t.Expression) => t.Expression,
  forks: boolean = hasEffectsInChain(node),
): t.Expression {
  const optionally = (
    at: t.Node,
    optional: boolean,
    value: t.Expression,
    then: (value: t.Expression) => t.Expression,
  ): t.Expression => {
    if (!optional) return then(value);
    if (forks) {
      const kept = writer.temporary();
      const test = writer.op('isNull', at, t.assignmentExpression('=', kept, value));
      return t.conditionalExpression(test, t.identifier('undefined'), then(t.identifier(kept.name)));
    }
    const name = writer.name();
    const body = then(t.identifier(name.name));
    return writer.op('chain', at, value, t.arrowFunctionExpression([name], body));
  };
  if (t.isOptionalMemberExpression(node)) {
    return liftChain(
      writer,
      node.object,
      (object) =>
        optionally(node, node.optional, object, (value) =>
          rest(writer.op('get', node.property, value, writer.property(node))),
        ),
      forks,
    );
  }
  if (t.isOptionalCallExpression(node)) {
    const { callee } = node;
    if (t.isOptionalMemberExpression(callee) || t.isMemberExpression(callee)) {
      return liftChain(
        writer,
        callee.object,
        (object) =>
          optionally(callee, t.isOptionalMemberExpression(callee) && callee.optional, object, (value) => {
            const invoked = (owner: t.Expression): t.Expression =>
              rest(writer.op('invoke', callee.property, owner, writer.property(callee), writer.args(node)));
            if (!node.optional) return invoked(t.cloneNode(value));
            const kept = t.isIdentifier(value) ? value : writer.temporary();
            const method = writer.op(
              'get',
              callee.property,
              kept === value ? kept : t.assignmentExpression('=', kept, value),
              t.cloneNode(writer.property(t.cloneNode(callee))),
            );
            return optionally(node, true, method, () => invoked(t.identifier(kept.name)));
          }),
        forks,
      );
    }
    return liftChain(
      writer,
      callee,
      (value) =>
        optionally(node, node.optional, value, (fn) => rest(writer.op('call', node, fn, writer.args(node)))),
      forks,
    );
  }
  return rest(writer.visit(node as t.Expression));
}
