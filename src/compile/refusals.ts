import { AsyncLocalStorage } from 'node:async_hooks';
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

const taken = new AsyncLocalStorage<Refusals>();

/** Runs `body`, in which what is refused is noted in `refusals` and the compiler goes on wherever it can. */
export const takingNotes = <T>(refusals: Refusals, body: () => T): T => taken.run(refusals, body);

/**
 * Runs `body`. A Refusal of it is noted and `instead` takes its place; where nobody takes notes, it is thrown. `operands`
 * are what `body` works with: what is refused because one of them was is no fault of its own.
 */
export function tolerating<T>(body: () => T, instead: () => T, operands: readonly Expression[] = []): T {
  try {
    return body();
  } catch (error) {
    const refusals = taken.getStore();
    if (!refusals || !(error instanceof Refusal)) throw error;
    if (!operands.some(isRefused)) refusals.add(error);
    return instead();
  }
}

/** Notes a refusal, where the caller can go on without what it refuses; throws it where nobody takes notes. */
export function refuse(refusal: Refusal): void {
  if (!noteAll([refusal])) throw refusal;
}

/** Hands over what was refused; false where nobody takes notes. */
export function noteAll(found: readonly Refusal[]): boolean {
  const refusals = taken.getStore();
  for (const refusal of found) refusals?.add(refusal);
  return refusals !== undefined;
}

/** A refusal with a place, if it has none. */
export const placed = (refusal: Refusal, location: Location): Refusal => {
  if (refusal.location) return refusal;
  const { code, message, hint, cause } = refusal;
  return new Refusal({ code, message, hint, cause, location });
};
