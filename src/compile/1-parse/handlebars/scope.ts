import type { Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import {
  context,
  type Expression,
  helper,
  literal,
  locate,
  member,
  object,
  type ObjectLiteral,
  spread,
} from '../../expression.ts';
import { nearNamesHint } from '../../messages/near-names.ts';

/**
 * What `this` is: a value, and properties that hide those of the value (arguments of a partial, front
 * matter).
 */
export interface Subject {
  readonly base: Expression;
  readonly over: ReadonlyMap<string, Expression>;
}

/** `@index`, `@key` … of one loop; `@../index` asks the loop around. */
export interface DataFrame {
  readonly values: Readonly<Record<string, Expression>>;
  readonly parent: DataFrame | undefined;
  /** Of `{{#name}}`, which may or may not turn out to be a loop. */
  readonly ambiguous?: boolean | undefined;
  /** Of the block of a helper of the project: what the helper has made of it, see `handlebarsData`. */
  readonly piece?: Expression | undefined;
}

/**
 * Names and what they stand for at one place of a template. `depths` holds `this`, then what `../`, `../../`
 * … reach; `undefined` at its end: what only the run time could tell, see `refuseAmbiguous`.
 */
export interface Scope {
  readonly depths: readonly (Subject | undefined)[];
  readonly root: Subject;
  readonly data: DataFrame | undefined;
  readonly blockParams: ReadonlyMap<string, Expression>;
}

const NONE: ReadonlyMap<string, Expression> = new Map();

export const subject = (base: Expression, over: ReadonlyMap<string, Expression> = NONE): Subject => ({
  base,
  over,
});

/** `over` are the constants that a template's front matter gives. */
export function rootScope(over: Readonly<Record<string, Expression>>, data: DataFrame['values']): Scope {
  const root = subject(context, new Map(Object.entries(over)));
  return { depths: [root], root, data: { values: data, parent: undefined }, blockParams: NONE };
}

/** Like Handlebars, entering a block whose value is `this` itself adds no step to `../`. */
export function enter(scope: Scope, inner: Subject): Scope {
  const current = scope.depths[0];
  const same = current && current.base === inner.base && current.over === inner.over;
  return same ? scope : { ...scope, depths: [inner, ...scope.depths] };
}

export const withBlockParams = (scope: Scope, params: readonly (readonly [string, Expression])[]): Scope =>
  params.length === 0 ? scope : { ...scope, blockParams: new Map([...scope.blockParams, ...params]) };

/** What `../` reaches, `up` times. Throws a Refusal PARENT_MISSING, SECTION_AMBIGUOUS. */
export function subjectOf(scope: Scope, up: number, location: Location): Subject {
  const found = scope.depths[up];
  if (found) return found;
  if (scope.depths.includes(undefined)) refuseAmbiguous('../', location);
  throw new Refusal({
    code: 'PARENT_MISSING',
    message: 'There is no context around this place for ../ to reach.',
    hint: '../ leaves an {{#each}} or {{#with}}; {{#if}} needs none, and a partial sees only what it is given.',
    location,
  });
}

/** A Subject as one value. */
export const valueOf = (of: Subject): Expression =>
  of.over.size === 0
    ? of.base
    : object([spread(of.base), ...[...of.over].map(([key, value]) => [literal(key), value] as const)]);

interface DataPlace {
  /** How many times `../`. */
  readonly up: number;
  /** The value of a loop's data where there is no loop; by default that is refused. */
  readonly absent: Expression | undefined;
  readonly location: Location;
}

/** `@name`. Throws a Refusal DATA_UNKNOWN, SECTION_AMBIGUOUS. */
export function dataOf(scope: Scope, name: string, { up, absent, location }: DataPlace): Expression {
  const inLoop = ['index', 'key', 'first', 'last'].includes(name);
  let frame = scope.data;
  for (let step = 0; step < up; step += 1) {
    if (frame?.ambiguous || frame?.piece) refuseAmbiguous('@../', location);
    frame = frame?.parent;
  }
  for (let at = frame; at; at = at.parent) {
    if (at.piece) {
      const around = foundOr(literal(undefined), () =>
        dataOf({ ...scope, data: at.parent }, name, { up: 0, absent, location }),
      );
      return helper('handlebarsData', [at.piece, literal(name), around]);
    }
    if (at.ambiguous && inLoop) refuseAmbiguous(`@${name}`, location);
    const value = at.values[name];
    if (value) return value;
  }
  if (inLoop && absent) return absent;
  const known = ['root', 'index', 'key', 'first', 'last', 'locale', 'dir', 'subject', 'preheader'];
  throw new Refusal({
    code: 'DATA_UNKNOWN',
    message: inLoop ? `There is no {{#each}} around this place for @${name}.` : `There is no value @${name}.`,
    hint: inLoop
      ? 'Use it inside {{#each}}; @../ reaches the loop around a loop.'
      : nearNamesHint(name, known, `The values with @ are ${known.map((one) => `@${one}`).join(', ')}.`),
    location,
  });
}

function foundOr(fallback: Expression, find: () => Expression): Expression {
  try {
    return find();
  } catch (error) {
    if (error instanceof Refusal) return fallback;
    throw error;
  }
}

/** What helpers of the project are told of the place where they are called. */
export function dataFor(scope: Scope, location: Location): Expression {
  const names = ['index', 'key', 'first', 'last', 'locale', 'dir'];
  const known = names.flatMap((name) => {
    const value = foundOr(literal(undefined), () =>
      dataOf(scope, name, { up: 0, absent: undefined, location }),
    );
    return value.kind === 'literal' && value.value === undefined ? [] : [[literal(name), value] as const];
  });
  return object([[literal('root'), valueOf(scope.root)], ...known]);
}

/** A property of a Subject. What is known now is resolved now. */
export function lookup(of: Subject, key: string, location: Location): Expression {
  const over = of.over.get(key);
  if (over) return over;
  // The context is an object, always; only names that every object inherits need a look at whose they are.
  const plain = of.base.kind === 'context' && !(key in Object.prototype);
  return plain ? locate(member(of.base, key), location) : property(of.base, literal(key), location);
}

/** A property of any value, as Handlebars looks it up: own properties, and nothing of null. */
export function property(of: Expression, key: Expression, location: Location): Expression {
  if (key.kind === 'literal' && of.kind === 'object') {
    const entry = constantEntry(of, String(key.value));
    if (entry !== undefined) return entry;
  }
  if (key.kind === 'literal' && of.kind === 'array') {
    const item = of.items[Number(key.value)];
    if (item) return item;
  }
  return locate(helper('handlebarsLookup', [of, key]), location);
}

function constantEntry(of: ObjectLiteral, key: string): Expression | undefined {
  for (const entry of of.entries.toReversed()) {
    if ('kind' in entry || entry[0].kind !== 'literal') return undefined;
    if (String(entry[0].value) === key) return entry[1];
  }
  return undefined;
}

/**
 * `{{#name}}…{{/name}}` is a loop, a change of `this` or a condition by what the value happens to be at run
 * time. What depends on that choice beyond the value itself cannot be compiled.
 */
function refuseAmbiguous(what: string, location: Location): never {
  throw new Refusal({
    code: 'SECTION_AMBIGUOUS',
    message: `What ${what} means inside {{#name}}…{{/name}} depends on whether the value is a list, an object or true.`,
    hint: 'Write {{#each name}}, {{#with name}} or {{#if name}} instead of {{#name}}.',
    location,
  });
}
