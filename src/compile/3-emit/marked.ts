import type { Marks } from '../1-parse/marks.ts';
import { type AttributeNode, type Document, type Node, VOID_ELEMENTS } from '../document.ts';

/**
 * Document → marked HTML, the inverse of 1-parse/html.ts, for passes that use a library over HTML text.
 */
export function printMarked(document: Document, marks: Marks): string {
  return document.map((node) => printNode(node, marks)).join('');
}

function printNode(node: Node, marks: Marks): string {
  switch (node.kind) {
    case 'text':
      return node.value;
    case 'comment':
      return `<!--${printMarked(node.children, marks)}-->`;
    case 'directive':
      return `<${node.value}>`;
    case 'slot':
      return marks.slot(node.expression, node.print);
    case 'asset':
      return `cid:${node.asset.cid}`;
    case 'when':
      return printWhen(marks, node.test, printMarked(node.then, marks), printMarked(node.otherwise, marks));
    case 'each': {
      const { open, close } = marks.each(node.list, node.item, node.index);
      return open + printMarked(node.children, marks) + close;
    }
    case 'element': {
      const attributes = node.attributes.map((attribute) => printAttribute(attribute, marks)).join('');
      if (VOID_ELEMENTS.has(node.name)) return `<${node.name}${attributes}/>`;
      return `<${node.name}${attributes}>${printMarked(node.children, marks)}</${node.name}>`;
    }
  }
}

function printAttribute(node: AttributeNode, marks: Marks): string {
  if (node.kind === 'attribute') {
    return ` ${node.name}="${quoteAttribute(printMarked(node.value, marks))}"`;
  }
  const print = (attributes: readonly AttributeNode[]): string =>
    ` ${attributes.map((attribute) => printAttribute(attribute, marks)).join('')} `;
  return ` ${printWhen(marks, node.test, print(node.then), print(node.otherwise))} `;
}

function printWhen(
  marks: Marks,
  test: Parameters<Marks['when']>[0],
  then: string,
  otherwise: string,
): string {
  const tokens = marks.when(test);
  return tokens.open + then + (otherwise.trim() === '' ? '' : tokens.otherwise + otherwise) + tokens.close;
}

/** Attribute values are printed between double quotes, whatever quotes the source had. */
export const quoteAttribute = (value: string): string => value.replaceAll('"', '&quot;');
