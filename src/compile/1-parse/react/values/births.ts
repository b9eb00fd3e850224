import { now } from './paths.ts';

/*
 * When the objects of a template came to be, so that a change of one is refused where it would happen seldomer or more
 * often at run time than the object comes to be (`refuseOutsideChange`). An object of which that is not known is as old
 * as its module.
 */

const births = new WeakMap<object, number>();

/** The constructors that run, innermost last: what they make is known when they are done. */
const making: { readonly type: unknown; readonly since: number }[] = [];

/** Notes that an object came to be just now, unless it is known already. */
export function noteBirth<T>(value: T, since: number = now()): T {
  if (typeof value === 'object' && value !== null && !births.has(value)) births.set(value, since);
  return value;
}

/** Runs a constructor. */
export function noteConstruction<T>(type: unknown, construct: () => T): T {
  const since = now();
  making.push({ type, since });
  try {
    return noteBirth(construct(), since);
  } finally {
    making.pop();
  }
}

/** When an object came to be, as far as known. */
export function birthOf(value: object): number {
  const born = births.get(value);
  if (born !== undefined) return born;
  const own = making.findLast(({ type }) => typeof type === 'function' && value instanceof type);
  return own?.since ?? 0;
}
