import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { type Expression, keyOf, locationOf } from '../../../expression.ts';
import { describeExpression } from './describe.ts';

/** Conditions that one template may print, those in branches of others included. */
export const MOST_CONDITIONS = 4096;

/**
 * The conditions that were printed. What is inside of a condition is printed once for each branch, what is inside of two
 * four times, and so on; equal branches are joined later. There has to be an end to it.
 */
export class PrintedConditions {
  readonly #counts = new Map<string, { readonly test: Expression; count: number }>();
  #total = 0;

  /** Counts one more. Throws a Refusal TOO_MANY_COPIES, which names the one that is printed most often. */
  add(test: Expression, fallback: Location): void {
    const key = keyOf(test);
    const known = this.#counts.get(key) ?? { test, count: 0 };
    known.count += 1;
    this.#counts.set(key, known);
    this.#total += 1;
    if (this.#total <= MOST_CONDITIONS) return;
    const [most = known] = [...this.#counts.values()].sort((a, b) => b.count - a.count);
    throw new Refusal({
      code: 'TOO_MANY_COPIES',
      message: `More than ${MOST_CONDITIONS} conditions would be printed; \`${describeExpression(most.test)}\` alone stands ${most.count} times, as what is inside of a condition is printed once for each outcome.`,
      hint: 'Nest fewer choices of class names and elements: choose by `style`, or by one value instead of several conditions inside of each other.',
      location: locationOf(most.test) ?? fallback,
    });
  }
}
