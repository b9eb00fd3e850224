import { Refusal } from '../../diagnostics.ts';
import { type AttributeNode, type Element, type Node, when } from '../../document.ts';
import { type Expression, keyOf } from '../../expression.ts';
import { placeOfElement } from '../html.ts';
import { changed } from './element.ts';

/** 2⁵ versions of an element or of a row. */
export const MOST_CHOICES = 5;

/** Attributes whose value decides what an element becomes, or which styles it gets. */
const DECISIVE: ReadonlySet<string> = new Set(['class', 'small', 'large', 'no-expander', 'up']);

/**
 * A choice in the attributes of an element of Inky becomes a choice between elements, so that rules of structure and
 * style see real names:
 *
 *     <callout class="{{#if bad}}alert{{/if}}">  →  {{#if bad}}<callout class="alert">{{else}}<callout class="">{{/if}}
 *
 * Equal children are joined again downstream. Throws a Refusal INKY_TOO_MANY_CHOICES.
 */
export function hoistChoices(node: Element, left: number = MOST_CHOICES): readonly Node[] {
  const test = node.attributes.map(testIn).find((found) => found !== undefined);
  if (!test) return [node];
  if (left === 0) throw tooManyChoices(node, `the attributes of <${node.name}>`);
  const key = keyOf(test);
  const branch = (taken: boolean): readonly Node[] =>
    hoistChoices(changed(node, settle(node.attributes, key, taken)), left - 1);
  return [when(test, branch(true), branch(false))];
}

export const tooManyChoices = (node: Element, what: string): Refusal =>
  new Refusal({
    code: 'INKY_TOO_MANY_CHOICES',
    message: `More than ${MOST_CHOICES} conditions decide ${what}.`,
    hint: 'Use fewer conditions: compute one value that says which version is meant, and choose by it.',
    location: placeOfElement(node),
  });

/** What the first choice in an attribute asks. */
function testIn(node: AttributeNode): Expression | undefined {
  if (node.kind === 'attribute-when') return node.test;
  if (!DECISIVE.has(node.name)) return undefined;
  return node.value.find((part) => part.kind === 'when')?.test;
}

/** The attributes where the test of that key has come out. */
const settle = (nodes: readonly AttributeNode[], key: string, taken: boolean): readonly AttributeNode[] =>
  nodes.flatMap((node): readonly AttributeNode[] => {
    if (node.kind === 'attribute') return [{ ...node, value: settleValue(node.value, key, taken) }];
    const [then, otherwise] = [settle(node.then, key, taken), settle(node.otherwise, key, taken)];
    if (keyOf(node.test) === key) return taken ? then : otherwise;
    return [{ ...node, then, otherwise }];
  });

const settleValue = (nodes: readonly Node[], key: string, taken: boolean): readonly Node[] =>
  nodes.flatMap((node): readonly Node[] => {
    if (node.kind !== 'when') return [node];
    const [then, otherwise] = [settleValue(node.then, key, taken), settleValue(node.otherwise, key, taken)];
    if (keyOf(node.test) === key) return taken ? then : otherwise;
    return [when(node.test, then, otherwise)];
  });
