import type { Location } from '../../../../errors.ts';
import {
  type Binary,
  binary,
  literal,
  template as templateOf,
  type Unary,
  unary as unaryOf,
} from '../../../expression.ts';
import { isBoolean, isNullish } from '../values/conditions.ts';
import { distribute } from '../values/distribute.ts';
import { asBoolean, choose, truthOf } from '../values/paths.ts';
import { isRaised } from '../values/raised.ts';
import { containsSymbolic, reify } from '../values/reify.ts';
import { inspect, symbolic } from '../values/values.ts';

/* Operators. On ordinary values each does what JavaScript does; on symbolic ones it records an expression. */

export function unary(operator: string, value: unknown, location: Location): unknown {
  if (operator === '!') {
    const truth = truthOf(value);
    return typeof truth === 'boolean' ? !truth : asBoolean(unaryOf('!', truth), location);
  }
  const inside = inspect(value);
  if (!inside) return applyUnary(operator, value);
  if (inside.kind === 'choice') {
    return distribute([value], ([leaf]) => unary(operator, leaf, location), location);
  }
  if (operator === 'typeof' && inside.kind !== 'symbolic') return 'object';
  return symbolic(unaryOf(operator as Unary['operator'], reify(value, location)), location);
}

function applyUnary(operator: string, value: unknown): unknown {
  switch (operator) {
    case '-':
      return -(value as number);
    case '+':
      return +(value as number);
    case '~':
      return ~(value as number);
    case 'typeof':
      return typeof value;
    default:
      return undefined;
  }
}

export function binaryOperation(
  operator: string,
  left: unknown,
  right: unknown,
  location: Location,
): unknown {
  const a = inspect(left);
  const b = inspect(right);
  if (!a && !b) {
    const strings = operator === '+' && (containsList(left) || containsList(right));
    return strings
      ? symbolic(binary('+', reify(left, location), reify(right, location)), location)
      : applyBinary(operator, left, right);
  }
  if (isEquality(operator)) {
    const decided = compareToObject(operator, left, right);
    if (decided !== undefined) return decided;
  }
  if (
    needsDistribution(left) ||
    needsDistribution(right) ||
    !(a?.kind === 'symbolic' || b?.kind === 'symbolic')
  ) {
    return distribute([left, right], ([l, r]) => settled(operator, l, r, location), location);
  }
  return settled(operator, left, right, location);
}

function settled(operator: string, left: unknown, right: unknown, location: Location): unknown {
  if (!inspect(left) && !inspect(right)) return applyBinary(operator, left, right);
  const fault = [left, right].find(isRaised);
  if (fault !== undefined) return fault;
  if (isEquality(operator)) {
    const decided = compareToObject(operator, left, right);
    if (decided !== undefined) return decided;
  }
  return symbolic(
    binary(operator as Binary['operator'], reify(left, location), reify(right, location)),
    location,
  );
}

const isEquality = (operator: string): boolean => ['==', '!=', '===', '!=='].includes(operator);

/** An element, a function or an object of the template never equals a value of the context. */
function compareToObject(operator: string, left: unknown, right: unknown): boolean | undefined {
  const never = (value: unknown): boolean => {
    const kind = inspect(value)?.kind;
    if (kind) return kind === 'loop' || kind === 'overlay';
    return (
      typeof value === 'function' ||
      (typeof value === 'object' && value !== null) ||
      typeof value === 'symbol'
    );
  };
  const exact = operator.length === 3;
  const isNull = (value: unknown): boolean => value === null || value === undefined;
  if ((never(left) && (exact || isNull(right))) || (never(right) && (exact || isNull(left)))) {
    return operator.startsWith('!');
  }
  return undefined;
}

/** A choice between anything but data has no expression; an operation on it is done per outcome. */
function needsDistribution(value: unknown): boolean {
  const inside = inspect(value);
  if (inside?.kind !== 'choice') return false;
  const isData = (leaf: unknown): boolean => {
    const kind = inspect(leaf)?.kind;
    if (kind === 'choice') return !needsDistribution(leaf);
    return kind
      ? kind === 'symbolic'
      : leaf === null || (typeof leaf !== 'object' && typeof leaf !== 'function');
  };
  return !isData(inside.then) || !isData(inside.otherwise);
}

const containsList = (value: unknown): boolean => Array.isArray(value) && containsSymbolic(value);

// The operators take what they are given, as JavaScript's own do.
// oxlint-disable-next-line typescript/no-explicit-any
function applyBinary(operator: string, left: any, right: any): unknown {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    case '**':
      return left ** right;
    case '==':
      // oxlint-disable-next-line eqeqeq
      return left == right;
    case '!=':
      // oxlint-disable-next-line eqeqeq
      return left != right;
    case '===':
      return left === right;
    case '!==':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '<<':
      return left << right;
    case '>>':
      return left >> right;
    case '>>>':
      return left >>> right;
    case 'in':
      return left in right;
    case 'instanceof':
      return left instanceof right;
    default:
      throw new SyntaxError(`Unknown operator ${operator}`);
  }
}

export function template(
  strings: readonly string[],
  values: readonly unknown[],
  location: Location,
): unknown {
  if (!values.some((value) => containsSymbolic(value, 3))) {
    return strings.reduce((text, string, index) => text + toText(values[index - 1]) + string);
  }
  const print = (leaves: readonly unknown[]): unknown => {
    const fault = leaves.find(isRaised);
    if (fault !== undefined) return fault;
    if (!leaves.some((value) => containsSymbolic(value, 3))) return template(strings, leaves, location);
    const parts = strings.flatMap((string, index) => [
      ...(index > 0 ? [reify(leaves[index - 1], location)] : []),
      ...(string === '' ? [] : [literal(string)]),
    ]);
    return symbolic(templateOf(parts), location);
  };
  const anySymbolic = values.some((value) => inspect(value)?.kind === 'symbolic');
  return anySymbolic && !values.some(needsDistribution) ? print(values) : distribute(values, print, location);
}

/** As a template literal converts: a symbol throws. */
const toText = (value: unknown): string => `${value as string}`;

export const and = (left: unknown, right: () => unknown): unknown =>
  choose(left, right, () => (isBooleanValue(left) ? false : left));
export const or = (left: unknown, right: () => unknown): unknown =>
  choose(left, () => (isBooleanValue(left) ? true : left), right);

const isBooleanValue = (value: unknown): boolean => {
  const inside = inspect(value);
  return inside?.kind === 'symbolic' && isBoolean(inside.expression);
};

export const nullish = (left: unknown, right: () => unknown, location: Location): unknown =>
  distribute(
    [left],
    ([leaf]) => (inspect(leaf) ? choose(nullTest(leaf, location), right, () => leaf) : (leaf ?? right())),
    location,
  );

/** `value == null`, distributed over choices. */
export function nullTest(value: unknown, location: Location): unknown {
  const inside = inspect(value);
  if (!inside) return value === null || value === undefined;
  if (inside.kind === 'choice') return distribute([value], ([leaf]) => nullTest(leaf, location), location);
  if (inside.kind !== 'symbolic' || neverNullish(inside.expression.kind)) return false;
  return symbolic(isNullish(inside.expression), location);
}

const neverNullish = (kind: string): boolean =>
  ['template', 'binary', 'array', 'object', 'lambda', 'new', 'context'].includes(kind);

/** `value === undefined ? initial() : value`: default values. */
export function withDefault(value: unknown, initial: () => unknown, location: Location): unknown {
  return distribute(
    [value],
    ([leaf]) => {
      const inside = inspect(leaf);
      if (!inside) return leaf === undefined ? initial() : leaf;
      if (inside.kind !== 'symbolic' || neverNullish(inside.expression.kind)) return leaf;
      const test = binary('===', inside.expression, literal(undefined));
      return choose(symbolic(test, location), initial, () => leaf);
    },
    location,
  );
}
