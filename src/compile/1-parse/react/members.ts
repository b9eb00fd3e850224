import type { Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import {
  array as arrayOf,
  binary,
  call,
  type Expression,
  literal,
  member,
  spread,
  template,
} from '../../expression.ts';
import { nullTest } from './operators.ts';
import { choose, distribute, known, settle } from './paths.ts';
import { hasOrigin, markChanged, recordMember } from './provenance.ts';
import { isPlain, reify, SpreadItem } from './reify.ts';
import { propsOfWrapped, typeOfWrapped } from './wrappers.ts';
import { describeSymbolic, inspect, join, type Layer, overlay, type Symbolics, symbolic } from './values.ts';

/* Reading and building objects and arrays. */

/** `object[property]` */
export function get(owner: unknown, property: unknown, location: Location): unknown {
  const inside = inspect(owner);
  const key = inspect(property);
  if (inside?.kind === 'choice') {
    return distribute([owner], ([leaf]) => get(leaf, property, location), location);
  }
  if (key?.kind === 'choice' && !(inside?.kind === 'symbolic')) {
    return distribute([property], ([leaf]) => get(owner, leaf, location), location);
  }
  if (!inside) {
    if (key) return lookUp(owner, reify(property, location), location);
    if (property === 'props' || property === 'type') {
      const original = property === 'props' ? propsOfWrapped(owner) : typeOfWrapped(owner);
      if (original !== undefined) return original;
    }
    const value = (owner as Record<PropertyKey, unknown>)[property as PropertyKey];
    recordMember(value, owner, property as PropertyKey);
    return value;
  }
  return getSymbolic(inside, property, location);
}

function getSymbolic(inside: Symbolics, property: unknown, location: Location): unknown {
  if (typeof property === 'symbol') throw refuseRead(inside, String(property), location);
  const name = reify(property, location);
  if (inside.kind === 'symbolic') return symbolic(member(inside.expression, name), location);
  if (inside.kind === 'loop') {
    if (property === 'length') return symbolic(member(inside.list, 'length'), location);
    throw refuseRead(inside, String(property), location);
  }
  if (inside.kind === 'overlay' && name.kind === 'literal') {
    return getLayered(inside.layers, String(name.value), location);
  }
  return symbolic(member(reifyOverlay(inside, location), name), location);
}

const reifyOverlay = (inside: Symbolics, location: Location): Expression =>
  inside.kind === 'overlay' ? reify(overlay(inside.layers), location) : literal(undefined);

function getLayered(layers: readonly Layer[], name: string, location: Location): unknown {
  const layer = layers.at(-1);
  if (!layer) return undefined;
  const below = (): unknown => getLayered(layers.slice(0, -1), name, location);
  if ('plain' in layer) return Object.hasOwn(layer.plain, name) ? layer.plain[name] : below();
  if (layer.omitted.has(name)) return below();
  const value = symbolic(member(layer.expression, name), location);
  const lower = below();
  if (lower === undefined) return value;
  // Spreading null or undefined is allowed and adds nothing.
  const present = call(member({ kind: 'global', name: 'Object' }, 'hasOwn'), [
    { kind: 'logical', operator: '??', left: layer.expression, right: literal('') },
    literal(name),
  ]);
  return choose(
    symbolic(present, location),
    () => value,
    () => lower,
  );
}

const refuseRead = (inside: Symbolics, property: string, location: Location): Refusal =>
  new Refusal({
    code: 'LOOP_READ',
    message: `\`${property}\` of the elements that \`${describeSymbolic(inside)}\` makes is not known at build.`,
    hint: 'Ask the list itself (`items.length`), or change the list before `map`.',
    location,
  });

const MAX_ENTRIES = 32;

/** A table of the template, read by a key that is known at run time only: `LABELS[status]`. */
function lookUp(owner: unknown, key: Expression, location: Location): unknown {
  if (typeof owner === 'string' || hasOrigin(owner))
    return symbolic(member(reify(owner, location), key), location);
  if (!Array.isArray(owner) && !isPlain(owner)) {
    (owner as Record<string, unknown>)[''];
    throw new Refusal({
      code: 'LOOKUP',
      message: 'Only a plain object or array can be read by a key that is known at run time only.',
      hint: 'Use an object literal as the table.',
      location,
    });
  }
  const entries = Object.entries(owner as Record<string, unknown>);
  let whole: Expression | undefined;
  try {
    whole = member(reify(owner, location), key);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  if (entries.length > MAX_ENTRIES) {
    if (whole) return symbolic(whole, location);
    throw new Refusal({
      code: 'TOO_MANY_CHOICES',
      message: `A table of ${entries.length} elements is read by a key that is known at run time only.`,
      hint: `Tables of elements may have up to ${MAX_ENTRIES} entries; tables of data have no limit.`,
      location,
    });
  }
  const chosen = entries.reduceRight<unknown>((otherwise, [name, value]) => {
    const test = /^\d+$/.test(name)
      ? binary('===', template([key]), literal(name))
      : binary('===', key, literal(name));
    return choose(
      symbolic(test, location),
      () => value,
      () => otherwise,
    );
  }, undefined);
  const inside = inspect(chosen);
  if (!whole || !inside) return chosen;
  if (inside.kind === 'choice') return withShortcut(inside, whole);
  return inside.kind === 'symbolic' ? symbolic(whole, location) : chosen;
}

function withShortcut(inside: Symbolics & { kind: 'choice' }, shortcut: Expression): unknown {
  return join(inside.test, inside.then, inside.otherwise, shortcut);
}

/** `object[property] = value` */
export function set(owner: unknown, property: unknown, value: unknown, location: Location): unknown {
  const target = settle(owner, location);
  const inside = inspect(target);
  if (inside || inspect(property)) {
    throw new Refusal({
      code: 'CHANGES_CONTEXT',
      message: inside
        ? `This changes \`${describeSymbolic(inside)}\`, which exists at run time only.`
        : 'The name of this property is known at run time only.',
      hint: 'Make a new object instead: `{ ...object, key: value }`.',
      location,
    });
  }
  markChanged(target);
  (target as Record<PropertyKey, unknown>)[property as PropertyKey] = value;
  return value;
}

/** `value?.…`: the rest of the chain, unless the value is null or undefined. */
export const chain = (value: unknown, rest: (value: any) => unknown, location: Location): unknown =>
  inspect(value)
    ? choose(
        nullTest(value, location),
        () => undefined,
        () => rest(value),
      )
    : value === null || value === undefined
      ? undefined
      : rest(value);

/** A piece of an object literal: what is spread, or what is written out. */
export class ObjectSpread {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

/** `{ a, ...b, c }` */
export function object(pieces: readonly unknown[], location: Location): unknown {
  const sources = pieces.map((piece) => (piece instanceof ObjectSpread ? piece.value : piece));
  return distribute(
    sources,
    (values) => {
      if (!values.some((value) => inspect(value))) return merge(values);
      const layers: Layer[] = [];
      for (const value of values) {
        const inside = inspect(value);
        if (!inside) layers.push({ plain: merge([value]) });
        else if (inside.kind === 'overlay') layers.push(...inside.layers);
        else if (inside.kind === 'symbolic') {
          // `...(condition && { … })` where the condition does not hold: a falsy value spreads to nothing.
          if (known(inside.expression) === false) continue;
          layers.push({ expression: inside.expression, omitted: new Set() });
        }
      }
      const plain = layers.map((layer) => ('plain' in layer ? layer.plain : undefined));
      return plain.every((layer) => layer !== undefined) ? merge(plain) : overlay(layers);
    },
    location,
  );
}

function merge(values: readonly unknown[]): Record<PropertyKey, unknown> {
  const result: Record<PropertyKey, unknown> = {};
  for (const value of values) {
    if (value === null || value === undefined) continue;
    const source = Object(value) as Record<PropertyKey, unknown>;
    for (const key of Reflect.ownKeys(source)) {
      if (!Object.prototype.propertyIsEnumerable.call(source, key)) continue;
      Object.defineProperty(result, key, {
        value: source[key],
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
  return result;
}

/** `[a, ...b]`, also the arguments of a call. */
export function array(pieces: readonly (readonly unknown[] | ObjectSpread)[], location: Location): unknown {
  const sources = pieces.map((piece) => (piece instanceof ObjectSpread ? piece.value : piece));
  return distribute(sources, (values) => values.flatMap((value) => elements(value, location)), location);
}

function elements(value: unknown, location: Location): readonly unknown[] {
  const inside = inspect(value);
  if (!inside) return [...(value as Iterable<unknown>)];
  if (inside.kind === 'loop') return [value];
  if (inside.kind === 'symbolic' && known(inside.expression) === false) return [];
  return [new SpreadItem(reify(value, location))];
}

/** An array literal whose items are partly spread at run time is data itself. */
export function arrayLiteral(
  pieces: readonly (readonly unknown[] | ObjectSpread)[],
  location: Location,
): unknown {
  return distribute(
    [array(pieces, location)],
    ([items]) => {
      const list = items as readonly unknown[];
      if (!list.some((item) => item instanceof SpreadItem)) return list;
      return symbolic(
        arrayOf(list.map((item) => (item instanceof SpreadItem ? spread(item.of) : reify(item, location)))),
        location,
      );
    },
    location,
  );
}

/** The first `count` items of what an array pattern takes apart, and the rest if asked. */
export function items(value: unknown, count: number, rest: boolean, location: Location): unknown[] {
  const settled = settle(value, location);
  const inside = inspect(settled);
  if (!inside) {
    const result: unknown[] = [];
    const iterator = (settled as Iterable<unknown>)[Symbol.iterator]();
    let done = false;
    for (let index = 0; index < count && !done; index++) {
      const step = iterator.next();
      done = step.done === true;
      result.push(done ? undefined : step.value);
    }
    const remaining: unknown[] = [];
    for (let step; rest && !done && !(step = iterator.next()).done;) remaining.push(step.value);
    if (!rest && !done) iterator.return?.();
    while (result.length < count) result.push(undefined);
    return rest ? [...result, remaining] : result;
  }
  const list = reify(settled, location);
  const taken: unknown[] = Array.from({ length: count }, (_, index) =>
    symbolic(member(list, literal(index)), location),
  );
  if (rest) taken.push(symbolic(call(member(list, 'slice'), [literal(count)]), location));
  return taken;
}

/** `const { a, b, ...rest } = value` gives rest. */
export function restOf(value: unknown, names: readonly unknown[], location: Location): unknown {
  return distribute(
    [value],
    ([leaf]) => {
      const inside = inspect(leaf);
      const omitted = new Set(names.map(String));
      if (!inside) {
        const copy = merge([leaf]);
        for (const name of names) delete copy[name as PropertyKey];
        return copy;
      }
      if (inside.kind === 'symbolic') return overlay([{ expression: inside.expression, omitted }]);
      if (inside.kind !== 'overlay') throw refuseRead(inside, '…rest', location);
      return overlay(
        inside.layers.map((layer) => {
          if (!('plain' in layer)) return { ...layer, omitted: new Set([...layer.omitted, ...omitted]) };
          const copy = merge([layer.plain]);
          for (const name of omitted) delete copy[name];
          return { plain: copy };
        }),
      );
    },
    location,
  );
}

/** A property name computed in an object literal. */
export function propertyKey(value: unknown, location: Location): unknown {
  const settled = settle(value, location);
  const inside = inspect(settled);
  if (!inside) return settled;
  throw new Refusal({
    code: 'SYMBOLIC_KEY',
    message: `The name of this property is \`${describeSymbolic(inside)}\`, known at run time only.`,
    hint: 'Write the property names out, or build the object with `Object.fromEntries`.',
    location,
  });
}
