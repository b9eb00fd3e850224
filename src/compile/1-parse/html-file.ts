import { text } from '../document.ts';
import type { FrontEnd } from '../template.ts';
import { subjectOfTitle } from './handlebars/subject.ts';
import { type HandlebarsTemplate, isPart, parsed, readLayout, readTemplate } from './handlebars/template.ts';
import { parseHandlebars } from './handlebars.ts';
import { completeDocument } from './layout.ts';

/** HTML with front matter and Handlebars. A fragment gets a document around it. */
export function createHtmlFrontEnd(): FrontEnd {
  return {
    extensions: ['.html', '.htm', '.hbs', '.handlebars'],
    async parse(source, catalog) {
      if (isPart(source)) return undefined;
      const template = withLayout(readTemplate(source, catalog, { extensions: ['.hbs', '.html'] }));
      const { title, preheader, marks } = template;
      const html = completeDocument(parseHandlebars(template.body, template.options), {
        catalog,
        title,
        preheader,
      });
      const ownTitle = /<title\b[^>]*>([\s\S]*?)<\/title/i.exec(html)?.[1];
      const location = { file: source.file, line: 1, column: 1 };
      return parsed(template, html, template.subject ?? subjectOfTitle(ownTitle, marks, location));
    },
  };
}

function withLayout(template: HandlebarsTemplate): HandlebarsTemplate {
  const { layout } = template.matter;
  if (!layout) return template;
  const file = template.files.layout(layout.name, ['.html', '.hbs'], layout.location);
  return readLayout(template, file, [text(parseHandlebars(template.body, template.options))]);
}
