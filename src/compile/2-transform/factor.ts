import {
  attribute,
  type Attribute,
  type AttributeNode,
  type Document,
  element,
  type Element,
  type Node,
  when,
  type When,
} from '../document.ts';
import { type Expression, keyOf } from '../expression.ts';
import { mapDocument } from './map.ts';

/**
 * Joins what the branches of a condition share: equal nodes before and behind move out, elements of the same name
 * merge and the condition moves into their attributes and children. So a choice of class costs an attribute and not a
 * second copy of the element.
 */
export function factor(document: Document): Document {
  return mapDocument(document, (node) => (node.kind === 'when' ? factorWhen(node) : [node]));
}

function factorWhen({ test, then, otherwise }: When): readonly Node[] {
  const [before, left, right, after] = split(then, otherwise, keyOfNode);
  if (left.length === 0 && right.length === 0) return [...before, ...after];
  return [...before, ...factorMiddle(test, left, right), ...after];
}

function factorMiddle(test: Expression, left: readonly Node[], right: readonly Node[]): readonly Node[] {
  const pairs = left.map((node, index) => [node, right[index]] as const);
  const mergeable = left.length === right.length && pairs.every(([a, b]) => isMergeable(a, b));
  if (!mergeable) return [when(test, left, right)];
  return pairs.map(([a, b]) => mergeElements(test, a as Element, b as Element));
}

const isMergeable = (a: Node, b: Node | undefined): boolean =>
  a.kind === 'element' && b?.kind === 'element' && a.name === b.name;

const mergeElements = (test: Expression, a: Element, b: Element): Node =>
  element(
    a.name,
    mergeAttributes(test, a.attributes, b.attributes),
    factorWhen(when(test, a.children, b.children)),
  );

function mergeAttributes(
  test: Expression,
  a: readonly AttributeNode[],
  b: readonly AttributeNode[],
): readonly AttributeNode[] {
  const [before, left, right, after] = split(a, b, keyOfAttribute);
  if (left.length === 0 && right.length === 0) return [...before, ...after];
  const [onlyLeft] = left;
  const [onlyRight] = right;
  const middle: AttributeNode =
    left.length === 1 &&
    right.length === 1 &&
    isPlain(onlyLeft) &&
    isPlain(onlyRight) &&
    onlyLeft.name === onlyRight.name
      ? attribute(onlyLeft.name, [when(test, onlyLeft.value, onlyRight.value)])
      : Object.freeze({ kind: 'attribute-when', test, then: left, otherwise: right });
  return [...before, middle, ...after];
}

/** Not the single React slot that decides whether the attribute is there at all. */
const isPlain = (node: AttributeNode | undefined): node is Attribute =>
  node?.kind === 'attribute' &&
  !(node.value.length === 1 && node.value[0]?.kind === 'slot' && node.value[0].print === 'react');

/** Two lists → what they share at the start, what is left of each, what they share at the end. */
function split<Item>(
  a: readonly Item[],
  b: readonly Item[],
  key: (item: Item) => string,
): readonly [before: readonly Item[], a: readonly Item[], b: readonly Item[], after: readonly Item[]] {
  const shortest = Math.min(a.length, b.length);
  const same = (x: Item | undefined, y: Item | undefined): boolean => key(x as Item) === key(y as Item);
  let start = 0;
  while (start < shortest && same(a[start], b[start])) start++;
  let end = 0;
  while (end < shortest - start && same(a.at(-1 - end), b.at(-1 - end))) end++;
  return [
    a.slice(0, start),
    a.slice(start, a.length - end),
    b.slice(start, b.length - end),
    end === 0 ? [] : a.slice(-end),
  ];
}

const keys = new WeakMap<object, string>();

/** Equal for nodes that print equally. */
function keyOfNode(node: Node): string {
  let key = keys.get(node);
  if (key === undefined) {
    key = describe(node);
    keys.set(node, key);
  }
  return key;
}

const keyOfNodes = (nodes: readonly Node[]): string => nodes.map(keyOfNode).join('\n');

function describe(node: Node): string {
  switch (node.kind) {
    case 'text':
    case 'directive':
      return `${node.kind}:${JSON.stringify(node.value)}`;
    case 'comment':
      return `comment(${keyOfNodes(node.children)})`;
    case 'slot':
      return `slot:${node.print}(${keyOf(node.expression)})`;
    case 'asset':
      return `asset:${node.asset.cid}`;
    case 'when':
      return `when(${keyOf(node.test)})(${keyOfNodes(node.then)})(${keyOfNodes(node.otherwise)})`;
    case 'each':
      return `each:${node.item},${node.index}(${keyOf(node.list)})(${keyOfNodes(node.children)})`;
    case 'element':
      return `<${node.name} ${node.attributes.map(keyOfAttribute).join(' ')}>(${keyOfNodes(node.children)})`;
  }
}

function keyOfAttribute(node: AttributeNode): string {
  if (node.kind === 'attribute') return `${node.name}=(${keyOfNodes(node.value)})`;
  const list = (attributes: readonly AttributeNode[]): string => attributes.map(keyOfAttribute).join(' ');
  return `when(${keyOf(node.test)})(${list(node.then)})(${list(node.otherwise)})`;
}
