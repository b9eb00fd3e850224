import { Refusal } from '../../diagnostics.ts';
import { refuse } from '../../refusals.ts';
import { OPEN } from '../marks.ts';
import type { Locate, MjmlElement, MjmlNode } from './tree.ts';

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

/** Left and right insets take part in the width of what is inside. */
const INSET = /^(inner-)?(border|padding)(-left|-right)?$/;

/** Of a border only the thickness is computed with. */
const KNOWN_BORDER = /^\s*\d+px\s/;

/** These hand their background image through (as a URL), and lay nothing out by their width. */
const COPIED: ReadonlySet<string> = new Set([
  'mj-section background-url',
  'mj-wrapper background-url',
  'mj-hero background-url',
  'mj-table width',
]);

/** Where an attribute is written; where its element is, if it has the attribute from elsewhere. */
function offsetOf(name: string, { offset }: MjmlElement, source: string): number {
  const tag = /^<[^>]*/.exec(source.slice(offset))?.[0] ?? '';
  const at = tag.search(new RegExp(`\\s${name}\\s*=`));
  return at < 0 ? offset : offset + at + 1;
}

/** `source` is the marked MJML. Refuses MJML_ATTRIBUTE_DYNAMIC. */
export function refuseDynamicAttributes(node: MjmlNode, source: string, locate: Locate): void {
  if (node.kind === 'text') return;
  if (node.kind === 'block') {
    [...node.then, ...node.otherwise].forEach((child) => refuseDynamicAttributes(child, source, locate));
    return;
  }
  const dynamic = node.attributes.find(
    ([name, value]) => value.includes(OPEN) && isDecisive(node, name) && !KNOWN_BORDER.test(value),
  );
  if (dynamic) {
    refuse(
      new Refusal({
        code: 'MJML_ATTRIBUTE_DYNAMIC',
        message: `MJML computes the layout from ${dynamic[0]} of <${node.name}>, and its value depends on the context.`,
        hint: `Give ${dynamic[0]} a constant value, and put a condition around the whole element where it has to vary.`,
        location: locate(offsetOf(dynamic[0], node, source)),
      }),
    );
  }
  node.children.forEach((child) => refuseDynamicAttributes(child, source, locate));
}

const isDecisive = (node: MjmlElement, name: string): boolean =>
  (DECISIVE.has(name) || INSET.test(name) || (node.name === 'mj-hero' && name === 'height')) &&
  !COPIED.has(`${node.name} ${name}`);
