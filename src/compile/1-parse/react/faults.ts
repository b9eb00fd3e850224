import { isLetterlockError, type Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import { isOverflow, recursion } from './values/raised.ts';
import { describeSymbolic, inspect } from './values/values.ts';

/** Where the template's own errors were first seen, for the report. */
const places = new WeakMap<object, Location>();

export function noteThrow<T>(error: T, location: Location): T {
  if (typeof error === 'object' && error !== null && !places.has(error)) places.set(error, location);
  return error;
}

let site: Location = { file: '', line: 1, column: 1 };

/** Where the template last called a function: the place to blame for what that function refuses. */
export const callSite = (): Location => site;
export const setCallSite = (location: Location): void => {
  site = location;
};

function textOf(error: unknown): string {
  const thrown = inspect(error);
  if (thrown) return `\`${describeSymbolic(thrown)}\``;
  return error instanceof Error ? error.message : String(error);
}

/** Anything thrown while a template was evaluated, as a Refusal with a place. */
export function toRefusal(error: unknown, fallback: Location): Refusal {
  const place = (typeof error === 'object' && error !== null ? places.get(error) : undefined) ?? fallback;
  // An error that came through Vite is a copy: its class is lost, its properties are not.
  if (!inspect(error) && isLetterlockError(error)) {
    if (error.location && error instanceof Refusal) return error;
    const { code, message, hint, cause } = error;
    return new Refusal({ code, message, hint, cause, location: error.location ?? place });
  }
  if (isOverflow(error)) return recursion('A function or component', place);
  return new Refusal({
    code: 'TEMPLATE_THROWS',
    message: `The template threw while it was evaluated: ${textOf(error)}`,
    hint: 'Mend the template; at build it is evaluated once, with a context whose values are not known yet.',
    location: place,
    cause: error,
  });
}
