import { type Document, type Element, type Node, text } from '../document.ts';
import type { PassContext } from './pass.ts';

/** What lies between the parts of a table or of a document is never shown. */
const STRUCTURE = new Set('html head table tbody thead tfoot tr colgroup'.split(' '));

/** White space at their beginning and end is not shown, however they are displayed. */
const CELLS = new Set(['body', 'td', 'th']);

/** Elements whose text is kept. */
const VERBATIM = new Set(['pre', 'textarea', 'listing', 'script', 'style', 'title', 'template', 'xmp']);

/** `white-space: pre`, in an attribute or in what is left of the style sheets. A value may be any. */
const KEEPS_SPACE = /white-space(?:-collapse)?\s*:[^;}]*(?:pre|break|var\(|\uE000)/i;

/** A value that may be a whole declaration. */
const DECLARES = /(?:^|[;{}])\s*\uE000/;

const SPACE = /[ \t\r\n\f]+/g;

/**
 * Leaves out what no mail program shows: comments, and white space of which HTML shows one space or none. Conditional
 * comments for Outlook, the text of `<pre>` and `<textarea>`, and the space between words and elements stay. Where a
 * style sheet may keep white space, white space stays everywhere.
 */
export function minify(document: Document, { minify: isWanted }: PassContext): Document {
  if (!isWanted) return document;
  return minifyNodes(document, { parent: undefined, isVerbatim: sheetsKeepSpace(document) });
}

interface Around {
  readonly parent: string | undefined;
  readonly isVerbatim: boolean;
}

function minifyNodes(nodes: readonly Node[], around: Around): readonly Node[] {
  const kept = nodes.filter((node) => node.kind !== 'comment' || isConditional(node));
  return kept.flatMap((node, index): readonly Node[] => {
    switch (node.kind) {
      case 'text':
        return minifyText(node.value, around, kept[index - 1], index === kept.length - 1);
      case 'element':
        return [minifyElement(node, around)];
      case 'each':
        return [Object.freeze({ ...node, children: minifyNodes(node.children, inside(around)) })];
      case 'when': {
        const [then, otherwise] = [node.then, node.otherwise].map((branch) =>
          minifyNodes(branch, inside(around)),
        );
        return [Object.freeze({ ...node, then: then!, otherwise: otherwise! })];
      }
      default:
        return [node];
    }
  });
}

/** The ends of a branch are not those of the cell around it. */
const inside = (around: Around): Around =>
  around.parent !== undefined && CELLS.has(around.parent) ? { ...around, parent: undefined } : around;

function minifyElement(node: Element, { isVerbatim }: Around): Element {
  const keeps = isVerbatim || VERBATIM.has(node.name) || styleKeepsSpace(node.attributes);
  const children = minifyNodes(node.children, { parent: node.name, isVerbatim: keeps });
  return Object.freeze({ ...node, children });
}

function minifyText(
  value: string,
  { parent = '', isVerbatim }: Around,
  before: Node | undefined,
  isLast: boolean,
): readonly Node[] {
  if (isVerbatim) return [text(value)];
  if (STRUCTURE.has(parent) && value.trim() === '') return [];
  let short = value.replaceAll(SPACE, ' ');
  // A comment between two texts has gone.
  if (before?.kind === 'text' && /[ \t\r\n\f]$/.test(before.value)) short = short.replace(/^ /, '');
  if (CELLS.has(parent) && before === undefined) short = short.replace(/^ /, '');
  if (CELLS.has(parent) && isLast) short = short.replace(/ $/, '');
  return short === '' ? [] : [text(short)];
}

/** `<!--[if mso]>`, `<!--<![endif]-->`. */
const isConditional = (node: Extract<Node, { kind: 'comment' }>): boolean => {
  const source = node.children.map((child) => (child.kind === 'text' ? child.value : '')).join('');
  return /^\s*(?:\[if\b|<!\[endif\])/i.test(source) || source.includes('[endif]');
};

const styleKeepsSpace = (attributes: Element['attributes']): boolean =>
  attributes.some((node) =>
    node.kind === 'attribute'
      ? node.name === 'style' && keepsSpace(node.value)
      : styleKeepsSpace([...node.then, ...node.otherwise]),
  );

const sheetsKeepSpace = (nodes: readonly Node[]): boolean =>
  nodes.some((node) => {
    if (node.kind === 'element')
      return node.name === 'style' ? keepsSpace(node.children) : sheetsKeepSpace(node.children);
    if (node.kind === 'when') return sheetsKeepSpace([...node.then, ...node.otherwise]);
    return node.kind === 'each' && sheetsKeepSpace(node.children);
  });

const keepsSpace = (css: readonly Node[]): boolean =>
  KEEPS_SPACE.test(cssOf(css, '')) || DECLARES.test(cssOf(css, ';'));

/** The text of all branches, with `between` around each, and U+E000 for values. */
const cssOf = (nodes: readonly Node[], between: string): string =>
  nodes
    .map((node) => {
      if (node.kind === 'text') return node.value;
      if (node.kind === 'slot') return '\uE000';
      const branches =
        node.kind === 'when' ? [node.then, node.otherwise] : node.kind === 'each' ? [node.children] : [];
      return branches.map((branch) => between + cssOf(branch, between) + between).join('');
    })
    .join('');
