import type { Location } from '../../errors.ts';
import { printMarked } from '../3-emit/marked.ts';
import { literal } from '../expression.ts';
import { type Marks, OPEN } from './marks.ts';
import type { Diagnostic } from '../diagnostics.ts';
import type { Element, Node } from '../document.ts';
import { tolerating } from '../refusals.ts';
import { placeOf } from './handlebars/compile.ts';
import { toMarked } from './handlebars/print.ts';
import type { HandlebarsTemplate } from './handlebars/template.ts';
import { parseHandlebarsNodes } from './handlebars.ts';
import { parseHtml, placeOfElement } from './html.ts';
import { hoistChoices } from './inky/choices.ts';
import { arrangeColumns } from './inky/columns.ts';
import { COMPONENTS } from './inky/components.ts';
import { centred, changed, eachElement } from './inky/element.ts';

/** The file name extensions that say that a file is Inky. */
export const INKY_EXTENSIONS: readonly string[] = ['.inky', '.inky.html'];

/** Whether a template or a layout is Inky: by its name, or by `language: inky` in its front matter. */
export const isInky = (file: string, data: Readonly<Record<string, unknown>>): boolean =>
  INKY_EXTENSIONS.some((extension) => file.endsWith(extension)) || data['language'] === 'inky';

export interface CompiledInky {
  /** Marked HTML, as much of a document as the template is. */
  readonly html: string;
  readonly warnings: readonly Diagnostic[];
}

/**
 * Inky with Handlebars → tables. The rewriting is our own: the package `inky` counts siblings in HTML text, where a
 * condition between columns cannot be seen, and needs a cheerio of 2016.
 *
 * Throws a Refusal: those of Handlebars, BLOCK_MISNESTED, ATTRIBUTE_NAME_DYNAMIC, INKY_ATTRIBUTE_DYNAMIC,
 * INKY_COLUMNS_LOOPED, INKY_SIZE, INKY_TOO_MANY_CHOICES.
 */
export function compileInky({ body, options, marks }: HandlebarsTemplate): CompiledInky {
  const marked = toMarked(parseHandlebarsNodes(body, options), marks);
  const start: Location = { file: body.file, line: 1 + (body.lineOffset ?? 0), column: 1 };
  const locate = (offset: number): Location => placeOf(marked, offset) ?? start;
  const source = withVerbatim(marked.text, marks);
  const document = parseHtml(source, marks, start, { locate, selfClosing: true });
  const warnings: Diagnostic[] = [];
  const nodes = rewrite(document, (node, message, hint) => {
    const location = placeOfElement(node) ?? start;
    warnings.push({ severity: 'warning', code: 'INKY_CONTENT', message, hint, location });
  });
  return { html: printMarked(nodes, marks), warnings };
}

const RAW = /(<raw\b[^>]*>)([^]*?)(?=<\/raw\s*>)/gi;

/** `<raw><<Coupon code>></raw>`: what is no HTML would not survive a parser of HTML. Places stay as they are. */
const withVerbatim = (source: string, marks: Marks): string =>
  source.replaceAll(RAW, (whole, tag: string, content: string) => {
    if (!content.includes('<<') || content.includes(OPEN)) return whole;
    return tag + marks.slot(literal(content), 'raw').padEnd(content.length);
  });

/** What stands in `<raw>`, without the space that keeps places. */
const verbatim = (nodes: readonly Node[]): readonly Node[] =>
  nodes[0]?.kind === 'slot' && nodes[0].expression.kind === 'literal' ? nodes.slice(0, 1) : nodes;

type Warn = (node: Element, message: string, hint: string) => void;

/** A list of siblings. Columns come last: what they become depends on their neighbours. */
function rewrite(siblings: readonly Node[], warn: Warn): readonly Node[] {
  const hoisted = eachElement(siblings, (node) =>
    isComponent(node)
      ? tolerating(
          () => hoistChoices(node),
          () => node.children,
        )
      : [node],
  );
  const others = eachElement(hoisted, (node) => (node.name === 'columns' ? [node] : rewriteOne(node, warn)));
  return tolerating(
    () => arrangeColumns(others, (column) => rewrite(column.children, warn)),
    () => others,
  );
}

const isComponent = ({ name }: Element): boolean => name === 'columns' || Object.hasOwn(COMPONENTS, name);

function rewriteOne(node: Element, warn: Warn): readonly Node[] {
  const { name } = node;
  // What is raw stays as it is, with the names of Inky in it.
  if (name === 'raw') return verbatim(node.children);
  if (!isComponent(node)) return [changed(node, node.attributes, rewrite(node.children, warn))];
  warnOfStrays(node, warn);
  const children = rewrite(name === 'center' ? centred(node.children) : node.children, warn);
  return tolerating(
    () => COMPONENTS[name]!(node, children),
    () => children,
  );
}

/** What may stand directly in a component; elsewhere a browser would move it out of the table, or Inky drops it. */
const ROOM: Readonly<Record<string, readonly string[]>> = {
  row: ['columns', 'th', 'td', 'raw'],
  menu: ['item', 'th', 'td', 'raw'],
  'block-grid': ['td', 'th', 'raw'],
  spacer: [],
  'h-line': [],
};

function warnOfStrays(node: Element, warn: Warn): void {
  const room = ROOM[node.name];
  const stray = room && strayIn(node.children, room);
  if (stray === undefined) return;
  const [cell] = room!;
  const hint = cell ? `Put it into <${cell}>.` : `Close <${node.name}> where it is opened.`;
  warn(node, `${stray} directly in <${node.name}> is not shown in its place.`, hint);
}

function strayIn(nodes: readonly Node[], room: readonly string[]): string | undefined {
  for (const node of nodes) {
    let stray: string | undefined;
    if (node.kind === 'text' && node.value.trim() !== '') stray = 'Text';
    if (node.kind === 'slot') stray = 'A value';
    if (node.kind === 'element' && !room.includes(node.name)) stray = `<${node.name}>`;
    if (node.kind === 'when') stray = strayIn([...node.then, ...node.otherwise], room);
    if (node.kind === 'each') stray = strayIn(node.children, room);
    if (stray !== undefined) return stray;
  }
  return undefined;
}
