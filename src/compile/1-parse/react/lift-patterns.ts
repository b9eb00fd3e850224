import { types as t } from '@babel/core';
import type { Lifter } from './lifter.ts';

/** Takes one variable or place, and the expression of its value; `isNew` for a temporary of the lifter's own. */
export type Bind = (target: t.Identifier | t.MemberExpression, value: t.Expression, isNew: boolean) => void;

/**
 * Destructuring, written out: one binding after the other, in the order in which JavaScript makes them, so that a
 * default value may use what was bound before it.
 */
export function bindPattern(lifter: Lifter, pattern: t.Node, value: t.Expression, bind: Bind): void {
  switch (pattern.type) {
    case 'Identifier':
    case 'MemberExpression':
      return bind(pattern, value, false);
    case 'AssignmentPattern': {
      const initial = lifter.thunk(lifter.visit(pattern.right));
      return bindPattern(lifter, pattern.left, lifter.op('dflt', pattern, value, initial), bind);
    }
    case 'ObjectPattern':
      return bindObject(lifter, pattern, value, bind);
    case 'ArrayPattern':
      return bindArray(lifter, pattern, value, bind);
    default:
      throw new SyntaxError(`A pattern may not hold ${pattern.type}.`);
  }
}

function bindObject(lifter: Lifter, pattern: t.ObjectPattern, value: t.Expression, bind: Bind): void {
  const source = lifter.name();
  const use = (): t.Identifier => t.identifier(source.name);
  bind(source, lifter.op('source', pattern, value), true);
  const keys: t.Expression[] = [];
  for (const property of pattern.properties) {
    if (t.isRestElement(property)) {
      bindPattern(
        lifter,
        property.argument,
        lifter.op('rest', property, use(), t.arrayExpression(keys)),
        bind,
      );
      continue;
    }
    let key: t.Expression;
    if (property.computed) {
      const name = lifter.name();
      bind(name, lifter.visit(property.key as t.Expression), true);
      key = t.identifier(name.name);
    } else {
      key = t.isIdentifier(property.key)
        ? t.stringLiteral(property.key.name)
        : (property.key as t.StringLiteral);
    }
    keys.push(t.cloneNode(key));
    bindPattern(lifter, property.value, lifter.op('get', property, use(), key), bind);
  }
}

function bindArray(lifter: Lifter, pattern: t.ArrayPattern, value: t.Expression, bind: Bind): void {
  const items = lifter.name();
  const last = pattern.elements.at(-1);
  const hasRest = t.isRestElement(last);
  const count = pattern.elements.length - (hasRest ? 1 : 0);
  bind(items, lifter.op('items', pattern, value, t.numericLiteral(count), t.booleanLiteral(hasRest)), true);
  for (const [index, element] of pattern.elements.entries()) {
    if (!element) continue;
    const item = t.memberExpression(t.identifier(items.name), t.numericLiteral(index), true);
    bindPattern(lifter, t.isRestElement(element) ? element.argument : element, item, bind);
  }
}
