import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { choose, known } from './paths.ts';
import { reify } from './reify.ts';
import { inspect, symbolic } from './values.ts';

const MAX_LEAVES = 32;

/** Applies `operation` to every combination of the outcomes of the choices among `values`. */
export function distribute(
  values: readonly unknown[],
  operation: (values: readonly unknown[]) => unknown,
  location: Location,
): unknown {
  if (countAll(values) <= MAX_LEAVES) return spread(values, operation);
  // Text of many choices is a computation like any other; only what must be known at build has to be written out.
  const merged = values.map((value) => asData(value, location));
  const leaves = countAll(merged);
  if (leaves <= MAX_LEAVES) return spread(merged, operation);
  throw new Refusal({
    code: 'TOO_MANY_CHOICES',
    message: `This expression has ${leaves} outcomes; at most ${MAX_LEAVES} are written out.`,
    hint: 'Split it: give each choice an element of its own, or choose by one value instead of several.',
    location,
  });
}

function spread(values: readonly unknown[], operation: (values: readonly unknown[]) => unknown): unknown {
  for (const [index, value] of values.entries()) {
    const inside = inspect(value);
    if (inside?.kind !== 'choice') continue;
    const pick = (leaf: unknown): unknown => spread(values.with(index, leaf), operation);
    return choose(
      symbolic(inside.test),
      () => pick(inside.then),
      () => pick(inside.otherwise),
    );
  }
  return operation(values);
}

const countAll = (values: readonly unknown[]): number =>
  values.reduce<number>((product, value) => product * countLeaves(value), 1);

function countLeaves(value: unknown): number {
  const inside = inspect(value);
  if (inside?.kind !== 'choice') return 1;
  const decided = known(inside.test);
  if (decided !== undefined) return countLeaves(decided ? inside.then : inside.otherwise);
  return countLeaves(inside.then) + countLeaves(inside.otherwise);
}

/** A choice between data as one expression; other values as they are. */
function asData(value: unknown, location: Location): unknown {
  if (inspect(value)?.kind !== 'choice') return value;
  try {
    return symbolic(reify(value, location), location);
  } catch (error) {
    if (error instanceof Refusal) return value;
    throw error;
  }
}
