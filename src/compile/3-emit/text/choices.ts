import { decodeHTMLAttribute } from 'entities';
import type { AttributeNode, Attribute, Node } from '../../document.ts';
import { attribute, slot, text } from '../../document.ts';
import {
  binary,
  type Conditional,
  type Expression,
  type Helper,
  helper,
  keyOf,
  literal,
  template,
} from '../../expression.ts';

/** The attributes of an element with every choice taken that matters to its text, as a tree of decisions. */
export type Choice<Look> =
  | { readonly kind: 'leaf'; readonly attributes: readonly Attribute[]; readonly look: Look }
  | {
      readonly kind: 'choice';
      readonly test: Expression;
      readonly then: Choice<Look>;
      readonly otherwise: Choice<Look>;
    };

/** Attributes that decide how an element reads. Choices inside these become choices between elements. */
const DECISIVE = new Set(
  'style class role hidden aria-hidden data-skip-in-text width height align bgcolor dir type colspan'.split(
    ' ',
  ),
);
/** Attributes whose presence decides, so that a single value is a condition. */
const SWITCHES = new Set(['hidden', 'aria-hidden', 'data-skip-in-text']);
/** Attributes that print. Conditions inside their values stay conditions. */
const PRINTED = new Set(['href', 'alt', 'start', 'data-text']);

/**
 * `look` tells what a list of attributes means for the text. Where both branches of a choice look and print the same,
 * the choice goes, so that a class name that only paints does not copy an element.
 */
export function choose<Look>(
  attributes: readonly AttributeNode[],
  look: (attributes: readonly Attribute[]) => Look,
): Choice<Look> {
  const relevant = attributes.filter(isRelevant);
  for (const [index, node] of relevant.entries()) {
    const split = splitAttribute(node);
    if (!split) continue;
    const branch = (nodes: readonly AttributeNode[]): Choice<Look> =>
      choose([...relevant.slice(0, index), ...nodes, ...relevant.slice(index + 1)], look);
    const then = branch(split.then);
    const otherwise = branch(split.otherwise);
    if (keyOfChoice(then) === keyOfChoice(otherwise)) return then;
    return { kind: 'choice', test: split.test, then, otherwise };
  }
  const plain = relevant as readonly Attribute[];
  return { kind: 'leaf', attributes: plain, look: look(plain) };
}

function isRelevant(node: AttributeNode): boolean {
  if (node.kind === 'attribute') return DECISIVE.has(node.name) || PRINTED.has(node.name);
  return [...node.then, ...node.otherwise].some(isRelevant);
}

interface Split<Item> {
  readonly test: Expression;
  readonly then: readonly Item[];
  readonly otherwise: readonly Item[];
}

function splitAttribute(node: AttributeNode): Split<AttributeNode> | undefined {
  if (node.kind === 'attribute-when') return node;
  if (!DECISIVE.has(node.name)) return undefined;
  const [only] = node.value;
  if (SWITCHES.has(node.name) && node.value.length === 1 && only?.kind === 'slot') {
    const test =
      node.name === 'hidden' ? only.expression : binary('===', template([only.expression]), literal('true'));
    return { test, then: [attribute(node.name, [text('true')])], otherwise: [] };
  }
  for (const [index, part] of node.value.entries()) {
    const split = splitPart(part);
    if (!split) continue;
    const branch = (nodes: readonly Node[]): readonly AttributeNode[] => [
      attribute(node.name, [...node.value.slice(0, index), ...nodes, ...node.value.slice(index + 1)]),
    ];
    return { test: split.test, then: branch(split.then), otherwise: branch(split.otherwise) };
  }
  return undefined;
}

function splitPart(node: Node): Split<Node> | undefined {
  if (node.kind === 'when') return node;
  if (node.kind !== 'slot') return undefined;
  const split = splitExpression(node.expression);
  if (!split) return undefined;
  return {
    test: split.test,
    then: [slot(split.then, node.print)],
    otherwise: [slot(split.otherwise, node.print)],
  };
}

/** `display: {wide ? 'block' : 'none'}`, also inside the helpers that print declarations. */
function splitExpression(expression: Expression): Omit<Conditional, 'kind'> | undefined {
  if (expression.kind === 'conditional') return expression;
  if (!isStyleHelper(expression)) return undefined;
  for (const [index, argument] of expression.args.entries()) {
    const split = splitExpression(argument);
    if (!split) continue;
    const branch = (value: Expression): Expression =>
      helper(expression.name, expression.args.with(index, value));
    return { test: split.test, then: branch(split.then), otherwise: branch(split.otherwise) };
  }
  return undefined;
}

const isStyleHelper = (expression: Expression): expression is Helper =>
  expression.kind === 'helper' && (expression.name === 'declaration' || expression.name === 'styleValue');

/** What of an attribute's value is known at build; what is not stands as U+FFFD. */
export const staticValue = (nodes: readonly Node[]): string =>
  nodes
    .map((node) => {
      if (node.kind === 'text') return decodeHTMLAttribute(node.value);
      return node.kind === 'slot' ? (constantText(node.expression) ?? UNKNOWN) : UNKNOWN;
    })
    .join('');

const UNKNOWN = '\uFFFD';

function constantText(expression: Expression): string | undefined {
  if (expression.kind === 'literal') {
    return typeof expression.value === 'string' || typeof expression.value === 'number'
      ? String(expression.value)
      : '';
  }
  if (!isStyleHelper(expression)) return undefined;
  if (expression.name === 'styleValue') return expression.args[1] && constantText(expression.args[1]);
  const [before, value, after] = expression.args.map(constantText);
  // The name of a declaration is known even where its value is not.
  return value === '' ? '' : `${before ?? ''}${value ?? UNKNOWN}${after ?? ''}`;
}

function keyOfChoice(choice: Choice<unknown>): string {
  if (choice.kind === 'leaf') {
    const printed = choice.attributes.filter(({ name }) => PRINTED.has(name));
    return `${JSON.stringify(choice.look)}|${printed.map(({ name, value }) => `${name}=${keyOfNodes(value)}`).join(';')}`;
  }
  return `${keyOf(choice.test)}?${keyOfChoice(choice.then)}:${keyOfChoice(choice.otherwise)}`;
}

function keyOfNodes(nodes: readonly Node[]): string {
  return nodes
    .map((node) => {
      switch (node.kind) {
        case 'text':
          return JSON.stringify(node.value);
        case 'slot':
          return `${node.print}{${keyOf(node.expression)}}`;
        case 'when':
          return `when{${keyOf(node.test)}}(${keyOfNodes(node.then)})(${keyOfNodes(node.otherwise)})`;
        case 'each':
          return `each{${keyOf(node.list)},${node.item},${node.index}}(${keyOfNodes(node.children)})`;
        default:
          return node.kind;
      }
    })
    .join('+');
}
