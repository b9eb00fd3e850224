import type { Location } from '../../../../errors.ts';
import { call, construct, invoke } from './calls.ts';
import { jsx } from '../elements/elements.ts';
import { noteThrow } from '../faults.ts';
import { contentOf, recover, recovering, refusedValue } from '../recovery.ts';
import { attempt, attempted } from './attempts.ts';
import { collect, extend } from './collect.ts';
import { refuseChange, refuseCrossing, refuseLoop, refuseLost, refuseOldChange } from './changes.ts';
import { type Captures, keep, valueOrKept } from './kept-code.ts';
import * as members from './members.ts';
import * as structures from './structures.ts';
import * as operators from './operators.ts';
import { choose, decide, decideRound, now, paths, pathsAsync, settle } from '../values/paths.ts';
import { markLate, recordImport, whileSettingUp } from '../values/provenance.ts';
import { locationOfSite, withAttributes } from '../site.ts';
import { noteBirth } from '../values/births.ts';
import { isPlain } from '../values/reify.ts';
import { recordRegExp } from './regular-expressions.ts';
import { currentSession } from '../session.ts';
import { refuseAwait, tagged, type TaggedParts } from './special-calls.ts';
import { inspect, symbolic } from '../values/values.ts';
import { refuseUncertain } from '../values/uncertain.ts';
import { imported } from '../../../expression.ts';
import { Refusal } from '../../../diagnostics.ts';

/** What lifted code calls in place of JavaScript's operators. `site` is `line * SITE_LINE + column`, both from 1. */

const cache = new Map<string, unknown>();

/** The operations of one file. */
export function operationsOf(file: string): unknown {
  const known = cache.get(file);
  if (known) return known;
  const operations = operationsFor(file);
  cache.set(file, operations);
  return operations;
}

const nearHint = (near: readonly string[]): string =>
  near.length > 0
    ? `Did you mean ${near.map((name) => `\`${name}\``).join(' or ')}? Otherwise import or declare it.`
    : 'Import or declare it; at build there is Node, and no browser.';

function operationsFor(file: string) {
  const at = (site: number): Location => locationOfSite(file, site);
  type Thunk = () => unknown;
  /**
   * What is refused in an operation is noted, and `instead` takes its place. What it throws at ordinary values
   * (`undefined.x`, `...null`) is reported where it stands.
   */
  const placed =
    <A extends readonly unknown[], R = unknown>(
      operation: (place: Location, ...args: A) => R,
      instead: (...args: A) => R = refusedValue as () => R,
    ) =>
    (site: number, ...args: A): R => {
      try {
        return operation(at(site), ...args);
      } catch (error) {
        return recover(error, at(site), args, () => instead(...args));
      }
    };
  const isEndless = (site: number): boolean => currentSession().endless.has(`${file}:${site}`);
  const afterPaths = (site: number, error: unknown): unknown => {
    const { endless } = currentSession();
    if (error instanceof Refusal && error.code === 'TOO_MANY_PATHS') endless.add(`${file}:${site}`);
    return refusedValue();
  };
  return Object.freeze({
    get Fragment() {
      return currentSession().react.Fragment;
    },
    unary: placed((place, operator: string, value: unknown) => operators.unary(operator, value, place)),
    binary: placed((place, operator: string, left: unknown, right: unknown) =>
      operators.binaryOperation(operator, left, right, place),
    ),
    template: placed((place, strings: readonly string[], ...values: readonly unknown[]) =>
      operators.template(strings, values, place),
    ),
    and: (_: number, left: unknown, right: Thunk) => operators.and(left, right),
    or: (_: number, left: unknown, right: Thunk) => operators.or(left, right),
    nullish: placed((place, left: unknown, right: Thunk) => operators.nullish(left, right, place)),
    cond: (_: number, test: unknown, then: Thunk, otherwise: Thunk) => choose(test, then, otherwise),
    again: (site: number, value: unknown) => decideRound(value, at(site)),
    test: (site: number, value: unknown) => decide(value, at(site)),
    isNull: (site: number, value: unknown) => decide(operators.nullTest(value, at(site)), at(site)),
    dflt: placed((place, value: unknown, initial: Thunk) => operators.withDefault(value, initial, place)),
    get: placed((place, owner: unknown, property: unknown) => members.get(owner, property, place)),
    set: placed(
      (place, owner: unknown, property: unknown, value: unknown) =>
        members.set(owner, property, value, place),
      (_owner, _property, value) => value,
    ),
    remove: placed(
      (place: Location, owner: unknown, property: unknown): unknown => members.remove(owner, property, place),
      () => true,
    ),
    entry: placed((place, key: unknown, value: unknown) => structures.entry(key, value, place)),
    key: placed(
      (place: Location, value: unknown) => structures.propertyKey(value, place),
      () => '',
    ),
    chain: placed((place, value: unknown, rest: (value: unknown) => unknown) =>
      members.chain(value, rest, place),
    ),
    spread: (value: unknown) => new structures.ObjectSpread(value),
    object: placed((place, ...pieces: readonly unknown[]) => structures.object(pieces, place)),
    array: placed((place, ...pieces: readonly (readonly unknown[])[]) =>
      structures.arrayLiteral(pieces, place),
    ),
    args: placed(
      (place, ...pieces: readonly (readonly unknown[])[]) => structures.array(pieces, place),
      () => [],
    ),
    source: (site: number, value: unknown) => {
      if (value === null || value === undefined) {
        throw noteThrow(
          new TypeError(`Cannot destructure ${value === null ? 'null' : 'undefined'}.`),
          at(site),
        );
      }
      return value;
    },
    items: placed(
      (place, value: unknown, count: number, rest: boolean) => structures.items(value, count, rest, place),
      (_, count) => Array.from({ length: count + 1 }, refusedValue),
    ),
    rest: placed((place, value: unknown, names: readonly unknown[]) =>
      structures.restOf(value, names, place),
    ),
    call: placed((place, callee: unknown, args: unknown) => call(callee, args, place)),
    invoke: placed((place, owner: unknown, method: unknown, args: unknown) =>
      invoke(owner, method, args, place),
    ),
    invokeOnNew: placed((place, owner: unknown, method: unknown, args: unknown) =>
      invoke(owner, method, args, place, true),
    ),
    change: placed((place, owner: unknown, method: unknown, args: unknown) => {
      refuseChange(owner, method, place);
      return invoke(owner, method, args, place);
    }),
    construct: placed((place, callee: unknown, args: unknown) => construct(callee, args, place)),
    changes: (site: number, born: number, name: string, ofModule: boolean) =>
      refuseCrossing(born, name, ofModule, at(site)),
    setUp: (_: number, body: Thunk) => whileSettingUp(body),
    select: (site: number, value: unknown, cases: readonly Thunk[]) =>
      cases.findIndex((candidate) =>
        decide(operators.binaryOperation('===', value, candidate(), at(site)), at(site)),
      ),
    iterate: placed(
      (place: Location, value: unknown) => {
        const settled = settle(value, place);
        const inside = inspect(settled);
        if (inside) throw refuseLoop(inside, place);
        refuseUncertain(settled, place);
        return settled;
      },
      // One round, for what is refused inside of the loop.
      () => [refusedValue()],
    ),
    extend: placed(
      (place, list: unknown, more: unknown) => extend(list, more, place),
      (list) => list,
    ),
    collect: placed(
      (
        place,
        list: unknown,
        items: unknown,
        round: (item: unknown, index: unknown) => readonly unknown[],
        isMethod: boolean,
      ) => collect(list, items, round, isMethod, place),
      (list, _items, round): unknown => {
        round(refusedValue(), refusedValue());
        return list;
      },
    ),
    increment: placed((place, value: unknown, by: number) => {
      if (typeof value === 'bigint') return value + BigInt(by);
      return operators.binaryOperation('-', inspect(value) ? value : Number(value), -by, place);
    }),
    unknown: placed((location: Location, name: string, ...near: readonly string[]): never => {
      throw new Refusal({
        code: 'NAME_UNKNOWN',
        message: `Nothing here is called \`${name}\`.`,
        hint: nearHint(near),
        location,
      });
    }),
    born: () => now(),
    made: noteBirth,
    touched: placed(
      (place, target: unknown): unknown => {
        refuseOldChange(target, place);
        return target;
      },
      (target) => target,
    ),
    keep,
    orKept: placed((place, body: Thunk, source: string, captures: Captures) =>
      valueOrKept(body, source, captures, place),
    ),
    attempt,
    attempted,
    statement: placed(
      (place: Location, value: unknown): unknown => refuseLost(value, place),
      () => undefined,
    ),
    awaited: placed((place, value: unknown) => refuseAwait(value, place)),
    regExp: (_: number, value: RegExp) => recordRegExp(value),
    strings: (strings: TemplateStringsArray) => strings,
    tagged: placed((place, isMethod: boolean, ...parts: TaggedParts) => tagged(isMethod, parts, place)),
    rethrow: (error: unknown) => {
      if (error instanceof Refusal) throw error;
    },
    thrown: (site: number, error: unknown) => noteThrow(error, at(site)),
    paths: (site: number, body: Thunk) =>
      isEndless(site)
        ? refusedValue()
        : recovering(
            at(site),
            [],
            () => paths(at(site), body),
            (error) => afterPaths(site, error),
          ),
    pathsAsync: async (site: number, body: () => Promise<unknown>) =>
      isEndless(site)
        ? refusedValue()
        : pathsAsync(at(site), body).catch((error: unknown) =>
            recover(error, at(site), [], () => afterPaths(site, error)),
          ),
    jsx: (site: number, type: unknown, props: unknown, attributes?: string) => {
      const place = withAttributes(at(site), attributes);
      // What is wrong with an element does not follow from what is inside of it.
      const operands = [type, isPlain(props) ? { ...props, children: undefined } : props];
      return recovering(
        place,
        operands,
        () => jsx(type, props, place),
        () => contentOf(props),
      );
    },
    importedAll: (namespace: Readonly<Record<string, unknown>>, specifier: string) => {
      for (const [name, value] of Object.entries(namespace)) recordImport(value, specifier, name);
    },
    late: (specifier: string, name: string) => symbolic(imported(specifier, name)),
    lateMembers: (namespace: object, names: readonly string[]) => markLate(namespace, names),
    imported: (value: unknown, specifier: string, name: string) => recordImport(value, specifier, name),
  });
}
