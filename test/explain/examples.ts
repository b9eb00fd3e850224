import { join, relative } from 'node:path';
import { compile, CompileError, type Diagnostic } from '../../src/compile/index.ts';
import type { Example } from '../../src/compile/explanations/explanation.ts';
import { isLetterlockError } from '../../src/errors.ts';
import { folder } from '../artifact/folder.ts';

export interface Built {
  /** The folder that holds `emails`. */
  readonly root: string;
  readonly findings: readonly Diagnostic[];
}

/** Builds an example in a folder of its own, inside of another. */
export async function buildExample({ files, locales }: Example): Promise<Built> {
  const outer = folder(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [join('project', path), text])),
  );
  const root = join(outer, 'project');
  try {
    const { warnings } = await compile({ emails: join(root, 'emails'), locales });
    return { root, findings: warnings };
  } catch (error) {
    if (error instanceof CompileError) return { root, findings: error.diagnostics };
    if (!isLetterlockError(error)) throw error;
    const { code, message, hint, location } = error;
    return { root, findings: [{ severity: 'error', code, message, hint, location }] };
  }
}

/** What a build of a folder of templates finds, each as `CODE file "text at its place"`. */
export async function foundIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { root, findings } = await buildExample({
    files: Object.fromEntries(Object.entries(files).map(([path, text]) => [`emails/${path}`, text])),
  });
  return findings.map(({ code, location }) => {
    const path = relative(join(root, 'emails'), location?.file ?? '').replaceAll('\\', '/');
    const { line = 0, column = 0 } = location ?? {};
    const text = files[path]?.split('\n')[line - 1] ?? '';
    return `${code} ${path} ${text.slice(column - 1, column + 15).trim()}`;
  });
}
