import {
  array,
  call,
  construct,
  type Expression,
  global,
  type Import,
  imported,
  keyOf,
  literal,
  member,
} from '../../../expression.ts';

/**
 * Where values of packages and of the language come from: an expression that makes the value again at run time. What
 * has no provenance is the template's own and is evaluated at build.
 */
const origins = new WeakMap<object, () => Expression | undefined>();

/** Values whose expression would no longer make them, because the template changed them. */
const changed = new WeakSet<object>();

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

export function originOf(value: unknown): Expression | undefined {
  return isObject(value) && !changed.has(value) ? origins.get(value)?.() : undefined;
}

export const hasOrigin = (value: unknown): boolean => isObject(value) && origins.has(value);

export const markChanged = (value: unknown): void => {
  if (isObject(value) && origins.has(value)) changed.add(value);
};

/** Records the origin of a value. The first origin stays, for it is the most direct. */
export function recordOrigin(value: unknown, origin: () => Expression | undefined): void {
  if (isObject(value) && !origins.has(value)) origins.set(value, origin);
}

/** Members of a namespace that are read at run time only. */
const lateMembers = new WeakMap<object, ReadonlySet<string>>();

export const markLate = (namespace: object, names: readonly string[]): void => {
  lateMembers.set(namespace, new Set(names));
};

export const isLate = (owner: unknown, property: unknown): boolean =>
  isObject(owner) && typeof property === 'string' && lateMembers.get(owner)?.has(property) === true;

export const recordImport = (value: unknown, specifier: string, name: string): void =>
  recordOrigin(value, () => configured(imported(specifier, name)));

/*
 * Calls at the top of a module that only configure a package (`dayjs.extend(utc)`) must have run before the package is
 * used at run time as well. They become part of the expression of the import: `[dayjs.extend(utc), dayjs].at(-1)`.
 */
const setUps = new Map<string, Map<string, Expression>>();
let settingUp = false;

/** Forgets what an earlier template configured. */
export const forgetSetUps = (): void => setUps.clear();

export const isSettingUp = (): boolean => settingUp;

export function whileSettingUp<T>(body: () => T): T {
  settingUp = true;
  try {
    return body();
  } finally {
    settingUp = false;
  }
}

export function recordSetUp(
  callee: () => Expression | undefined,
  args: () => readonly Expression[] | undefined,
): void {
  const origin = callee();
  const root = origin && rootOf(origin);
  const list = root && args();
  if (!origin || !root || !list) return;
  const statement = call(unconfigured(origin), list);
  const statements = setUps.get(root.specifier) ?? new Map<string, Expression>();
  setUps.set(root.specifier, statements.set(keyOf(statement), statement));
}

const isSetUp = new WeakMap<Expression, Import>();

function configured(origin: Import): Expression {
  const statements = setUps.get(origin.specifier);
  if (!statements) return origin;
  const expression = call(member(array([...statements.values(), origin]), 'at'), [literal(-1)]);
  isSetUp.set(expression, origin);
  return expression;
}

function unconfigured(expression: Expression): Expression {
  const plain = isSetUp.get(expression);
  if (plain) return plain;
  return expression.kind === 'member'
    ? member(unconfigured(expression.object), expression.property)
    : expression;
}

function rootOf(expression: Expression): Import | undefined {
  const plain = unconfigured(expression);
  if (plain.kind === 'import') return plain;
  return plain.kind === 'member' ? rootOf(plain.object) : undefined;
}

/** A property of a value that has an origin. */
export function recordMember(value: unknown, owner: unknown, property: PropertyKey): void {
  if (typeof property !== 'string' || !hasOrigin(owner) || isShared(value, owner as object, property)) return;
  recordOrigin(value, () => {
    const origin = originOf(owner);
    return origin && member(origin, property);
  });
}

/** True for a method of a prototype: `map` is that of all lists, not of the one that it was read from. */
function isShared(value: unknown, owner: object, property: string): boolean {
  if (typeof value !== 'function' || typeof owner === 'function' || Object.hasOwn(owner, property))
    return false;
  for (let next: unknown = Object.getPrototypeOf(owner); isObject(next); next = Object.getPrototypeOf(next)) {
    const descriptor = Object.getOwnPropertyDescriptor(next, property);
    if (descriptor) return 'value' in descriptor;
  }
  return false;
}

/** What a function with an origin gave; `args` yields the arguments as expressions, or undefined. */
export function recordResult(
  value: unknown,
  callee: () => Expression | undefined,
  args: () => readonly Expression[] | undefined,
  isNew: boolean,
): void {
  recordOrigin(value, () => {
    const origin = callee();
    const list = origin && args();
    if (!list) return undefined;
    return isNew ? construct(origin, list) : call(origin, list);
  });
}

const GLOBALS = [
  'Array',
  'ArrayBuffer',
  'BigInt',
  'Boolean',
  'Date',
  'Error',
  'Intl',
  'JSON',
  'Map',
  'Math',
  'Number',
  'Object',
  'Promise',
  'RangeError',
  'Reflect',
  'RegExp',
  'Set',
  'String',
  'Symbol',
  'TextDecoder',
  'TextEncoder',
  'TypeError',
  'URL',
  'URLSearchParams',
  'Uint8Array',
  'atob',
  'btoa',
  'console',
  'crypto',
  'decodeURI',
  'decodeURIComponent',
  'encodeURI',
  'encodeURIComponent',
  'globalThis',
  'isFinite',
  'isNaN',
  'parseFloat',
  'parseInt',
  'performance',
  'structuredClone',
  'escape',
  'unescape',
];

for (const name of GLOBALS) {
  const value = (globalThis as Record<string, unknown>)[name];
  recordOrigin(value, () => global(name));
}
for (const owner of [
  'Array',
  'BigInt',
  'Date',
  'Intl',
  'JSON',
  'Math',
  'Number',
  'Object',
  'Reflect',
  'String',
  'URL',
]) {
  const value = (globalThis as Record<string, unknown>)[owner] as object;
  for (const [property, { value: inner }] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (property !== 'prototype') recordMember(inner, value, property);
  }
}
