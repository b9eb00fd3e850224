import type { Location } from '../../../errors.ts';
import { call, construct, invoke } from './calls.ts';
import { jsx } from './elements.ts';
import { noteThrow } from './faults.ts';
import { refuseChange } from './changes.ts';
import * as members from './members.ts';
import * as structures from './structures.ts';
import * as operators from './operators.ts';
import { choose, decide, paths, pathsAsync, settle } from './paths.ts';
import { recordImport, whileSettingUp } from './provenance.ts';
import { SITE_LINE } from './site.ts';
import { currentSession } from './session.ts';
import { describeSymbolic, inspect } from './values.ts';
import { Refusal } from '../../diagnostics.ts';

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

function operationsFor(file: string) {
  const at = (site: number): Location => ({
    file,
    line: Math.floor(site / SITE_LINE),
    column: site % SITE_LINE,
  });
  type Thunk = () => unknown;
  /** What an operation throws at ordinary values (`undefined.x`, `...null`) is reported where it stands. */
  const placed =
    <A extends readonly unknown[]>(operation: (place: Location, ...args: A) => unknown) =>
    (site: number, ...args: A): unknown => {
      try {
        return operation(at(site), ...args);
      } catch (error) {
        throw noteThrow(error, at(site));
      }
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
    nullish: (site: number, left: unknown, right: Thunk) => operators.nullish(left, right, at(site)),
    cond: (_: number, test: unknown, then: Thunk, otherwise: Thunk) => choose(test, then, otherwise),
    test: (site: number, value: unknown) => decide(value, at(site)),
    isNull: (site: number, value: unknown) => decide(operators.nullTest(value, at(site)), at(site)),
    dflt: (site: number, value: unknown, initial: Thunk) => operators.withDefault(value, initial, at(site)),
    get: placed((place, owner: unknown, property: unknown) => members.get(owner, property, place)),
    set: placed((place, owner: unknown, property: unknown, value: unknown) =>
      members.set(owner, property, value, place),
    ),
    entry: (site: number, key: unknown, value: unknown) => structures.entry(key, value, at(site)),
    key: (site: number, value: unknown) => structures.propertyKey(value, at(site)),
    chain: (site: number, value: unknown, rest: (value: unknown) => unknown) =>
      members.chain(value, rest, at(site)),
    spread: (value: unknown) => new structures.ObjectSpread(value),
    object: (site: number, ...pieces: readonly unknown[]) => structures.object(pieces, at(site)),
    array: placed((place, ...pieces: readonly (readonly unknown[])[]) =>
      structures.arrayLiteral(pieces, place),
    ),
    args: placed((place, ...pieces: readonly (readonly unknown[])[]) => structures.array(pieces, place)),
    source: (site: number, value: unknown) => {
      if (value === null || value === undefined) {
        throw noteThrow(
          new TypeError(`Cannot destructure ${value === null ? 'null' : 'undefined'}.`),
          at(site),
        );
      }
      return value;
    },
    items: placed((place, value: unknown, count: number, rest: boolean) =>
      structures.items(value, count, rest, place),
    ),
    rest: (site: number, value: unknown, names: readonly unknown[]) =>
      structures.restOf(value, names, at(site)),
    call: placed((place, callee: unknown, args: unknown) => call(callee, args, place)),
    invoke: placed((place, owner: unknown, method: unknown, args: unknown) =>
      invoke(owner, method, args, place),
    ),
    change: placed((place, owner: unknown, method: unknown, args: unknown) => {
      refuseChange(owner, method, place);
      return invoke(owner, method, args, place);
    }),
    construct: placed((place, callee: unknown, args: unknown) => construct(callee, args, place)),
    setUp: (_: number, body: Thunk) => whileSettingUp(body),
    select: (site: number, value: unknown, cases: readonly Thunk[]) =>
      cases.findIndex((candidate) =>
        decide(operators.binaryOperation('===', value, candidate(), at(site)), at(site)),
      ),
    iterate: (site: number, value: unknown) => {
      const settled = settle(value, at(site));
      const inside = inspect(settled);
      if (!inside) return settled;
      throw new Refusal({
        code: 'LOOP_STATEMENT',
        message: `A loop statement over \`${describeSymbolic(inside)}\`, a list that is known at run time only.`,
        hint: 'Use `map` for elements, and `filter`, `reduce` or `join` for values.',
        location: at(site),
      });
    },
    increment: (site: number, value: unknown, by: number) => {
      if (typeof value === 'bigint') return value + BigInt(by);
      return operators.binaryOperation('-', inspect(value) ? value : Number(value), -by, at(site));
    },
    rethrow: (error: unknown) => {
      if (error instanceof Refusal) throw error;
    },
    thrown: (site: number, error: unknown) => noteThrow(error, at(site)),
    paths: (site: number, body: Thunk) => paths(at(site), body),
    pathsAsync: (site: number, body: () => Promise<unknown>) => pathsAsync(at(site), body),
    jsx: (site: number, type: unknown, props: unknown) => jsx(type, props, at(site)),
    importedAll: (namespace: Readonly<Record<string, unknown>>, specifier: string) => {
      for (const [name, value] of Object.entries(namespace)) recordImport(value, specifier, name);
    },
    imported: (value: unknown, specifier: string, name: string) => recordImport(value, specifier, name),
  });
}
