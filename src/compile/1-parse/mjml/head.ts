import type { Direction } from '../../../artifact.ts';
import { Refusal } from '../../diagnostics.ts';
import { attributeOf, isElement, type Locate, type MjmlElement, type MjmlNode } from './tree.ts';

/** The three parts of an MJML document. */
export interface MjmlDocument {
  readonly root: MjmlElement;
  readonly head: MjmlElement;
  readonly body: MjmlElement;
}

export interface DocumentSettings {
  readonly locale: string;
  readonly dir: Direction;
  /** Marked text for `<mj-title>` and `<mj-preview>` where the template has none. */
  readonly title: string | undefined;
  readonly preview: string | undefined;
}

/** Finds the parts. Whole documents that were included give their content to the places where it belongs. */
export function documentOf(nodes: readonly MjmlNode[], locate: Locate): MjmlDocument {
  const root = nodes.find((node): node is MjmlElement => isElement(node, 'mjml'));
  if (!root) throw refuse('There is no <mjml> element.', locate(0));
  for (const node of [...nodes, ...root.children]) {
    if (node.kind !== 'block') continue;
    throw refuse('A condition or loop stands outside <mj-head> and <mj-body>.', locate(node.offset));
  }
  const head = root.children.filter((node) => isElement(node, 'mj-head'));
  const body = root.children.find((node) => isElement(node, 'mj-body'));
  if (!body) throw refuse('There is no <mj-body> in <mjml>.', locate(root.offset));
  const included: MjmlNode[] = [];
  const unwrapped = { ...body, children: unwrap(body.children, included) };
  const own = unwrap(
    head.flatMap((node) => node.children),
    included,
  );
  const children = [...own, ...included];
  return { root, head: { ...(head[0] ?? made('mj-head', [], [])), children }, body: unwrapped };
}

function unwrap(nodes: readonly MjmlNode[], head: MjmlNode[]): readonly MjmlNode[] {
  return nodes.flatMap((node): readonly MjmlNode[] => {
    if (node.kind === 'block') {
      return [{ ...node, then: unwrap(node.then, head), otherwise: unwrap(node.otherwise, head) }];
    }
    if (node.kind === 'text') return [node];
    if (node.name !== 'mjml') return [{ ...node, children: unwrap(node.children, head) }];
    const parts = node.children.filter((child): child is MjmlElement => child.kind === 'element');
    head.push(...parts.filter(({ name }) => name === 'mj-head').flatMap(({ children }) => children));
    return unwrap(
      parts.filter(({ name }) => name === 'mj-body').flatMap(({ children }) => children),
      head,
    );
  });
}

/** Language, direction, title and preview text, unless the template sets them. */
export function withSettings({ root, head, body }: MjmlDocument, settings: DocumentSettings): MjmlElement {
  const attributes = [...root.attributes];
  if (attributeOf(root, 'lang') === undefined) attributes.push(['lang', settings.locale]);
  if (attributeOf(root, 'dir') === undefined) attributes.push(['dir', settings.dir]);
  const children = [...head.children];
  const has = (name: string): boolean => children.some((node) => isElement(node, name));
  if (settings.title !== undefined && !has('mj-title'))
    children.unshift(made('mj-title', [], [], settings.title));
  if (settings.preview !== undefined && !has('mj-preview'))
    children.push(made('mj-preview', [], [], settings.preview));
  // First, so that the template's own defaults win.
  if (attributeOf({ ...root, attributes }, 'dir') === 'rtl') children.unshift(RIGHT_TO_LEFT);
  const others = root.children.filter((node) => !isElement(node, 'mj-head') && !isElement(node, 'mj-body'));
  return { ...root, attributes, children: [...others, { ...head, children }, body] };
}

const made = (
  name: string,
  attributes: MjmlElement['attributes'],
  children: readonly MjmlNode[],
  content?: string,
): MjmlElement => ({ kind: 'element', name, attributes, children, content, offset: 0 });

/** MJML's defaults are those of languages written from left to right, whatever `dir` says. */
const RIGHT_TO_LEFT = made(
  'mj-attributes',
  [],
  [
    ...['mj-text', 'mj-table'].map((name) => made(name, [['align', 'right']], [])),
    ...['mj-wrapper', 'mj-section', 'mj-group', 'mj-column'].map((name) =>
      made(name, [['direction', 'rtl']], []),
    ),
  ],
);

const refuse = (message: string, location: ReturnType<Locate>): Refusal =>
  new Refusal({
    code: 'MJML_INVALID',
    message,
    hint: 'Write <mjml><mj-head>…</mj-head><mj-body>…</mj-body></mjml>, with conditions and loops inside.',
    location,
  });
