import { pathToFileURL } from 'node:url';
import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import type { Expression } from '../../../expression.ts';
import { type Reading, watchClockAsync } from '../operations/clock.ts';

/*
 * Packages that read the clock or draw randomness while they are loaded. What they compute of it would be that of the
 * build, so their constants are read, and their functions called, at run time.
 */

interface Loading {
  readonly reading: Reading | undefined;
  /** Exports that are data and may hold what was read. */
  readonly data: ReadonlySet<string>;
}

/** A package is loaded once per process, so what happened then is kept as long. */
const loaded = new Map<string, Promise<Loading>>();
const readings = new Map<string, Reading>();

/** Loads a package by the absolute path of its file, and gives the names of its exports that must wait for run time. */
export async function loadPackage(file: string, specifier: string): Promise<ReadonlySet<string>> {
  const loading = loaded.get(file) ?? watchLoading(file);
  loaded.set(file, loading);
  const { reading, data } = await loading;
  if (reading) readings.set(specifier, reading);
  return data;
}

async function watchLoading(file: string): Promise<Loading> {
  try {
    const { value, reading } = await watchClockAsync(
      () => import(pathToFileURL(file).href) as Promise<Readonly<Record<string, unknown>>>,
    );
    const names = reading ? Object.keys(value).filter((name) => isData(value[name])) : [];
    return { reading, data: new Set(names) };
  } catch {
    // The template that imports it will report it.
    return { reading: undefined, data: new Set() };
  }
}

function isData(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) {
    return ['number', 'string', 'bigint'].includes(typeof value);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    value instanceof Date ||
    Array.isArray(value) ||
    (prototype === Object.prototype && !('$$typeof' in value))
  );
}

/** What the package that a value comes from read while it was loaded. */
export function readingOf(origin: Expression | undefined): Reading | undefined {
  switch (origin?.kind) {
    case 'import':
      return readings.get(origin.specifier);
    case 'member':
      return readingOf(origin.object);
    case 'call':
    case 'new':
      return readingOf(origin.callee);
    default:
      return undefined;
  }
}

/** A component may print what its package made of the clock. */
export const loadingRefusal = (name: string, { what }: Reading, location: Location): Refusal =>
  new Refusal({
    code: 'CLOCK_AT_BUILD',
    message: `The package of <${name}> reads ${what} while it is loaded; what the component makes of it would be that of the build in every message.`,
    hint: 'Copy the component into the project, and pass the current time or the random value in with the context.',
    location,
  });
