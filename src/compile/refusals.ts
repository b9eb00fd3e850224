import type { Location } from '../errors.ts';
import { Refusal } from './diagnostics.ts';
import { type Expression, global, keyOf } from './expression.ts';

/** Stands where something was refused, so that the rest of a template can be read for further faults. */
export const REFUSED_NAME = 'refused\u0000';
export const REFUSED: Expression = global(REFUSED_NAME);

/** True for what was computed with a refused value: what is wrong with it may follow from the first fault. */
export const isRefused = (expression: Expression): boolean => keyOf(expression).includes(REFUSED_NAME);

/** What was refused in one template in one locale. There is no artifact where there is any. */
export class Refusals {
  readonly #found = new Map<string, Refusal>();
  #probes = 0;

  constructor(found: readonly Refusal[] = []) {
    for (const refusal of found) this.add(refusal);
  }

  /** The same fault is met once per path, per branch and per use of a component; it counts once. */
  add(refusal: Refusal): void {
    const { code, location } = refusal;
    const key = location ? `${code} ${location.file}:${location.line}:${location.column}` : code;
    if (!this.#found.has(key)) this.#found.set(key, refusal);
  }

  get all(): readonly Refusal[] {
    return [...this.#found.values()];
  }

  /** Whether somebody only tries, and catches what is refused. */
  get isProbing(): boolean {
    return this.#probes > 0;
  }

  /** Runs `body`, in which refusals are thrown to the caller. */
  probe<T>(body: () => T): T {
    this.#probes++;
    try {
      return body();
    } finally {
      this.#probes--;
    }
  }
}

/** A refusal with a place, if it has none. */
export const placed = (refusal: Refusal, location: Location): Refusal => {
  if (refusal.location) return refusal;
  const { code, message, hint, cause } = refusal;
  return new Refusal({ code, message, hint, cause, location });
};
