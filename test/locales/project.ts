import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Catalogs, type CatalogsOptions, loadCatalogs } from '../../src/compile/catalogs.ts';
import { context, member, type Expression } from '../../src/compile/expression.ts';
import { isLetterlockError, type LetterlockError } from '../../src/errors.ts';

/** A folder of locale files that lives as long as the test; values that are not text are written as JSON. */
export async function localeFolder(files: Readonly<Record<string, unknown>>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'letterlock-locales-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    const raw = typeof content === 'string' || content instanceof Uint8Array;
    await writeFile(join(directory, name), raw ? content : JSON.stringify(content, undefined, 2));
  }
  return directory;
}

export const load = async (
  files: Readonly<Record<string, unknown>>,
  options: Omit<CatalogsOptions, 'directory'> = {},
): Promise<Catalogs> => loadCatalogs({ directory: await localeFolder(files), ...options });

/** Arguments that come from the context under their own names. */
export const dynamic = (...names: readonly string[]): Readonly<Record<string, Expression>> =>
  Object.fromEntries(names.map((name) => [name, member(context, name)]));

export async function refusal(act: () => unknown): Promise<LetterlockError> {
  try {
    await act();
  } catch (error) {
    if (isLetterlockError(error)) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}
