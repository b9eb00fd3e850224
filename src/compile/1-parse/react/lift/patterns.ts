import { types as t } from '@babel/core';
import { hasEffects } from './effects.ts';
import type { Writer } from './writer.ts';

/** Takes one variable or place, and the expression of its value; `isNew` for a temporary of the writer's own. */
export type Bind = (target: t.Identifier | t.MemberExpression, value: t.Expression, isNew: boolean) => void;

/**
 * Destructuring, written out: one binding after the other, in the order in which JavaScript makes them, so that a
 * default value may use what was bound before it.
 */
export function bindPattern(writer: Writer, pattern: t.Node, value: t.Expression, bind: Bind): void {
  switch (pattern.type) {
    case 'Identifier':
    case 'MemberExpression':
      return bind(pattern, value, false);
    case 'AssignmentPattern': {
      // What happens in a default value happens where it is used only.
      if (hasEffects(pattern.right)) {
        const given = writer.temporary();
        const isMissing = writer.op(
          'binary',
          pattern,
          t.stringLiteral('==='),
          t.assignmentExpression('=', given, value),
          t.identifier('undefined'),
        );
        const test = writer.op('test', pattern, isMissing);
        const chosen = t.conditionalExpression(test, writer.visit(pattern.right), t.identifier(given.name));
        return bindPattern(writer, pattern.left, chosen, bind);
      }
      const initial = writer.thunk(writer.visit(pattern.right));
      return bindPattern(writer, pattern.left, writer.op('dflt', pattern, value, initial), bind);
    }
    case 'ObjectPattern':
      return bindObject(writer, pattern, value, bind);
    case 'ArrayPattern':
      return bindArray(writer, pattern, value, bind);
    default:
      throw new SyntaxError(`A pattern may not hold ${pattern.type}.`);
  }
}

function bindObject(writer: Writer, pattern: t.ObjectPattern, value: t.Expression, bind: Bind): void {
  const source = writer.name();
  const use = (): t.Identifier => t.identifier(source.name);
  bind(source, writer.op('source', pattern, value), true);
  const keys: t.Expression[] = [];
  for (const property of pattern.properties) {
    if (t.isRestElement(property)) {
      bindPattern(
        writer,
        property.argument,
        writer.op('rest', property, use(), t.arrayExpression(keys)),
        bind,
      );
      continue;
    }
    let key: t.Expression;
    if (property.computed) {
      const name = writer.name();
      bind(name, writer.visit(property.key as t.Expression), true);
      key = t.identifier(name.name);
    } else {
      key = t.isIdentifier(property.key)
        ? t.stringLiteral(property.key.name)
        : (property.key as t.StringLiteral);
    }
    keys.push(t.cloneNode(key));
    bindPattern(writer, property.value, writer.op('get', property, use(), key), bind);
  }
}

function bindArray(writer: Writer, pattern: t.ArrayPattern, value: t.Expression, bind: Bind): void {
  const items = writer.name();
  const last = pattern.elements.at(-1);
  const hasRest = t.isRestElement(last);
  const count = pattern.elements.length - (hasRest ? 1 : 0);
  bind(items, writer.op('items', pattern, value, t.numericLiteral(count), t.booleanLiteral(hasRest)), true);
  for (const [index, element] of pattern.elements.entries()) {
    if (!element) continue;
    const item = t.memberExpression(t.identifier(items.name), t.numericLiteral(index), true);
    bindPattern(writer, t.isRestElement(element) ? element.argument : element, item, bind);
  }
}
