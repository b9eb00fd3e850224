import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { call, invoke } from './calls.ts';
import { template } from './operators.ts';
import { hasOrigin } from '../values/provenance.ts';
import { containsSymbolic } from '../values/reify.ts';
import { describeSymbolic, inspect } from '../values/values.ts';

/* Calls of other shapes than `f(x)`. */

/** The object that a method is of, the function or the name of the method, the strings, and the values between them. */
export type TaggedParts = readonly [unknown, unknown, TemplateStringsArray, readonly unknown[]];

/** `` tag`a${b}c` `` */
export function tagged(
  isMethod: boolean,
  [owner, tag, strings, values]: TaggedParts,
  location: Location,
): unknown {
  const args = [strings, ...values];
  const callee = isMethod && !inspect(owner) ? (owner as Record<PropertyKey, unknown>)[tag as string] : tag;
  if (callee === String.raw) return template(strings.raw, values, location);
  if (hasOrigin(callee) && containsSymbolic(values)) {
    throw new Refusal({
      code: 'FOREIGN_CALL',
      message:
        'A template tag of a package is given values known at run time only, and cannot be called then.',
      hint: 'Call package functions with data only, or use a tag of your own.',
      location,
    });
  }
  return isMethod ? invoke(owner, tag, args, location) : call(tag, args, location);
}

/** `await value`. Throws a Refusal AWAIT_SYMBOLIC for what may be a promise at run time. */
export function refuseAwait(value: unknown, location: Location): unknown {
  const inside = inspect(value);
  const isCall =
    inside?.kind === 'symbolic' && (inside.expression.kind === 'call' || inside.expression.kind === 'new');
  if (!isCall) return value;
  throw new Refusal({
    code: 'AWAIT_SYMBOLIC',
    message: `\`${describeSymbolic(inside)}\` is awaited, which happens at run time only, and an artifact does not wait.`,
    hint: 'Await it before rendering, and pass what it gives in with the context.',
    location,
  });
}
