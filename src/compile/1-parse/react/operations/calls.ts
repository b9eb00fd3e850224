import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import {
  call as callOf,
  construct as constructOf,
  type Expression,
  local,
  member,
} from '../../../expression.ts';
import { refuseOldMutation, settleChanges } from './changes.ts';
import { noteBirth, noteConstruction } from '../values/births.ts';
import { refuseUncertain } from '../values/uncertain.ts';
import { mapLoop } from '../elements/children.ts';
import { isDateConstructor, isRandomFunction, UNSTABLE } from './clock.ts';
import { noteThrow, setCallSite } from '../faults.ts';
import { callLater, foreignCall, refuseFetch, reifyArgs, runsAtBuild } from './foreign-calls.ts';
import { invokeOnArray, invokeSymbolic } from './lists.ts';
import { evaluateOr, keptCandidate } from './kept-code.ts';
import { readingOf } from '../load/loading-clock.ts';
import { get } from './members.ts';
import { distribute } from '../values/distribute.ts';
import { hasOrigin, originOf } from '../values/provenance.ts';
import { refuseUsed, useOnce } from './regular-expressions.ts';
import { reactFunction } from '../elements/react-functions.ts';
import { containsSymbolic, isPlain, reify, SpreadItem } from '../values/reify.ts';
import { inspect, type Loop, symbolic } from '../values/values.ts';

/* Calls. The template's own functions run; functions of packages run only when no argument is symbolic. */

type Callable = (...args: unknown[]) => unknown;
export type Args = readonly unknown[];

/** `callee(...args)` */
export function call(callee: unknown, args: unknown, location: Location): unknown {
  return distribute(
    [callee, args],
    ([target, list]) => {
      const inside = inspect(target);
      if (inside) {
        const expression = callOf(reify(target, location), reifyArgs(list as Args, location));
        return symbolic(expression, location);
      }
      return apply(target as Callable, undefined, list as Args, location);
    },
    location,
  );
}

/** `owner.method(...args)`; `isNew` where nobody else can hold the owner, as that of `[...list].sort()`. */
export function invoke(
  owner: unknown,
  method: unknown,
  args: unknown,
  location: Location,
  isNew: boolean = false,
): unknown {
  return distribute(
    [owner, method, args],
    ([target, name, values]) => {
      const list = values as Args;
      const inside = inspect(target);
      if (inside) {
        if (inside.kind === 'overlay') {
          const callee = get(target, name, location);
          return inspect(callee)
            ? call(callee, list, location)
            : apply(callee as Callable, target, list, location);
        }
        if (inspect(name))
          return symbolic(
            callOf(member(reify(target, location), reify(name, location)), reifyArgs(list, location)),
            location,
          );
        if (inside.kind === 'loop' && !inside.flat && name === 'map')
          return mapElements(inside, target, list, location);
        return invokeSymbolic(inside, target, String(name), list, location);
      }
      refuseUncertain(target, location);
      refuseUsed(target, location);
      if (Array.isArray(target) && typeof name === 'string' && !hasOrigin(target)) {
        const special = invokeOnArray(target, name, list, location);
        if (special) return special.value;
      }
      const callee = get(target, name, location);
      if (inspect(callee)) return call(callee, list, location);
      if (!isNew) refuseOldMutation(target, name, location);
      return apply(callee as Callable, target, list, location, () => methodOrigin(target, name, location));
    },
    location,
  );
}

/** `map` over the elements that a loop makes: one each, as `Children.toArray` gave them. */
function mapElements(inside: Loop, target: unknown, [callback]: Args, location: Location): unknown {
  const index = symbolic(local(inside.index), location);
  return mapLoop(inside, (body) => call(callback, [body, index, target], location), location);
}

function methodOrigin(target: unknown, name: unknown, location: Location): Expression | undefined {
  if (typeof name !== 'string') return undefined;
  const isBuiltIn =
    typeof target === 'string' ||
    typeof target === 'number' ||
    Array.isArray(target) ||
    target instanceof RegExp ||
    target instanceof Map ||
    target instanceof Set ||
    target instanceof Date;
  if (!hasOrigin(target) && !isBuiltIn) return undefined;
  if (target instanceof RegExp && (name === 'test' || name === 'exec')) {
    return member(reify(useOnce(target, location), location), name);
  }
  return member(originOf(target) ?? reify(target, location), name);
}

function apply(
  callee: Callable,
  self: unknown,
  given: Args,
  location: Location,
  methodOf?: () => Expression | undefined,
): unknown {
  if (typeof callee !== 'function') {
    throw noteThrow(
      new TypeError(`What is called here is ${callee === null ? 'null' : typeof callee}, not a function.`),
      location,
    );
  }
  const special = reactFunction(callee, given, location);
  if (special) return special.value;
  refuseFetch(callee, location);
  const args = settleChanges(callee, given, location);
  const isMethod = methodOf !== undefined && (hasOrigin(self) || isBuiltInMethod(callee, self));
  const expression = (): Expression | undefined => (isMethod ? methodOf() : originOf(callee));
  if (isUnstable(callee, self, args)) return callLater(expression, args, location, false);
  if (callee === Array.from && typeof args[1] === 'function' && containsSymbolic(args[0])) {
    const list = foreignCall(
      () => originOf(callee),
      [args[0]],
      location,
      false,
      () => undefined,
    );
    return invoke(list, 'map', [args[1]], location);
  }
  const foreign = isMethod || hasOrigin(callee);
  if (!foreign) {
    const kept = keptCandidate(callee);
    const run = (): unknown => {
      refuseSpread(args, location);
      return guarded(callee, self, args, location);
    };
    if (!kept) return run();
    const later = (fn: Expression): unknown => symbolic(callOf(fn, reifyArgs(args, location)), location);
    return evaluateOr(kept, args, run, later, location);
  }
  if (callee !== Array.isArray) for (const arg of args) refuseUncertain(arg, location);
  if (runsAtBuild(callee, args)) return guarded(callee, self, args, location);
  return foreignCall(
    expression,
    args,
    location,
    false,
    (values) => guarded(callee, self, values, location),
    self,
  );
}

/** True for calls whose result is that of the moment. */
function isUnstable(callee: Callable, self: unknown, args: Args): boolean {
  if (UNSTABLE.has(callee) || isRandomFunction(originOf(callee))) return true;
  if (readingOf(originOf(callee)) !== undefined) return true;
  if (args[0] !== undefined) return false;
  // Formatters take no argument for the current time.
  if (isDateConstructor(callee)) return args.length === 0;
  return self instanceof Intl.DateTimeFormat && FORMATS.has(callee.name);
}

const FORMATS = new Set(['', 'format', 'formatToParts']);

const isBuiltInMethod = (callee: Callable, self: unknown): boolean =>
  typeof self === 'string' ||
  typeof self === 'number' ||
  (typeof self === 'object' &&
    self !== null &&
    !isPlain(self) &&
    !Array.isArray(self) &&
    [RegExp, Map, Set, Date].some((type) => self instanceof type) &&
    isNative(callee));

const isNative = (callee: Callable): boolean =>
  Function.prototype.toString.call(callee).includes('[native code]');

/** `new Constructor(...args)` */
export function construct(constructor: unknown, args: unknown, location: Location): unknown {
  return distribute(
    [constructor, args],
    ([target, values]) => {
      const list = values as Args;
      if (inspect(target))
        return symbolic(constructOf(reify(target, location), reifyArgs(list, location)), location);
      const Type = target as new (...args: unknown[]) => unknown;
      const run = (given: Args): unknown => guardedNew(Type, given, location);
      if (!hasOrigin(Type)) {
        refuseSpread(list, location);
        return run(list);
      }
      // What holds the items of the template itself stays ordinary; the current time is known at run time only.
      if ((isDateConstructor(target) && list.length === 0) || readingOf(originOf(target)))
        return callLater(() => originOf(Type), list, location, true);
      if (
        (target === Map || target === Set || target === Error || target === Promise) &&
        !list.some((arg) => inspect(arg)) &&
        !hasOpenKeys(target, list[0])
      )
        return run(list);
      return foreignCall(() => originOf(Type), list, location, true, run);
    },
    location,
  );
}

/** Which members a set or map has depends on values of the run time. */
const hasOpenKeys = (type: unknown, items: unknown): boolean => {
  if (!Array.isArray(items) || (type !== Set && type !== Map)) return false;
  return items.some((item: unknown) => {
    const key: unknown = type === Map && Array.isArray(item) ? item[0] : item;
    return inspect(key) !== undefined && inspect(key)?.kind !== 'loop';
  });
};

function refuseSpread(args: Args, location: Location): void {
  if (!args.some((arg) => arg instanceof SpreadItem)) return;
  throw new Refusal({
    code: 'SPREAD_ARGUMENTS',
    message:
      'A list that is known at run time only is spread into the arguments of a function of the template.',
    hint: 'Hand the list over as one argument.',
    location,
  });
}

/** Built-in functions that give a new object. */
const MAKERS: ReadonlySet<unknown> = new Set<unknown>([
  ...'map filter slice concat flat flatMap toSorted toReversed toSpliced with splice'
    .split(' ')
    .map((name) => Reflect.get(Array.prototype, name) as unknown),
  String.prototype.split,
  String.prototype.match,
  Object.keys,
  Object.values,
  Object.entries,
  Object.fromEntries,
  Object.create,
  Array,
  Array.from,
  Array.of,
  structuredClone,
]);

function guarded(callee: Callable, self: unknown, args: Args, location: Location): unknown {
  setCallSite(location);
  try {
    const result: unknown = Reflect.apply(callee, self, args as unknown[]);
    return MAKERS.has(callee) ? noteBirth(result) : result;
  } catch (error) {
    throw noteThrow(error, location);
  }
}

function guardedNew(Type: new (...args: unknown[]) => unknown, args: Args, location: Location): unknown {
  try {
    return noteConstruction(Type, () => new Type(...args));
  } catch (error) {
    throw noteThrow(error, location);
  }
}
