import type { ChildNode, Element } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import { createHtmlFrontEnd } from '../../src/compile/1-parse/html-file.ts';
import type { ParsedTemplate } from '../../src/compile/template.ts';
import { htmlOf, parse, project } from '../handlebars/project.ts';

const frontEnd = createHtmlFrontEnd();

/** Parses `a.inky` in a folder with those files. */
export const parseInky = (
  source: string,
  files: Readonly<Record<string, string>> = {},
): Promise<ParsedTemplate> => parse(frontEnd, project({ ...files, 'a.inky': source }), 'a.inky');

/** What Inky makes of a fragment, without the page around it. */
export async function inky(source: string, context: unknown = {}): Promise<string> {
  const html = htmlOf(await parseInky(`<html><body>${source}</body></html>`), context);
  return /<body>([^]*)<\/body>/.exec(html)![1]!;
}

export const elementsOf = (html: string): readonly Element[] =>
  elementsIn(parseDocument(html, { decodeEntities: false }).children);

const elementsIn = (nodes: readonly ChildNode[]): readonly Element[] =>
  nodes.filter((node): node is Element => node.type === 'tag' || node.type === 'style');

export const classesOf = (node: Element): readonly string[] =>
  (node.attribs['class'] ?? '').split(/\s+/).filter((name) => name !== '');

/** The elements that a selector finds: `table.row[align=center] > tr th`, of names, classes and attributes. */
export function select(html: string, selector: string): readonly Element[] {
  const parts = selector.replaceAll(/\s*>\s*/g, ' >').split(/\s+/);
  let found: readonly Element[] = elementsOf(html).flatMap(withInner);
  for (const [position, part] of parts.entries()) {
    if (position > 0) {
      const inner = found.flatMap(({ children }) => elementsIn(children));
      found = part.startsWith('>') ? inner : [...new Set(inner.flatMap(withInner))];
    }
    found = found.filter((node) => matches(node, part.replace('>', '')));
  }
  return found;
}

const withInner = (node: Element): readonly Element[] => [
  node,
  ...elementsIn(node.children).flatMap(withInner),
];

function matches(node: Element, compound: string): boolean {
  const name = /^[\w-]+/.exec(compound)?.[0];
  const classes = [...compound.matchAll(/\.([\w-]+)/g)].map((match) => match[1]!);
  const attributes = [...compound.matchAll(/\[([\w-]+)=([^\]]+)\]/g)];
  return (
    (name === undefined || node.name === name) &&
    classes.every((one) => classesOf(node).includes(one)) &&
    attributes.every(([, key, value]) => node.attribs[key!] === value)
  );
}

export const textIn = (nodes: readonly ChildNode[]): string =>
  nodes
    .map((node) => ('children' in node ? textIn(node.children) : 'data' in node ? node.data : ''))
    .join('');

/** HTML without what does not matter: the order of classes and white space. */
export const normal = (html: string): string =>
  html
    .replaceAll(/ class="([^"]*)"/g, (_, names: string) => {
      const sorted = names.split(/\s+/).filter((name) => name !== '');
      return sorted.length === 0 ? '' : ` class="${sorted.sort().join(' ')}"`;
    })
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?(<[^>]*>) ?/g, '$1')
    .trim();
