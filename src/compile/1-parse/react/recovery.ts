import type { Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import { isRefused, placed, REFUSED } from '../../refusals.ts';
import { noteThrow } from './faults.ts';
import { isPlain, SpreadItem } from './values/reify.ts';
import { currentSession } from './session.ts';
import { inspect, type Layer, symbolic } from './values/values.ts';

/*
 * A template is read to its end, whatever is refused on the way. What is refused is noted, and in its place stands a
 * value that prints, calls and loops like any other of the context. What is refused because of such a value is no fault
 * of its own and is passed over.
 */

/** Runs `body`. Where it is refused, that is noted, unless it follows from `operands`, and `instead` takes its place. */
export function recovering<T>(
  location: Location,
  operands: readonly unknown[],
  body: () => T,
  instead: (error: unknown) => T,
): T {
  try {
    return body();
  } catch (error) {
    return recover(error, location, operands, () => instead(error));
  }
}

/** The same for what has been thrown. What is no refusal, and what ends the evaluation, is thrown again. */
export function recover<T>(
  error: unknown,
  location: Location,
  operands: readonly unknown[],
  instead: () => T,
): T {
  const { refusals } = currentSession();
  if (!(error instanceof Refusal) || refusals.isProbing || ENDS.has(error.code)) {
    throw noteThrow(error, location);
  }
  if (!operands.some((operand) => holdsRefused(operand))) refusals.add(placed(error, location));
  return instead();
}

/** Going on with a function that never ends would take as long. */
const ENDS: ReadonlySet<string> = new Set(['RECURSION']);

/** What stands where something was refused. */
export const refusedValue = (): unknown => symbolic(REFUSED);

/** Whether anything was computed with a refused value. */
export function holdsRefused(value: unknown, depth = 8): boolean {
  if (typeof value !== 'object' || value === null || depth === 0) return false;
  const inside = inspect(value);
  const isAny = (...inner: readonly unknown[]): boolean =>
    inner.some((item) => holdsRefused(item, depth - 1));
  switch (inside?.kind) {
    case 'symbolic':
      return isRefused(inside.expression);
    case 'choice':
      return isRefused(inside.test) || isAny(inside.then, inside.otherwise);
    case 'loop':
      return isRefused(inside.list) || isAny(inside.body);
    case 'overlay':
      return inside.layers.some((layer: Layer) =>
        'plain' in layer ? isAny(...Object.values(layer.plain)) : isRefused(layer.expression),
      );
    case undefined:
      break;
  }
  if (value instanceof SpreadItem) return isRefused(value.of);
  if (Array.isArray(value)) return isAny(...(value as unknown[]));
  if (isPlain(value)) return isAny(...Object.values(value));
  const { props } = value as { readonly props?: unknown };
  return props !== undefined && currentSession().react.isValidElement(value) && isAny(props);
}

/** What stands for an element that was refused: what is inside of it, for further faults. */
export function contentOf(props: unknown): unknown {
  const { jsx, react } = currentSession();
  return jsx(react.Fragment, { children: childrenIn(props) });
}

/** The children among props, also where others of the props are spread. */
function childrenIn(props: unknown): unknown {
  const inside = inspect(props);
  const layers = inside?.kind === 'overlay' ? inside.layers : [];
  const plain = layers.flatMap((layer) => ('plain' in layer ? [layer.plain] : []));
  const own = isPlain(props) ? props : plain.findLast((layer) => Object.hasOwn(layer, 'children'));
  return own?.children;
}
