import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Location } from '../../errors.ts';
import { Refusal } from '../diagnostics.ts';
import { type Document, type Node, text } from '../document.ts';
import { mapAttributes, mapDocument } from './map.ts';
import type { PassContext } from './pass.ts';

const IN_CSS = /(url\(\s*(?:&quot;|&#x27;|&#39;|["']?))([^"')&\s][^"')&]*)(?=["'&)\s])/gi;
/** Conditional comments hold markup as text: VML fills and images for Outlook. */
const IN_COMMENT = /(\b(?:src|background)=")([^"]+)(?=")|(url\(\s*["']?)([^"')]+)(?=["')])/gi;
const REMOTE = /^(?:[a-z][a-z\d+.-]*:|\/\/|#)/i;
const IMAGE = /\.(?:png|jpe?g|gif|webp|svg|bmp)(?:[?#]|$)/i;

/**
 * Finds the local images that a template shows (`src`, `background`, CSS `url()`, also in conditional comments) and
 * puts references to build-time assets in their place. Remote URLs stay.
 *
 * Throws a Refusal ASSET_MISSING where a local file does not exist, ASSET_OUTSIDE where it leaves the project.
 */
export function resolveAssets(document: Document, context: PassContext): Document {
  const inCss = (node: Node): readonly Node[] =>
    node.kind === 'text' ? replaceAll(node.value, IN_CSS, context) : [node];

  return mapDocument(document, (node) => {
    switch (node.kind) {
      case 'element': {
        const attributes = mapAttributes(node.attributes, (name, value) => {
          if (name === 'style') return mapDocument(value, inCss);
          const isImage =
            name === 'background' || (name === 'src' && (node.name === 'img' || node.name === 'input'));
          const [only] = value;
          return isImage && value.length === 1 && only?.kind === 'text'
            ? [reference(only.value, context)]
            : value;
        });
        const children = node.name === 'style' ? mapDocument(node.children, inCss) : node.children;
        return [Object.freeze({ ...node, attributes, children })];
      }
      case 'comment': {
        const children = node.children.flatMap((child) =>
          child.kind === 'text' ? replaceAll(child.value, IN_COMMENT, context) : [child],
        );
        return [Object.freeze({ ...node, children })];
      }
      default:
        return [node];
    }
  });
}

function replaceAll(source: string, pattern: RegExp, context: PassContext): readonly Node[] {
  const nodes: Node[] = [];
  let end = 0;
  for (const match of source.matchAll(pattern)) {
    const before = match[1] ?? match[3] ?? '';
    const url = match[2] ?? match[4] ?? '';
    if (REMOTE.test(url) ? !url.startsWith('file:') : !IMAGE.test(url)) continue;
    const start = match.index + before.length;
    nodes.push(text(source.slice(end, start)), reference(url, context));
    end = start + url.length;
  }
  if (end === 0) return [text(source)];
  return end < source.length ? [...nodes, text(source.slice(end))] : nodes;
}

function reference(url: string, context: PassContext): Node {
  const isFile = url.startsWith('file:');
  if (url === '' || (REMOTE.test(url) && !isFile)) return text(url);
  const { source, assets } = context;
  const path = isFile ? fileURLToPath(url) : decode(url.replace(/[?#].*$/, ''));
  const file = isFile
    ? path
    : candidates(path, source.file, source.root).find((candidate) => assets.has(candidate));
  const location = find(url, source.file) ?? context.location;
  if (file === undefined) {
    throw new Refusal({
      code: 'ASSET_MISSING',
      message: `The image "${url}" does not exist.`,
      hint: `Paths are looked for beside the template and, from "/", under ${basename(source.root)}/ and ${basename(source.root)}/static/; use a full https: URL for an image on the web.`,
      location,
    });
  }
  return Object.freeze({ kind: 'asset', asset: assets.load(file, location) });
}

function candidates(path: string, template: string, root: string): readonly string[] {
  const inside = (file: string): boolean => file.startsWith(root + sep);
  const rooted = [join(root, path), join(root, 'static', path)];
  return (path.startsWith('/') ? rooted : [resolve(dirname(template), path), ...rooted]).filter(inside);
}

function decode(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

/** Where the template names the file; the evaluated document no longer knows. */
function find(url: string, file: string): Location | undefined {
  const lines = readFileSync(file, 'utf8').split('\n');
  const name = basename(url);
  const line = lines.findIndex((candidate) => candidate.includes(name));
  return line < 0 ? undefined : { file, line: line + 1, column: (lines[line]?.indexOf(name) ?? 0) + 1 };
}
