import type { Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import {
  call as callOf,
  construct as constructOf,
  type Expression,
  locate,
  member,
} from '../../expression.ts';
import { describeExpression } from './describe.ts';
import { noteThrow, setCallSite } from './faults.ts';
import { invokeOnArray, invokeSymbolic } from './lists.ts';
import { get, type ObjectSpread } from './members.ts';
import { choose, distribute, known } from './paths.ts';
import { hasOrigin, isSettingUp, originOf, recordResult, recordSetUp, UNSTABLE } from './provenance.ts';
import { reactFunction } from './react-functions.ts';
import { containsSymbolic, findChoice, isPlain, reify, SpreadItem } from './reify.ts';
import { describeSymbolic, inspect, symbolic } from './values.ts';

/* Calls. The template's own functions run; functions of packages run only when no argument is symbolic. */

type Callable = (...args: unknown[]) => unknown;
export type Args = readonly unknown[];
export type { ObjectSpread };

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

/** `owner.method(...args)` */
export function invoke(owner: unknown, method: unknown, args: unknown, location: Location): unknown {
  return distribute(
    [owner, method, args],
    ([target, name, values]) => {
      const list = values as Args;
      const inside = inspect(target);
      if (inside) {
        if (inside.kind === 'overlay')
          return apply(get(target, name, location) as Callable, target, list, location);
        if (inspect(name))
          return symbolic(
            callOf(member(reify(target, location), reify(name, location)), reifyArgs(list, location)),
            location,
          );
        return invokeSymbolic(inside, target, String(name), list, location);
      }
      if (Array.isArray(target) && typeof name === 'string' && !hasOrigin(target)) {
        const special = invokeOnArray(target, name, list, location);
        if (special) return special.value;
      }
      const callee = get(target, name, location);
      if (inspect(callee)) return call(callee, list, location);
      return apply(callee as Callable, target, list, location, () => methodOrigin(target, name, location));
    },
    location,
  );
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
  return member(originOf(target) ?? reify(target, location), name);
}

function apply(
  callee: Callable,
  self: unknown,
  args: Args,
  location: Location,
  methodOf?: () => Expression | undefined,
): unknown {
  if (typeof callee !== 'function') {
    throw noteThrow(
      new TypeError(`What is called here is ${callee === null ? 'null' : typeof callee}, not a function.`),
      location,
    );
  }
  const special = reactFunction(callee, args, location);
  if (special) return special.value;
  if (UNSTABLE.has(callee) || (callee === Date && args.length === 0)) {
    return symbolic(callOf(originOf(callee) as Expression, reifyArgs(args, location)), location);
  }
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
  const isMethod = methodOf !== undefined && (hasOrigin(self) || isBuiltInMethod(callee, self));
  const foreign = isMethod || hasOrigin(callee);
  if (!foreign) {
    refuseSpread(args, location);
    return guarded(callee, self, args, location);
  }
  if (runsAtBuild(callee, args)) return guarded(callee, self, args, location);
  const expression = (): Expression | undefined => (isMethod ? methodOf() : originOf(callee));
  return foreignCall(expression, args, location, false, (values) => guarded(callee, self, values, location));
}

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

/** Functions that look only at the outermost object, whose members may be symbolic. */
const STRUCTURAL: ReadonlySet<unknown> = new Set<unknown>([
  ...(
    [
      'assign',
      'entries',
      'keys',
      'values',
      'fromEntries',
      'freeze',
      'getOwnPropertyNames',
      'hasOwn',
      'create',
      'is',
      'seal',
      'isFrozen',
      'defineProperty',
    ] as const
  ).map((name) => Object[name]),
  Array.isArray,
  Array.from,
  Array.of,
  Promise.resolve,
  console.log,
  console.warn,
  console.error,
  console.info,
  console.debug,
]);

function runsAtBuild(callee: Callable, args: Args): boolean {
  if (!STRUCTURAL.has(callee)) return false;
  if ((console as unknown as Record<string, unknown>)[callee.name] === callee) return true;
  return (
    !args.some((arg) => inspect(arg) || arg instanceof SpreadItem) &&
    !(callee === Array.from && inspect((args[0] as { length?: unknown } | undefined)?.length)) &&
    !(
      callee === Object.fromEntries &&
      Array.isArray(args[0]) &&
      args[0].some((entry) => inspect(entry) || inspect((entry as unknown[])[0]))
    )
  );
}

/** Class-name helpers take choices and truthy values apart. */
const CLASS_HELPERS = new Set([
  'clsx',
  'clsx/lite',
  'classnames',
  'classnames/bind',
  'classnames/dedupe',
  'tailwind-merge',
  'classcat',
  'cx',
  'class-variance-authority',
  'tailwind-variants',
  'cva',
  'tw-merge',
  'obj-str',
]);

function foreignCall(
  origin: () => Expression | undefined,
  args: Args,
  location: Location,
  isNew: boolean,
  run: (args: Args) => unknown,
): unknown {
  if (!args.some((arg) => containsSymbolic(arg))) {
    const value = run(args);
    if (isSettingUp()) recordSetUp(origin, () => reifyQuietly(args, location));
    recordResult(value, origin, () => reifyQuietly(args, location), isNew);
    return value;
  }
  const source = origin();
  const isClassHelper = source ? CLASS_HELPERS.has(packageOf(source)) : false;
  const prepared = isClassHelper ? args.map((arg) => resolveClasses(arg, location)) : args;
  const found = findChoice(prepared);
  if (found && (isClassHelper || onlyChoices(prepared))) {
    return distribute(
      [found.choice],
      ([leaf]) => foreignCall(origin, found.replace(leaf) as Args, location, isNew, run),
      location,
    );
  }
  if (!prepared.some((arg) => containsSymbolic(arg))) return run(prepared);
  if (!source) throw foreignRefusal('this function', prepared, location);
  try {
    const list = reifyArgs(prepared, location);
    return symbolic(locate(isNew ? constructOf(source, list) : callOf(source, list), location), location);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'NOT_DATA') {
      throw foreignRefusal(`\`${describeExpression(source)}\``, prepared, location, error);
    }
    throw error;
  }
}

function foreignRefusal(what: string, args: Args, location: Location, cause?: Refusal): Refusal {
  const symbolicArg = args.map((arg) => inspect(arg)).find((inside) => inside !== undefined);
  return new Refusal({
    code: 'FOREIGN_CALL',
    message: `${what[0]?.toUpperCase()}${what.slice(1)} is called with ${symbolicArg ? `\`${describeSymbolic(symbolicArg)}\`` : 'values'} known at run time only, and cannot be called then${cause ? `: ${cause.message}` : '.'}`,
    hint: 'Call package functions with data only, and build elements around what they give.',
    location,
    cause,
  });
}

const packageOf = (expression: Expression): string => {
  if (expression.kind === 'import') return expression.specifier;
  if (expression.kind === 'call' || expression.kind === 'new') return packageOf(expression.callee);
  return expression.kind === 'member' ? packageOf(expression.object) : '';
};

/** True when everything symbolic inside is a choice between known values, so that each outcome can be evaluated now. */
function onlyChoices(value: unknown, depth = 6): boolean {
  const inside = inspect(value);
  if (inside) return inside.kind === 'choice' && onlyChoices(inside.then) && onlyChoices(inside.otherwise);
  if (depth === 0 || hasOrigin(value)) return true;
  if (Array.isArray(value)) return value.every((item) => onlyChoices(item, depth - 1));
  return isPlain(value)
    ? Object.values(value).every((item) => onlyChoices(item, depth - 1))
    : !(value instanceof SpreadItem);
}

/** In `clsx({ bold: isBold }, a && 'a')` only the truthiness of `isBold` and of the falsy `a` matters. */
function resolveClasses(arg: unknown, location: Location): unknown {
  const inside = inspect(arg);
  if (inside?.kind === 'symbolic') return known(inside.expression) === false ? false : arg;
  if (inside?.kind === 'choice') {
    return choose(
      symbolic(inside.test, location),
      () => resolveClasses(inside.then, location),
      () => resolveClasses(inside.otherwise, location),
    );
  }
  if (Array.isArray(arg)) return arg.map((item) => resolveClasses(item, location));
  if (!isPlain(arg)) return arg;
  return Object.fromEntries(
    Object.entries(arg).map(([name, value]) => [
      name,
      inspect(value)?.kind === 'symbolic'
        ? choose(
            value,
            () => true,
            () => false,
          )
        : value,
    ]),
  );
}

/** `new Constructor(...args)` */
export function construct(constructor: unknown, args: unknown, location: Location): unknown {
  return distribute(
    [constructor, args],
    ([target, values]) => {
      const list = values as Args;
      if (inspect(target))
        return symbolic(constructOf(reify(target, location), reifyArgs(list, location)), location);
      const Type = target as new (...args: unknown[]) => unknown;
      const run = (values: Args): unknown => guardedNew(Type, values, location);
      if (!hasOrigin(Type)) {
        refuseSpread(list, location);
        return run(list);
      }
      // What holds the items of the template itself stays ordinary; the current time is known at run time only.
      if (target === Date && list.length === 0)
        return symbolic(constructOf(originOf(Type) as Expression, []), location);
      if (
        (target === Map || target === Set || target === Error || target === Promise) &&
        !list.some((arg) => inspect(arg))
      )
        return run(list);
      return foreignCall(() => originOf(Type), list, location, true, run);
    },
    location,
  );
}

function reifyArgs(args: Args, location: Location): readonly Expression[] {
  return args.map((arg) => reify(arg, location));
}

function reifyQuietly(args: Args, location: Location): readonly Expression[] | undefined {
  try {
    return reifyArgs(args, location);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

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

function guarded(callee: Callable, self: unknown, args: Args, location: Location): unknown {
  setCallSite(location);
  try {
    return Reflect.apply(callee, self, args as unknown[]);
  } catch (error) {
    throw noteThrow(error, location);
  }
}

function guardedNew(Type: new (...args: unknown[]) => unknown, args: Args, location: Location): unknown {
  try {
    return new Type(...args);
  } catch (error) {
    throw noteThrow(error, location);
  }
}
