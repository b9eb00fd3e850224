import { Refusal } from '../../../diagnostics.ts';
import {
  type Expression,
  keyOf,
  literal,
  locate,
  locationOf,
  logical,
  template,
} from '../../../expression.ts';
import { CLOSE, type Mark, OPEN, TOKEN } from '../../marks.ts';
import type { Location } from '../../../../errors.ts';
import { isRefused } from '../../../refusals.ts';
import { chooseExpression } from './conditions.ts';
import { refuseAttempt } from '../operations/attempts.ts';
import { describeExpression } from './describe.ts';
import { currentSession } from '../session.ts';

/**
 * The values that only symbolic evaluation knows. They travel through the template's own code as opaque handles, which
 * the lifted operations open with `inspect`. To React a handle is an element, so that it may stand anywhere a child
 * may; to other foreign code it is an object whose every read is refused, so that no library computes with a token.
 */
export type Symbolics = SymbolicData | Choice | Loop | Overlay;

/** A value known at run time only. */
export interface SymbolicData {
  readonly kind: 'symbolic';
  readonly expression: Expression;
}

/** One of two values of any kind, by the truthiness of `test`. */
export interface Choice {
  readonly kind: 'choice';
  readonly test: Expression;
  readonly then: unknown;
  readonly otherwise: unknown;
  /** A shorter way to say the same, where one is known: `LABELS[status]` instead of a chain of comparisons. */
  readonly shortcut: Expression | undefined;
}

/** What `list.map(…)` with elements in its callback makes. */
export interface Loop {
  readonly kind: 'loop';
  readonly list: Expression;
  readonly item: string;
  readonly index: string;
  readonly body: unknown;
  /** What a round makes is spread, so that there may be more or fewer pieces than rounds (`flatMap`). */
  readonly flat?: boolean | undefined;
}

/** An object made by spreading symbolic ones: later layers win. A plain layer holds values of any kind. */
export interface Overlay {
  readonly kind: 'overlay';
  readonly layers: readonly Layer[];
}
export type Layer =
  | { readonly plain: Readonly<Record<PropertyKey, unknown>> }
  | {
      readonly expression: Expression;
      readonly omitted: ReadonlySet<string>;
      /** It has been taken apart by a pattern, which null and undefined would have made throw. */
      readonly present?: boolean;
    };

/** An opaque value of the lifted program. */
export type Handle = object;

const opened = new WeakMap<Handle, Symbolics>();

/** The symbolic value behind a handle, also behind React's copy of one (`cloneElement`, `Children.map`). */
export function inspect(value: unknown): Symbolics | undefined {
  if (typeof value === 'string') return value.includes(OPEN) ? revive(value) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const known = opened.get(value);
  if (known) return known;
  const { type } = value as { type?: unknown };
  const session = currentSession();
  if (type === undefined || (type !== session.Slot && type !== session.Block)) return undefined;
  const original = (value as { props: { $?: unknown } }).props.$;
  return typeof original === 'object' && original !== null ? opened.get(original) : undefined;
}

/** A token that foreign code handed back as text becomes the value that it stands for. */
function revive(value: string): SymbolicData {
  const parts: Expression[] = [];
  let end = 0;
  for (const match of value.matchAll(TOKEN)) {
    if (match.index > end) parts.push(literal(value.slice(end, match.index)));
    const mark: Mark = currentSession().marks.get(Number(match[2]));
    if (mark.kind !== 'slot') break;
    parts.push(logical('??', mark.expression, literal('')));
    end = match.index + match[0].length;
  }
  if (end < value.length) parts.push(literal(value.slice(end)));
  if (parts.some((part) => part.kind === 'literal' && String(part.value).includes(OPEN))) {
    throw new Refusal({
      code: 'SYMBOLIC_IN_COMPONENT',
      message: `Text that depends on the context was cut apart: ${JSON.stringify(value.replaceAll(OPEN, '«').replaceAll(CLOSE, '»'))}.`,
      hint: 'Give this component text that does not change from message to message.',
    });
  }
  return { kind: 'symbolic', expression: template(parts) };
}

export function symbolic(expression: Expression, location?: Location): Handle {
  if (location) refuseAttempt(expression, location);
  return handle({ kind: 'symbolic', expression: locate(expression, location) });
}

/** The same value, that names `location` where it is refused to be read. */
export function usedAt(value: unknown, location: Location): unknown {
  const inside = typeof value === 'string' ? undefined : inspect(value);
  return inside ? handle({ ...inside }, location) : value;
}

export const loop = (options: Omit<Loop, 'kind'>): Handle => handle({ kind: 'loop', ...options });
export const overlay = (layers: readonly Layer[]): Handle => handle({ kind: 'overlay', layers });

/** Joins the two outcomes of a test into one value, as plain as the outcomes allow. */
export function join(test: Expression, then: unknown, otherwise: unknown, shortcut?: Expression): unknown {
  if (test.kind === 'unary' && test.operator === '!') return join(test.operand, otherwise, then, shortcut);
  if (sameValue(then, otherwise)) return then;
  const left = mergeable(then);
  const right = mergeable(otherwise);
  if (left && right && (inspect(then) || inspect(otherwise)) && !isKnownOrRaised(left, right)) {
    return symbolic(chooseExpression(test, left, right), locationOf(test));
  }
  return handle({ kind: 'choice', test, then, otherwise, shortcut });
}

function sameValue(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  const a = inspect(left);
  const b = inspect(right);
  return a?.kind === 'symbolic' && b?.kind === 'symbolic' && keyOf(a.expression) === keyOf(b.expression);
}

/** A known value, or an error: what is made of the value may be known as well. */
const isKnownOrRaised = (left: Expression, right: Expression): boolean =>
  [left, right].some(({ kind }) => kind === 'literal') &&
  [left, right].some((side) => side.kind === 'helper' && side.name === 'raise');

/** Data that loses nothing by becoming an expression. Strings stay apart: they may be class names or markup. */
function mergeable(value: unknown): Expression | undefined {
  const inside = inspect(value);
  if (inside) return inside.kind === 'symbolic' ? inside.expression : undefined;
  return value === null || ['undefined', 'number', 'boolean', 'bigint'].includes(typeof value)
    ? literal(value as number)
    : undefined;
}

/** Property reads that React and the language make of any object; all others are refused. */
const PROBES: ReadonlySet<PropertyKey> = new Set<PropertyKey>([
  'then',
  'toJSON',
  'constructor',
  '_store',
  '_owner',
  '_debugInfo',
  'ref',
  'key',
  'displayName',
  Symbol.iterator,
  Symbol.asyncIterator,
  Symbol.toStringTag,
  Symbol.for('nodejs.util.inspect.custom'),
]);

function handle(value: Symbolics, place = locationOfSymbolic(value)): Handle {
  const { react, Slot, Block } = currentSession();
  const element = react.createElement('a') as unknown as Record<string, unknown>;
  // React's development build keeps books in properties that cannot be enumerated.
  const own = Object.getOwnPropertyNames(element).map((name) => [name, element[name]] as const);
  const target: Record<PropertyKey, unknown> = {
    ...Object.fromEntries(own),
    type: value.kind === 'symbolic' || value.kind === 'overlay' ? Slot : Block,
    key: null,
  };
  const proxy: Handle = new Proxy(target, {
    get(_, property) {
      if (property === Symbol.toPrimitive) return (hint: string) => toText(value, hint, place);
      if (property === 'toString' || property === 'valueOf') return () => toText(value, 'string', place);
      if (property in target && Object.hasOwn(target, property)) return target[property];
      if (PROBES.has(property)) return property === 'constructor' ? Object : undefined;
      return readRefused(value, String(property), place);
    },
    has(_, property) {
      if (Object.hasOwn(target, property)) return true;
      readRefused(value, String(property), place);
      return false;
    },
    ownKeys() {
      readRefused(value, '…', place);
      return [];
    },
    set(_, property) {
      readRefused(value, String(property), place);
      return true;
    },
    deleteProperty(_, property) {
      readRefused(value, String(property), place);
      return true;
    },
  });
  target.props = Object.freeze({ $: proxy });
  opened.set(proxy, value);
  return proxy;
}

function toText(value: Symbolics, hint: string, place: Location | undefined): string {
  if (hint === 'number' || value.kind !== 'symbolic') {
    readRefused(value, hint, place);
    return '';
  }
  return currentSession().marks.slot(value.expression, 'react');
}

/** What foreign code has read already. */
const read = new WeakSet<Symbolics>();

/**
 * Notes that foreign code reads a value that is known at run time only. It goes on with what the empty text has, for
 * further faults.
 */
function readRefused(value: Symbolics, property: string, place: Location | undefined): unknown {
  const { refusals } = currentSession();
  const refusal = foreignRead(value, property, place);
  if (refusals.isProbing) throw refusal;
  const isFollowUp =
    value.kind === 'symbolic'
      ? isRefused(value.expression)
      : value.kind === 'choice' && isRefused(value.test);
  // One read leads to others; the first says what is wrong.
  if (!isFollowUp && !read.has(value)) refusals.add(refusal);
  read.add(value);
  const member: unknown = Reflect.get(Object(''), property);
  return typeof member === 'function' ? (member.bind('') as unknown) : member;
}

function foreignRead(value: Symbolics, property: string, location: Location | undefined): Refusal {
  const isClass = property === 'split';
  return new Refusal({
    code: isClass ? 'CLASS_NAME_SYMBOLIC' : 'FOREIGN_READ',
    message: isClass
      ? `The class name ${quoted(describeSymbolic(value))} is known only at run time, yet its styles are resolved at build.`
      : `A component from a package needs the value of \`${describeSymbolic(value)}\` (it reads \`${property}\`), which is known only at run time.`,
    hint: isClass
      ? 'Choose between written-out class names (`active ? "text-green-600" : "text-red-600"`), with at most 32 combinations in one name, or use `style`.'
      : 'Compute what the component needs in the template, or choose between components with `?:`.',
    location,
  });
}

const quoted = (text: string): string => (text.startsWith('`') ? text : `\`${text}\``);

/** The source-like text of a symbolic value, for messages. */
export function describeSymbolic(value: Symbolics): string {
  switch (value.kind) {
    case 'symbolic':
      return describeExpression(value.expression);
    case 'choice':
      return `${describeExpression(value.test)} ? … : …`;
    case 'loop':
      return `${describeExpression(value.list)}.map(…)`;
    default:
      return `{ ${value.layers.map((layer) => ('plain' in layer ? '…' : `...${describeExpression(layer.expression)}`)).join(', ')} }`;
  }
}

export function locationOfSymbolic(value: Symbolics): Location | undefined {
  if (value.kind === 'symbolic') return locationOf(value.expression);
  if (value.kind === 'choice') return locationOf(value.test);
  return value.kind === 'loop' ? locationOf(value.list) : undefined;
}
