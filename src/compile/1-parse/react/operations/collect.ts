import type { Location } from '../../../../errors.ts';
import { invoke } from './calls.ts';
import { refuseLoop } from './changes.ts';
import { arrayLiteral, ObjectSpread } from './structures.ts';
import { paths, settle } from '../values/paths.ts';
import { refuseUncertain } from '../values/uncertain.ts';
import { inspect, loop } from '../values/values.ts';

type Round = (item: unknown, index: unknown) => readonly unknown[];

/**
 * What a loop makes of a list that it fills: `round` gives what it pushes for one item. `isMethod` for `forEach`.
 * Throws a Refusal LOOP_STATEMENT for what is no list.
 */
export function collect(
  list: unknown,
  items: unknown,
  round: Round,
  isMethod: boolean,
  location: Location,
): unknown {
  const settled = settle(items, location);
  const inside = inspect(settled);
  const add = (to: unknown, more: unknown): unknown => extend(to, more, location);
  if (!inside) {
    refuseUncertain(settled, location);
    let result = list;
    const next = (item: unknown, index: unknown): void => {
      result = add(result, round(item, index));
    };
    if (isMethod) invoke(settled, 'forEach', [next], location);
    else for (const item of settled as Iterable<unknown>) next(item, undefined);
    return result;
  }
  if (inside.kind !== 'symbolic') throw refuseLoop(inside, location);
  // A loop statement takes any collection.
  const source = isMethod ? settled : arrayLiteral([new ObjectSpread(settled)], location);
  const rounds = (item: unknown, index: unknown): unknown => paths(location, () => round(item, index));
  const made = invoke(source, 'flatMap', [rounds], location);
  const many = inspect(made);
  const isOne = many?.kind === 'loop' && Array.isArray(many.body) && many.body.length === 1;
  return add(list, isOne ? loop({ ...many, body: (many.body as unknown[])[0], flat: false }) : made);
}

/** `list.push(...more)` for a list that a loop fills. */
export const extend = (list: unknown, more: unknown, location: Location): unknown =>
  arrayLiteral([new ObjectSpread(list), new ObjectSpread(more)], location);
