import type { Location } from '../../../../errors.ts';
import {
  call,
  conditional,
  type Expression,
  global,
  helper,
  literal,
  local,
  member,
} from '../../../expression.ts';
import { distribute } from '../values/distribute.ts';
import { localNames, SpreadItem } from '../values/reify.ts';
import { childrenRefusal, hasLoops, refuseUncertain } from '../values/uncertain.ts';
import { describeSymbolic, inspect, loop, type Symbolics, symbolic } from '../values/values.ts';

/* The children of an element one by one, as far as they are known at build. */

/** Calls `operate` with the children one by one: elements, texts, null, choices between such, and loops. */
export function withLeaves(
  children: unknown,
  location: Location,
  operate: (leaves: readonly unknown[]) => unknown,
): unknown {
  const leaves = flatten(children, location);
  const at = leaves.findIndex(isSeveral);
  if (at < 0) return operate(leaves.map((leaf) => normalize(leaf, location)));
  return distribute(
    [leaves[at]],
    ([outcome]) => withLeaves(leaves.toSpliced(at, 1, outcome), location, operate),
    location,
  );
}

export function flatten(children: unknown, location: Location): readonly unknown[] {
  if (!hasLoops(children)) refuseUncertain(children, location);
  if (Array.isArray(children)) return children.flatMap((child) => flatten(child, location));
  if (children instanceof SpreadItem) {
    throw childrenRefusal('Among these children is a list that is known at run time only.', location);
  }
  return [asLoop(children, location)];
}

/** A list of the context's own values is a loop over them, as it is to React. */
function asLoop(leaf: unknown, location: Location): unknown {
  const inside = inspect(leaf);
  if (inside?.kind !== 'symbolic' || !isList(inside.expression)) return leaf;
  const list = inside.expression;
  const [item, index] = localNames(['child', 'at'], list, location) as [string, string];
  return loop({ list, item, index, body: symbolic(local(item), location) });
}

const LIST_METHODS = new Set('map filter flatMap flat toSorted toReversed toSpliced with split'.split(' '));
const LIST_FUNCTIONS = new Set(['Object.keys', 'Object.values', 'Object.entries', 'Array.from', 'Array.of']);

/** True for an expression that surely makes an array. */
function isList(expression: Expression): boolean {
  switch (expression.kind) {
    case 'array':
      return true;
    case 'conditional':
      return isList(expression.then) && isList(expression.otherwise);
    case 'call': {
      const { callee } = expression;
      if (callee.kind !== 'member' || callee.property.kind !== 'literal') return false;
      const method = String(callee.property.value);
      if (callee.object.kind === 'global') return LIST_FUNCTIONS.has(`${callee.object.name}.${method}`);
      if (method === 'slice' || method === 'concat') return isList(callee.object);
      return LIST_METHODS.has(method);
    }
    default:
      return false;
  }
}

/** A choice in which one outcome is not exactly one child. */
export function isSeveral(value: unknown): boolean {
  const inside = inspect(value);
  if (inside?.kind !== 'choice') return false;
  const isMany = (outcome: unknown): boolean => {
    const inner = inspect(outcome);
    if (inner?.kind === 'symbolic') return isList(inner.expression);
    return Array.isArray(outcome) || inner?.kind === 'loop' || isSeveral(outcome);
  };
  return isMany(inside.then) || isMany(inside.otherwise);
}

/** What React hands to a callback: null for what prints nothing. */
export function normalize(leaf: unknown, location: Location): unknown {
  const inside = inspect(leaf);
  if (!inside) return leaf === undefined || typeof leaf === 'boolean' ? null : leaf;
  if (inside.kind === 'choice') {
    return distribute([leaf], ([outcome]) => normalize(outcome, location), location);
  }
  return inside.kind === 'symbolic' ? symbolic(single(inside.expression), location) : leaf;
}

/** A value of the context is one child, unless it is an array; that it is none is checked at run time. */
export function single(expression: Expression): Expression {
  if (isText(expression)) return expression;
  const message = 'An array of the context stands where a component expects one child each.';
  const raise = helper('raise', [literal('TypeError'), literal(message)]);
  return conditional(call(member(global('Array'), 'isArray'), [expression]), raise, expression);
}

const TEXT_METHODS = new Set(
  'toString toFixed toLocaleString toUpperCase toLowerCase trim padStart padEnd slice substring replace replaceAll join format toISOString toLocaleDateString toLocaleTimeString'.split(
    ' ',
  ),
);

/** True for an expression that surely makes a text or a number. */
export function isText(expression: Expression): boolean {
  switch (expression.kind) {
    case 'template':
      return true;
    case 'literal':
      return typeof expression.value === 'string' || typeof expression.value === 'number';
    case 'binary':
      return ['+', '-', '*', '/', '%', '**'].includes(expression.operator);
    case 'call':
      return (
        expression.callee.kind === 'member' &&
        expression.callee.property.kind === 'literal' &&
        expression.callee.property.value !== 'slice' &&
        TEXT_METHODS.has(String(expression.callee.property.value))
      );
    case 'conditional':
      return isText(expression.then) && isText(expression.otherwise);
    default:
      return false;
  }
}

/** A loop as children, one per round. */
export function loopOf(leaf: unknown, location: Location): (Symbolics & { kind: 'loop' }) | undefined {
  const inside = inspect(leaf);
  if (inside?.kind !== 'loop') return undefined;
  const isOne =
    !inside.flat &&
    !Array.isArray(inside.body) &&
    !isSeveral(inside.body) &&
    inspect(inside.body)?.kind !== 'loop';
  if (isOne) return inside;
  throw childrenRefusal(
    `How many children \`${describeSymbolic(inside)}\` makes in each round is known at run time only.`,
    location,
  );
}

export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || typeof value === 'boolean';

/** True where a callback's result may be nothing, which React leaves out of the array. */
export function mayVanish(value: unknown): boolean {
  const inside = inspect(value);
  if (inside?.kind === 'choice')
    return [inside.then, inside.otherwise].some((one) => isEmpty(one) || mayVanish(one));
  return inside !== undefined && !(inside.kind === 'symbolic' && isText(inside.expression));
}
