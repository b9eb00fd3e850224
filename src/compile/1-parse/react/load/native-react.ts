import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';

/* React itself, which runs natively and once: hooks work only where template, packages and renderer share it. */

const REACT = ['react', 'react/jsx-runtime', 'react-dom', 'react-dom/server'];

/** React itself always runs at build. */
export const isReact = (specifier: string): boolean => /^react(?:-dom)?(?:\/|$)/.test(specifier);

/**
 * Runs `work` with NODE_ENV set, where the process has none, and React loaded by then. React chooses its build when it
 * is loaded, and the one for production is several times faster; Vite would leave `development` behind. A NODE_ENV that
 * is set is the caller's word, for whose own React must be of the same build as ours.
 */
export async function withReactLoaded<T>(root: string, work: () => Promise<T>): Promise<T> {
  if (process.env.NODE_ENV) return work();
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    for (const specifier of REACT) {
      const path = resolvePackage(specifier, root);
      if (path) createRequire(path)(path);
    }
    return await work();
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

/** A part of React as a module under `root` would import it. Throws the Refusal REACT_MISSING. */
export async function importReact(specifier: string, root: string): Promise<Record<string, unknown>> {
  const path = resolvePackage(specifier, root);
  if (!path) throw reactMissing(specifier);
  const module = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  return (module.default ?? module) as Record<string, unknown>;
}

export const reactMissing = (specifier: string, location?: Location): Refusal =>
  new Refusal({
    code: 'REACT_MISSING',
    message: `The package "${specifier.split('/', 1)[0]}" is not installed, which templates in React need.`,
    hint: 'Install it: npm install react react-dom',
    location,
  });

/** As a module under `root` would find a package, or, where that has none, as letterlock itself does. */
const resolvePackage = (specifier: string, root: string): string | undefined =>
  resolveFrom(specifier, pathToFileURL(`${root}/`).href) ?? resolveFrom(specifier, import.meta.url);

export function resolveFrom(specifier: string, base: string): string | undefined {
  try {
    return createRequire(base).resolve(specifier);
  } catch {
    return undefined;
  }
}
