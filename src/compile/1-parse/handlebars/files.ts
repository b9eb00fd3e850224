import { realpathSync } from 'node:fs';
import { dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import { isFile, isFolder, listFolder, readText } from '../../reading.ts';
import type { TemplateSource } from '../../template.ts';
import type { HandlebarsSource } from './syntax.ts';

const PARTIAL_FOLDERS = ['_partials', '_components'];
const STYLE_FOLDERS = ['_styles', 'styles'];

/**
 * The files that one template is made of: partials, includes, layouts. None may lie outside the folder of
 * templates, also not by a symbolic link. Remembers what was read, for watching.
 */
export class TemplateFiles {
  readonly #source: TemplateSource;
  readonly #extensions: readonly string[];
  readonly #read = new Map<string, string>();

  /** `extensions` are those of partials, the preferred one first. */
  constructor(source: TemplateSource, extensions: readonly string[]) {
    this.#source = source;
    this.#extensions = extensions;
  }

  /** Absolute paths of the files read. */
  get dependencies(): readonly string[] {
    return [...this.#read.keys()];
  }

  read(file: string): string {
    const known = this.#read.get(file);
    if (known !== undefined) return known;
    const text = readText(file);
    this.#read.set(file, text);
    return text;
  }

  /**
   * The partial `name`: next to the file that asks when it begins with `./`, else in the folders of partials.
   */
  partial(name: string, from: string): HandlebarsSource | undefined {
    // A layout in another language than the template has partials in its own.
    const extensions = [...new Set([extname(from), ...this.#extensions])];
    const candidates = /^\.\.?\//.test(name)
      ? this.#spellings(resolve(dirname(from), name), extensions)
      : this.#foldersAround(PARTIAL_FOLDERS).flatMap((folder) =>
          this.#spellings(join(folder, name), extensions),
        );
    const file = this.#first(candidates, { file: from, line: 1, column: 1 });
    return file === undefined ? undefined : { text: this.read(file).replace(/^\uFEFF/, ''), file };
  }

  partialNames(): readonly string[] {
    const found = this.#foldersAround(PARTIAL_FOLDERS)
      .filter(isFolder)
      .flatMap((folder) =>
        listFolder(folder, { deep: true })
          .filter((entry) => this.#extensions.includes(extname(entry)))
          .map((entry) => entry.slice(0, -extname(entry).length)),
      );
    return [...new Set(found)].sort();
  }

  /** A file named relative to another. Throws a Refusal FILE_MISSING, FILE_OUTSIDE. */
  include(path: string, from: string, location: Location): HandlebarsSource {
    if (isAbsolute(path)) throw outside(path, location);
    const file = this.#first([resolve(dirname(from), path)], location);
    if (file === undefined) throw missing(path, [], location);
    return { text: this.read(file), file };
  }

  /**
   * The layout `name`, in `_layouts/` or next to the template. Throws a Refusal FILE_MISSING, FILE_OUTSIDE.
   */
  layout(name: string, extensions: readonly string[], location: Location): string {
    const folders = /^\.\.?\//.test(name)
      ? [dirname(this.#source.file)]
      : [...this.#foldersAround(['_layouts']), dirname(this.#source.file)];
    const file = this.#first(
      folders.flatMap((folder) => this.#spellings(join(folder, name), extensions)),
      location,
    );
    if (file !== undefined) return file;
    const names = this.#foldersAround(['_layouts'])
      .filter(isFolder)
      .flatMap((folder) => listFolder(folder));
    throw missing(`the layout "${name}"`, names.sort(), location);
  }

  /**
   * A style sheet: `@styles/…` is looked for in the folders of styles, a path from `/` in the folder of templates, any
   * other beside the file that names it. Throws a Refusal STYLE_MISSING, FILE_OUTSIDE.
   */
  style(name: string, from: string, location: Location): string {
    const named = /^@styles\/(.*)$/.exec(name)?.[1];
    const { root } = this.#source;
    const candidates =
      named !== undefined
        ? this.#foldersAround(STYLE_FOLDERS).map((folder) => inFolder(folder, named, location))
        : name.startsWith('/')
          ? [root, join(root, 'static')].map((folder) => inFolder(folder, name.slice(1), location))
          : [resolve(dirname(from), name)];
    const file = this.#first(candidates, location);
    if (file !== undefined) return file;
    throw new Refusal({
      code: 'STYLE_MISSING',
      message: `There is no style sheet "${name}".`,
      hint: `Paths are relative to the file that names them; @styles/ stands for ${STYLE_FOLDERS.join('/ or ')}/ in the folder of templates.`,
      location,
    });
  }

  /** The named folders beside the template and above, up to the folder of templates. */
  #foldersAround(names: readonly string[]): readonly string[] {
    const folders: string[] = [];
    for (
      let folder = dirname(this.#source.file);
      isInside(folder, this.#source.root);
      folder = dirname(folder)
    ) {
      folders.push(...names.map((name) => join(folder, name)));
      if (resolve(folder) === resolve(this.#source.root)) break;
    }
    return folders;
  }

  #spellings(path: string, extensions: readonly string[]): readonly string[] {
    return extensions.includes(extname(path)) ? [path] : extensions.map((extension) => path + extension);
  }

  #first(candidates: readonly string[], location: Location): string | undefined {
    const file = candidates.find((candidate) => isInside(candidate, this.#source.root) && isFile(candidate));
    if (file === undefined) {
      const stranger = candidates.find((candidate) => !isInside(candidate, this.#source.root));
      if (stranger !== undefined) throw outside(stranger, location);
      return undefined;
    }
    if (!isInside(realpathSync(file), realpathSync(this.#source.root))) throw outside(file, location);
    return file;
  }
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function inFolder(folder: string, path: string, location: Location): string {
  const file = resolve(folder, path);
  if (!isInside(file, folder)) throw outside(path, location);
  return file;
}

const outside = (path: string, location: Location): Refusal =>
  new Refusal({
    code: 'FILE_OUTSIDE',
    message: `${path} lies outside the folder of templates.`,
    hint: 'Move the file into the folder of templates; a build reads no other files on a template’s behalf.',
    location,
  });

const missing = (what: string, names: readonly string[], location: Location): Refusal =>
  new Refusal({
    code: 'FILE_MISSING',
    message: `There is no file for ${what}.`,
    hint: `Paths are relative to the file that names them, layouts lie in _layouts/${
      names.length > 0 ? ` (there are ${names.join(', ')})` : ''
    }.`,
    location,
  });
