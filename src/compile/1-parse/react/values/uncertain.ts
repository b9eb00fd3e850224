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

/** Arrays whose real length is known at run time only; they can be rendered, but not be looked into. */
const uncertain = new WeakSet<object>();

export const markUncertain = (list: readonly unknown[]): void => {
  uncertain.add(list);
};

/** React freezes the arrays that it is given as children. */
export function copyOf(list: readonly unknown[]): readonly unknown[] {
  const copy = [...list];
  if (uncertain.has(list)) uncertain.add(copy);
  return copy;
}

export function refuseUncertain(value: unknown, location: Location): void {
  if (typeof value === 'object' && value !== null && uncertain.has(value)) {
    throw childrenRefusal(
      'What `Children.map` made is looked into here, but which children it holds is known at run time only.',
      location,
    );
  }
}
