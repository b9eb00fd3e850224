import { type Document, type Node, slot, text } from '../document.ts';
import { type Expression, helper, literal } from '../expression.ts';
import { mapAttributes, mapDocument } from './map.ts';

/**
 * In `style`, React leaves out a declaration whose value is null, '' or a boolean. A slot marked so (the helper
 * `styleValue`) takes its whole declaration with it: `color: ` + slot + `;` becomes one slot.
 */
export function declarations(document: Document): Document {
  return mapDocument(document, (node) =>
    node.kind === 'element'
      ? [
          Object.freeze({
            ...node,
            attributes: mapAttributes(node.attributes, (name, value) =>
              name === 'style' ? joinDeclarations(value) : value,
            ),
          }),
        ]
      : [node],
  );
}

const isStyleValue = (node: Node | undefined): node is Extract<Node, { kind: 'slot' }> =>
  node?.kind === 'slot' && node.expression.kind === 'helper' && node.expression.name === 'styleValue';

function joinDeclarations(value: readonly Node[]): readonly Node[] {
  const parts: Node[] = [];
  let rest: readonly Node[] = value;
  while (rest.length > 0) {
    const [node, next, ...after] = rest as [Node, Node | undefined, ...Node[]];
    rest = next ? [next, ...after] : [];
    if (node.kind === 'when') {
      parts.push(
        Object.freeze({
          ...node,
          then: joinDeclarations(node.then),
          otherwise: joinDeclarations(node.otherwise),
        }),
      );
    } else if (!isStyleValue(node)) {
      parts.push(node);
    } else {
      const previous = parts.at(-1);
      const before = previous?.kind === 'text' ? previous.value : '';
      const start = before.lastIndexOf(';') + 1;
      const following = next?.kind === 'text' ? next.value : '';
      const end = /^[^;]*(?:;|$)/.exec(following)?.[0] ?? '';
      if (previous?.kind === 'text') parts.splice(-1, 1, ...textOf(before.slice(0, start)));
      parts.push(declarationSlot(before.slice(start), node.expression, end));
      if (next?.kind === 'text') rest = [...textOf(following.slice(end.length)), ...after];
    }
  }
  return parts;
}

const textOf = (value: string): readonly Node[] => (value === '' ? [] : [text(value)]);

const declarationSlot = (before: string, value: Expression, after: string): Node =>
  slot(helper('declaration', [literal(before), value, literal(after)]), 'raw');
