import type { Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import type { Expression } from '../../expression.ts';
import { containsSymbolic } from './reify.ts';
import { describeSymbolic, inspect } from './values.ts';

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
const isFresh = (list: Expression): boolean =>
  list.kind === 'array' ||
  (list.kind === 'call' &&
    list.callee.kind === 'member' &&
    list.callee.property.kind === 'literal' &&
    MAKES_LIST.has(String(list.callee.property.value)));

const changesList = (list: string, method: string, location: Location): Refusal =>
  new Refusal({
    code: 'CHANGES_CONTEXT',
    message: `\`${list}.${method}(…)\` changes a list in place, which others would see at another time than in the template.`,
    hint: 'Use `toSorted` or `toReversed`, or copy first: `[...list].sort(…)`.',
    location,
  });

/** `list.sort()` where nothing is known of who else holds the list. */
export function refuseReordering(list: Expression, name: string, method: string, location: Location): void {
  if (CHANGES_ORDER.has(method) && !isFresh(list)) throw changesList(name, method, location);
}

/** A list that has a name is about to change: what is read of it later would have to be what it is then. */
export function refuseChange(owner: unknown, method: unknown, location: Location): void {
  const inside = inspect(owner);
  const isOpen = inside ?? (method === 'sort' && Array.isArray(owner) && containsSymbolic(owner));
  if (isOpen) throw changesList(inside ? describeSymbolic(inside) : 'list', String(method), location);
}

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

export function refuseChanger(callee: unknown, target: unknown, location: Location): void {
  const changed = CHANGERS.has(callee) ? inspect(target) : undefined;
  if (!changed) return;
  throw new Refusal({
    code: 'CHANGES_CONTEXT',
    message: `\`${describeSymbolic(changed)}\` is changed here, which exists at run time only.`,
    hint: 'Make a new object instead: `{ ...object, key: value }`.',
    location,
  });
}
