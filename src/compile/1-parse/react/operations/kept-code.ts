import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { array, call, code, type Expression, keyOf, literal, object } from '../../../expression.ts';
import { paths } from '../values/paths.ts';
import { recursion } from '../values/raised.ts';
import { originOf } from '../values/provenance.ts';
import { containsSymbolic, isPlain, notData, reify } from '../values/reify.ts';
import { currentSession } from '../session.ts';
import { inspect, symbolic } from '../values/values.ts';

/*
 * Code of the project that goes into the artifact as it is (see regions.ts), where its evaluation at build is refused:
 * a loop over a list of the context, a `try`, a recursion. Names from outside become its arguments.
 */

export type Captures = () => Readonly<Record<string, unknown>>;

export interface Kept {
  readonly source: string;
  readonly captures: Captures;
  readonly isCandidate: boolean;
  /** Whether it is being evaluated with values of the run time. */
  isActive: boolean;
}

const functions = new WeakMap<object, Kept>();

/** Remembers the source of a function. */
export function keep<T extends object>(fn: T, source: string, captures: Captures, isCandidate: boolean): T {
  functions.set(fn, { source, captures, isCandidate, isActive: false });
  return fn;
}

/** The source of a function whose evaluation may be refused. */
export function keptCandidate(fn: unknown): Kept | undefined {
  const kept = typeof fn === 'function' ? functions.get(fn) : undefined;
  return kept?.isCandidate ? kept : undefined;
}

/** What may be refused because a template runs at build, and not because of what it asks for. */
const BY_EVALUATION: ReadonlySet<string> = new Set([
  'CHANGES_CONTEXT',
  'CHANGES_OUTSIDE',
  'LOOKUP',
  'LOOP_STATEMENT',
  'RECURSION',
  'REGEXP_STATE',
  'SPREAD_ARGUMENTS',
  'SYMBOLIC_KEY',
  'TOO_MANY_CHOICES',
  'TOO_MANY_PATHS',
  'TRY_SYMBOLIC',
]);

/** Evaluates a piece of code; where that is refused, `instead` gives what stands for its result. */
export function evaluateOr(
  kept: Kept,
  inputs: readonly unknown[],
  evaluate: () => unknown,
  instead: (expression: Expression) => unknown,
  location: Location,
): unknown {
  const isOpen = inputs.some((input) => containsSymbolic(input));
  if (isOpen && kept.isActive) throw recursion('A function', location);
  const wasActive = kept.isActive;
  kept.isActive ||= isOpen;
  try {
    // Decisions of its own, so that a refusal leaves none behind.
    return currentSession().refusals.probe(() => paths(location, evaluate));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const value = BY_EVALUATION.has(error.code)
      ? quietly(() => instead(expressionOf(kept, location)))
      : undefined;
    if (value !== undefined) return value;
  } finally {
    kept.isActive = wasActive;
  }
  // Again, for all that is wrong with it.
  return paths(location, evaluate);
}

function quietly<T>(body: () => T): T | undefined {
  try {
    return currentSession().refusals.probe(body);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

const beingWritten = new Set<Kept>();

/** A function, or the value of an expression or loop, as an expression of the artifact. Throws a Refusal NOT_DATA. */
export function expressionOf(kept: Kept, location: Location): Expression {
  if (beingWritten.has(kept)) throw notData('a function that another one needs, which needs it', location);
  beingWritten.add(kept);
  try {
    const values = Object.values(kept.captures());
    return call(
      code(kept.source),
      values.map((value) => captured(value, location)),
    );
  } finally {
    beingWritten.delete(kept);
  }
}

function captured(value: unknown, location: Location): Expression {
  const expression = inspect(value) ? reify(value, location) : written(value, location);
  if (/import:react(?:-dom)?[/#]/.test(keyOf(expression))) throw notData('a part of React', location);
  return expression;
}

function written(value: unknown, location: Location): Expression {
  if (typeof value === 'function') {
    const kept = functions.get(value);
    const origin = kept ? expressionOf(kept, location) : originOf(value);
    if (!origin) throw notData('a function that makes elements, or changes something', location);
    return origin;
  }
  if (originOf(value)) return reify(value, location);
  if (Array.isArray(value)) return array(value.map((item) => captured(item, location)));
  if (isPlain(value)) {
    return object(
      Object.entries(value).map(([name, inner]) => [literal(name), captured(inner, location)] as const),
    );
  }
  return reify(value, location);
}

/** The value of an expression, or the variables that a loop assigns, evaluated or kept. */
export function valueOrKept(
  body: () => unknown,
  source: string,
  captures: Captures,
  location: Location,
): unknown {
  // What is refused half-way may have assigned variables already.
  const values = Object.values(captures());
  // The function is a constant of the artifact; what it gives may be of the moment.
  const kept: Kept = { source: `() => ${source}`, captures: () => ({}), isCandidate: true, isActive: false };
  const later = (fn: Expression): unknown =>
    symbolic(
      call(
        fn,
        values.map((value) => captured(value, location)),
      ),
      location,
    );
  return evaluateOr(kept, [], body, later, location);
}

/** A callback of the template that is kept where its evaluation is refused. */
export function evaluatedOrKept(callback: Callback, location: Location): Callback {
  const kept = keptCandidate(callback);
  if (!kept) return callback;
  return (...args) => {
    const later = (fn: Expression): unknown => {
      const expressions = args.map((arg) => reify(arg, location));
      return symbolic(call(fn, expressions), location);
    };
    return evaluateOr(kept, args, () => callback(...args), later, location);
  };
}

type Callback = (...args: unknown[]) => unknown;
