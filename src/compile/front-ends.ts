import { createHtmlFrontEnd } from './1-parse/html-file.ts';
import { createMarkdownFrontEnd } from './1-parse/markdown.ts';
import { createMjmlFrontEnd } from './1-parse/mjml.ts';
import { createReactFrontEnd } from './1-parse/react/index.ts';
import type { FrontEnd } from './template.ts';

/** The template languages, in the order in which they are asked whether a file is theirs. */
export const createFrontEnds = ({ root }: { readonly root: string }): readonly FrontEnd[] => [
  createReactFrontEnd({ root }),
  createMjmlFrontEnd(),
  createMarkdownFrontEnd(),
  createHtmlFrontEnd(),
];
