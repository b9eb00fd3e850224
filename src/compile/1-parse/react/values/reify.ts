import { createHash } from 'node:crypto';
import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import {
  array,
  construct,
  type Expression,
  global,
  helper,
  keyOf,
  lambda,
  literal,
  local,
  object,
  spread,
} from '../../../expression.ts';
import { chooseExpression } from './conditions.ts';
import { isRefused, REFUSED_NAME } from '../../../refusals.ts';
import { refuseUncertain } from './uncertain.ts';
import { currentSession } from '../session.ts';
import { assume, forEachItem, known, paths } from './paths.ts';
import { recursion } from './raised.ts';
import { hasOrigin, originOf } from './provenance.ts';
import { describeSymbolic, inspect, type Layer, symbolic } from './values.ts';

/** A spread of symbolic values among the arguments of a call or the items of an array. */
export class SpreadItem {
  readonly of: Expression;
  constructor(of: Expression) {
    this.of = of;
  }
}

/**
 * The expression that makes a value again at run time. `arity` tells how many arguments a callback of the template is
 * called with. Throws a Refusal for what is no data: an element, a symbol, a function that gives either.
 */
export function reify(value: unknown, location: Location, arity?: number): Expression {
  const inside = inspect(value);
  if (inside) {
    switch (inside.kind) {
      case 'symbolic':
        return inside.expression;
      case 'choice': {
        const decided = known(inside.test);
        if (decided !== undefined) return reify(decided ? inside.then : inside.otherwise, location, arity);
        if (inside.shortcut) return inside.shortcut;
        return chooseExpression(
          inside.test,
          assume(inside.test, true, () => reify(inside.then, location, arity)),
          assume(inside.test, false, () => reify(inside.otherwise, location, arity)),
        );
      }
      case 'loop':
        throw notData(`the elements that \`${describeSymbolic(inside)}\` makes`, location);
      case 'overlay':
        return object(inside.layers.map((layer) => spread(reifyLayer(layer, location))));
    }
  }
  if (value instanceof SpreadItem) return spread(value.of);
  switch (typeof value) {
    case 'symbol':
      throw notData('a symbol', location);
    case 'function':
      return originOf(value) ?? reifyFunction(value as (...args: unknown[]) => unknown, arity, location);
    case 'object':
      return value === null ? literal(null) : reifyObject(value, location);
    default:
      return literal(value as string);
  }
}

function reifyLayer(layer: Layer, location: Location): Expression {
  if ('plain' in layer) return reifyObject(layer.plain, location);
  if (layer.omitted.size === 0) return layer.expression;
  return helper('omit', [layer.expression, ...[...layer.omitted].map((name) => literal(name))]);
}

function reifyObject(value: object, location: Location): Expression {
  if (currentSession().react.isValidElement(value)) throw notData('a React element', location);
  const origin = originOf(value);
  if (origin) return origin;
  refuseUncertain(value, location);
  if (Array.isArray(value)) return array(value.map((item) => reify(item, location)));
  if (value instanceof Date) return construct(global('Date'), [literal(value.getTime())]);
  if (value instanceof RegExp)
    return construct(global('RegExp'), [literal(value.source), literal(value.flags)]);
  if (value instanceof Set) return construct(global('Set'), [reify([...value], location)]);
  if (value instanceof Map) return construct(global('Map'), [reify([...value], location)]);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    const name = value.constructor?.name || 'object';
    throw notData(
      hasOrigin(value) ? `a changed object of a package (${name})` : `an object of class ${name}`,
      location,
    );
  }
  return object(Object.entries(value).map(([key, inner]) => [literal(key), reify(inner, location)] as const));
}

export const notData = (what: string, location: Location): Refusal =>
  new Refusal({
    code: 'NOT_DATA',
    message: `Here ${what} would have to be handed on at run time.`,
    hint: 'Only data (text, numbers, dates, lists and objects of them) exists at run time; build elements around it, and choose between them with `?:` or `switch`, not in a callback of a package.',
    location,
  });

/** A name for a loop variable: the same for equal code over an equal list, and for nothing else. */
export function localNames(
  names: readonly string[],
  list: Expression,
  location: Location,
): readonly string[] {
  const hash = createHash('sha256')
    .update(`${location.file}:${location.line}:${location.column}:${keyOf(list)}`)
    .digest('hex')
    .slice(0, 8);
  // What a loop over a refused list goes through is refused as well.
  const mark = isRefused(list) ? REFUSED_NAME : '';
  return names.map((name) => `${name}_${hash}${mark}`);
}

/** Calls a callback of the template with symbolic arguments and gives what it makes. */
export function callSymbolically(
  callback: (...args: unknown[]) => unknown,
  names: readonly string[],
  location: Location,
): unknown {
  const site = `${location.file}:${location.line}:${location.column}`;
  const depth = (nesting.get(site) ?? 0) + 1;
  if (depth > MAX_NESTING) throw recursion('The function that this callback belongs to', location);
  nesting.set(site, depth);
  try {
    const args = names.map((name) => symbolic(local(name), location));
    return forEachItem(() => paths(location, () => callback(...args)));
  } finally {
    nesting.set(site, depth - 1);
  }
}

/** How many callbacks of one place in the source are being called inside each other. */
const nesting = new Map<string, number>();
const MAX_NESTING = 8;

function reifyFunction(
  callback: (...args: unknown[]) => unknown,
  arity: number | undefined,
  location: Location,
): Expression {
  const count = arity ?? callback.length;
  const labels = ['a', 'b', 'c', 'd', 'e', 'f'].slice(0, Math.min(count, 6));
  return lambdaOf(callback, localNames(labels, literal(callback.name), location), location);
}

/** A callback of the template as a lambda. */
export function lambdaOf(
  callback: (...args: unknown[]) => unknown,
  names: readonly string[],
  location: Location,
): Expression {
  const result = reify(callSymbolically(callback, names, location), location);
  const used = names.findLastIndex((name) => mentions(result, name)) + 1;
  return lambda(names.slice(0, used), result);
}

function mentions(expression: Expression, name: string): boolean {
  return keyOf(expression).includes(`local:${name}`);
}

/** True when a value depends on the context anywhere inside, as far as plain arrays and objects reach. */
export function containsSymbolic(value: unknown, depth = 6): boolean {
  if (isHandleLike(value)) return true;
  if (depth === 0 || typeof value !== 'object' || value === null || hasOrigin(value)) return false;
  if (Array.isArray(value)) return value.some((item) => containsSymbolic(item, depth - 1));
  if (value instanceof SpreadItem) return true;
  if (value instanceof Map || value instanceof Set) {
    return [...value].some((item) => containsSymbolic(item, depth - 1));
  }
  if (!isPlain(value)) return false;
  return Object.values(value).some((item) => containsSymbolic(item, depth - 1));
}

const isHandleLike = (value: unknown): boolean => inspect(value) !== undefined;

export const isPlain = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || inspect(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    (prototype === Object.prototype || prototype === null) && !currentSession().react.isValidElement(value)
  );
};

/** The first choice inside plain arrays and objects, with a function that puts another value in its place. */
export function findChoice(
  value: unknown,
  depth = 6,
): { readonly choice: unknown; replace(leaf: unknown): unknown } | undefined {
  const inner = inspect(value);
  if (inner) return inner.kind === 'choice' ? { choice: value, replace: (leaf) => leaf } : undefined;
  if (depth === 0 || hasOrigin(value)) return undefined;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = findChoice(item, depth - 1);
      if (found) return { choice: found.choice, replace: (leaf) => value.with(index, found.replace(leaf)) };
    }
  } else if (isPlain(value)) {
    for (const key of Object.keys(value)) {
      const found = findChoice(value[key], depth - 1);
      if (found)
        return { choice: found.choice, replace: (leaf) => ({ ...value, [key]: found.replace(leaf) }) };
    }
  }
  return undefined;
}
