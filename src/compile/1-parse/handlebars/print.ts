import { each, type Node, slot, type Slot, text, type Text, when } from '../../document.ts';
import { call, type Expression, lambda, literal, member } from '../../expression.ts';
import { escapeText } from '../../escape.ts';
import { type Marks, TOKEN } from '../marks.ts';
import { choose, joined, printLiteral } from './logic.ts';

/** A value where it prints; what is known now becomes text. */
export function printed(expression: Expression, print: 'handlebars' | 'raw'): Slot | Text {
  if (expression.kind !== 'literal') return slot(expression, print);
  const value = printLiteral(expression);
  return text(print === 'raw' ? value : escapeText(value, print));
}

/** Marked text, and where each piece of it was written. */
export interface MarkedText {
  readonly text: string;
  /** In ascending order of `offset`. */
  readonly pieces: readonly { readonly offset: number; readonly node: Text }[];
}

/** The nodes that a compiled piece of Handlebars consists of → marked text. */
export function toMarked(nodes: readonly Node[], marks: Marks): MarkedText {
  const pieces: { offset: number; node: Text }[] = [];
  let out = '';
  const writeAll = (list: readonly Node[]): void => list.forEach(write);
  const write = (node: Node): void => {
    switch (node.kind) {
      case 'text':
        pieces.push({ offset: out.length, node });
        out += node.value;
        return;
      case 'slot':
        out += marks.slot(node.expression, node.print);
        return;
      case 'when': {
        const { open, otherwise, close } = marks.when(node.test);
        out += open;
        writeAll(node.then);
        if (node.otherwise.length > 0) out += otherwise;
        writeAll(node.otherwise);
        out += close;
        return;
      }
      case 'each': {
        const { open, close } = marks.each(node.list, node.item, node.index);
        out += open;
        writeAll(node.children);
        out += close;
        return;
      }
      default:
        throw new TypeError(`Handlebars makes no ${node.kind}.`);
    }
  };
  writeAll(nodes);
  return { text: out, pieces };
}

/** Slots of constants in marked text → the constants. */
export const withoutSlots = (html: string, marks: Marks): string =>
  html.replaceAll(TOKEN, (token, letter: string, digits: string) => {
    const mark = letter === 's' ? marks.get(Number(digits)) : undefined;
    return mark?.kind === 'slot' && mark.expression.kind === 'literal'
      ? String(mark.expression.value)
      : token;
  });

/** The same nodes as an expression that gives a string, unescaped: for subjects. */
export function toExpression(nodes: readonly Node[]): Expression {
  return joined(nodes.map(expressionOf));
}

function expressionOf(node: Node): Expression {
  switch (node.kind) {
    case 'text':
      return literal(node.value);
    case 'slot':
      return node.expression;
    case 'when':
      return choose(node.test, toExpression(node.then), toExpression(node.otherwise));
    case 'each': {
      const items = call(member(node.list, 'map'), [
        lambda([node.item, node.index], toExpression(node.children)),
      ]);
      return call(member(items, 'join'), [literal('')]);
    }
    default:
      throw new TypeError(`Handlebars makes no ${node.kind}.`);
  }
}

/**
 * Sets the indentation of a partial's tag before every line of the partial, as Handlebars does. A line may
 * begin in a branch, so whether the next text begins a line is carried through the tree; where branches
 * disagree, the indentation is set inside the branch. Line breaks inside values get none (Handlebars would
 * indent them too).
 */
export function indented(nodes: readonly Node[], indent: string): readonly Node[] {
  return indent === '' ? nodes : indentFrom(nodes, { fresh: true, end: true, indent }).nodes;
}

interface Indented {
  readonly nodes: readonly Node[];
  /** The next text begins a line that has no indentation yet. */
  readonly fresh: boolean;
}

interface IndentState {
  readonly fresh: boolean;
  /** Nothing of the partial follows. */
  readonly end: boolean;
  readonly indent: string;
}

function indentFrom(nodes: readonly Node[], state: IndentState): Indented {
  const result: Node[] = [];
  let { fresh } = state;
  for (const [position, node] of nodes.entries()) {
    const next = indentNode(node, { ...state, fresh, end: state.end && position === nodes.length - 1 });
    result.push(...next.nodes);
    fresh = next.fresh;
  }
  return { nodes: result, fresh };
}

function indentNode(node: Node, state: IndentState): Indented {
  const { fresh, end, indent } = state;
  switch (node.kind) {
    case 'text': {
      if (node.value === '') return { nodes: [node], fresh };
      const lines = (fresh ? indent : '') + node.value.replaceAll(/\n(?!$)/g, `\n${indent}`);
      return { nodes: [text(lines)], fresh: node.value.endsWith('\n') };
    }
    case 'when': {
      const then = indentFrom(node.then, state);
      const otherwise = indentFrom(node.otherwise, state);
      const settled = !end && then.fresh !== otherwise.fresh;
      const settle = (branch: Indented): readonly Node[] =>
        branch.fresh && settled ? [...branch.nodes, text(indent)] : branch.nodes;
      return {
        nodes: [when(node.test, settle(then), settle(otherwise))],
        fresh: then.fresh && otherwise.fresh,
      };
    }
    case 'each': {
      const children = indentFrom(node.children, { ...state, end: false });
      if (children.fresh === fresh) return { nodes: [each({ ...node, children: children.nodes })], fresh };
      // The lines of the first round begin otherwise than those of the next: settle both before and behind.
      const inner = indentFrom(node.children, { ...state, fresh: false, end: false });
      const settled = inner.fresh ? [...inner.nodes, text(indent)] : inner.nodes;
      const before = fresh ? [text(indent)] : [];
      return { nodes: [...before, each({ ...node, children: settled })], fresh: false };
    }
    default:
      return { nodes: fresh ? [text(indent), node] : [node], fresh: false };
  }
}
