import { AsyncLocalStorage } from 'node:async_hooks';
import nodeCrypto from 'node:crypto';
import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import type { Expression } from '../../../expression.ts';
import { global, member } from '../../../expression.ts';
import { recordOrigin } from '../values/provenance.ts';

/*
 * Notices whether foreign code reads the clock or asks for randomness. What it gives would be that of the build in
 * every message, so such a call is kept for run time, and a component that does so is refused.
 *
 * While code is watched, the sources below are replaced by functions that tell and then do the same; they tell only of
 * callers inside the watched piece of work (AsyncLocalStorage), and not of React, which measures itself, nor of the console.
 */

export interface Reading {
  readonly what: 'the current time' | 'random numbers';
  /** The calls that led to it. */
  readonly stack: string;
}

interface Watch {
  readonly parent: Watch | undefined;
  reading: Reading | undefined;
  closed: boolean;
}

const watches = new AsyncLocalStorage<Watch>();

/** Runs `body` and tells whether it read the clock or randomness. What it does later is told to the watch around. */
export function watchClock<T>(body: () => T): { readonly value: T; readonly reading: Reading | undefined } {
  const watch = open();
  try {
    const value = watches.run(watch, body);
    return { value, reading: watch.reading };
  } finally {
    close(watch);
  }
}

export async function watchClockAsync<T>(
  body: () => Promise<T>,
): Promise<{ readonly value: T; readonly reading: Reading | undefined }> {
  const watch = open();
  try {
    const value = await watches.run(watch, body);
    return { value, reading: watch.reading };
  } finally {
    close(watch);
  }
}

/** What clocks and dice show inside `freezeClock`. */
interface Frozen {
  readonly time: number;
  readonly ticks: number;
  draws: number;
}

const frozen = new AsyncLocalStorage<Frozen>();

/** Above any number of draws a mail needs, and an end for code that draws until it gets something else. */
const EQUAL_DRAWS = 1000;

/**
 * Runs `body` at one instant (`time`, milliseconds since 1970) and with dice that always show the same, so that two
 * renderings can be compared. `crypto` stays as it is: packages keep what they draw from it.
 */
export async function freezeClock<T>(time: number, body: () => Promise<T>): Promise<T> {
  install();
  try {
    return await frozen.run({ time, ticks: 1000, draws: 0 }, body);
  } finally {
    uninstall();
  }
}

/** A component of a package that read the clock while React rendered it: its place is told by the names on the stack. */
export function clockRefusal(
  { what, stack }: Reading,
  foreign: ReadonlyMap<string, Location>,
  place: Location,
): Refusal {
  const names = [...stack.matchAll(/^\s*at (?:new )?(?:Object\.|exports\.)?([\w$.]+)/gm)].map(
    (match) => match[1] ?? '',
  );
  const name = names.find((candidate) => foreign.has(candidate));
  return new Refusal({
    code: 'CLOCK_AT_BUILD',
    message: `${name ? `<${name}>` : `A component of a package (${names[0] ?? 'without a name'})`} reads ${what} while it renders, which would be that of the build in every message.`,
    hint: 'Compute what it prints in the template, or pass the current time or the random value in with the context.',
    location: (name && foreign.get(name)) || place,
  });
}

let users = 0;

function install(): void {
  if (users++ === 0) for (const source of SOURCES) source.replace();
}

function uninstall(): void {
  if (--users === 0) for (const source of SOURCES) source.restore();
}

function open(): Watch {
  install();
  return { parent: watches.getStore(), reading: undefined, closed: false };
}

function close(watch: Watch): void {
  watch.closed = true;
  uninstall();
}

type Callable = (...args: never[]) => unknown;

const LOADERS_AND_REACT =
  /[\\/]node_modules[\\/](?:\.pnpm[\\/][^\\/]+[\\/]node_modules[\\/])?(?:react|react-dom|scheduler|vite|vitest)[\\/]/;

/** What is printed to a terminal may be given a time there. */
const CONSOLE = 'node:internal/console';

function note(what: Reading['what'], caller: Callable): void {
  let watch = watches.getStore();
  while (watch?.closed) watch = watch.parent;
  if (!watch || watch.reading) return;
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, caller);
  // Without the first line, which differs where somebody else prepares stacks.
  const calls = (trace.stack ?? '').split('\n').slice(1);
  const isOurs = LOADERS_AND_REACT.test(calls[0] ?? '') || calls.some((line) => line.includes(CONSOLE));
  if (!isOurs) watch.reading = { what, stack: calls.join('\n') };
}

/** A property that is replaced while code is watched. */
class Source {
  readonly replacement: unknown;
  readonly #owner: object;
  readonly #name: string;
  #original: PropertyDescriptor | undefined;

  constructor(owner: object, name: string, replacement: unknown) {
    this.#owner = owner;
    this.#name = name;
    this.replacement = replacement;
  }

  replace(): void {
    this.#original = Object.getOwnPropertyDescriptor(this.#owner, this.#name);
    const { enumerable = false } = this.#original ?? {};
    const descriptor = { value: this.replacement, configurable: true, writable: true, enumerable };
    if (this.#original?.configurable !== false) Object.defineProperty(this.#owner, this.#name, descriptor);
  }

  restore(): void {
    if (!this.#original) Reflect.deleteProperty(this.#owner, this.#name);
    else if (this.#original.configurable) Object.defineProperty(this.#owner, this.#name, this.#original);
  }
}

const SOURCES: Source[] = [];

/** Functions whose result differs from call to call, even with the same arguments: never evaluated at build. */
export const UNSTABLE: ReadonlySet<unknown> = new Set<unknown>();

interface Watched {
  readonly origin?: Expression;
  /** What it gives while the clock is frozen; undefined for what it gives anyway. */
  readonly freeze?: (now: Frozen) => unknown;
}

function watchMethod(
  owner: object,
  name: string,
  what: Reading['what'],
  { origin, freeze }: Watched = {},
): void {
  const original = (owner as Record<string, unknown>)[name];
  if (typeof original !== 'function') return;
  function watched(this: unknown, ...args: unknown[]): unknown {
    note(what, watched);
    const now = freeze && frozen.getStore();
    return (now && freeze(now)) ?? Reflect.apply(original as () => unknown, this, args);
  }
  Object.defineProperties(watched, Object.getOwnPropertyDescriptors(original));
  SOURCES.push(new Source(owner, name, watched));
  for (const value of [original, watched]) {
    (UNSTABLE as Set<unknown>).add(value);
    if (origin) recordOrigin(value, () => origin);
  }
}

const RealDate = Date;

const WatchedDate: DateConstructor = new Proxy(RealDate, {
  construct: function construct(target, args, newTarget: unknown): object {
    const now = args.length === 0 ? frozen.getStore() : undefined;
    if (args.length === 0) note('the current time', construct as Callable);
    return Reflect.construct(
      target,
      now ? [now.time] : args,
      newTarget === WatchedDate ? target : (newTarget as typeof Date),
    );
  },
  apply: function apply(target): string {
    note('the current time', apply as Callable);
    const now = frozen.getStore();
    return now ? new target(now.time).toString() : target();
  },
});

/** `Date`, also while it is watched. */
export const isDateConstructor = (value: unknown): boolean => value === RealDate || value === WatchedDate;

recordOrigin(WatchedDate, () => global('Date'));
watchMethod(RealDate, 'now', 'the current time', {
  origin: member(global('Date'), 'now'),
  freeze: ({ time }) => time,
});
// Dates that exist already must find their class in what the code takes for it.
SOURCES.push(new Source(RealDate.prototype, 'constructor', WatchedDate));
SOURCES.push(new Source(globalThis, 'Date', WatchedDate));
watchMethod(Math, 'random', 'random numbers', {
  origin: member(global('Math'), 'random'),
  freeze: (now) => (now.draws++ < EQUAL_DRAWS ? 0.6180339887498949 : undefined),
});
watchMethod(performance, 'now', 'the current time', {
  origin: member(global('performance'), 'now'),
  freeze: ({ ticks }) => ticks,
});
for (const name of ['randomUUID', 'getRandomValues']) {
  watchMethod(crypto, name, 'random numbers', { origin: member(global('crypto'), name) });
}
watchMethod(process, 'hrtime', 'the current time');
watchMethod(process, 'uptime', 'the current time');
for (const name of [
  'randomBytes',
  'randomInt',
  'randomUUID',
  'randomFill',
  'randomFillSync',
  'pseudoRandomBytes',
]) {
  watchMethod(nodeCrypto, name, 'random numbers');
}
const { Now } = (globalThis as { Temporal?: { Now?: object } }).Temporal ?? {};
for (const name of Now ? Object.getOwnPropertyNames(Now) : []) {
  if (name !== 'timeZoneId') watchMethod(Now as object, name, 'the current time');
}

/** Packages that draw randomness in advance, so that a single call need not ask for any. */
const RANDOM_PACKAGES = new Set([
  'nanoid',
  'nanoid/non-secure',
  'uuid',
  'ulid',
  'ulidx',
  'cuid',
  '@paralleldrive/cuid2',
  'shortid',
  'short-uuid',
  'ksuid',
]);
const STABLE_NAMES = new Set([
  'validate',
  'version',
  'parse',
  'stringify',
  'v3',
  'v5',
  'NIL',
  'MAX',
  'isCuid',
  'isValid',
  'decodeTime',
]);

/** True for a function of a package that gives something new each time, although it may not look like it. */
export function isRandomFunction(origin: Expression | undefined): boolean {
  if (origin?.kind === 'member' && origin.property.kind === 'literal')
    return isRandomFunction(origin.object) && !STABLE_NAMES.has(String(origin.property.value));
  if (origin?.kind === 'call') return isRandomFunction(origin.callee);
  return origin?.kind === 'import' && RANDOM_PACKAGES.has(origin.specifier) && !STABLE_NAMES.has(origin.name);
}
