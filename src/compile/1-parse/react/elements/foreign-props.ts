import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { binary, type Expression, literal } from '../../../expression.ts';
import { styleOf } from './attributes.ts';
import { choose, known } from '../values/paths.ts';
import { recovering } from '../recovery.ts';
import { containsSymbolic, isPlain, SpreadItem } from '../values/reify.ts';
import { attributeSite } from '../site.ts';
import { describeSymbolic, inspect, symbolic, usedAt } from '../values/values.ts';

/*
 * What a component of a package may be given. Its code is not lifted, so it takes a symbolic value for an object: what
 * it reads of it is refused when it happens, but what it compares or tests (`title && …`, `size === 'large'`,
 * `typeof children`) would go by unseen. So it gets real values and elements. What is one of several real values is
 * told apart outside of the component; only the declarations of a style may be open, which nobody looks at.
 */

/**
 * The props of a component of a package; `hoist` names one that has become a choice.
 * Throws a Refusal SYMBOLIC_IN_PACKAGE.
 */
export function foreignProps(
  name: string,
  props: Readonly<Record<string, unknown>>,
  location: Location,
): { readonly hoist?: string; readonly props: Readonly<Record<string, unknown>> } {
  const prepared: Record<string, unknown> = isPlain(props.style)
    ? { ...props, style: foreignStyle(props.style, location) }
    : { ...props };
  for (const [prop, value] of Object.entries(prepared)) {
    const place = attributeSite(location, prop);
    const open = prop === 'style' && isPlain(value) ? undefined : openValue(value);
    if (open === undefined) continue;
    const inside = inspect(open);
    const isFalsy = inside?.kind === 'symbolic' && known(inside.expression) === false;
    if (!isFalsy) {
      recovering(
        place,
        [open],
        () => {
          throw refusal(name, prop, open, place);
        },
        () => undefined,
      );
      // The component goes on without it.
      prepared[prop] = undefined;
      continue;
    }
    const falsy = falsyValue(inside.expression, place);
    return { hoist: prop, props: { ...props, [prop]: replaced(value, open, falsy) } };
  }
  return { props: prepared };
}

/** What is read of a declaration is refused where the style stands. */
function foreignStyle(style: Readonly<Record<string, unknown>>, location: Location): unknown {
  const place = attributeSite(location, 'style');
  const declarations = styleOf(style, place) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(declarations).map(([name, value]) => [name, usedAt(value, place)]),
  );
}

/** The first value in the props or among the children that is known at run time only. */
function openValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => openValue(item)).find((item) => item !== undefined);
  const isOpen =
    inspect(value)?.kind !== 'choice' && (value instanceof SpreadItem || containsSymbolic(value));
  return isOpen ? value : undefined;
}

function replaced(value: unknown, open: unknown, other: unknown): unknown {
  if (value === open) return other;
  return Array.isArray(value) ? value.map((item) => replaced(item, open, other)) : value;
}

const FALSY = [undefined, null, '', false, 0] as const;

/** Which falsy value it is. */
const falsyValue = (expression: Expression, location: Location): unknown =>
  FALSY.reduceRight<unknown>(
    (otherwise, falsy) =>
      choose(
        symbolic(binary('===', expression, literal(falsy)), location),
        () => falsy,
        () => otherwise,
      ),
    Number.NaN,
  );

function refusal(name: string, prop: string, value: unknown, location: Location): Refusal {
  const inside = inspect(value);
  return new Refusal({
    code: 'SYMBOLIC_IN_PACKAGE',
    message: `<${name}> comes from a package and is evaluated at build, but its ${prop}${inside ? `, \`${describeSymbolic(inside)}\`,` : ''} is known at run time only.`,
    hint: 'Name the package in the option `lift` (`letterlock build --lift NAME`), which compiles it with the template; or choose between written-out values (`large ? "large" : "small"`).',
    location,
  });
}
