import { type Dirent, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { Refusal } from './diagnostics.ts';
import type { FrontEnd, TemplateSource } from './template.ts';

export interface Discovered {
  readonly source: TemplateSource;
  readonly frontEnd: FrontEnd;
}

/** Folders beside templates that hold other things. Names that begin with `_` or `.` are left out as well. */
const OTHER = new Set(['node_modules', 'locales', 'static']);

/** Every file under `root` that a front end may read, in the order of their ids. Throws a Refusal EMAILS_MISSING. */
export function discover(root: string, frontEnds: readonly FrontEnd[]): readonly Discovered[] {
  const found: Discovered[] = [];
  for (const file of walk(root)) {
    // The longest extension wins: x.inky.html is no x.inky in HTML.
    const [first] = frontEnds
      .flatMap((frontEnd) => frontEnd.extensions.map((extension) => ({ frontEnd, extension })))
      .filter(({ extension }) => file.endsWith(extension))
      .sort((a, b) => b.extension.length - a.extension.length);
    if (!first) continue;
    const { frontEnd, extension } = first;
    const id = relative(root, file).slice(0, -extension.length).split(sep).join('/');
    found.push({ source: { id, file, root }, frontEnd });
  }
  return found.sort((a, b) => (a.source.id < b.source.id ? -1 : 1));
}

function walk(folder: string): readonly string[] {
  return entries(folder).flatMap((entry) => {
    if (/^[_.]/.test(entry.name) || OTHER.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return [path];
  });
}

function entries(folder: string): Dirent[] {
  try {
    return read(folder);
  } catch (cause) {
    throw new Refusal({
      code: 'EMAILS_MISSING',
      message: `The folder of templates "${folder}" cannot be read.`,
      hint: 'Name the folder that holds your templates with --emails DIR.',
      cause,
    });
  }
}

const read = (folder: string): Dirent[] => readdirSync(folder, { withFileTypes: true });
