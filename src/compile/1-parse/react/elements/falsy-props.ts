import type { Location } from '../../../../errors.ts';
import { binary, type Expression, literal, unary } from '../../../expression.ts';
import { isBoolean } from '../values/conditions.ts';
import { choose, known } from '../values/paths.ts';
import { inspect, symbolic } from '../values/values.ts';

/*
 * `className={active && 'bold'}` and `style={active && { color: 'red' }}`: where `active` does not hold, the prop is
 * `active` itself, of which only that it is falsy is known at build. That is enough for style sheets.
 */

type Props = Readonly<Record<string, unknown>>;

/** The props of an element with class names and style as they are where they are known to be falsy. */
export function withoutFalsy(props: Props, location: Location): Record<string, unknown> {
  const result: Record<string, unknown> = { ...props };
  for (const name of ['className', 'tdClassName']) {
    const falsy = falsyOf(props[name]);
    if (falsy) result[name] = printed(falsy, location);
  }
  // React refuses false, 0 and '' here, which react-email spreads into nothing; either way there is nothing to print.
  if (falsyOf(props.style)) result.style = undefined;
  return result;
}

function falsyOf(value: unknown): Expression | undefined {
  const inside = inspect(value);
  return inside?.kind === 'symbolic' && known(inside.expression) === false ? inside.expression : undefined;
}

/** No attribute for false, null and undefined; but `class=""`, `class="0"` and `class="NaN"`. */
function printed(falsy: Expression, location: Location): unknown {
  if (isBoolean(falsy)) return undefined;
  const is = (test: Expression, then: unknown, otherwise: () => unknown): unknown =>
    choose(symbolic(test, location), () => then, otherwise);
  return is(binary('===', falsy, literal('')), '', () =>
    is(binary('===', falsy, literal(0)), 0, () =>
      is(binary('===', unary('typeof', falsy), literal('number')), Number.NaN, () => undefined),
    ),
  );
}
