import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { call as callOf, construct as constructOf, type Expression, locate } from '../../../expression.ts';
import { type Reading, watchClock } from './clock.ts';
import { describeExpression } from '../values/describe.ts';
import { distribute } from '../values/distribute.ts';
import { choose, known } from '../values/paths.ts';
import { containsElements } from './lists.ts';
import { isReact } from '../load/native-react.ts';
import { hasOrigin, isSettingUp, recordResult, recordSetUp } from '../values/provenance.ts';
import { containsSymbolic, findChoice, isPlain, reify, SpreadItem } from '../values/reify.ts';
import { currentSession } from '../session.ts';
import { describeSymbolic, inspect, symbolic } from '../values/values.ts';

/* Calls of functions of packages and of the language: run at build, or recorded for run time. */

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
  ...Object.values(console),
]);

export function runsAtBuild(callee: unknown, args: readonly unknown[]): boolean {
  if (!STRUCTURAL.has(callee)) return false;
  if (Object.values(console).includes(callee as never)) return true;
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

export function foreignCall(
  origin: () => Expression | undefined,
  args: readonly unknown[],
  location: Location,
  isNew: boolean,
  run: (args: readonly unknown[]) => unknown,
  self?: unknown,
): unknown {
  if (!args.some((arg) => containsSymbolic(arg))) {
    refuseElements(origin, args, location);
    const { value, reading } = watchClock(() => run(args));
    if (isSettingUp()) recordSetUp(origin, () => reifyQuietly(args, location));
    else if (reading && !isPromise(value)) return callLater(origin, args, location, isNew, value, reading);
    // What `set.add` gives is the set, which does not come from itself.
    if (value !== self) recordResult(value, origin, () => reifyQuietly(args, location), isNew);
    return value;
  }
  const source = origin();
  const isClassHelper = source ? CLASS_HELPERS.has(packageOf(source)) : false;
  const prepared = isClassHelper ? args.map((arg) => resolveClasses(arg, location)) : args;
  const found = findChoice(prepared);
  if (found && (isClassHelper || onlyChoices(prepared))) {
    return distribute(
      [found.choice],
      ([leaf]) => foreignCall(origin, found.replace(leaf) as readonly unknown[], location, isNew, run, self),
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

/** What a module awaits while it loads is data of the build by nature. */
const isPromise = (value: unknown): boolean => value instanceof Promise;

/** A call whose result is that of the moment happens at run time, although all its arguments are known. */
export function callLater(
  origin: () => Expression | undefined,
  args: readonly unknown[],
  location: Location,
  isNew: boolean,
  value?: unknown,
  reading?: Reading,
): unknown {
  const source = origin();
  const list = source && reifyQuietly(args, location);
  if (source && list && !containsElements(value)) {
    return symbolic(locate(isNew ? constructOf(source, list) : callOf(source, list), location), location);
  }
  const name = source ? `\`${describeExpression(source)}\`` : 'The function that is called here';
  throw new Refusal({
    code: 'CLOCK_AT_BUILD',
    message: `${name} reads ${reading?.what ?? 'the current time'}, which would be that of the build in every message, and cannot be called at run time instead.`,
    hint: 'Pass the current time or the random value in with the context.',
    location,
  });
}

function foreignRefusal(
  what: string,
  args: readonly unknown[],
  location: Location,
  cause?: Refusal,
): Refusal {
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

/** A package that is handed an element may look into it, or make text of it; what is inside has to be known then. */
function refuseElements(
  origin: () => Expression | undefined,
  args: readonly unknown[],
  location: Location,
): void {
  const inside = findInElements(args);
  const source = inside === undefined ? undefined : origin();
  const specifier = source ? packageOf(source) : '';
  if (!source || specifier === '' || isReact(specifier)) return;
  throw foreignRefusal(`\`${describeExpression(source)}\``, [inside], location);
}

/** The first symbolic value inside the elements among `value`. */
function findInElements(value: unknown, isInElement = false, depth = 12): unknown {
  if (inspect(value)) return isInElement ? value : undefined;
  if (depth === 0 || typeof value !== 'object' || value === null) return undefined;
  const isElement = currentSession().react.isValidElement(value);
  if (!isElement && !Array.isArray(value) && !isPlain(value)) return undefined;
  const inner = isElement ? [value.props] : Object.values(value);
  for (const item of inner) {
    const found = findInElements(item, isInElement || isElement, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

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

export function reifyArgs(args: readonly unknown[], location: Location): readonly Expression[] {
  return args.map((arg) => reify(arg, location));
}

function reifyQuietly(args: readonly unknown[], location: Location): readonly Expression[] | undefined {
  try {
    return currentSession().refusals.probe(() => reifyArgs(args, location));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Throws a Refusal AWAIT_SYMBOLIC for a call that asks the network: its answer at build would be in every message. */
export function refuseFetch(callee: unknown, location: Location): void {
  if (callee !== globalThis.fetch) return;
  throw new Refusal({
    code: 'AWAIT_SYMBOLIC',
    message: '`fetch` would ask when the template is built, and its answer would stand in every message.',
    hint: 'Fetch before rendering, and pass what the template needs of the answer in with the context.',
    location,
  });
}
