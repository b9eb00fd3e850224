import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { binary, type Expression, literal, member, template } from '../../../expression.ts';
import { choose } from '../values/paths.ts';
import { hasOrigin } from '../values/provenance.ts';
import { isPlain, reify } from '../values/reify.ts';
import { currentSession } from '../session.ts';
import { inspect, join, type Symbolics, symbolic } from '../values/values.ts';

/** With the outcome of a key that is not in the table, as many as are written out. */
const MAX_ENTRIES = 31;

/** A table of the template, read by a key that is known at run time only: `LABELS[status]`. */
export function lookUp(owner: unknown, key: Expression, location: Location): unknown {
  if (typeof owner === 'string' || hasOrigin(owner))
    return symbolic(member(reify(owner, location), key), location);
  if (!Array.isArray(owner) && !isPlain(owner)) {
    if (owner === null || owner === undefined)
      throw new TypeError(`Cannot read properties of ${String(owner as undefined)}.`);
    throw new Refusal({
      code: 'LOOKUP',
      message: 'Only a plain object or array can be read by a key that is known at run time only.',
      hint: 'Use an object literal as the table.',
      location,
    });
  }
  const entries = Object.entries(owner as Record<string, unknown>);
  let whole: Expression | undefined;
  try {
    whole = member(
      currentSession().refusals.probe(() => reify(owner, location)),
      key,
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  if (entries.length > MAX_ENTRIES) {
    if (whole) return symbolic(whole, location);
    throw new Refusal({
      code: 'TOO_MANY_CHOICES',
      message: `A table of ${entries.length} elements is read by a key that is known at run time only.`,
      hint: `Tables of elements may have up to ${MAX_ENTRIES} entries; tables of data have no limit.`,
      location,
    });
  }
  const chosen = entries.reduceRight<unknown>((otherwise, [name, value]) => {
    const test = /^\d+$/.test(name)
      ? binary('===', template([key]), literal(name))
      : binary('===', key, literal(name));
    return choose(
      symbolic(test, location),
      () => value,
      () => otherwise,
    );
  }, undefined);
  const inside = inspect(chosen);
  if (!whole || !inside) return chosen;
  if (inside.kind === 'choice') return withShortcut(inside, whole);
  return inside.kind === 'symbolic' ? symbolic(whole, location) : chosen;
}

function withShortcut(inside: Symbolics & { kind: 'choice' }, shortcut: Expression): unknown {
  return join(inside.test, inside.then, inside.otherwise, shortcut);
}
