import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';

/* Children whose number is known at run time only. */

export const childrenRefusal = (message: string, location: Location): Refusal =>
  new Refusal({
    code: 'CHILDREN_SYMBOLIC',
    message,
    hint: 'Hand the list over as a prop of its own and use its `map`, or give the component children whose number is written out.',
    location,
  });

/** Arrays whose real length is known at run time only, and that length; they can be rendered, but not be looked into. */
const uncertain = new WeakMap<object, { readonly length: unknown; readonly hasLoops: boolean }>();

export const markUncertain = (list: readonly unknown[]): void => {
  uncertain.set(list, { length: undefined, hasLoops: false });
};

/** A list with loops among its items. `length` where each round makes one. */
export const markLoops = (list: readonly unknown[], length: unknown): void => {
  uncertain.set(list, { length, hasLoops: true });
};

/** True for a list that is uncertain for the loops in it only. */
export const hasLoops = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && uncertain.get(value)?.hasLoops === true;

export const isUncertain = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && uncertain.has(value);

/** The length of such an array, where there is an expression of it. */
export const uncertainLength = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? uncertain.get(value)?.length : undefined;

/** React freezes the arrays that it is given as children. */
export function copyOf(list: readonly unknown[]): readonly unknown[] {
  const copy = [...list];
  const known = uncertain.get(list);
  if (known) uncertain.set(copy, known);
  return copy;
}

export function refuseUncertain(value: unknown, location: Location): void {
  if (isUncertain(value)) {
    throw childrenRefusal(
      'A list of elements is looked into here, but how many it holds is known at run time only.',
      location,
    );
  }
}
