import type { FrontEnd, PlainRendering } from '../template.ts';
import { type HandlebarsFrontEndOptions, type PlainOptions, renderPlain } from './handlebars/plain.ts';
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
import { parseHandlebars, parseHandlebarsNodes } from './handlebars.ts';
import { compileInky, INKY_EXTENSIONS, isInky } from './inky.ts';
import { completeDocument } from './layout.ts';

/** HTML or Inky, with front matter and Handlebars. A fragment gets a document around it. */
export function createHtmlFrontEnd({ runtime, helpers }: HandlebarsFrontEndOptions = {}): FrontEnd {
  return {
    extensions: ['.html', '.htm', '.hbs', '.handlebars', ...INKY_EXTENSIONS],
    async parse(source, catalog) {
      if (isPart(source)) return undefined;
      const own = readTemplate(source, catalog, {
        extensions: ['.hbs', '.html', ...INKY_EXTENSIONS],
        own: await helpers?.(),
      });
      const template = withLayout(own);
      const { title, preheader, marks, matter, body, options } = template;
      // A template and its layout become one page, so it is enough that one of them is Inky.
      const inky = [source.file, body.file].some((file) => isInky(file, matter.data));
      const { html: content, warnings } = inky
        ? compileInky(template)
        : { html: parseHandlebars(body, options), warnings: [] };
      const html = completeDocument(content, { catalog, title, preheader });
      const subject = template.subject ?? subjectOfTitle(titleIn(html), marks, startOf(template));
      return parsed(template, html, subject, {
        warnings,
        renderPlain:
          runtime && !inky
            ? (context) => renderPlainHtml(template, context, { catalog, runtime })
            : undefined,
      });
    },
  };
}

async function renderPlainHtml(
  template: HandlebarsTemplate,
  context: unknown,
  options: PlainOptions,
): Promise<PlainRendering> {
  const { body, subject, title, preheader } = await renderPlain(template, context, options);
  const html = completeDocument(body, { catalog: options.catalog, title, preheader });
  return { html, subject: subject ?? plainSubject(titleIn(html), startOf(template)) };
}

const titleIn = (html: string): string | undefined => /<title\b[^>]*>([\s\S]*?)<\/title/i.exec(html)?.[1];

function withLayout(template: HandlebarsTemplate): HandlebarsTemplate {
  const { layout } = template.matter;
  if (!layout) return template;
  const extensions = ['.html', '.hbs', ...INKY_EXTENSIONS];
  const file = template.files.layout(layout.name, extensions, layout.location);
  const content = parseHandlebarsNodes(template.body, template.options);
  return readLayout(template, file, content, toMarked(content, template.marks).text);
}
