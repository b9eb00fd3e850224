import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import {
  array as arrayOf,
  binary,
  call,
  type Expression,
  literal,
  member,
  object as objectOf,
  spread,
} from '../../../expression.ts';
import { noteBirth } from '../values/births.ts';
import { isUncertain, markLoops, refuseUncertain, uncertainLength } from '../values/uncertain.ts';
import { loopRefusal } from './members.ts';
import { distribute } from '../values/distribute.ts';
import { known, settle } from '../values/paths.ts';
import { reify, SpreadItem } from '../values/reify.ts';
import { describeSymbolic, inspect, type Layer, overlay, symbolic } from '../values/values.ts';

/* Building objects and arrays, and taking them apart. */

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
  const result: Record<PropertyKey, unknown> = noteBirth({});
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
export function array(
  pieces: readonly (readonly unknown[] | ObjectSpread)[],
  location: Location,
  asList: boolean = false,
): unknown {
  const sources = pieces.map((piece) => (piece instanceof ObjectSpread ? piece.value : piece));
  return distribute(
    sources,
    (values) => noteBirth(values.flatMap((value) => elements(value, asList, location))),
    location,
  );
}

function elements(value: unknown, asList: boolean, location: Location): readonly unknown[] {
  const inside = inspect(value);
  if (!inside) {
    if (!asList) refuseUncertain(value, location);
    return [...(value as Iterable<unknown>)];
  }
  if (inside.kind === 'loop') return [value];
  if (inside.kind === 'symbolic' && known(inside.expression) === false) return [];
  return [new SpreadItem(reify(value, location))];
}

/** An array literal whose items are partly spread at run time is data itself. */
export function arrayLiteral(
  pieces: readonly (readonly unknown[] | ObjectSpread)[],
  location: Location,
): unknown {
  const parts = pieces.map((piece) => (piece instanceof ObjectSpread ? piece.value : piece));
  return distribute(
    [array(pieces, location, true)],
    ([built]) => {
      const list = built as readonly unknown[];
      noteLength(list, parts, location);
      if (!list.some((item) => item instanceof SpreadItem)) return list;
      return symbolic(
        arrayOf(list.map((item) => (item instanceof SpreadItem ? spread(item.of) : reify(item, location)))),
        location,
      );
    },
    location,
  );
}

/** How long a list is of which some items are loops: as long as their lists, unless a round may make fewer or more. */
function noteLength(list: readonly unknown[], parts: readonly unknown[], location: Location): void {
  const loops = list.map((item) => inspect(item)).filter((inside) => inside?.kind === 'loop');
  const isOpen = parts.some((part) => isUncertain(part) && uncertainLength(part) === undefined);
  if (isOpen || loops.some(({ flat }) => flat)) return markLoops(list, undefined);
  if (loops.length === 0) return;
  const others: Expression[] = list.length > loops.length ? [literal(list.length - loops.length)] : [];
  const lengths = loops.map((inside) => member(inside.list, literal('length')));
  const length = [...others, ...lengths].reduce((sum, one) => binary('+', sum, one));
  markLoops(list, symbolic(length, location));
}

/** The first `count` items of what an array pattern takes apart, and the rest if asked. */
export function items(value: unknown, count: number, rest: boolean, location: Location): unknown[] {
  const settled = settle(value, location);
  const inside = inspect(settled);
  if (!inside) {
    refuseUncertain(settled, location);
    const result: unknown[] = [];
    const iterator = (settled as Iterable<unknown>)[Symbol.iterator]();
    let done = false;
    for (let index = 0; index < count && !done; index++) {
      const step = iterator.next();
      done = step.done === true;
      result.push(done ? undefined : step.value);
    }
    const remaining: unknown[] = noteBirth([]);
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
      if (inside.kind === 'symbolic')
        return overlay([{ expression: inside.expression, omitted, present: true }]);
      if (inside.kind !== 'overlay') throw loopRefusal(inside, '…rest', location);
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

/** `[key]: value` in an object literal, as an object to spread. */
export function entry(key: unknown, value: unknown, location: Location): unknown {
  return distribute(
    [key],
    ([name]) =>
      inspect(name)
        ? symbolic(objectOf([[reify(name, location), reify(value, location)]]), location)
        : { [name as string]: value },
    location,
  );
}

/** The computed name of a method. */
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
