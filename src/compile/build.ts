import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { compile, type CompileOptions, type CompileResult } from './compile.ts';

export interface BuildOptions extends CompileOptions {
  /** The folder that gets the artifacts. Files of an earlier build that are not made any more are removed. */
  readonly out: string;
}

/** Compiles a folder of templates and writes the artifacts. Nothing is written when the build fails. */
export async function build(options: BuildOptions): Promise<CompileResult> {
  const result = await compile(options);
  const out = resolve(options.out);
  const kept = new Set(result.files.map(({ path }) => path));
  for (const path of readManifest(out)) {
    if (!kept.has(path) && join(out, path).startsWith(out + sep)) remove(join(out, path), out);
  }
  for (const { path, content } of result.files) writeChanged(join(out, path), content);
  if (!isModuleScope(out)) writeChanged(join(out, 'package.json'), MODULE_SCOPE);
  return result;
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
    const { files } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as { files?: unknown };
    return Array.isArray(files) ? files.filter((file) => typeof file === 'string') : [];
  } catch {
    return [];
  }
}

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
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
