import {
  attribute,
  type Attribute,
  type AttributeNode,
  type Document,
  type Node,
  slot,
  type Slot,
  text,
} from '../document.ts';
import { array, type Expression, helper, literal } from '../expression.ts';
import { mapDocument } from './map.ts';

/**
 * In `style`, React leaves out a declaration whose value is null, and the attribute when no declaration is left. Here a
 * slot takes its whole declaration with it, separator included, so that what remains is what React would have printed.
 *
 *     color:⟨a⟩;margin:0;width:⟨b⟩     →  [color:⟨a⟩;] margin:0 [;width:⟨b⟩]
 *     color: ⟨a⟩; margin: 0;           →  [color: ⟨a⟩; ]margin: 0;           as inlining prints
 */
export function declarations(document: Document): Document {
  return mapDocument(document, (node) =>
    node.kind === 'element' ? [Object.freeze({ ...node, attributes: node.attributes.map(rewrite) })] : [node],
  );
}

function rewrite(node: AttributeNode): AttributeNode {
  if (node.kind === 'attribute-when') {
    return Object.freeze({ ...node, then: node.then.map(rewrite), otherwise: node.otherwise.map(rewrite) });
  }
  if (node.name !== 'style') return node;
  const [only] = node.value;
  if (node.value.length === 1 && only?.kind === 'when') {
    const branch = (value: readonly Node[]): readonly AttributeNode[] => [rewrite(attribute('style', value))];
    const { test, then, otherwise } = only;
    const isStatic = ![...then, ...otherwise].some(holdsValue);
    if (isStatic) return node;
    return Object.freeze({ kind: 'attribute-when', test, then: branch(then), otherwise: branch(otherwise) });
  }
  return node.value.some(isValue) ? rewriteStyle(node) : node;
}

/** A value here, or in a branch below. */
const holdsValue = (node: Node): boolean =>
  node.kind === 'when' ? [...node.then, ...node.otherwise].some(holdsValue) : isValue(node);

/** React's slots; those of other languages print what they print. */
const isValue = (node: Node): node is Slot => node.kind === 'slot' && node.print === 'react';

/** One declaration: the nodes between two separators. */
type Declaration = readonly Node[];

function rewriteStyle(node: Attribute): Attribute {
  const { parts, ended } = splitDeclarations(node.value);
  const anchor = parts.findIndex((part) => !part.some(isValue));
  const between = ended ? '; ' : ';';
  if (anchor < 0) return wholeStyle(parts, ended);
  const content = parts.flatMap((part, index): readonly Node[] => {
    const before = index > anchor ? between : '';
    const after = index < anchor ? between : '';
    const found = part.find(isValue);
    if (!found) return [...textOf(before), ...part, ...textOf(after)];
    const [lead, value, tail] = aroundValue(part, found);
    return [slot(helper('declaration', [literal(before + lead), value, literal(tail + after)]), 'raw')];
  });
  return attribute('style', [...content, ...textOf(ended ? ';' : '')]);
}

/** Nothing is certain: whether there is an attribute at all is decided with the values. */
function wholeStyle(parts: readonly Declaration[], ended: boolean): Attribute {
  const items = parts.map((part) => {
    const [lead, value, tail] = aroundValue(part, part.find(isValue) as Slot);
    return array([literal(lead), value, literal(tail)]);
  });
  return attribute('style', [slot(helper('style', [array(items), literal(ended)]), 'react')]);
}

const textOf = (value: string): readonly Node[] => (value === '' ? [] : [text(value)]);

/** The static text around the value of a declaration. React prints one value, so it is one slot. */
function aroundValue(
  part: Declaration,
  found: Slot,
): readonly [lead: string, value: Expression, tail: string] {
  const at = part.indexOf(found);
  const join = (nodes: readonly Node[]): string =>
    nodes.map((node) => (node.kind === 'text' ? node.value : '')).join('');
  return [join(part.slice(0, at)), found.expression, join(part.slice(at + 1))];
}

/** `ended`: whether the last declaration has a semicolon, as inlining writes it. */
function splitDeclarations(value: readonly Node[]): {
  readonly parts: readonly Declaration[];
  readonly ended: boolean;
} {
  const parts: Node[][] = [[]];
  let depth = 0;
  const add = (source: string): void => void (source === '' || parts.at(-1)?.push(text(source)));
  for (const node of value) {
    if (node.kind !== 'text') {
      parts.at(-1)?.push(node);
      continue;
    }
    let start = 0;
    // A semicolon may also end a character reference or stand inside url(data:…).
    for (const { 0: found, index } of node.value.matchAll(/&(?:#x?[\da-f]+|\w+);|[();]/gi)) {
      if (found === '(') depth++;
      else if (found === ')') depth--;
      else if (found === ';' && depth === 0) {
        add(node.value.slice(start, index));
        parts.push([]);
        start = index + 1;
      }
    }
    add(node.value.slice(start));
  }
  const trimmed = parts.map(trimStart).filter((part) => part.length > 0);
  const last = parts.at(-1) ?? [];
  return { parts: trimmed, ended: trimStart(last).length === 0 };
}

/** Without the space that inlining writes behind a semicolon. */
function trimStart(part: readonly Node[]): Declaration {
  const [first, ...rest] = part;
  return first?.kind === 'text' ? [...textOf(first.value.trimStart()), ...rest] : part;
}
