import type { AttributeNode, Document, Element, Node } from '../document.ts';

/**
 * Characters outside of ASCII as numeric references, where HTML has references: in text and attributes, not in
 * comments, style sheets and scripts. One wide character would make the whole string of a mail two bytes wide, which
 * doubles its memory and the time to copy it. On the wire it costs nothing, as quoted-printable of a character is never
 * shorter than its reference; but decoded it does, and Gmail shows 102 KB of that. So a long text in another script is
 * left as it is, whose values make the string wide anyway.
 */
export function toAscii(document: Document): Document {
  const size = { growth: 0 };
  const encoded = document.map((node) => encodeNode(node, size));
  return size.growth <= GROWTH_AT_MOST ? encoded : document;
}

const GROWTH_AT_MOST = 4096;

/** By how many bytes of UTF-8 a document has grown so far. */
interface Size {
  growth: number;
}

/** Not U+0080 to U+009F, as HTML takes such references for characters of windows-1252. */
const WIDE = /[\u{A0}-\u{10FFFF}]/gu;
const REFERENCE = /&#(\d{3,7});/g;

/** Elements that hold no references: they would be shown, or break what they hold. */
const RAW = new Set(['style', 'script', 'xmp', 'iframe', 'noembed', 'noframes', 'noscript', 'plaintext']);

function encodeText(value: string, size: Size): string {
  return value.replace(WIDE, (character) => {
    const code = character.codePointAt(0) as number;
    const reference = `&#${code};`;
    size.growth += reference.length - (code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
    return reference;
  });
}

const encodeNodes = (nodes: readonly Node[], size: Size): readonly Node[] =>
  nodes.map((node) => encodeNode(node, size));

function encodeNode(node: Node, size: Size): Node {
  switch (node.kind) {
    case 'text':
      return { ...node, value: encodeText(node.value, size) };
    case 'element':
      return encodeElement(node, size);
    case 'when':
      return { ...node, then: encodeNodes(node.then, size), otherwise: encodeNodes(node.otherwise, size) };
    case 'each':
      return { ...node, children: encodeNodes(node.children, size) };
    default:
      return node;
  }
}

function encodeElement(node: Element, size: Size): Element {
  return {
    ...node,
    attributes: node.attributes.map((attribute) => encodeAttribute(attribute, size)),
    children: RAW.has(node.name) ? node.children : encodeNodes(node.children, size),
  };
}

function encodeAttribute(node: AttributeNode, size: Size): AttributeNode {
  if (node.kind === 'attribute') return { ...node, value: encodeNodes(node.value, size) };
  const encode = (nodes: readonly AttributeNode[]): readonly AttributeNode[] =>
    nodes.map((inner) => encodeAttribute(inner, size));
  return { ...node, then: encode(node.then), otherwise: encode(node.otherwise) };
}

/** HTML with the characters that such references stand for. */
export const withoutReferences = (html: string): string =>
  html.replace(REFERENCE, (reference, digits: string) => {
    const code = Number(digits);
    return code >= 0xa0 && code <= 0x10ffff ? String.fromCodePoint(code) : reference;
  });
