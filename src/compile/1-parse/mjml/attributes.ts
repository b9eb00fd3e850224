import type { Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import { refuse } from '../../refusals.ts';
import { OPEN } from '../marks.ts';
import type { Elements } from './elements.ts';
import { isElement, type Locate, type MjmlElement, type MjmlNode } from './tree.ts';

/**
 * Attributes by which MJML chooses or computes markup. Their value has to be known at build time; every other
 * attribute MJML only copies, and a token in it is as good as a value.
 */
const DECISIVE: ReadonlySet<string> = new Set([
  'background-height',
  'background-position',
  'background-position-x',
  'background-position-y',
  'background-repeat',
  'background-size',
  'background-url',
  'background-width',
  'fluid-on-mobile',
  'full-width',
  'gap',
  'gutter',
  'hamburger',
  'icon-size',
  'mj-class',
  'mode',
  'path',
  'position',
  'tb-width',
  'thumbnails',
  'width',
]);

/** The same on certain elements only. */
const DECISIVE_ON: ReadonlySet<string> = new Set([
  'mj-accordion icon-position',
  'mj-accordion-element icon-position',
  'mj-carousel icon-width',
  'mj-divider align',
  'mj-hero height',
  'mj-hero padding-bottom',
  'mj-hero padding-top',
  'mj-image height',
  'mj-social-element icon-position',
  'mj-social-element name',
  'mj-table cellspacing',
]);

const DYNAMIC_CLASS = new RegExp(`\\bclass\\s*=\\s*(?:"[^"]*|'[^']*)${OPEN}`);

/** Left and right insets take part in the width of what is inside. */
const INSET = /^(inner-)?(border|padding)(-left|-right)?$/;

/** Of a border only the thickness is computed with. */
const KNOWN_BORDER = /^\s*\d+px\s/;

/** These hand their background image through (as a URL), and lay nothing out by their width. */
const COPIED: ReadonlySet<string> = new Set([
  'mj-section background-url',
  'mj-wrapper background-url',
  'mj-hero background-url',
]);

/** Marked MJML, and where each piece of it was written. */
export interface Places {
  readonly source: string;
  readonly locate: Locate;
  readonly elements: Elements;
}

/** Where an attribute is written; where its element is, if it has the attribute from elsewhere. */
function placeOf(name: string, { offset }: MjmlElement, { source, locate }: Places): Location {
  const tag = /^<[^>]*/.exec(source.slice(offset))?.[0] ?? '';
  const at = tag.search(new RegExp(`\\s${name}\\s*=`));
  return locate(at < 0 ? offset : offset + at + 1);
}

/** What stands for several elements in `<mj-attributes>`. */
export const SHARED: ReadonlySet<string> = new Set(['mj-all', 'mj-class']);

/** Throws a Refusal MJML_ATTRIBUTE_DYNAMIC. */
export function refuseDynamicAttributes(root: MjmlElement, head: MjmlElement, places: Places): void {
  const selects = head.children.some((node) => isElement(node, 'mj-html-attributes'));
  refuseIn(root, selects, places);
}

/** `selects`: MJML looks for classes, to set attributes. */
function refuseIn(node: MjmlNode, selects: boolean, places: Places): void {
  if (node.kind === 'text') return;
  if (node.kind === 'block') {
    [...node.then, ...node.otherwise].forEach((child) => refuseIn(child, selects, places));
    return;
  }
  if (selects && node.content && DYNAMIC_CLASS.test(node.content))
    refuse(dynamicAttribute(node, 'class', places));
  const { elements } = places;
  if (elements.isOwn(node.name) && node.content?.includes(OPEN) && !elements.copies(node.name, 'content'))
    refuse(dynamicAttribute(node, 'content', places));
  const dynamic = node.attributes.find(
    ([name, value]) =>
      value.includes(OPEN) &&
      ((isDecisive(node, name, elements) && !isKnownBorder(node, name, value, elements)) ||
        (selects && name === 'css-class')),
  );
  if (dynamic) refuse(dynamicAttribute(node, dynamic[0], places));
  node.children.forEach((child) => refuseIn(child, selects, places));
}

/** Whether MJML has to know the value of an attribute. */
export const isDecisive = ({ name: element }: MjmlElement, name: string, elements: Elements): boolean => {
  if (elements.isOwn(element)) return !elements.copies(element, name);
  if (SHARED.has(element) && name !== 'name' && !elements.allCopy(name)) return true;
  return isDecisiveOfMjml(element, name);
};

const isKnownBorder = (node: MjmlElement, name: string, value: string, elements: Elements): boolean =>
  KNOWN_BORDER.test(value) &&
  !elements.isOwn(node.name) &&
  (!SHARED.has(node.name) || elements.allCopy(name));

const isDecisiveOfMjml = (element: string, name: string): boolean =>
  (DECISIVE.has(name) || INSET.test(name) || decidesOn(element, name)) && !COPIED.has(`${element} ${name}`);

const decidesOn = (element: string, name: string): boolean =>
  SHARED.has(element)
    ? name !== 'name' && [...DECISIVE_ON].some((entry) => entry.endsWith(` ${name}`))
    : DECISIVE_ON.has(`${element} ${name}`);

export const dynamicAttribute = (node: MjmlElement, name: string, places: Places): Refusal =>
  new Refusal({
    code: 'MJML_ATTRIBUTE_DYNAMIC',
    message: places.elements.isOwn(node.name)
      ? `The component <${node.name}> of this project may decide by its ${name}, whose value depends on the context.`
      : `MJML computes the layout from ${name} of <${node.name}>, and its value depends on the context.`,
    hint: places.elements.isOwn(node.name)
      ? `If it only prints its ${name}, say so in its class: static copies = ['${name}']. Else give it a constant value or a choice of constants, {{#if …}}…{{else}}…{{/if}}.`
      : `Give ${name} a constant value or a choice of constants, {{#if …}}…{{else}}…{{/if}}; a URL that is never empty begins with constant text.`,
    location: placeOf(name, node, places),
  });
