import type { Location } from '../errors.ts';
import { Refusal } from './diagnostics.ts';
import type { AttributeNode, Document, Node } from './document.ts';
import { type Expression, keyOf, locationOf } from './expression.ts';
import { refuse } from './refusals.ts';

/*
 * What stands in both branches of a condition is joined where it can be: `factor` leaves one copy of what is the same
 * before and behind. What differs around the same content cannot, and then the content is written once for each outcome;
 * conditions inside of each other double it again and again. How much may be written so is bounded.
 */

/** Octets of static text beyond those that the longest rendering needs. */
export const MOST_COPIED: number = 256 * 1024;

/** Pieces of text shorter than this are not worth counting. */
const SHORT = 16;

/** How often a piece of text is written, and how often at most in one rendering. */
interface Count {
  all: number;
  most: number;
}
type Tally = Map<string, Count>;

/** What the outcomes of one condition have in common, wherever it stands. */
interface Condition {
  readonly test: Expression;
  places: number;
  copied: number;
}

/** Refuses TOO_MANY_COPIES. */
export function refuseCopies(document: Document, fallback: Location): void {
  if (octetsIn(document) <= MOST_COPIED) return;
  const conditions = new Map<string, Condition>();
  const tally = tallyOf(document, conditions);
  let copied = 0;
  for (const [text, { all, most }] of tally) copied += (all - most) * text.length;
  if (copied <= MOST_COPIED) return;
  const [worst] = [...conditions.values()].sort((a, b) => b.copied - a.copied);
  if (worst) refuse(tooManyCopies(worst, copied, fallback));
}

function tooManyCopies({ test, places }: Condition, copied: number, fallback: Location): Refusal {
  const location = locationOf(test) ?? fallback;
  return new Refusal({
    code: 'TOO_MANY_COPIES',
    message: `The same content is written again for each outcome of the conditions around it: ${Math.round(copied / 1024)} KB of copies, where ${MOST_COPIED / 1024} KB are the limit. The condition here stands in ${places} ${places === 1 ? 'place' : 'places'}, with the same content in both of its branches.`,
    hint: 'Let the condition choose a style, an attribute or a text of one element, and leave the content out of it; or choose by one value instead of several conditions inside of each other.',
    location,
  });
}

/** Of all branches together. */
function octetsIn(nodes: readonly (Node | AttributeNode)[]): number {
  let octets = 0;
  for (const node of nodes) {
    if (node.kind === 'text') octets += node.value.length;
    else if (node.kind === 'attribute') octets += octetsIn(node.value);
    else if (node.kind === 'element') octets += octetsIn(node.attributes) + octetsIn(node.children);
    else if (node.kind === 'each' || node.kind === 'comment') octets += octetsIn(node.children);
    else if (node.kind === 'when' || node.kind === 'attribute-when')
      octets += octetsIn(node.then) + octetsIn(node.otherwise);
  }
  return octets;
}

function tallyOf(nodes: readonly (Node | AttributeNode)[], conditions: Map<string, Condition>): Tally {
  const tally: Tally = new Map();
  for (const node of nodes) merge(tally, tallyOfNode(node, conditions), (a, b) => a + b);
  return tally;
}

function tallyOfNode(node: Node | AttributeNode, conditions: Map<string, Condition>): Tally {
  switch (node.kind) {
    case 'text':
      return node.value.length < SHORT ? new Map() : new Map([[node.value, { all: 1, most: 1 }]]);
    case 'attribute':
      return tallyOf(node.value, conditions);
    case 'element': {
      const tally = tallyOf(node.attributes, conditions);
      merge(tally, tallyOf(node.children, conditions), (a, b) => a + b);
      return tally;
    }
    case 'each':
    case 'comment':
      return tallyOf(node.children, conditions);
    case 'when':
    case 'attribute-when': {
      const then = tallyOf(node.then, conditions);
      const otherwise = tallyOf(node.otherwise, conditions);
      note(conditions, node.test, common(then, otherwise));
      merge(then, otherwise, Math.max);
      return then;
    }
    default:
      return new Map();
  }
}

/** Octets that both branches hold. */
function common(then: Tally, otherwise: Tally): number {
  let octets = 0;
  for (const [text, { most }] of then) octets += Math.min(most, otherwise.get(text)?.most ?? 0) * text.length;
  return octets;
}

function note(conditions: Map<string, Condition>, test: Expression, copied: number): void {
  const key = keyOf(test);
  const known = conditions.get(key) ?? { test, places: 0, copied: 0 };
  known.places += 1;
  known.copied += copied;
  conditions.set(key, known);
}

function merge(into: Tally, from: Tally, joined: (a: number, b: number) => number): void {
  for (const [text, { all, most }] of from) {
    const known = into.get(text);
    if (known) {
      known.all += all;
      known.most = joined(known.most, most);
    } else {
      into.set(text, { all, most });
    }
  }
}
