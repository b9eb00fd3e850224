import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import type { Expression } from '../../../expression.ts';
import { MUTATORS } from '../lift/ownership.ts';
import { birthOf } from '../values/births.ts';
import { refuseOutsideChange, settle } from '../values/paths.ts';
import { containsSymbolic } from '../values/reify.ts';
import { describeSymbolic, inspect, type Symbolics } from '../values/values.ts';

/* Changing what exists at run time only is refused: expressions are evaluated when they print, not in their order. */

/** Methods that change the list they are called on, and give it back. */
const CHANGES_ORDER = new Set(['sort', 'reverse', 'fill', 'copyWithin']);

const MAKES_LIST = new Set(
  (
    'map filter slice concat flat flatMap toSorted toReversed toSpliced with split match matchAll sort reverse ' +
    'keys values entries from of'
  ).split(' '),
);

/** True for a list that nothing else holds, so that nobody sees it change. */
export const isFresh = (list: Expression): boolean =>
  list.kind === 'array' ||
  (list.kind === 'call' &&
    list.callee.kind === 'member' &&
    list.callee.property.kind === 'literal' &&
    MAKES_LIST.has(String(list.callee.property.value)));

const DATE_SETTER = /^set(?:UTC)?(?:Date|Month|FullYear|Hours|Minutes|Seconds|Milliseconds|Time|Year)$/;
const COLLECTION_SETTER = new Set(['add', 'set', 'delete', 'clear', 'append', 'sort']);

/** `new Date(at).setDate(…)`: other uses of the same value may be computed before or after, or share the object. */
export function refuseSetter(target: Expression, name: string, method: string, location: Location): void {
  const isDate = DATE_SETTER.test(method);
  if (!isDate && !(COLLECTION_SETTER.has(method) && isCollection(target))) return;
  throw new Refusal({
    code: 'CHANGES_CONTEXT',
    message: `\`${name}.${method}(…)\` changes ${isDate ? 'a date' : 'a collection'} that exists at run time only.`,
    hint: 'Make a new value instead, in one expression, or in a function that takes and gives data only.',
    location,
  });
}

const isCollection = (target: Expression): boolean =>
  (target.kind === 'new' && target.callee.kind === 'global') ||
  (target.kind === 'member' && isCollection(target.object));

/** Throws where a call is made for what it changes, and changes what exists at run time only. */
export function refuseLost(result: unknown, location: Location): void {
  const inside = inspect(result);
  if (inside?.kind !== 'symbolic' || inside.expression.kind === 'literal') return;
  throw new Refusal({
    code: 'CHANGES_CONTEXT',
    message: `Nobody takes the result of \`${describeSymbolic(inside)}\`; what else the call does would be lost, for it happens at run time only.`,
    hint: 'Make new values instead of changing others, or leave the call out.',
    location,
  });
}

const changesList = (list: string, method: string, location: Location): Refusal =>
  new Refusal({
    code: 'CHANGES_CONTEXT',
    message: `\`${list}.${method}(…)\` changes a list in place, which others would see at another time than in the template.`,
    hint:
      method === 'pop' || method === 'shift'
        ? 'Read it with `list.at(-1)` or `list.at(0)`, and the others with `list.slice(…)`.'
        : 'Use `toSorted` or `toReversed`, or copy first: `[...list].sort(…)`.',
    location,
  });

/**
 * `list.sort()`, where nobody else may hold the list, as the method that makes a new one: equal expressions are computed
 * once, and would see each other's changes.
 */
export function withoutChange(list: Expression, name: string, method: string, location: Location): string {
  if (!CHANGES_ORDER.has(method)) return method;
  const instead = { sort: 'toSorted', reverse: 'toReversed' }[method];
  if (!instead || !isFresh(list)) throw changesList(name, method, location);
  return instead;
}

/** A list that has a name is about to change: what is read of it later would have to be what it is then. */
export function refuseChange(owner: unknown, method: unknown, location: Location): void {
  const inside = inspect(owner);
  const isOpen = inside ?? (method === 'sort' && Array.isArray(owner) && containsSymbolic(owner));
  if (isOpen) throw changesList(inside ? describeSymbolic(inside) : 'list', String(method), location);
}

export const refuseLoop = (list: Symbolics, location: Location): Refusal =>
  new Refusal({
    code: 'LOOP_STATEMENT',
    message: `A loop statement over \`${describeSymbolic(list)}\`, a list that is known at run time only.`,
    hint: 'Use `map` for elements, and `filter`, `reduce` or `join` for values.',
    location,
  });

/** Functions that change their first argument. */
const CHANGERS: ReadonlySet<unknown> = new Set<unknown>([
  Object.assign,
  Object.defineProperty,
  Object.defineProperties,
  Object.setPrototypeOf,
  Reflect.set,
  Reflect.defineProperty,
  Reflect.deleteProperty,
]);

/** What is put into an object of the template by a choice is in it on the path of that choice only. */
export function settleChanges(
  callee: unknown,
  args: readonly unknown[],
  location: Location,
): readonly unknown[] {
  if (!CHANGERS.has(callee)) return args;
  const settled = args.map((arg) => settle(arg, location));
  refuseOldChange(settled[0], location);
  const changed = settled.map((arg) => inspect(arg)).find(Boolean);
  if (!changed) return settled;
  throw new Refusal({
    code: 'CHANGES_CONTEXT',
    message: `An object is changed here by \`${describeSymbolic(changed)}\`, which exists at run time only.`,
    hint: 'Make a new object instead: `{ ...object, key: value }`.',
    location,
  });
}

const INSTEAD_OF_TOTAL =
  'Compute the value from the list itself: `items.slice(0, index + 1).reduce(…)` for a running total, `items[index - 1]` for the item before.';
const INSTEAD_OF_CACHE =
  'What a module keeps between calls is not needed: leave a cache out (`return new Intl.NumberFormat(…).format(value)`; letterlock makes each formatter once), and compute a counter from the index.';

/** A function is called that changes a variable which came to be at `born` outside of it. */
export const refuseCrossing = (born: number, name: string, ofModule: boolean, location: Location): void =>
  refuseOften(born, `\`${name}\``, ofModule, location);

/** An object is changed which may have come to be outside of what runs here. */
export function refuseOldChange(target: unknown, location: Location): void {
  if ((typeof target !== 'object' && typeof target !== 'function') || target === null || inspect(target))
    return;
  refuseOften(birthOf(target), 'An object from outside', birthOf(target) === 0, location);
}

/** The same for a method that changes what it is called on. */
export function refuseOldMutation(target: unknown, method: unknown, location: Location): void {
  if (typeof method !== 'string' || !(MUTATORS.has(method) || DATE_SETTER.test(method))) return;
  if (CHANGEABLE.some((type) => target instanceof type)) refuseOldChange(target, location);
}

const CHANGEABLE = [Array, Map, Set, WeakMap, WeakSet, Date, URLSearchParams, FormData, Headers];

const refuseOften = (born: number, name: string, ofModule: boolean, location: Location): void =>
  refuseOutsideChange(
    born,
    () =>
      new Refusal({
        code: 'CHANGES_OUTSIDE',
        message: `${name} is changed here, by code that runs for each item of a list or in one branch only; how often is known at run time only.`,
        hint: ofModule ? INSTEAD_OF_CACHE : INSTEAD_OF_TOTAL,
        location,
      }),
  );
