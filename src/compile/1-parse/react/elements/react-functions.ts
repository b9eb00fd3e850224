import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { childrenFunction } from './children.ts';
import { jsx } from './elements.ts';
import { distribute } from '../values/distribute.ts';
import { currentSession } from '../session.ts';
import { describeSymbolic, inspect } from '../values/values.ts';
import { propsOfWrapped, typeOfWrapped } from '../values/wrappers.ts';

type Callable = (...args: unknown[]) => unknown;

/** Calls to what `react` exports run at build; those that make or read elements know about symbolic values. */
export function reactFunction(
  callee: Callable,
  args: readonly unknown[],
  location: Location,
): { readonly value: unknown } | undefined {
  const { react, jsxFunctions } = currentSession();
  // Packages come compiled: they call `jsx(type, props, key)` where a template has markup.
  if (jsxFunctions.has(callee)) {
    const [type, props, key] = args;
    return {
      value: distribute(
        [props],
        ([leaf]) =>
          jsx(type, key === undefined || inspect(leaf) ? leaf : { ...(leaf as object), key }, location),
        location,
      ),
    };
  }
  switch (callee as unknown) {
    case react.createElement:
      return { value: createElement(args, location) };
    case react.cloneElement:
      return { value: cloneElement(args, location) };
    case react.useId:
      throw new Refusal({
        code: 'FOREIGN_CALL',
        message: '`useId` numbers by the place in the tree, which branches and loops of the context change.',
        hint: 'Write the id out, or make it of the context: `id={`row-${row.number}`}`.',
        location,
      });
    case react.isValidElement:
      return {
        value: distribute([args[0]], ([leaf]) => !inspect(leaf) && react.isValidElement(leaf), location),
      };
    default:
      return childrenFunction(callee, args, location);
  }
}

function createElement(args: readonly unknown[], location: Location): unknown {
  const [type, props, ...children] = args;
  if (children.length === 0) return jsx(type, props ?? {}, location);
  return distribute(
    [props],
    ([leaf]) => {
      const given = (leaf ?? {}) as Record<string, unknown>;
      return jsx(type, { ...given, children: children.length === 1 ? children[0] : children }, location);
    },
    location,
  );
}

function cloneElement(args: readonly unknown[], location: Location): unknown {
  const [element, config, ...children] = args;
  return distribute(
    [element, config],
    ([target, leaf]) => {
      const inside = inspect(target);
      const props: Record<string, unknown> = { ...(leaf as Record<string, unknown> | null | undefined) };
      if (children.length > 0) props.children = children.length === 1 ? children[0] : children;
      if (inside) {
        if (Object.keys(props).every((name) => name === 'key')) return target;
        throw new Refusal({
          code: 'CLONE_SYMBOLIC',
          message: `\`cloneElement\` cannot add props to \`${describeSymbolic(inside)}\`.`,
          hint: 'Give the props where the elements are made.',
          location,
        });
      }
      const { type, props: own, key } = target as { type: unknown; props: object; key: unknown };
      const original = (propsOfWrapped(target) ?? own) as Record<string, unknown>;
      return jsx(typeOfWrapped(target) ?? type, { ...original, key, ...props }, location);
    },
    location,
  );
}
