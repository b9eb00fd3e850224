import { basename, extname } from 'node:path';
import { Marked, type MarkedExtension, Renderer, type Tokens } from 'marked';
import type { Direction } from '../../artifact.ts';
import { text } from '../document.ts';
import type { Catalog, FrontEnd, ParsedTemplate, TemplateSource } from '../template.ts';
import { escapeText } from '../escape.ts';
import { printLiteral } from './handlebars/logic.ts';
import { type HandlebarsTemplate, isPart, parsed, readLayout, readTemplate } from './handlebars/template.ts';
import { parseHandlebars, parseHandlebarsNodes } from './handlebars.ts';
import { compileInky, INKY_EXTENSIONS, isInky } from './inky.ts';
import { completeDocument, defaultLayout } from './layout.ts';
import { codeOf, toMarkdown } from './markdown/lines.ts';
import { arrange, controlOf, isControlItem } from './markdown/tokens.ts';
import { CLOSE, type Marks, OPEN, TOKEN } from './marks.ts';
import { compileMjml, type MjmlFrontEndOptions } from './mjml.ts';

/** What a layout that is a React component gets. */
export interface ReactLayoutInput {
  /** Marked HTML. */
  readonly contentHtml: string;
  /** The constants of the front matter. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Marked text. */
  readonly title: string | undefined;
  /** Marked text. */
  readonly preheader: string | undefined;
  readonly marks: Marks;
  readonly catalog: Catalog;
  /** The template that the layout is for. */
  readonly source: TemplateSource;
}

export interface ReactLayout {
  /** Marked HTML of a whole document. */
  readonly html: string;
  /** Absolute paths of the files that it was made from. */
  readonly dependencies: readonly string[];
}

export interface MarkdownOptions extends Pick<MjmlFrontEndOptions, 'helpers' | 'configs'> {
  /**
   * Renders a component with content to marked HTML of a whole document. Without it, such layouts are not
   * found.
   */
  readonly renderReactLayout?: ((file: string, input: ReactLayoutInput) => Promise<ReactLayout>) | undefined;
}

/**
 * Markdown (GFM) with front matter and Handlebars. Handlebars is resolved to tokens first, so that no value
 * is taken for Markdown; block tags on lines of their own may contain any blocks, items of a list or rows of
 * a table.
 */
export function createMarkdownFrontEnd({
  renderReactLayout,
  helpers,
  configs,
}: MarkdownOptions = {}): FrontEnd {
  const layouts = [
    '.mjml',
    '.html',
    '.hbs',
    ...INKY_EXTENSIONS,
    ...(renderReactLayout ? ['.tsx', '.jsx'] : []),
  ];
  return {
    extensions: ['.md', '.markdown'],
    async parse(source, catalog) {
      if (isPart(source) || /^readme$/i.test(basename(source.id))) return undefined;
      const template = readTemplate(source, catalog, {
        extensions: ['.md', '.hbs', '.html'],
        keepLiterals: true,
        own: await helpers?.(),
      });
      const content = markdownToHtml(
        toMarkdown(parseHandlebarsNodes(template.body, template.options), template.marks),
        template.marks,
        catalog.dir,
      );
      const { layout, data } = template.matter;
      const { marks, title, preheader } = template;
      if (!layout) {
        const html = completeDocument(defaultLayout(content), { catalog, title, preheader });
        return parsed(template, html, template.subject);
      }
      const file = template.files.layout(layout.name, layouts, layout.location);
      if (renderReactLayout && /^\.[jt]sx$/.test(extname(file))) {
        template.files.read(file);
        const input = { contentHtml: content, data, title, preheader, marks, catalog, source };
        const { html, dependencies } = await renderReactLayout(file, input);
        const whole = parsed(template, html, template.subject);
        return { ...whole, dependencies: [...new Set([...whole.dependencies, ...dependencies])] };
      }
      const outer = readLayout(template, file, [text(content)]);
      const { html, subject, warnings, files } =
        extname(file) === '.mjml'
          ? await compileMjml(outer, catalog, configs)
          : { ...layOut(outer, file, catalog), files: [] };
      return parsed(outer, html, subject, { warnings, files });
    },
  };
}

function layOut(
  layout: HandlebarsTemplate,
  file: string,
  catalog: Catalog,
): Pick<ParsedTemplate, 'html' | 'subject' | 'warnings'> {
  const { title, preheader, subject } = layout;
  const { html, warnings } = isInky(file, layout.matter.data)
    ? compileInky(layout)
    : { html: parseHandlebars(layout.body, layout.options), warnings: [] };
  return { html: completeDocument(html, { catalog, title, preheader }), subject, warnings };
}

/** Marked Markdown → marked HTML. */
export function markdownToHtml(source: string, marks: Marks, dir: Direction): string {
  const marked = new Marked({ gfm: true }, extension(marks, dir));
  const html = marked.parse(source, { async: false });
  return (
    html
      // Markdown percent-encodes URLs, and with them the characters of tokens.
      .replaceAll('%EE%80%80', OPEN)
      .replaceAll('%EE%80%81', CLOSE)
      .replaceAll(TOKEN, (token, letter: string, digits: string) =>
        letter === 's' ? settled(token, marks.get(Number(digits))) : token,
      )
      .trim()
  );
}

/** Slots of what is known at build time were kept from Markdown, and can be text now. */
function settled(token: string, mark: ReturnType<Marks['get']>): string {
  return mark.kind === 'slot' && mark.print === 'handlebars' && mark.expression.kind === 'literal'
    ? escapeText(printLiteral(mark.expression), mark.print)
    : token;
}

const extension = (marks: Marks, dir: Direction): MarkedExtension => ({
  hooks: { processAllTokens: (tokens) => arrange(tokens, marks) },
  renderer: {
    html(token) {
      return controlOf(token.text) ?? false;
    },
    code(token) {
      const { code, isOpen } = codeOf(token.text);
      const html = Renderer.prototype.code.call(this, { ...token, text: code });
      return isOpen ? html.replace(/\n(?=<\/code>)/, '') : html;
    },
    listitem(item) {
      return isControlItem(item) ? item.text : false;
    },
    link(token) {
      const { classes } = token as Tokens.Link & { readonly classes?: string };
      if (classes === undefined) return false;
      return Renderer.prototype.link.call(this, token).replace('<a ', `<a class="${classes}" `);
    },
    tablecell(token) {
      if (!token.header || token.align) return false;
      // Mail programs centre headings; over text they belong where its lines begin.
      return Renderer.prototype.tablecell.call(this, { ...token, align: dir === 'rtl' ? 'right' : 'left' });
    },
    table(token) {
      const cells = (row: readonly Tokens.TableCell[]): string =>
        row.map((cell) => this.tablecell(cell)).join('');
      const rows = token.rows.map((row) => controlRow(row) ?? this.tablerow({ text: cells(row) }));
      const body = rows.length > 0 ? `<tbody>\n${rows.join('')}</tbody>\n` : '';
      return `<table class="data">\n<thead>\n${this.tablerow({ text: cells(token.header) })}</thead>\n${body}</table>\n`;
    },
  },
});

/** The block tokens that stand in a table as a row (see markdown/lines.ts). */
function controlRow([first, ...rest]: readonly Tokens.TableCell[]): string | undefined {
  const isControl =
    first && /^(?:\uE000[woel]\d+\uE001)+$/.test(first.text) && rest.every((cell) => cell.text === '');
  return isControl ? first.text : undefined;
}
