import type { Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import { binary, type Expression, literal } from '../../expression.ts';
import { choose, known, truthOf } from './paths.ts';
import { containsSymbolic } from './reify.ts';
import { recovering } from './recovery.ts';
import { attributeSite } from './site.ts';
import { describeSymbolic, inspect, symbolic, usedAt } from './values.ts';

/*
 * What a component of a package may be given. Its code is not lifted, so it takes a symbolic value for an object: what
 * it reads of it is refused when it happens, but what it only tests (`title && …`, `size === 'large'`) would go by
 * unseen. Therefore:
 *
 * - falsy values are told apart at build: the component runs with each of them, and with a value that is truthy;
 * - only free text, addresses and measures may be symbolic, which nobody compares with anything, besides children and
 *   the declarations of a style; everything else has to be a choice between written-out values.
 */
const FREE_TEXT = new Set(
  (
    'href src alt title id width height label caption heading subheading text content description summary name url link ' +
    'placeholder subtitle message cite background lang'
  ).split(' '),
);

const isFreeText = (prop: string): boolean => FREE_TEXT.has(prop) || /^(?:data|aria)-/.test(prop);

/**
 * The props of a component of a package; `hoist` names one that has become a choice.
 * Throws a Refusal SYMBOLIC_IN_PACKAGE.
 */
export function foreignProps(
  name: string,
  props: Readonly<Record<string, unknown>>,
  location: Location,
): { readonly hoist?: string; readonly props: Readonly<Record<string, unknown>> } {
  const prepared: Record<string, unknown> = {};
  for (const [prop, value] of Object.entries(props)) {
    const place = attributeSite(location, prop);
    const inside = inspect(value);
    const isAllowed =
      prop === 'children' || (inside?.kind === 'symbolic' ? isFreeText(prop) : prop === 'style');
    if (!isAllowed && containsSymbolic(value)) {
      note(refusal(name, prop, value, place), value);
      continue;
    }
    prepared[prop] = usedAt(value, place);
    // A choice between two elements is as truthy as each of them; other choices stand outside of the component.
    if (inside?.kind === 'choice' && truthOf(value) !== true) return { hoist: prop, props };
    if (inside?.kind !== 'symbolic') continue;
    const truth = known(inside.expression);
    if (truth === true) continue;
    return { hoist: prop, props: { ...props, [prop]: byTruth(inside.expression, value, location) } };
  }
  return { props: prepared };
}

/** Notes a refusal that does not follow from another. The component goes on without the attribute. */
const note = (refused: Refusal, value: unknown): void =>
  recovering(
    refused.location!,
    [value],
    () => {
      throw refused;
    },
    () => undefined,
  );

const FALSY = [undefined, null, '', false, 0] as const;

/** The value itself where it is truthy, else the falsy value that it is. */
const byTruth = (expression: Expression, value: unknown, location: Location): unknown =>
  choose(
    symbolic(expression, location),
    () => value,
    () =>
      FALSY.reduceRight<unknown>(
        (otherwise, falsy) =>
          choose(
            symbolic(binary('===', expression, literal(falsy)), location),
            () => falsy,
            () => otherwise,
          ),
        Number.NaN,
      ),
  );

function refusal(name: string, prop: string, value: unknown, location: Location): Refusal {
  const inside = inspect(value);
  return new Refusal({
    code: 'SYMBOLIC_IN_PACKAGE',
    message: `<${name}> comes from a package and is evaluated at build, but its ${prop}${inside ? `, \`${describeSymbolic(inside)}\`,` : ''} is known at run time only.`,
    hint: `Choose between written-out values (\`${prop}={large ? "large" : "small"}\`), or copy the component into the project, where it is compiled with the template.`,
    location,
  });
}
