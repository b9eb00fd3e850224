import type * as React from 'react';
import type { Location } from '../../../../errors.ts';
import {
  binary,
  call,
  conditional,
  type Expression,
  global,
  lambda,
  literal,
  local,
  logical,
  member,
  template,
  unary,
} from '../../../expression.ts';
import { isText } from './child.ts';
import { reify } from '../values/reify.ts';
import { currentSession } from '../session.ts';
import { symbolic } from '../values/values.ts';

/*
 * react-email's Preview joins its children to a text, as arrays do: of `false` that makes "false". Where Tailwind is
 * around it, React has sorted out the children before, and there is no `false` any more. Which it is, is known only when
 * Preview is rendered: of two children that print nothing Tailwind leaves none.
 */
const NOTHING = [false, false] as const;

/** A Preview with `items` for children, some of which are known at run time only. */
export function preview(
  component: unknown,
  props: Readonly<Record<string, unknown>>,
  items: readonly unknown[],
  key: unknown,
  location: Location,
): unknown {
  const { react, jsx } = currentSession();
  const parts = items.map((item) => reify(item, location));
  const text = (print: (part: Expression) => Expression): unknown =>
    symbolic(template(parts.map((part) => print(part))), location);
  const Preview = react.forwardRef<unknown, { readonly children?: unknown }>(
    ({ children, ...given }, ref) => {
      const isSorted = !Array.isArray(children) || children.length < NOTHING.length;
      return jsx(component, {
        ...given,
        ref,
        children: text(isSorted ? asChild : asItem),
      }) as React.ReactNode;
    },
  );
  // By these Tailwind tells react-email's components from others.
  for (const name of Object.getOwnPropertySymbols(component)) {
    Object.defineProperty(Preview, name, Object.getOwnPropertyDescriptor(component, name) ?? {});
  }
  Preview.displayName = 'Preview';
  return jsx(Preview, { ...props, children: NOTHING }, key);
}

const asItem = (part: Expression): Expression =>
  part.kind === 'literal' ? literal(String(part.value ?? '')) : logical('??', part, literal(''));

function asChild(part: Expression): Expression {
  if (part.kind === 'literal' && typeof part.value === 'boolean') return literal('');
  if (part.kind === 'literal' || isText(part)) return asItem(part);
  const isBoolean = (value: Expression): Expression =>
    binary('===', unary('typeof', value), literal('boolean'));
  const one = conditional(isBoolean(part), literal(''), asItem(part));
  // A list of the context is its items, one after the other.
  const shown = lambda(['child'], unary('!', isBoolean(local('child'))));
  const items = call(member(call(member(part, 'flat'), [literal(99)]), 'filter'), [shown]);
  const isList = call(member(global('Array'), 'isArray'), [part]);
  return conditional(isList, call(member(items, 'join'), [literal('')]), one);
}
