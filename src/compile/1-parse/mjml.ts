import type { Expression } from '../expression.ts';
import { tolerating } from '../refusals.ts';
import type { Catalog, FrontEnd, PlainRendering } from '../template.ts';
import type { TemplateFiles } from './handlebars/files.ts';
import { placeOf } from './handlebars/compile.ts';
import { type HandlebarsFrontEndOptions, type PlainOptions, renderPlain } from './handlebars/plain.ts';
import { isBlockText } from './handlebars/own-block.ts';
import type { Expansion } from './handlebars/site.ts';
import { toMarked } from './handlebars/print.ts';
import { plainSubject, subjectOfTitle } from './handlebars/subject.ts';
import {
  type HandlebarsTemplate,
  isPart,
  parsed,
  readLayout,
  readTemplate,
  startOf,
} from './handlebars/template.ts';
import { type HandlebarsOptions, parseHandlebarsNodes } from './handlebars.ts';
import type { Marks } from './marks.ts';
import { type Places, refuseDynamicAttributes } from './mjml/attributes.ts';
import { hoistChoices, refuseSharedChoices } from './mjml/choices.ts';
import { distributeColumns } from './mjml/columns.ts';
import { withFontsNamed, withoutFontsNamed } from './mjml/fonts.ts';
import { type ConvertedMjml, convertMjml, type ConvertOptions } from './mjml/convert.ts';
import { type MjmlConfig, type MjmlConfigs, NO_CONFIG } from './mjml/config.ts';
import { documentOf, type DocumentSettings, withSettings } from './mjml/head.ts';
import { refuseLoopedCarousels, settleIds, withStableIds } from './mjml/ids.ts';
import { refusePositional } from './mjml/positional.ts';
import { printMjml } from './mjml/print.ts';
import { StandIns } from './mjml/stand-ins.ts';
import { isElement, type MjmlElement, parseMjml } from './mjml/tree.ts';

export interface MjmlFrontEndOptions extends HandlebarsFrontEndOptions {
  readonly configs?: MjmlConfigs | undefined;
}

/**
 * MJML 5 with Handlebars. Handlebars is resolved to tokens first; blocks between the elements that MJML lays
 * out become `<mj-raw>`, which MJML leaves in place.
 */
export function createMjmlFrontEnd({ runtime, helpers, configs }: MjmlFrontEndOptions = {}): FrontEnd {
  return {
    extensions: ['.mjml'],
    async parse(source, catalog) {
      if (isPart(source)) return undefined;
      const own = readTemplate(source, catalog, {
        extensions: ['.mjml', '.hbs', '.html'],
        expand: includes,
        own: await helpers?.(),
      });
      if (!own.matter.layout && !/<mjml[\s>]/.test(own.body.text)) return undefined;
      const template = withLayout(own);
      const { html, subject, config, ...found } = await compileMjml(template, catalog, configs);
      const plain = runtime && { catalog, runtime, config };
      const whole = parsed(template, html, subject, {
        ...found,
        renderPlain: plain && ((context) => renderPlainMjml(template, context, plain)),
      });
      return { ...whole, settleRules: settleIds, settle: (page) => settleIds(whole.settle!(page)) };
    },
  };
}

/** A template that names a layout is printed where the layout says `{{> content}}`. */
function withLayout(template: HandlebarsTemplate): HandlebarsTemplate {
  const { layout } = template.matter;
  if (!layout) return template;
  const file = template.files.layout(layout.name, ['.mjml'], layout.location);
  return readLayout(template, file, parseHandlebarsNodes(template.body, template.options));
}

export interface CompiledMjml extends Pick<ConvertedMjml, 'html' | 'warnings'> {
  /** Of the front matter, else of `<mj-title>`. */
  readonly subject: Expression | undefined;
  readonly config: MjmlConfig;
  /** Absolute paths of what was read for the configuration. */
  readonly files: readonly string[];
}

/** Throws a Refusal, or a CompileError with every finding of MJML: MJML_INVALID and those of the parts. */
export async function compileMjml(
  template: HandlebarsTemplate,
  catalog: Catalog,
  configs?: MjmlConfigs,
): Promise<CompiledMjml> {
  const { marks, title, preheader } = template;
  const config = (await configs?.of(template.source.file)) ?? NO_CONFIG;
  const marked = toMarked(parseHandlebarsNodes(template.body, template.options), marks);
  const start = startOf(template);
  const laidOut = await layOut(marked.text, {
    marks,
    start,
    locate: (offset) => placeOf(marked, offset) ?? start,
    settings: { locale: catalog.locale, dir: catalog.dir, title, preview: preheader },
    isValidated: true,
    config,
  });
  return {
    html: laidOut.html,
    subject: template.subject ?? subjectOfTitle(laidOut.ownTitle, marks, start),
    config,
    warnings: [...config.warnings, ...laidOut.warnings],
    files: config.files,
  };
}

/** Handlebars first, then MJML. */
export async function renderPlainMjml(
  template: HandlebarsTemplate,
  context: unknown,
  options: PlainOptions & { readonly config: MjmlConfig },
): Promise<PlainRendering> {
  const { locale, dir } = options.catalog;
  const { body, subject, title, preheader } = await renderPlain(template, context, options);
  const { marks } = template;
  const start = startOf(template);
  const settings = { locale, dir, title, preview: preheader };
  // What MJML thinks of values of the context is no finding; what it thinks of the template was found before.
  const { html, ownTitle } = await layOut(body, {
    marks,
    start,
    locate: () => start,
    settings,
    isValidated: false,
    config: options.config,
  });
  return { html, subject: subject ?? plainSubject(ownTitle, start) };
}

interface LayOutOptions extends ConvertOptions {
  readonly marks: Marks;
  readonly settings: DocumentSettings;
}

interface LaidOut extends Pick<ConvertedMjml, 'html' | 'warnings'> {
  /** What `<mj-title>` holds. */
  readonly ownTitle: string | undefined;
}

/** Marked MJML → marked HTML, and the content of `<mj-title>`. */
async function layOut(marked: string, options: LayOutOptions): Promise<LaidOut> {
  const { marks, locate, settings, config } = options;
  const { elements } = config;
  // What a helper of the project writes between its blocks is text to MJML.
  const isDropped = (number: number): boolean => {
    const mark = marks.get(number);
    return mark.kind === 'slot' && isBlockText(mark.expression);
  };
  const document = documentOf(parseMjml(marked, locate, { isDropped, elements }), locate);
  const places: Places = { source: marked, locate, elements };
  refuseSharedChoices(document, marks, places);
  const chosen = hoistChoices(document.body, marks, places);
  const [body] = distributeColumns(chosen, document.head, locate) as readonly [MjmlElement];
  const root = withSettings({ ...document, body }, settings);
  refuseDynamicAttributes(root, document.head, places);
  const standIns = new StandIns(marks, options.start);
  const printed = printMjml(standIns.put(root), marks, places);
  const text = withFontsNamed(printed.text, document.head, config.options.fonts);
  const { html, warnings, positional } = await convertMjml({ ...printed, text }, options);
  refusePositional(root, positional, locate);
  refuseLoopedCarousels(body, locate);
  const ownTitle = document.head.children.find((node): node is MjmlElement => isElement(node, 'mj-title'));
  return {
    html: withStableIds(standIns.resolve(withoutFontsNamed(html)), marks),
    ownTitle: ownTitle?.content,
    warnings,
  };
}

const INCLUDE = /<!--[\s\S]*?-->|<mj-include\b([^>]*?)\/?>(?:\s*<\/mj-include\s*>)?/g;

/**
 * `<mj-include path="…">` is put in place before MJML sees it, so that it may hold Handlebars and stays in
 * the root.
 */
const includes =
  (files: TemplateFiles): HandlebarsOptions['expand'] =>
  (content, placeAt) => {
    const pieces: Expansion[] = [];
    let end = 0;
    for (const match of content.matchAll(INCLUDE)) {
      if (match[1] === undefined) continue;
      const attribute = (name: string): string | undefined =>
        new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
          .exec(match[1]!)
          ?.slice(1)
          .find((value) => value !== undefined);
      pieces.push({ kind: 'text', value: content.slice(end, match.index), offset: end });
      const location = placeAt(match.index);
      const source = tolerating(
        () => files.include(attribute('path') ?? '', location.file, location),
        () => ({ text: '', file: location.file }),
      );
      pieces.push({ kind: 'source', source, ...wrapping(attribute('type'), attribute('css-inline')) });
      end = match.index + match[0].length;
    }
    pieces.push({ kind: 'text', value: content.slice(end), offset: end });
    return pieces;
  };

function wrapping(
  type: string | undefined,
  inline: string | undefined,
): { readonly before: string; readonly after: string } {
  if (type === 'html') return { before: '<mj-raw>', after: '</mj-raw>' };
  if (type !== 'css') return { before: '', after: '' };
  return { before: `<mj-style${inline === 'inline' ? ' inline="inline"' : ''}>`, after: '</mj-style>' };
}
