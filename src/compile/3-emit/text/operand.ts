import { decodeHTMLAttribute } from 'entities';
import type { Node } from '../../document.ts';
import type { TextArgument, TextNode, TextSlot } from '../text-program.ts';
import { TextProgram } from './program.ts';

/**
 * An attribute's value as an operand. Where conditions or loops stand in it, its pieces are instructions before the
 * one that takes it.
 */
export function operand(nodes: readonly Node[], program: TextProgram): string | TextArgument {
  const simple = nodes.every(({ kind }) => kind === 'text' || kind === 'slot');
  if (simple) return argument(nodes);
  emitParts(nodes, program);
  return '';
}

function emitParts(nodes: readonly Node[], program: TextProgram): void {
  const inside = (children: readonly Node[]): readonly TextNode[] => {
    const parts = new TextProgram();
    emitParts(children, parts);
    return parts.part();
  };
  for (const node of nodes) {
    if (node.kind === 'when') {
      program.when(node.test, inside(node.then), inside(node.otherwise));
    } else if (node.kind === 'each') {
      const { list, item, index } = node;
      program.each({ list, item, index, children: inside(node.children) });
    } else if (node.kind === 'text' || node.kind === 'slot') {
      program.op('part', argument([node]));
    }
  }
}

function argument(nodes: readonly Node[]): string | TextArgument {
  const parts = nodes.map((node): string | TextSlot =>
    node.kind === 'slot'
      ? { kind: 'slot', expression: node.expression, print: node.print }
      : decodeHTMLAttribute(node.kind === 'text' ? node.value : ''),
  );
  if (parts.every((part) => typeof part === 'string')) return parts.join('');
  return Object.freeze({ kind: 'argument', parts });
}
