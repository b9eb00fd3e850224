import { Refusal } from '../../diagnostics.ts';
import {
  attribute,
  type Attribute,
  type AttributeNode,
  each,
  type Element,
  element,
  type Node,
  text,
  when,
} from '../../document.ts';
import { keepPlace, placeOfElement } from '../html.ts';

/** The value of an attribute. Undefined where the element has none of that name. */
export const valueOf = (node: Element, name: string): readonly Node[] | undefined =>
  node.attributes.find((one): one is Attribute => one.kind === 'attribute' && one.name === name)?.value;

/** The text of a value that does not depend on the context. */
export const textOf = (value: readonly Node[]): string | undefined =>
  value.every((node) => node.kind === 'text') ? value.map(({ value: part }) => part).join('') : undefined;

export const hasClass = (node: Element, name: string): boolean =>
  (valueOf(node, 'class') ?? []).some(
    (part) => part.kind === 'text' && part.value.split(/\s+/).includes(name),
  );

/** A whole number that decides the structure. Throws a Refusal INKY_SIZE, INKY_ATTRIBUTE_DYNAMIC. */
export function numberOf(node: Element, name: string): number | undefined {
  const value = valueOf(node, name);
  if (!value) return undefined;
  const written = textOf(value)?.trim();
  if (written === undefined) {
    throw new Refusal({
      code: 'INKY_ATTRIBUTE_DYNAMIC',
      message: `The attribute "${name}" of <${node.name}> is a value of the context, but it makes a class, and styles are put in place at build time.`,
      hint: `Choose between numbers: ${name}="{{#if wide}}8{{else}}4{{/if}}".`,
      location: placeOfElement(node),
    });
  }
  if (!/^\d+$/.test(written)) throw wrongSize(node, name, `"${written}"`);
  return Number(written);
}

export const wrongSize = (node: Element, name: string, is: string): Refusal =>
  new Refusal({
    code: 'INKY_SIZE',
    message: `The attribute "${name}" of <${node.name}> is ${is}.`,
    hint: `Write a whole number without a unit, for example ${name}="4".`,
    location: placeOfElement(node),
  });

/** `class`: Inky's own names around those of the template. */
export function classes(node: Element, before: string, after = ''): Attribute {
  const own = valueOf(node, 'class') ?? [];
  const isBlank = textOf(own)?.trim() === '';
  if (isBlank) return attribute('class', [text([before, after].filter((part) => part !== '').join(' '))]);
  const left = before === '' ? [] : [text(`${before} `)];
  return attribute('class', [...left, ...own, ...(after === '' ? [] : [text(` ${after}`)])]);
}

export const without = (
  attributes: readonly AttributeNode[],
  ...names: readonly string[]
): readonly AttributeNode[] =>
  attributes.filter((one) => one.kind !== 'attribute' || !names.includes(one.name));

/** The attributes that Inky hands on. */
export const others = (node: Element, ...used: readonly string[]): readonly AttributeNode[] =>
  without(node.attributes, 'class', ...used);

/** The same element with other attributes and children. */
export const changed = (
  node: Element,
  attributes: readonly AttributeNode[],
  children: readonly Node[] = node.children,
): Element => keepPlace(node, element(node.name, attributes, children));

export const constant = (name: string, value: string): Attribute => attribute(name, [text(value)]);

/** A table of one row. Screen readers and the text part see that it is no data. */
export function table(attributes: readonly AttributeNode[], cells: readonly Node[]): Element {
  const hasRole = attributes.some((one) => one.kind === 'attribute' && one.name === 'role');
  const role = hasRole ? [] : [constant('role', 'presentation')];
  return element('table', [...role, ...attributes], [element('tbody', [], [element('tr', [], cells)])]);
}

/** `<center>` gives its children `align` and the class `float-center`, and the items of a menu the class. */
export const centred = (children: readonly Node[]): readonly Node[] =>
  eachElement(children, (node) => {
    const attributes = [...without(node.attributes, 'align'), constant('align', 'center')];
    return [changed(node, withClass(attributes, 'float-center'), floatingItems(node.children))];
  });

const floatingItems = (nodes: readonly Node[]): readonly Node[] =>
  eachElement(nodes, (node) => {
    const isItem = node.name === 'item' || hasClass(node, 'menu-item');
    const attributes = isItem ? withClass(node.attributes, 'float-center') : node.attributes;
    return [changed(node, attributes, floatingItems(node.children))];
  });

/** Adds a class, in both branches where the class depends on the context. */
function withClass(attributes: readonly AttributeNode[], name: string): readonly AttributeNode[] {
  const isClass = (one: AttributeNode): boolean =>
    one.kind === 'attribute' ? one.name === 'class' : [...one.then, ...one.otherwise].some(isClass);
  const position = attributes.findIndex(isClass);
  const found = attributes[position];
  if (!found) return [...attributes, constant('class', name)];
  const extended: AttributeNode =
    found.kind === 'attribute'
      ? attribute('class', [...found.value, text(` ${name}`)])
      : { ...found, then: withClass(found.then, name), otherwise: withClass(found.otherwise, name) };
  return attributes.with(position, extended);
}

/** Rebuilds the elements of a list of siblings, through conditions and loops. */
export const eachElement = (
  nodes: readonly Node[],
  change: (node: Element) => readonly Node[],
): readonly Node[] =>
  nodes.flatMap((node): readonly Node[] => {
    switch (node.kind) {
      case 'element':
        return change(node);
      case 'when':
        return [when(node.test, eachElement(node.then, change), eachElement(node.otherwise, change))];
      case 'each':
        return [each({ ...node, children: eachElement(node.children, change) })];
      default:
        return [node];
    }
  });
