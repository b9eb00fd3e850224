import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { call, type Expression, literal, member } from '../../../expression.ts';
import { refuseUncertain, uncertainLength } from '../values/uncertain.ts';
import { refuseOldChange } from './changes.ts';
import { watchClock } from './clock.ts';
import { nullTest } from './operators.ts';
import { distribute } from '../values/distribute.ts';
import { choose, settle } from '../values/paths.ts';
import { isLate, markChanged, originOf, recordMember } from '../values/provenance.ts';
import { reify } from '../values/reify.ts';
import { refuseUsed } from './regular-expressions.ts';
import { lookUp } from './tables.ts';
import { propsOfWrapped, typeOfWrapped } from '../values/wrappers.ts';
import {
  describeSymbolic,
  inspect,
  type Layer,
  overlay,
  type Symbolics,
  symbolic,
} from '../values/values.ts';

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
    const length = property === 'length' ? uncertainLength(owner) : undefined;
    if (length !== undefined) return length;
    refuseUncertain(owner, location);
    refuseUsed(owner, location);
    if (key) return lookUp(owner, reify(property, location), location);
    if (property === 'props' || property === 'type') {
      const original = property === 'props' ? propsOfWrapped(owner) : typeOfWrapped(owner);
      if (original !== undefined) return original;
    }
    const read = (): unknown => (owner as Record<PropertyKey, unknown>)[property as PropertyKey];
    const origin = originOf(owner);
    if (origin && typeof property === 'string') {
      if (isLate(owner, property)) return symbolic(member(origin, property), location);
      const { value, reading } = watchClock(read);
      if (reading) return symbolic(member(origin, property), location);
      recordMember(value, owner, property);
      return value;
    }
    const value = read();
    recordMember(value, owner, property as PropertyKey);
    return value;
  }
  return getSymbolic(inside, property, location);
}

function getSymbolic(inside: Symbolics, property: unknown, location: Location): unknown {
  if (typeof property === 'symbol') throw loopRefusal(inside, String(property), location);
  const name = reify(property, location);
  if (inside.kind === 'symbolic') return symbolic(member(inside.expression, name), location);
  if (inside.kind === 'loop') {
    if (property === 'length' && !inside.flat) return symbolic(member(inside.list, 'length'), location);
    throw loopRefusal(inside, String(property), location);
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
  if (lower === undefined) {
    return layer.present
      ? value
      : choose(
          nullTest(symbolic(layer.expression), location),
          () => undefined,
          () => value,
        );
  }
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

export const loopRefusal = (inside: Symbolics, property: string, location: Location): Refusal =>
  new Refusal({
    code: 'LOOP_READ',
    message: `\`${property}\` of the elements that \`${describeSymbolic(inside)}\` makes is not known at build.`,
    hint: 'Ask the list itself (`items.length`), or change the list before `map`.',
    location,
  });

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
  refuseOldChange(target, location);
  markChanged(target);
  (target as Record<PropertyKey, unknown>)[property as PropertyKey] = value;
  return value;
}

/** `delete object[property]` */
export function remove(owner: unknown, property: unknown, location: Location): unknown {
  const target = settle(owner, location);
  const inside = inspect(target) ?? inspect(property);
  if (inside) {
    throw new Refusal({
      code: 'CHANGES_CONTEXT',
      message: `A property of \`${describeSymbolic(inside)}\` is deleted, which exists at run time only.`,
      hint: 'Leave the property out instead: `const { key, ...rest } = object`.',
      location,
    });
  }
  refuseOldChange(target, location);
  markChanged(target);
  return Reflect.deleteProperty(target as object, property as PropertyKey);
}

/** `value?.…`: the rest of the chain, unless the value is null or undefined. */
export function chain(value: unknown, rest: (value: unknown) => unknown, location: Location): unknown {
  const inside = inspect(value);
  // Each outcome by itself: one of them may be nothing at all.
  if (inside?.kind === 'choice')
    return distribute([value], ([leaf]) => chain(leaf, rest, location), location);
  return choose(
    nullTest(value, location),
    () => undefined,
    () => rest(value),
  );
}
