import { dirname, join, relative, sep } from 'node:path';
import type { Location } from '../../errors.ts';
import { findMention, isLocalImage, isRemote } from '../asset-files.ts';
import { Refusal } from '../diagnostics.ts';
import { tolerating } from '../refusals.ts';
import type { TemplateSource } from '../template.ts';
import type { TemplateFiles } from './handlebars/files.ts';
import { CLOSE, OPEN } from './marks.ts';

/** A style sheet that a template names in its front matter. */
export interface StyleName {
  readonly name: string;
  readonly location: Location;
}

const LINK = /<link\b[^>]*>/gi;
const IMAGE = /(url\(\s*["']?)([^"')\s]+)(?=["')\s])/gi;

/**
 * Style sheets of the project in their place: `<link rel="stylesheet">` becomes `<style>` where it stands, those of the
 * front matter come last in `<head>`, so that they override what a layout brings. Sheets on the web stay links.
 *
 * Throws a Refusal: STYLE_MISSING, FILE_OUTSIDE, STYLE_INVALID.
 */
export function withStyles(
  html: string,
  styles: readonly StyleName[],
  files: TemplateFiles,
  source: TemplateSource,
): string {
  const read = (name: string, from: string, location: Location): string =>
    tolerating(
      () => readStyle(files.style(name, from, location), files, source, location),
      () => '',
    );
  const linked = html.replaceAll(LINK, (tag) => {
    const href = attributeIn(tag, 'href');
    if (attributeIn(tag, 'rel')?.toLowerCase() !== 'stylesheet' || href === undefined) return tag;
    if (isRemote(href) || href.includes(OPEN)) return tag;
    const location = findMention(href, files.dependencies) ?? { file: source.file, line: 1, column: 1 };
    const media = attributeIn(tag, 'media');
    return styleElement(read(href, location.file, location), media);
  });
  const last = styles.map(({ name, location }) => styleElement(read(name, location.file, location))).join('');
  return last === '' ? linked : atEndOfHead(linked, last);
}

const styleElement = (css: string, media?: string): string =>
  `<style${media === undefined ? '' : ` media="${media}"`}>\n${css.trim()}\n</style>`;

function attributeIn(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag);
  return found?.[1] ?? found?.[2] ?? found?.[3];
}

function atEndOfHead(html: string, styles: string): string {
  const end = html.search(/<\/head\s*>/i);
  if (end >= 0) return `${html.slice(0, end)}${styles}\n${html.slice(end)}`;
  return html.replace(/<html\b[^>]*>/i, (tag) => `${tag}<head>${styles}</head>`);
}

function readStyle(file: string, files: TemplateFiles, source: TemplateSource, location: Location): string {
  const css = files.read(file).replace(/^\uFEFF/, '');
  const wrong = !file.endsWith('.css')
    ? 'is no CSS'
    : css.includes(OPEN) || css.includes(CLOSE)
      ? 'holds U+E000 or U+E001, private-use characters that the compiler needs for itself'
      : /<\/style/i.test(css)
        ? 'holds </style>, which would end it'
        : undefined;
  if (wrong !== undefined) {
    throw new Refusal({
      code: 'STYLE_INVALID',
      message: `The style sheet "${relative(source.root, file)}" ${wrong}.`,
      hint: 'Name a .css file; compile Sass or Less to CSS before, and write characters of icon fonts as \\e000.',
      location,
    });
  }
  // Images lie beside the style sheet, and are looked for beside the template.
  const way = relative(dirname(source.file), dirname(file)).split(sep).join('/');
  return css.replaceAll(IMAGE, (match, before: string, url: string) =>
    isLocalImage(url) && !url.startsWith('/') ? before + join(way, url).split(sep).join('/') : match,
  );
}
