import { existsSync, readFileSync } from 'node:fs';
// Its members differ between the versions of Node, and a missing one may not be imported by name.
import * as nodeModule from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseTagged } from '../compile/3-emit/manifest.ts';
import type { Renderer } from '../render/render.ts';
import { LetterlockError } from '../errors.ts';

export interface Artifacts extends Renderer {
  readonly defaultLocale: string;
  readonly templates: readonly { readonly id: string; readonly locales: readonly string[] }[];
  readonly previews: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Manifest {
  readonly templates: readonly {
    readonly id: string;
    readonly previews: Readonly<Record<string, unknown>>;
  }[];
}

/** Loads what `letterlock build` wrote. Throws ARTIFACTS_MISSING. */
export async function loadArtifacts(directory: string): Promise<Artifacts> {
  const index = join(resolve(directory), 'index.js');
  if (!existsSync(index)) {
    throw new LetterlockError({
      code: 'ARTIFACTS_MISSING',
      message: `There are no artifacts in "${directory}".`,
      hint: 'Run letterlock build first, or name the folder with --artifacts DIR.',
    });
  }
  resolveFace();
  const module = await load(index, directory);
  const manifest = parseTagged(readFileSync(join(resolve(directory), 'manifest.json'), 'utf8')) as Manifest;
  const previews = Object.fromEntries(manifest.templates.map(({ id, previews: named }) => [id, named]));
  return { ...module, previews };
}

async function load(index: string, directory: string): Promise<Omit<Artifacts, 'previews'>> {
  try {
    // All templates at once, so that what is wrong with one of them is known here.
    await import(pathToFileURL(join(dirname(index), 'loader/eager.js')).href);
    return (await import(pathToFileURL(index).href)) as Omit<Artifacts, 'previews'>;
  } catch (cause) {
    const [, name] = /Cannot find package '([^']+)'/.exec(String(cause)) ?? [];
    throw new LetterlockError({
      code: 'ARTIFACTS_INVALID',
      message: name
        ? `A template calls the package "${name}", which is not installed where "${directory}" lies.`
        : `The artifacts in "${directory}" cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: name ? `Run npm install ${name} there.` : 'Run letterlock build again.',
      cause,
    });
  }
}

let resolving = false;

/** Artifacts import `letterlock`; where they lie outside of a project that has it, this copy serves them. */
function resolveFace(): void {
  if (resolving || typeof nodeModule.registerHooks !== 'function') return;
  resolving = true;
  nodeModule.registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        if (specifier !== 'letterlock') throw error;
        return next(specifier, { ...context, parentURL: import.meta.url });
      }
    },
  });
}
