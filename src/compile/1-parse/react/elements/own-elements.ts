import { AsyncLocalStorage } from 'node:async_hooks';
import type { Location } from '../../../../errors.ts';
import { noteThrow } from '../faults.ts';
import { recursion } from '../values/raised.ts';
import { containsSymbolic } from '../values/reify.ts';
import { currentSession, type Session } from '../session.ts';
import { inspect } from '../values/values.ts';
import { wrap } from '../values/wrappers.ts';

/*
 * Elements of the template's own components. A component that makes itself for each child of its data ends where the
 * data ends; with symbolic data it never does, and React renders deeper and deeper until memory is gone.
 */

type Props = Record<string, unknown>;

/** How often each component stands among those that made an element, made the maker of it, and so on. */
type Makers = ReadonlyMap<unknown, number>;

const makers = new AsyncLocalStorage<Makers>();
const uses = new WeakMap<Session, Map<unknown, number>>();

/** Only components used more often than this are watched, so that all others stay in the tree as they are. */
const MANY = 48;
/** How deep a watched component may stand inside itself; with known data somewhat deeper, for that has an end. */
const MAX_DEPTH = 16;
const MAX_KNOWN_DEPTH = 1024;
/** How deep a component of a package may stand inside of what it asks its own functions for. */
const MAX_CALLED_DEPTH = 64;

/** Throws a Refusal RECURSION for a component without end. */
export function ownElement(component: unknown, props: Props, key: unknown, location: Location): unknown {
  const session = currentSession();
  if (!isComponent(component)) return session.jsx(component, props, key);
  const isHidden = inspect(props.className) !== undefined;
  if (countUse(session, component) <= MANY) {
    return isHidden ? session.jsx(wrap(component), { $: props }, key) : session.jsx(component, props, key);
  }
  const around = makers.getStore();
  const depth = (around?.get(component) ?? 0) + 1;
  if (depth > MAX_KNOWN_DEPTH || (depth > MAX_DEPTH && containsSymbolic(props))) {
    throw endless(component, props, location);
  }
  const inner = new Map(around).set(component, depth);
  return session.jsx(wrap(component), { $: props, within: within(inner) }, key);
}

/**
 * An element of a component of a package. Functions among its props are called by the package, so the elements that
 * they make are inside of it too.
 */
export function foreignElement(
  component: unknown,
  props: Readonly<Props>,
  key: unknown,
  location: Location,
): unknown {
  const session = currentSession();
  const takesFunctions = isComponent(component) && Object.values(props).some(isFunction);
  if (!takesFunctions || countUse(session, component) <= MANY) return session.jsx(component, props, key);
  const around = makers.getStore();
  const depth = (around?.get(component) ?? 0) + 1;
  if (depth > MAX_CALLED_DEPTH) throw recursion(nameOf(component), location);
  const inner = new Map(around).set(component, depth);
  const watched = Object.entries(props).map(([name, value]) => [
    name,
    isFunction(value) ? (...args: unknown[]) => makers.run(inner, () => value(...args)) : value,
  ]);
  return session.jsx(component, Object.fromEntries(watched), key);
}

const isFunction = (value: unknown): value is (...args: unknown[]) => unknown => typeof value === 'function';

/** Runs the component itself, not what React renders of its result, with these makers. */
const within =
  (inner: Makers) =>
  <T>(render: () => T): T =>
    makers.run(inner, render);

const isComponent = (component: unknown): component is object =>
  typeof component === 'function' ||
  (typeof component === 'object' && component !== null && ('render' in component || 'type' in component));

function countUse(session: Session, component: unknown): number {
  const counts = uses.get(session) ?? new Map<unknown, number>();
  uses.set(session, counts);
  const count = (counts.get(component) ?? 0) + 1;
  counts.set(component, count);
  return count;
}

function nameOf(component: object): string {
  const { displayName, name } = component as { readonly displayName?: unknown; readonly name?: unknown };
  const label = [displayName, name].find((known) => typeof known === 'string' && known !== '');
  return label ? `The component <${label as string}>` : 'A component';
}

function endless(component: object, props: Props, location: Location): unknown {
  const what = nameOf(component);
  if (containsSymbolic(props)) return recursion(what, location);
  return noteThrow(new RangeError(`${what} makes itself without end.`), location);
}
