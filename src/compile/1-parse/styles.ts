import { dirname, join, relative, sep } from 'node:path';
import type { Location } from '../../errors.ts';
import { findMention, isLocalImage, isRemote } from '../asset-files.ts';
import { Refusal } from '../diagnostics.ts';
import { tolerating } from '../refusals.ts';
import type { TemplateSource } from '../template.ts';
import type { TemplateFiles } from './handlebars/files.ts';
import { CLOSE, OPEN } from './marks.ts';
import { type StyleText, withImports } from './style-imports.ts';

/** A style sheet that a template names in its front matter. */
export interface StyleName {
  readonly name: string;
  readonly location: Location;
}

const STYLE = /(<style\b[^>]*>)([^]*?)(<\/style>)/gi;
const LINK = /<link\b[^>]*>/gi;
const IMAGE = /(url\(\s*["']?)([^"')\s]+)(?=["')\s])/gi;

/** Where style sheets are looked for, and said to be read. */
export interface StyleSource {
  readonly source: TemplateSource;
  readonly files: TemplateFiles;
  /** The files that may name a style sheet in their text. */
  readonly mentions: readonly string[];
}

/**
 * Style sheets of the project in their place: `<link rel="stylesheet">` becomes `<style>` where it stands, `@import` what
 * it imports. Those of the front matter come last in `<head>`, so that they override what a layout brings. Sheets on the
 * web stay links.
 *
 * Throws a Refusal: STYLE_MISSING, FILE_OUTSIDE, STYLE_INVALID.
 */
export function withStyles(html: string, styles: readonly StyleName[], from: StyleSource): string {
  const { source, mentions } = from;
  const placeOf = (name: string): Location =>
    findMention(name, mentions) ?? { file: source.file, line: 1, column: 1 };
  const linked = html.replaceAll(LINK, (tag) => {
    const href = attributeIn(tag, 'href');
    if (attributeIn(tag, 'rel')?.toLowerCase() !== 'stylesheet' || href === undefined) return tag;
    if (isRemote(href) || href.includes(OPEN)) return tag;
    return styleElement(readNamed(href, placeOf(href), from), attributeIn(tag, 'media'));
  });
  const complete = linked.replaceAll(STYLE, (whole, tag: string, css: string, end: string) => {
    const [, name = ''] = /@import\s+(?:url\(\s*)?["']?([^"')\s;]+)/i.exec(css) ?? [];
    if (name === '') return whole;
    const location = placeOf(name);
    const expanded = tolerating(
      () => withImportsFrom({ file: location.file, css }, from, location),
      () => css,
    );
    return tag + expanded + end;
  });
  const last = styles.map(({ name, location }) => styleElement(readNamed(name, location, from))).join('');
  return last === '' ? complete : atEndOfHead(complete, last);
}

/** The style sheets that modules of the template import, last in `<head>`. */
export function withImportedStyles(html: string, imported: readonly string[], from: StyleSource): string {
  const sheets = imported.map((file) => {
    const location = findMention(file, from.mentions) ?? { file: from.source.file, line: 1, column: 1 };
    return styleElement(
      tolerating(
        () => readStyle(file, from, location),
        () => '',
      ),
    );
  });
  return sheets.length === 0 ? html : atEndOfHead(html, sheets.join(''));
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
  if (!/<html\b/i.test(html)) return styles + html;
  return html.replace(/<html\b[^>]*>/i, (tag) => `${tag}<head>${styles}</head>`);
}

const readNamed = (name: string, location: Location, from: StyleSource): string =>
  tolerating(
    () => readStyle(from.files.style(name, location.file, location), from, location),
    () => '',
  );

function readStyle(file: string, from: StyleSource, location: Location): string {
  const style = { file, css: textOf(file, from, location) };
  const css = withImportsFrom(style, from, location, dirname(file));
  return imagesFrom(css, file, from.source);
}

/** `to`: the folder from which images are looked for. */
function withImportsFrom(style: StyleText, from: StyleSource, location: Location, to?: string): string {
  const read = (name: string, importer: string): StyleText => {
    const file = from.files.style(name, importer, findMention(name, [importer]) ?? location);
    return { file, css: imagesFrom(textOf(file, from, location), file, from.source, to) };
  };
  const wrong = (condition: string): Refusal =>
    invalid(style.file, from, `imports with "${condition}", which is not supported`, location);
  return withImports(style, read, wrong);
}

function textOf(file: string, from: StyleSource, location: Location): string {
  const css = from.files.read(file).replace(/^\uFEFF/, '');
  const wrong = !file.endsWith('.css')
    ? 'is no CSS'
    : file.endsWith('.module.css')
      ? 'is a CSS module, whose class names only a bundler knows'
      : css.includes(OPEN) || css.includes(CLOSE)
        ? 'holds U+E000 or U+E001, private-use characters that the compiler needs for itself'
        : /<\/style/i.test(css)
          ? 'holds </style>, which would end it'
          : undefined;
  if (wrong !== undefined) throw invalid(file, from, wrong, location);
  return css;
}

const invalid = (file: string, { source }: StyleSource, wrong: string, location: Location): Refusal =>
  new Refusal({
    code: 'STYLE_INVALID',
    message: `The style sheet "${relative(source.root, file)}" ${wrong}.`,
    hint: 'Name a plain .css file; compile Sass, Less and CSS modules to CSS before, and write characters of icon fonts as \\e000.',
    location,
  });

/** Images lie beside the style sheet, and are looked for beside the template. */
function imagesFrom(
  css: string,
  file: string,
  source: TemplateSource,
  to: string = dirname(source.file),
): string {
  const way = relative(to, dirname(file)).split(sep).join('/');
  return css.replaceAll(IMAGE, (match, before: string, url: string) =>
    isLocalImage(url) && !url.startsWith('/') ? before + join(way, url).split(sep).join('/') : match,
  );
}
