import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { LetterlockError } from '../errors.ts';
import { HEADER } from './3-emit/index-module.ts';
import type { Manifest } from './3-emit/manifest.ts';
import { compile } from './compile.ts';
import { makeFolder } from './make-folder.ts';
import type { CompileOptions, CompileResult } from './options.ts';

export interface BuildOptions extends CompileOptions {
  /** The folder that gets the artifacts. Files of an earlier build that are not made any more are removed. */
  readonly out: string;
}

/**
 * Compiles a folder of templates and writes the artifacts. Nothing is written when the build fails.
 *
 * Throws a CompileError, the Refusal EMAILS_MISSING, or a LetterlockError OUT_FOREIGN, OUT_UNWRITABLE.
 */
export async function build(options: BuildOptions): Promise<CompileResult> {
  const result = await compile(options);
  writeArtifacts(result, options.out);
  return result;
}

/** Writes what was compiled, as far as it is not there already. Throws a LetterlockError OUT_FOREIGN, OUT_UNWRITABLE. */
export function writeArtifacts(result: CompileResult, folder: string): void {
  const out = resolve(folder);
  checkSources(out, result);
  const earlier = readManifest(out);
  if (earlier.length === 0) checkForeign(out, result);
  try {
    write(result, out, earlier);
  } catch (cause) {
    throw unwritable(out, cause as NodeJS.ErrnoException);
  }
}

function write(result: CompileResult, out: string, earlier: readonly string[]): void {
  const kept = new Set(result.files.map(({ path }) => path));
  for (const path of earlier) {
    if (!kept.has(path) && join(out, path).startsWith(out + sep)) remove(join(out, path), out);
  }
  for (const { path, content } of result.files) writeChanged(join(out, path), content);
  if (!isModuleScope(out)) writeChanged(join(out, 'package.json'), MODULE_SCOPE);
}

const MODULE_SCOPE = '{\n  "type": "module",\n  "sideEffects": false\n}\n';

/** Whether Node takes `.js` files in a folder for ES modules: the nearest package.json says so, or is not ours to write. */
function isModuleScope(out: string): boolean {
  for (let folder = out; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest))
      return folder === out || /"type"\s*:\s*"module"/.test(readFileSync(manifest, 'utf8'));
    if (folder === dirname(folder)) return false;
  }
}

/** The files that an earlier build wrote; none if there was no build or its record is damaged. */
function readManifest(out: string): readonly string[] {
  try {
    const source = readFileSync(join(out, 'manifest.json'), 'utf8');
    const { files, templates, defaultLocale } = JSON.parse(source) as Partial<Manifest>;
    // Web applications have a manifest.json too.
    const isOurs = Array.isArray(files) && Array.isArray(templates) && typeof defaultLocale === 'string';
    return isOurs ? files.filter((file) => typeof file === 'string') : [];
  } catch {
    return [];
  }
}

/** A folder without our manifest may hold the work of somebody else; only what we wrote may be replaced. */
function checkForeign(out: string, { files }: CompileResult): void {
  const index = join(out, 'index.js');
  // The manifest was damaged or lost, and the build is still ours.
  if (existsSync(index) && readFileSync(index, 'utf8').startsWith(HEADER)) return;
  const foreign = files.map(({ path }) => join(out, path)).find((file) => existsSync(file));
  if (foreign === undefined) return;
  throw new LetterlockError({
    code: 'OUT_FOREIGN',
    message: `"${foreign}" is there already, and letterlock has not written it.`,
    hint: 'Give the artifacts a folder of their own with --out DIR (in Vite: out), or remove the file.',
  });
}

/** Artifacts among the templates would be mistaken for sources, and sources for artifacts. */
function checkSources(out: string, { templates, dependencies }: CompileResult): void {
  const isSource = (id: string): boolean =>
    dependencies.some((file) => file.startsWith(`${join(out, ...id.split('/'))}.`));
  if (!templates.some(({ id }) => isSource(id))) return;
  throw new LetterlockError({
    code: 'OUT_FOREIGN',
    message: `"${out}" holds the templates themselves.`,
    hint: 'Give the artifacts a folder of their own with --out DIR (in Vite: out).',
  });
}

const unwritable = (out: string, cause: NodeJS.ErrnoException): LetterlockError =>
  new LetterlockError({
    code: 'OUT_UNWRITABLE',
    message: `The artifacts cannot be written to "${out}" (${cause.code ?? cause.message}).`,
    hint: 'Check the path of --out (in Vite: out) and the permission to write there.',
    cause,
  });

/** Removes a file and the folders that become empty by it. */
function remove(file: string, out: string): void {
  rmSync(file, { force: true });
  for (let folder = dirname(file); folder !== out; folder = dirname(folder)) {
    if (!existsSync(folder)) continue;
    if (readdirSync(folder).length > 0) return;
    rmdirSync(folder);
  }
}

/** Unchanged files keep their time, so that watchers of the artifacts stay quiet. */
function writeChanged(file: string, content: string): void {
  try {
    if (readFileSync(file, 'utf8') === content) return;
  } catch {
    // It does not exist yet.
  }
  makeFolder(dirname(file));
  writeFileSync(file, content);
}
