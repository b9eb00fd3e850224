import { decodeHTML } from 'entities';
import type { AttributeNode, Element, Node } from '../../document.ts';
import { staticValue } from './choices.ts';
import type { Look } from './look.ts';

/**
 * A table may hold data if nothing in it says layout. The run-time writer decides, by the number of its rows and columns
 * and the length of its cells.
 */
export function mayHoldData(node: Element, look: Look): boolean {
  if (look.presentation) return false;
  const inside = [...descendants(node.children)];
  if (!inside.some((row) => row.name === 'tr' && cellsIn(row.children) > 1)) return false;
  const headed = inside.some(({ name }) => name === 'th');
  return !inside.some(
    ({ name, attributes }) => NO_DATA.has(name) || (!headed && IN_LAYOUT.has(name)) || spansRows(attributes),
  );
}

/** What a table consists of. */
export const IN_TABLE: ReadonlySet<string> = new Set('thead tbody tfoot tr td th colgroup col'.split(' '));
const NO_DATA = new Set(['table', 'ul', 'ol', 'blockquote', 'pre', 'hr']);
const IN_LAYOUT = new Set('h1 h2 h3 h4 h5 h6 p div section center'.split(' '));

const spansRows = (attributes: readonly AttributeNode[]): boolean =>
  attributes.some(
    (node) => node.kind === 'attribute' && node.name === 'rowspan' && staticValue(node.value) !== '1',
  );

function* descendants(nodes: readonly Node[]): Generator<Element> {
  for (const node of nodes) {
    if (node.kind === 'element') {
      yield node;
      yield* descendants(node.children);
    } else if (node.kind === 'when') {
      yield* descendants([...node.then, ...node.otherwise]);
    } else if (node.kind === 'each') {
      yield* descendants(node.children);
    }
  }
}

export const isNamed = (node: Node, ...names: readonly string[]): boolean =>
  node.kind === 'element' && names.includes(node.name);

/** How many cells a row may have; a loop counts as many. */
export function cellsIn(nodes: readonly Node[]): number {
  let count = 0;
  for (const node of nodes) {
    if (isNamed(node, 'td', 'th')) count++;
    else if (node.kind === 'when') count += Math.max(cellsIn(node.then), cellsIn(node.otherwise));
    else if (node.kind === 'each') count += 2 * cellsIn(node.children);
  }
  return count;
}

/** Between rows, cells and items white space is no text. */
export const withoutSpace = (nodes: readonly Node[]): readonly Node[] =>
  nodes.flatMap((node): readonly Node[] => {
    if (node.kind === 'text') return node.value.trim() === '' ? [] : [node];
    if (node.kind === 'when') {
      return [{ ...node, then: withoutSpace(node.then), otherwise: withoutSpace(node.otherwise) }];
    }
    return node.kind === 'each' ? [{ ...node, children: withoutSpace(node.children) }] : [node];
  });

/** White space that keeps a box open: `&nbsp;` and its relatives. */
export const isBlank = (node: Node): boolean =>
  node.kind === 'comment' ||
  (node.kind === 'text' &&
    decodeHTML(node.value)
      .replace(/\u200C/g, '')
      .trim() === '');

/** A painted cell around a single link is how old mail programs get a button. */
export const holdsOneLink = (node: Element): boolean => {
  const [only, ...more] = withoutSpace(node.children).filter(
    ({ kind }) => kind !== 'comment' && kind !== 'directive',
  );
  return only !== undefined && more.length === 0 && isNamed(only, 'a');
};
