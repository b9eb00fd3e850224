import type { Location } from '../../../errors.ts';
import type { Node } from '../../document.ts';
import { type Expression, literal } from '../../expression.ts';
import type { Catalog, ParsedTemplate, TemplateSource } from '../../template.ts';
import { type FrontMatter, splitFrontMatter } from '../front-matter.ts';
import { warnOfKeys } from '../front-matter-keys.ts';
import { type HandlebarsOptions, parseHandlebars, parseHandlebarsString } from '../handlebars.ts';
import { Marks } from '../marks.ts';
import { withStyles } from '../styles.ts';
import { TemplateFiles } from './files.ts';
import { constant } from './logic.ts';
import type { OwnHelpers } from './own-helpers.ts';
import { withoutSlots } from './print.ts';
import type { HandlebarsSource } from './syntax.ts';

/** A template (or its layout) read, its front matter understood; its body is left to the front end. */
export interface HandlebarsTemplate {
  readonly source: TemplateSource;
  readonly body: HandlebarsSource;
  readonly matter: FrontMatter;
  readonly marks: Marks;
  readonly files: TemplateFiles;
  /** For the body. */
  readonly options: HandlebarsOptions;
  /** Evaluates to a string. */
  readonly subject: Expression | undefined;
  /** Marked text for `<title>`. */
  readonly title: string | undefined;
  /** Marked text. */
  readonly preheader: string | undefined;
  /** The project's helper module. */
  readonly own?: OwnHelpers | undefined;
  /** Of a layout: the template that it is laid around. */
  readonly inner?: HandlebarsTemplate | undefined;
}

interface ParsedDetails extends Pick<ParsedTemplate, 'renderPlain'> {
  readonly warnings?: ParsedTemplate['warnings'] | undefined;
  /** What was read besides. */
  readonly files?: readonly string[] | undefined;
}

export interface ReadOptions {
  /** Of partials, the preferred one first. */
  readonly extensions: readonly string[];
  readonly expand?: ((files: TemplateFiles) => HandlebarsOptions['expand']) | undefined;
  readonly keepLiterals?: boolean | undefined;
  readonly own?: OwnHelpers | undefined;
}

/** Files in folders (or with names) that begin with `_` are parts of templates. */
export const isPart = ({ id }: TemplateSource): boolean => /(^|\/)_/.test(id);

/** Where the body begins. */
export const startOf = ({ body: { file, lineOffset = 0 } }: HandlebarsTemplate): Location => ({
  file,
  line: 1 + lineOffset,
  column: 1,
});

/** What every front end over Handlebars gives. `renderPlain` is that of ParsedTemplate, but for style sheets. */
export function parsed(
  template: HandlebarsTemplate,
  html: string,
  subject: Expression | undefined,
  { warnings = [], files: others = [], renderPlain }: ParsedDetails = {},
): ParsedTemplate {
  const { source, matter, marks, files, own } = template;
  const complete = (page: string): string =>
    withStyles(page, matter.styles, { source, files, mentions: files.dependencies });
  return {
    html: complete(html),
    marks,
    subject,
    contextType: matter.contextType,
    previews: matter.previews,
    renderPlain:
      renderPlain &&
      (async (context) => {
        const plain = await renderPlain(context);
        return { ...plain, html: complete(plain.html) };
      }),
    settle: (page) => settlePlain(withoutSlots(page, marks)),
    ...(own && {
      operandTypes: own.types,
      module: own.bundle,
      importPackage: async () => own.functions,
    }),
    dependencies: [...files.dependencies, ...(own?.files ?? []), ...others],
    warnings: [...warnings, ...warnOfKeys(matter.doubtful, files)],
  };
}

/**
 * Where blocks stood, other white space is left between tags, and MJML joins the conditional comments that then follow
 * each other. Like style sheets, web fonts are those of all branches at once (`@import` tells of one that is missing).
 */
const settlePlain = (html: string): string =>
  html
    .replaceAll(/<!--\[if !mso]><!-->(?:\s*<link\b[^>]*\brel="stylesheet"[^>]*>)*\s*<!--<!\[endif]-->/g, '')
    .replaceAll(/<!\[endif]-->\s*<!--\[if mso \| IE]>/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?:bgcolor|srcset|sizes)=""(?=[ >])/g, '')
    .replaceAll(/(?<= style=")[^"]*/g, (css) => declarations(css))
    .replaceAll(/class="([^"]*)"/g, (_, names: string) => `class="${classes(names)}"`)
    .replaceAll(/aria-label=" ?([^"]*?) ?"/g, 'aria-label="$1"')
    .replaceAll(
      / ?(<(?:\/?(?:html|head|body|div|table|tbody|thead|tr|td|th|style|meta|link|title)\b[^>]*|!--[^>]*|!\[[^>]*)>) ?/g,
      '$1',
    );

/** Those that have a value, with the references that CSS passes write. */
const declarations = (css: string): string =>
  css
    .replaceAll('&#x3D;', '=')
    .replaceAll('&#x60;', '`')
    .replaceAll('&#x27;', "'")
    .replaceAll('&gt;', '>')
    .split(';')
    .map((declaration) => declaration.trim().replace(/^([\w-]+): +/, '$1:'))
    .filter((declaration) => !/^[\w-]*:?$/.test(declaration))
    .join('; ');

/** A suffix of MJML is there without a name too. */
const classes = (names: string): string =>
  names
    .split(' ')
    .filter((name) => name !== '' && name !== '-outlook' && name !== '-thumbnail')
    .join(' ');

export function readTemplate(
  source: TemplateSource,
  catalog: Catalog,
  options: ReadOptions,
): HandlebarsTemplate {
  const { extensions, expand, keepLiterals, own } = options;
  const files = new TemplateFiles(source, extensions);
  const { matter, body } = splitFrontMatter(files.read(source.file), source.file);
  const marks = new Marks();
  const base: HandlebarsOptions = {
    catalog,
    marks,
    partials: (name, from) => files.partial(name, from),
    partialNames: () => files.partialNames(),
    constants: constantsOf(matter),
    expand: expand?.(files),
    keepLiterals,
    own: own && { functions: own.functions, specifier: specifierOf(own, source) },
  };
  return { source, body, marks, files, own, ...withMatter(matter, base) };
}

/** The helper module seen from the artifact of a template, which lies as deep as its id in a folder of its own. */
const specifierOf = ({ bundle }: OwnHelpers, { id }: TemplateSource): string =>
  '../'.repeat(id.split('/').length) + bundle.path;

/**
 * The template's layout. What the template says about itself wins over the layout. `content` is what the
 * layout prints with `{{> content}}`, and with `{{{content}}}` where it is `finished`: marked HTML as one text.
 */
export function readLayout(
  template: HandlebarsTemplate,
  file: string,
  content: readonly Node[],
  finished?: string,
): HandlebarsTemplate {
  const layout = splitFrontMatter(template.files.read(file), file);
  const { matter } = template;
  const merged: FrontMatter = {
    ...matter,
    subject: matter.subject ?? layout.matter.subject,
    preheader: matter.preheader ?? layout.matter.preheader,
    contextType: matter.contextType ?? layout.matter.contextType,
    styles: [...layout.matter.styles, ...matter.styles],
    data: { ...layout.matter.data, ...matter.data },
    doubtful: [...matter.doubtful, ...layout.matter.doubtful],
  };
  const { subject, preheader } = template;
  const constants = { ...constantsOf(merged), ...contentOf(content, finished) };
  const base = { ...template.options, constants, chunks: { content }, keepLiterals: false };
  const known = withMatter(merged, base);
  return {
    ...template,
    body: layout.body,
    inner: template,
    ...known,
    subject: subject ?? known.subject,
    preheader: preheader ?? known.preheader,
  };
}

/** HTML that is finished can be a value; what is still to be laid out can only be a partial. */
function contentOf(
  [only, ...more]: readonly Node[],
  finished: string | undefined,
): Readonly<Record<string, Expression>> {
  const value = finished ?? (only?.kind === 'text' && more.length === 0 ? only.value : undefined);
  return value === undefined ? {} : { content: literal(value) };
}

const constantsOf = ({ data }: FrontMatter): Readonly<Record<string, Expression>> =>
  Object.fromEntries(Object.entries(data).map(([name, value]) => [name, constant(value)]));

/** Subject and preheader are Handlebars themselves; body and layout can print them as `@subject`, `@preheader`. */
function withMatter(
  matter: FrontMatter,
  base: HandlebarsOptions,
): Pick<HandlebarsTemplate, 'matter' | 'options' | 'subject' | 'title' | 'preheader'> {
  const subject = matter.subject && parseHandlebarsString(matter.subject, base);
  const preheader = matter.preheader && parseHandlebarsString(matter.preheader, base);
  const data = { ...base.data, ...(subject && { subject }), ...(preheader && { preheader }) };
  return {
    matter,
    options: { ...base, data },
    subject,
    title: matter.subject && parseHandlebars(matter.subject, base),
    preheader: matter.preheader && parseHandlebars(matter.preheader, base),
  };
}
