import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { type Expression, helper, literal, template } from '../../../expression.ts';
import { attemptRefusal, isAttempting } from '../operations/attempts.ts';
import { inspect, symbolic } from './values.ts';

/* What the template itself throws while it is evaluated, on some of its paths. */

/** What throws on one path only is thrown at run time, when the path is taken. */
export function raised(thrown: unknown, location: Location | undefined): unknown {
  const inside = inspect(thrown);
  const raise = inside?.kind === 'symbolic' ? raiseAgain(inside.expression) : raiseError(thrown as Error);
  if (isAttempting()) throw attemptRefusal(raise, location);
  return symbolic(raise);
}

/** `throw new Error(…)` with a message of the run time; what else is thrown becomes a message. */
function raiseAgain(thrown: Expression): Expression {
  if (thrown.kind === 'new' && thrown.callee.kind === 'global') {
    return helper('raise', [literal(thrown.callee.name), thrown.args[0] ?? literal('')]);
  }
  return helper('raise', [literal('Error'), template([thrown])]);
}

/** An error class of the template may have made text of a value of the run time. */
function raiseError({ name, message }: Error): Expression {
  const inside = inspect(message);
  return helper('raise', [literal(name), inside?.kind === 'symbolic' ? inside.expression : literal(message)]);
}

/** True for what the template itself throws, not the compiler or React. */
export const isOwnFault = (thrown: unknown): boolean =>
  inspect(thrown)?.kind === 'symbolic' ||
  (thrown instanceof Error && !(thrown instanceof Refusal) && !isOverflow(thrown) && !isSuspension(thrown));

/** True for a value that there never is, as making it throws. */
export function isRaised(value: unknown): boolean {
  const inside = inspect(value);
  return (
    inside?.kind === 'symbolic' && inside.expression.kind === 'helper' && inside.expression.name === 'raise'
  );
}

export const isOverflow = (error: unknown): boolean =>
  error instanceof RangeError && error.message.includes('call stack');

/** What React throws to wait for a promise (`use`). */
const isSuspension = (error: Error): boolean => error.message.startsWith('Suspense Exception');

export const recursion = (what: string, location: Location): Refusal =>
  new Refusal({
    code: 'RECURSION',
    message: `${what} calls itself with values that are known only at run time, so that there is no end to it.`,
    hint: 'Prepare nested data before rendering, or nest a fixed number of loops.',
    location,
  });
