import type { AttributeNode, Document, Node } from '../document.ts';

/** Rebuilds a Document from the leaves up. `visit` sees a node whose children are already rebuilt. */
export function mapDocument(document: Document, visit: (node: Node) => readonly Node[]): Document {
  return document.flatMap((node) => visit(mapChildren(node, (children) => mapDocument(children, visit))));
}

function mapChildren(node: Node, map: (children: readonly Node[]) => readonly Node[]): Node {
  switch (node.kind) {
    case 'element':
    case 'each':
    case 'comment':
      return Object.freeze({ ...node, children: map(node.children) });
    case 'when':
      return Object.freeze({ ...node, then: map(node.then), otherwise: map(node.otherwise) });
    default:
      return node;
  }
}

/** Rebuilds the values of attributes, conditional ones included. */
export function mapAttributes(
  attributes: readonly AttributeNode[],
  visit: (name: string, value: readonly Node[]) => readonly Node[],
): readonly AttributeNode[] {
  return attributes.map((node) =>
    node.kind === 'attribute'
      ? Object.freeze({ ...node, value: visit(node.name, node.value) })
      : Object.freeze({
          ...node,
          then: mapAttributes(node.then, visit),
          otherwise: mapAttributes(node.otherwise, visit),
        }),
  );
}
