import { basename, dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Location } from '../errors.ts';
import type { AssetStore } from './assets.ts';
import { Refusal } from './diagnostics.ts';
import { isFile, readText } from './reading.ts';
import type { TemplateSource } from './template.ts';

const REMOTE = /^(?:[a-z][a-z\d+.-]*:|\/\/|#)/i;
const IMAGE = /\.(?:png|jpe?g|gif|webp|svg|bmp)(?:[?#]|$)/i;

/** Whether a URL leaves the project: it names a scheme, a host, or a place in the page. */
export const isRemote = (url: string): boolean => REMOTE.test(url) && !url.startsWith('file:');

/** Whether a text can only be meant as an image of the project. */
export const isLocalImage = (url: string): boolean => !isRemote(url) && IMAGE.test(url);

/**
 * The file that a URL of a template means: beside the template, or, from `/`, where web servers would look. Throws a
 * Refusal: ASSET_MISSING, ASSET_OUTSIDE.
 */
export function findAssetFile(
  url: string,
  { file: template, root }: TemplateSource,
  assets: AssetStore,
  location: Location,
): string {
  // An imported image: the module graph has found it, wherever it lies.
  if (url.startsWith('file:')) return fileURLToPath(url);
  const project = projectOf(root);
  const path = decode(url.replace(/[?#].*$/, ''));
  const served = [root, join(root, 'static'), project, join(project, 'public')].map((folder) =>
    // As in a URL, ".." does not climb above "/".
    join(folder, join('/', path)),
  );
  const candidates = path.startsWith('/') ? served : [resolve(dirname(template), path), ...served];
  const found = candidates.filter((candidate) => assets.has(candidate));
  const inside = found.find((candidate) => candidate.startsWith(project + sep));
  if (inside !== undefined) return inside;
  const isOutside = found.length > 0;
  const folder = basename(root);
  throw new Refusal({
    code: isOutside ? 'ASSET_OUTSIDE' : 'ASSET_MISSING',
    message: isOutside
      ? `The image "${url}" lies outside of the project.`
      : `The image "${url}" does not exist.`,
    hint: isOutside
      ? 'Copy it into the folder of templates, or import it: import logo from "…/logo.png".'
      : `Paths are looked for beside the template and, from "/", under ${folder}/, ${folder}/static/, and beside ${folder}/ in static/ and public/; use a full https: URL for an image on the web.`,
    location,
  });
}

/** The folder that a template may take images from: the nearest with a package.json, else the one around the templates. */
export function projectOf(root: string): string {
  for (let folder = root; folder !== dirname(folder); folder = dirname(folder)) {
    if (isFile(join(folder, 'package.json'))) return folder;
  }
  return dirname(root);
}

function decode(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

/** Where one of the files names the image; the evaluated document no longer knows. */
export function findMention(url: string, files: readonly string[]): Location | undefined {
  const name = basename(url);
  for (const file of files) {
    const text = readText(file);
    const at = text.indexOf(name);
    if (at < 0) continue;
    const lines = text.slice(0, at).split('\n');
    return { file, line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  }
  return undefined;
}
