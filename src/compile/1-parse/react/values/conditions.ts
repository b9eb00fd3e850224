import {
  binary,
  conditional,
  type Expression,
  keyOf,
  type Literal,
  literal,
  logical,
  unary,
} from '../../../expression.ts';

/* Expressions that decide: their shortest form, and what is known of their values. */

/** `test ? then : otherwise`, written as `&&`, `||` or `??` where that says the same. */
export function chooseExpression(test: Expression, then: Expression, otherwise: Expression): Expression {
  const key = keyOf(test);
  if (keyOf(then) === keyOf(otherwise)) return then;
  if (key === keyOf(otherwise)) return logical('&&', test, then);
  if (key === keyOf(then)) return logical('||', test, otherwise);
  if (keyOf(otherwise) === keyOf(unary('!', test))) return logical('||', otherwise, then);
  if (otherwise.kind === 'literal' && otherwise.value === false && isBoolean(test)) {
    return then.kind === 'literal' && then.value === true ? test : logical('&&', test, then);
  }
  if (follows(test, then, otherwise)) return otherwise;
  if (key === keyOf(isNullish(otherwise))) return logical('??', otherwise, then);
  if (then.kind === 'literal' && otherwise.kind === 'literal') {
    if (then.value === false && otherwise.value === true) return unary('!', test);
  }
  return conditional(test, then, otherwise);
}

/** `a === undefined ? false : a === 'x'` says no more than `a === 'x'`. */
function follows(test: Expression, then: Expression, otherwise: Expression): boolean {
  const isTest = test.kind === 'binary' && test.operator === '===' && test.right.kind === 'literal';
  if (!isTest || then.kind !== 'literal' || otherwise.kind !== 'binary' || otherwise.right.kind !== 'literal')
    return false;
  if (keyOf(test.left) !== keyOf(otherwise.left)) return false;
  const isEqual = (test.right as Literal).value === otherwise.right.value;
  return (
    (otherwise.operator === '===' && then.value === isEqual) ||
    (otherwise.operator === '!==' && then.value === !isEqual)
  );
}

export const isNullish = (expression: Expression): Expression => binary('==', expression, literal(null));

/** True for an expression whose value is always `true` or `false`. */
export function isBoolean(expression: Expression): boolean {
  if (expression.kind === 'unary') return expression.operator === '!';
  if (expression.kind === 'logical') return isBoolean(expression.left) && isBoolean(expression.right);
  if (expression.kind === 'literal') return typeof expression.value === 'boolean';
  return (
    expression.kind === 'binary' &&
    ['==', '!=', '===', '!==', '<', '<=', '>', '>=', 'in', 'instanceof'].includes(expression.operator)
  );
}
