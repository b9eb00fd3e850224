import type { Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import { helper, literal } from '../../expression.ts';
import { attemptRefusal, isAttempting } from './attempts.ts';
import { inspect, symbolic } from './values.ts';

/* What the template itself throws while it is evaluated, on some of its paths. */

/** What throws on one path only is thrown at run time, when the path is taken. */
export function raised({ name, message }: Error, location: Location | undefined): unknown {
  const raise = helper('raise', [literal(name), literal(message)]);
  if (isAttempting()) throw attemptRefusal(raise, location);
  return symbolic(raise);
}

/** True for what the template itself throws, not the compiler or React. */
export const isOwnFault = (error: unknown): error is Error =>
  error instanceof Error && !(error instanceof Refusal) && !isOverflow(error) && !isSuspension(error);

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
