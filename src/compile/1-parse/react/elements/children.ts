import type { Location } from '../../../../errors.ts';
import { binary, conditional, literal, local, logical, member, unary } from '../../../expression.ts';
import {
  flatten,
  isEmpty,
  isSeveral,
  isText,
  loopOf,
  mayVanish,
  normalize,
  single,
  withLeaves,
} from './child.ts';
import { isNullish } from '../values/conditions.ts';
import { containsElements } from '../operations/lists.ts';
import { binaryOperation } from '../operations/operators.ts';
import { distribute } from '../values/distribute.ts';
import { choose, decide, paths, settle } from '../values/paths.ts';
import { SpreadItem } from '../values/reify.ts';
import { currentSession } from '../session.ts';
import { childrenRefusal, markUncertain } from '../values/uncertain.ts';
import { describeSymbolic, inspect, type Loop, loop, symbolic } from '../values/values.ts';

/*
 * `React.Children` over children of which some are known at run time only. React counts arrays by their items, and a
 * null that stands alone not at all; so choices that decide how many children there are become choices of the result.
 */

type Callback = (child: unknown, index: unknown) => unknown;

/** A call of a function of `React.Children`; undefined where none of the arguments is symbolic or none is asked for. */
export function childrenFunction(
  callee: unknown,
  args: readonly unknown[],
  location: Location,
): { readonly value: unknown } | undefined {
  const { Children } = currentSession().react;
  const [children, callback, self] = args as [unknown, Callback | undefined, unknown];
  if (!Object.values(Children).includes(callee as never) || !hasHandle(children)) return undefined;
  const visit = (child: unknown, index: unknown): unknown => callback?.call(self, child, index);
  switch (callee) {
    case Children.count:
      return {
        value: alone(
          children,
          location,
          () => 0,
          (leaves) => count(leaves, location),
        ),
      };
    case Children.map:
      return {
        value: alone(
          children,
          location,
          (nothing) => nothing,
          (leaves) => map(leaves, visit, location),
        ),
      };
    case Children.forEach:
      forEach(settleAll(children, location), visit, location);
      return { value: undefined };
    case Children.toArray:
      return { value: toArray(children, location) };
    default:
      return { value: only(children, location) };
  }
}

const hasHandle = (value: unknown): boolean =>
  inspect(value) !== undefined ||
  value instanceof SpreadItem ||
  (Array.isArray(value) && value.some(hasHandle));

/** A child that stands alone and is null is no child; among others it is one. */
function alone(
  children: unknown,
  location: Location,
  nothing: (value: unknown) => unknown,
  operate: (leaves: readonly unknown[]) => unknown,
): unknown {
  return distribute(
    [children],
    ([leaf]) => {
      const inside = inspect(leaf);
      if (inside?.kind === 'symbolic' && !isText(inside.expression)) {
        return choose(
          symbolic(isNullish(inside.expression), location),
          () => nothing(null),
          () => withLeaves(leaf, location, operate),
        );
      }
      if (leaf === null || leaf === undefined) return nothing(leaf);
      return withLeaves(leaf, location, operate);
    },
    location,
  );
}

const sum = (left: unknown, right: unknown, location: Location): unknown =>
  left === 0 ? right : right === 0 ? left : binaryOperation('+', left, right, location);

const lengthOf = ({ list }: Loop, location: Location): unknown => symbolic(member(list, 'length'), location);

/** One child, if it is no array: a value of the context as `normalize` gave it says so. */
function one(leaf: unknown, location: Location): unknown {
  const inside = inspect(leaf);
  if (inside?.kind !== 'symbolic' || inside.expression.kind !== 'conditional') return 1;
  const { test, then } = inside.expression;
  if (then.kind !== 'helper' || then.name !== 'raise') return 1;
  return symbolic(conditional(test, then, literal(1)), location);
}

function count(leaves: readonly unknown[], location: Location): unknown {
  return leaves.reduce<unknown>((total, leaf) => {
    const inside = loopOf(leaf, location);
    return sum(total, inside ? lengthOf(inside, location) : one(leaf, location), location);
  }, 0);
}

function map(leaves: readonly unknown[], callback: Callback, location: Location): unknown {
  let index: unknown = 0;
  const results: unknown[] = [];
  for (const leaf of leaves) {
    const inside = loopOf(leaf, location);
    const before = index;
    if (inside) {
      const round = sum(before, symbolic(local(inside.index), location), location);
      results.push(mapLoop(inside, (body) => callback(normalize(body, location), round), location));
      index = sum(index, lengthOf(inside, location), location);
    } else {
      results.push(paths(location, () => callback(leaf, before)));
      index = sum(index, 1, location);
    }
  }
  const made = results.flat(Infinity).filter((result) => !isEmpty(result));
  if (made.some(mayVanish)) markUncertain(made);
  return made;
}

/** `callback` over what a loop makes, round by round. */
export function mapLoop(inside: Loop, callback: (body: unknown) => unknown, location: Location): unknown {
  const { list, item, index, body } = inside;
  return loop({ list, item, index, body: paths(location, () => callback(body)) });
}

/** Callbacks with effects see one path at a time. */
function settleAll(children: unknown, location: Location): unknown {
  const settled = settle(children, location);
  if (Array.isArray(settled)) return settled.map((child) => settleAll(child, location));
  const inside = inspect(settled);
  if (inside?.kind === 'loop') {
    throw childrenRefusal(`How often this is called depends on \`${describeSymbolic(inside)}\`.`, location);
  }
  return settled;
}

function forEach(children: unknown, callback: Callback, location: Location): void {
  const inside = inspect(children);
  if (inside?.kind === 'symbolic' && !isText(inside.expression)) {
    if (decide(symbolic(isNullish(inside.expression), location), location)) return;
  } else if (children === null || children === undefined) {
    return;
  }
  flatten(children, location).forEach((leaf, index) => callback(normalize(leaf, location), index));
}

/** Nothing that prints nothing is in the array: where that is open, it is decided around the whole. */
function toArray(children: unknown, location: Location, certain: ReadonlySet<unknown> = new Set()): unknown {
  const leaves = flatten(children, location);
  const at = leaves.findIndex(
    (leaf) => inspect(leaf)?.kind === 'choice' && (isSeveral(leaf) || mayVanish(leaf)),
  );
  if (at >= 0) {
    return distribute(
      [leaves[at]],
      ([outcome]) => toArray(leaves.toSpliced(at, 1, outcome), location, certain),
      location,
    );
  }
  const loops = leaves.filter((leaf) => loopOf(leaf, location));
  if (loops.length > 0) return loopArray(leaves, location);
  const open = leaves.findIndex((leaf) => {
    const inside = inspect(leaf);
    return inside?.kind === 'symbolic' && !isText(inside.expression) && !certain.has(leaf);
  });
  const inside = inspect(leaves[open]);
  if (inside?.kind !== 'symbolic') return leaves.filter((leaf) => !isEmpty(leaf));
  const { expression } = inside;
  const kept = symbolic(single(expression), location);
  const isBoolean = binary('===', unary('typeof', expression), literal('boolean'));
  return choose(
    symbolic(logical('||', isNullish(expression), isBoolean), location),
    () => toArray(leaves.toSpliced(open, 1), location, certain),
    () => toArray(leaves.with(open, kept), location, new Set([...certain, kept])),
  );
}

/** Children that are one loop over elements are as long as its list. */
function loopArray(leaves: readonly unknown[], location: Location): unknown {
  const [first, ...others] = leaves.filter((leaf) => !isEmpty(leaf));
  const inside = others.length === 0 ? loopOf(first, location) : undefined;
  if (inside && containsElements(inside.body) && !mayVanish(inside.body) && !isEmpty(inside.body))
    return first;
  throw childrenRefusal('How many children there are is known at run time only.', location);
}

function only(children: unknown, location: Location): unknown {
  const { react } = currentSession();
  return distribute(
    [children],
    ([leaf]) => {
      if (react.isValidElement(leaf) && !inspect(leaf)) return leaf;
      const inside = inspect(leaf);
      throw childrenRefusal(
        `\`Children.only\` needs one element, and gets ${inside ? `\`${describeSymbolic(inside)}\`` : 'something else'} in one case.`,
        location,
      );
    },
    location,
  );
}
