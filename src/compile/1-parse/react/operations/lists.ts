import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { array, call, type Expression, global, keyOf, lambda, literal, member } from '../../../expression.ts';
import { isFresh, refuseSetter, withoutChange } from './changes.ts';
import { distribute } from '../values/distribute.ts';
import { evaluatedOrKept } from './kept-code.ts';
import { decide, paths } from '../values/paths.ts';
import { originOf } from '../values/provenance.ts';
import {
  callSymbolically,
  containsSymbolic,
  lambdaOf,
  localNames,
  reify,
  SpreadItem,
} from '../values/reify.ts';
import { currentSession } from '../session.ts';
import { describeSymbolic, inspect, loop, type Symbolics, symbolic } from '../values/values.ts';

/* Methods of lists: of symbolic ones, and of the template's own arrays that hold symbolic items. */

type Callback = (...args: unknown[]) => unknown;

/** How many arguments the callback of a method is given. */
const CALLBACK_ARITY: ReadonlyMap<string, number> = new Map([
  ['reduce', 3],
  ['reduceRight', 3],
  ['sort', 2],
  ['toSorted', 2],
  ['localeCompare', 0],
  ['then', 1],
]);

const CHANGES = new Set(['push', 'unshift', 'splice', 'pop', 'shift', 'forEach']);

/** What `split('/').pop()` gives; that the list is shorter then, nobody sees. */
const ENDS: ReadonlyMap<string, number> = new Map([
  ['pop', -1],
  ['shift', 0],
]);

/** `owner.method(...args)` where `owner` is known at run time only. */
export function invokeSymbolic(
  inside: Symbolics,
  owner: unknown,
  method: string,
  args: readonly unknown[],
  location: Location,
): unknown {
  if (inside.kind === 'loop') return invokeLoop(inside, owner, method, location);
  const list = reify(owner, location);
  const end = ENDS.get(method);
  if (end !== undefined && isFresh(list)) return symbolic(call(member(list, 'at'), [literal(end)]), location);
  if (CHANGES.has(method)) {
    throw new Refusal({
      code: method === 'forEach' ? 'LOOP_STATEMENT' : 'CHANGES_CONTEXT',
      message:
        method === 'forEach'
          ? `\`${describeSymbolic(inside)}.forEach(…)\` makes nothing that could be rendered for each item.`
          : `\`${describeSymbolic(inside)}.${method}(…)\` changes a list that exists at run time only.`,
      hint: 'Use `map`, `filter`, `reduce`, `toSorted` or `[...list, item]`, which make new values.',
      location,
    });
  }
  if (method === 'fill' && args.length === 1 && isNewArray(list)) {
    const item = lambda([], reify(args[0], location));
    return symbolic(call(member(global('Array'), 'from'), [list, item]), location);
  }
  const named = withoutChange(list, describeSymbolic(inside), method, location);
  refuseSetter(list, describeSymbolic(inside), method, location);
  const [callback] = args;
  if ((method === 'map' || method === 'flatMap') && typeof callback === 'function' && !originOf(callback)) {
    return mapSymbolic(list, method, callback as Callback, location);
  }
  return symbolic(
    call(
      member(list, named),
      args.map((arg) => argument(arg, list, method, location)),
    ),
    location,
  );
}

/** `new Array(n)`, `Array(n)` */
const isNewArray = (list: Expression): boolean =>
  (list.kind === 'new' || list.kind === 'call') &&
  list.callee.kind === 'global' &&
  list.callee.name === 'Array';

function argument(arg: unknown, list: Expression, method: string, location: Location): Expression {
  if (typeof arg !== 'function' || originOf(arg)) return reify(arg, location);
  const arity = CALLBACK_ARITY.get(method) ?? (method.startsWith('replace') ? arg.length : 2);
  const labels =
    arity === 3
      ? ['total', 'item', 'index']
      : method.endsWith('ort') || method === 'toSorted'
        ? ['left', 'right']
        : ['item', 'index'];
  return lambdaOf(
    evaluatedOrKept(arg as Callback, location),
    localNames(labels.slice(0, arity), list, location),
    location,
  );
}

function mapSymbolic(list: Expression, method: string, callback: Callback, location: Location): unknown {
  const [item, index] = localNames(['item', 'index'], list, location) as [string, string];
  const run = evaluatedOrKept(callback, location);
  const body = callSymbolically((...args) => run(...args, symbolic(list, location)), [item, index], location);
  if (containsElements(body)) return loop({ list, item, index, body, flat: method === 'flatMap' });
  const result = reify(body, location);
  const usesIndex = keyOf(result).includes(`local:${index}`);
  return symbolic(call(member(list, method), [lambda(usesIndex ? [item, index] : [item], result)]), location);
}

/** True for what only React can print: elements and loops over them, alone or in lists. */
export function containsElements(value: unknown): boolean {
  const inside = inspect(value);
  if (inside) {
    if (inside.kind === 'choice') return containsElements(inside.then) || containsElements(inside.otherwise);
    return inside.kind === 'loop';
  }
  if (Array.isArray(value)) return value.some(containsElements);
  return typeof value === 'function' || currentSession().react.isValidElement(value);
}

function invokeLoop(
  inside: Symbolics & { kind: 'loop' },
  owner: unknown,
  method: string,
  location: Location,
): unknown {
  if (method === 'flat') return owner;
  throw new Refusal({
    code: 'LOOP_READ',
    message: `\`.${method}(…)\` is called on the elements that \`${describeSymbolic(inside)}\` makes; how many there are is known at run time only.`,
    hint: 'Change the list before `map`: `items.slice(0, 3).map(…)`.',
    location,
  });
}

const PREDICATES = new Set(['filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex']);

/**
 * Methods of an ordinary array whose outcome depends on symbolic items or on a symbolic answer of a callback. Gives
 * undefined where the array's own method does the right thing.
 */
export function invokeOnArray(
  owner: readonly unknown[],
  method: string,
  args: readonly unknown[],
  location: Location,
): { readonly value: unknown } | undefined {
  const [callback] = args;
  if (PREDICATES.has(method) && typeof callback === 'function') {
    if (!containsSymbolic(owner) && callback.length === 0) return undefined;
    const test = callback as Callback;
    return {
      value: paths(location, () =>
        (owner as unknown as Record<string, Callback>)[method]?.((...values: unknown[]) =>
          decide(callback === Boolean ? values[0] : test(...values), location),
        ),
      ),
    };
  }
  if (method === 'map' || method === 'forEach' || method === 'flatMap' || method === 'reduce')
    return undefined;
  if (!containsSymbolic(owner, 2) && !containsSymbolic(args)) return undefined;
  if (method === 'join') return { value: joinItems(owner, args[0], location) };
  if (method === 'includes' || method === 'indexOf' || method === 'lastIndexOf') {
    return { value: search(owner, method, args, location) };
  }
  if (method === 'sort' || method === 'toSorted' || method === 'at' || method === 'slice') {
    const depends = method.includes('ort') || containsSymbolic(args);
    return depends
      ? {
          value: symbolic(
            call(
              member(reify(owner, location), method === 'sort' ? 'toSorted' : method),
              args.map((arg) => argument(arg, array([]), method, location)),
            ),
            location,
          ),
        }
      : undefined;
  }
  if (method === 'concat') {
    return {
      value: distribute(
        [...args],
        (values) => {
          const items: unknown[] = [...owner];
          let data = false;
          for (const value of values) {
            const kind = inspect(value)?.kind;
            if (kind === 'symbolic') data = true;
            items.push(
              ...(kind === 'symbolic'
                ? [new SpreadItem(reify(value, location))]
                : Array.isArray(value)
                  ? (value as unknown[])
                  : [value]),
            );
          }
          if (!data) return items;
          return symbolic(array(items.map((item) => reify(item, location))), location);
        },
        location,
      ),
    };
  }
  return undefined;
}

function joinItems(owner: readonly unknown[], separator: unknown, location: Location): unknown {
  return distribute(
    [...owner, separator],
    (leaves) => {
      const items = leaves.slice(0, -1);
      const between = leaves.at(-1);
      if (!containsSymbolic(items, 2) && !inspect(between)) return items.join(between as string | undefined);
      const args = between === undefined ? [] : [reify(between, location)];
      return symbolic(
        call(member(array(items.map((item) => reify(item, location))), 'join'), args),
        location,
      );
    },
    location,
  );
}

function search(
  owner: readonly unknown[],
  method: string,
  args: readonly unknown[],
  location: Location,
): unknown {
  return distribute(
    [...owner, ...args],
    (leaves) => {
      const items = leaves.slice(0, owner.length);
      const rest = leaves.slice(owner.length);
      if (!containsSymbolic(items, 2) && !containsSymbolic(rest, 2)) {
        return (items as unknown as Record<string, Callback>)[method]?.(...rest);
      }
      return symbolic(
        call(
          member(reify(items, location), method),
          rest.map((arg) => reify(arg, location)),
        ),
        location,
      );
    },
    location,
  );
}
