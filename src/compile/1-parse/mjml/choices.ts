import { Refusal } from '../../diagnostics.ts';
import { refuse } from '../../refusals.ts';
import type { Node } from '../../document.ts';
import { helper } from '../../expression.ts';
import { toExpression, toMarked } from '../handlebars/print.ts';
import { parseText } from '../html.ts';
import { type BlockTokens, type Marks, OPEN } from '../marks.ts';
import { dynamicAttribute, isDecisive, type Places, SHARED } from './attributes.ts';
import { isElement, type Locate, type MjmlBlock, type MjmlElement, type MjmlNode } from './tree.ts';

/**
 * Conditions in attributes by which MJML chooses markup go around the element, so that MJML sees each value:
 *
 *     <mj-divider align="{{#if a}}left{{else}}right{{/if}}" />
 *  →  {{#if a}}<mj-divider align="left" />{{else}}<mj-divider align="right" />{{/if}}
 *
 * So does the question whether a value is empty, where MJML makes something else without it: `<mj-button href="{{url}}">`
 * is a link only if there is a URL.
 */
export function hoistChoices(node: MjmlNode, marks: Marks, places: Places): readonly MjmlNode[] {
  const { locate, elements } = places;
  const hoist = (element: MjmlElement, asked: readonly string[]): readonly MjmlNode[] => {
    const found = findChoice(element, asked, marks, places);
    if (!found) return [element];
    if (asked.length === MOST_CHOICES) throw tooMany(element, locate);
    const branch = (value: string): readonly MjmlNode[] =>
      hoist(withAttribute(element, found.name, value), [...asked, found.name]);
    const [then, otherwise] = [branch(found.then), branch(found.otherwise)];
    return [{ kind: 'block', loop: false, number: found.number, then, otherwise, offset: element.offset }];
  };
  const visit = (inner: MjmlNode, parent: MjmlElement | undefined): readonly MjmlNode[] => {
    const visitAll = (nodes: readonly MjmlNode[], around: MjmlElement | undefined): readonly MjmlNode[] =>
      nodes.flatMap((child) => visit(child, around));
    if (inner.kind === 'text') return [inner];
    if (inner.kind === 'block') {
      const { then, otherwise } = inner;
      return [
        {
          ...inner,
          then: visitAll(then, parent),
          otherwise: visitAll(otherwise, parent),
        } satisfies MjmlBlock,
      ];
    }
    const element = { ...inner, children: visitAll(inner.children, inner) };
    if (parent && elements.isCarrier(parent.name)) return hoist(element, []);
    // Elsewhere MJML keeps no condition.
    const found = findChoice(element, [], marks, places);
    if (found) refuse(dynamicAttribute(element, found.name, places));
    return [element];
  };
  return visit(node, undefined);
}

/**
 * An attribute that elements get by `<mj-attributes>` cannot have a condition around them. Throws a Refusal
 * MJML_ATTRIBUTE_DYNAMIC.
 */
export function refuseSharedChoices(
  { head, body }: { readonly head: MjmlElement; readonly body: MjmlElement },
  marks: Marks,
  places: Places,
): void {
  const used = new Set(elementsIn(body).map(({ name }) => name));
  const shared = head.children
    .filter((node) => isElement(node, 'mj-attributes'))
    .flatMap(elementsIn)
    .slice(1);
  for (const node of shared) {
    const names = SHARED.has(node.name) ? [...used] : [node.name].filter((name) => used.has(name));
    const found = names
      .map((name) => findChoice({ ...node, name, content: undefined }, [], marks, places))
      .find((choice) => choice !== undefined);
    if (found) refuse(dynamicAttribute(node, found.name, places));
  }
}

/** With the element itself. */
const elementsIn = (node: MjmlNode): readonly MjmlElement[] =>
  node.kind === 'text'
    ? []
    : node.kind === 'block'
      ? [...node.then, ...node.otherwise].flatMap(elementsIn)
      : [node, ...node.children.flatMap(elementsIn)];

/** 2⁵ versions of an element. */
const MOST_CHOICES = 5;

/** Attributes whose absence MJML answers with other markup, or with a value of its own. */
const TELLING: ReadonlySet<string> = new Set([
  'mj-accordion font-family',
  'mj-accordion-element font-family',
  'mj-button href',
  'mj-carousel-image href',
  'mj-carousel-image thumbnails-src',
  'mj-column border-radius',
  'mj-column inner-border-radius',
  'mj-hero background-url',
  'mj-image href',
  'mj-section background-url',
  'mj-section border-radius',
  'mj-social icon-height',
  'mj-social-element background-color',
  'mj-social-element href',
  'mj-social-element icon-height',
  'mj-social-element sizes',
  'mj-social-element src',
  'mj-social-element srcset',
  'mj-text height',
  'mj-wrapper background-url',
  'mj-wrapper border-radius',
]);

interface Choice {
  readonly name: string;
  /** Of the mark of the condition. */
  readonly number: number;
  readonly then: string;
  readonly otherwise: string;
}

/** `asked`: the attributes that are known not to be empty, among others. */
function findChoice(
  element: MjmlElement,
  asked: readonly string[],
  marks: Marks,
  { locate, elements }: Places,
): Choice | undefined {
  for (const [name, value] of element.attributes) {
    if (!value.includes(OPEN)) continue;
    const nodes = parseText(value, marks, locate(element.offset));
    const choice = isDecisive(element, name, elements)
      ? chosen(nodes, marks)
      : TELLING.has(`${element.name} ${name}`) && !asked.includes(name) && mayBeEmpty(nodes)
        ? filled(nodes, value, marks)
        : undefined;
    if (choice) return { name, ...choice };
  }
  const content = parseText((element.content ?? '').trim(), marks, locate(element.offset));
  const isTelling = element.name === 'mj-social-element' && !asked.includes(CONTENT);
  return isTelling && content.length > 0 && mayBeEmpty(content)
    ? { name: CONTENT, ...filled(content, element.content!, marks) }
    : undefined;
}

/** Stands for the content of an element among the names of its attributes. */
const CONTENT = '';

/** By the first condition in a value. */
function chosen(nodes: readonly Node[], marks: Marks): Omit<Choice, 'name'> | undefined {
  const position = nodes.findIndex(({ kind }) => kind === 'when');
  const node = nodes[position];
  if (node?.kind !== 'when') return undefined;
  const branch = (inner: readonly Node[]): string =>
    toMarked(nodes.toSpliced(position, 1, ...inner), marks).text;
  return {
    number: numberOf(marks.when(node.test)),
    then: branch(node.then),
    otherwise: branch(node.otherwise),
  };
}

function filled(nodes: readonly Node[], value: string, marks: Marks): Omit<Choice, 'name'> {
  const [only, ...more] = nodes;
  const operand = only?.kind === 'slot' && more.length === 0 ? only.expression : toExpression(nodes);
  const test = helper('handlebarsFilled', [operand]);
  return { number: numberOf(marks.when(test)), then: value, otherwise: '' };
}

const numberOf = ({ open }: BlockTokens): number => Number(/\d+/.exec(open)![0]);

/** Whether a value comes to nothing in some context. */
const mayBeEmpty = (nodes: readonly Node[]): boolean =>
  nodes.every((node) =>
    node.kind === 'text'
      ? node.value === ''
      : node.kind !== 'when' || mayBeEmpty(node.then) || mayBeEmpty(node.otherwise),
  );

const withAttribute = (element: MjmlElement, name: string, value: string): MjmlElement => ({
  ...element,
  content: name === CONTENT ? value : element.content,
  attributes: element.attributes.map((attribute) => (attribute[0] === name ? [name, value] : attribute)),
});

const tooMany = (element: MjmlElement, locate: Locate): Refusal =>
  new Refusal({
    code: 'MJML_TOO_MANY_CHOICES',
    message: `More than ${MOST_CHOICES} conditions stand in attributes of <${element.name}> that MJML chooses by.`,
    hint: 'Put conditions around whole elements, or give the attributes constant values.',
    location: locate(element.offset),
  });
