import type { FrontEnd } from '../template.ts';
import { toMarked } from './handlebars/print.ts';
import { subjectOfTitle } from './handlebars/subject.ts';
import { type HandlebarsTemplate, isPart, parsed, readLayout, readTemplate } from './handlebars/template.ts';
import { parseHandlebars, parseHandlebarsNodes } from './handlebars.ts';
import { compileInky, INKY_EXTENSIONS, isInky } from './inky.ts';
import { completeDocument } from './layout.ts';

/** HTML or Inky, with front matter and Handlebars. A fragment gets a document around it. */
export function createHtmlFrontEnd(): FrontEnd {
  return {
    extensions: ['.html', '.htm', '.hbs', '.handlebars', ...INKY_EXTENSIONS],
    async parse(source, catalog) {
      if (isPart(source)) return undefined;
      const own = readTemplate(source, catalog, { extensions: ['.hbs', '.html', ...INKY_EXTENSIONS] });
      const template = withLayout(own);
      const { title, preheader, marks, matter, body, options } = template;
      // A template and its layout become one page, so it is enough that one of them is Inky.
      const { html: content, warnings } = [source.file, body.file].some((file) => isInky(file, matter.data))
        ? compileInky(template)
        : { html: parseHandlebars(body, options), warnings: [] };
      const html = completeDocument(content, { catalog, title, preheader });
      const ownTitle = /<title\b[^>]*>([\s\S]*?)<\/title/i.exec(html)?.[1];
      const location = { file: source.file, line: 1, column: 1 };
      const subject = template.subject ?? subjectOfTitle(ownTitle, marks, location);
      return parsed(template, html, subject, warnings);
    },
  };
}

function withLayout(template: HandlebarsTemplate): HandlebarsTemplate {
  const { layout } = template.matter;
  if (!layout) return template;
  const extensions = ['.html', '.hbs', ...INKY_EXTENSIONS];
  const file = template.files.layout(layout.name, extensions, layout.location);
  const content = parseHandlebarsNodes(template.body, template.options);
  return readLayout(template, file, content, toMarked(content, template.marks).text);
}
