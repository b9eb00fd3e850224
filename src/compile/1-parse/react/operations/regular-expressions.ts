import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { currentRun } from '../values/paths.ts';

/*
 * Regular expressions with the flags `g` and `y` remember where the last match ended. A text that is known at run time
 * only leaves that open; so each may meet one such text, where it was just made.
 */

/** Which run of a function made a regular expression. Those of a module outlive every rendering, and have none. */
const madeIn = new WeakMap<RegExp, unknown>();

export function recordRegExp(value: RegExp): RegExp {
  madeIn.set(value, currentRun());
  return value;
}

const isStateful = (value: RegExp): boolean => value.global || value.sticky;

/**
 * The regular expression to call `test` or `exec` of at run time, once and from the start of the text. Throws a Refusal
 * REGEXP_STATE unless it was made just now by the function that uses it, and is not used otherwise.
 */
export function useOnce(value: RegExp, location: Location): RegExp {
  if (!isStateful(value)) return value;
  const run = currentRun();
  const isFresh = run !== undefined && madeIn.get(value) === run && value.lastIndex === 0;
  if (!isFresh) throw stateRefusal(value, location);
  madeIn.delete(value);
  used.add(value);
  return new RegExp(value.source, value.flags.replace('g', ''));
}

/** Throws a Refusal for a look at an expression whose state is open since it met a text of the run time. */
export function refuseUsed(value: unknown, location: Location): void {
  if (value instanceof RegExp && used.has(value)) throw stateRefusal(value, location);
}

const used = new WeakSet<RegExp>();

const stateRefusal = (value: RegExp, location: Location): Refusal =>
  new Refusal({
    code: 'REGEXP_STATE',
    message: `\`/${value.source}/${value.flags}\` remembers where its last match ended, which depends on a text known at run time only.`,
    hint: 'Leave out the flags `g` and `y`, which a test needs not, or use `text.matchAll(…)` or `text.replace(…)`.',
    location,
  });
