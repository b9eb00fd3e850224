import { createHtmlFrontEnd } from '../../src/compile/1-parse/html-file.ts';
import type { Rendered } from '../../src/index.ts';
import { rendererOf } from '../compile/harness.ts';
import { parse, project } from './project.ts';

/** Renders an HTML template through all passes and the emitted code; unless `strict`, missing values are nothing. */
export async function rendered(source: string, context: unknown, strict = false): Promise<Rendered> {
  const { html, marks, subject } = await parse(createHtmlFrontEnd(), project({ 'a.html': source }), 'a.html');
  const renderer = await rendererOf(html, { marks, ...(subject && { subject }) });
  return renderer.render('test', { context, strict });
}

/** The body of the page that a fragment becomes. */
export const bodyOf = async (source: string, context: unknown): Promise<string> =>
  /<body>\n([\s\S]*?)\n<\/body>/.exec((await rendered(source, context)).html)![1]!;
