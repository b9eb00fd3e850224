import { attribute, type Element, element, type Node, text } from '../../document.ts';
import {
  centred,
  classes,
  constant,
  hasClass,
  numberOf,
  others,
  table,
  textOf,
  valueOf,
  wrongSize,
} from './element.ts';

/** An element of Inky with its children rewritten → tables. */
export type Component = (node: Element, children: readonly Node[]) => readonly Node[];

/** The components of Foundation for Emails 2 but `<columns>`, which know their neighbours (columns.ts). */
export const COMPONENTS: Readonly<Record<string, Component>> = {
  container: (node, children) => [
    table(
      [constant('align', 'center'), classes(node, 'container'), ...others(node, 'align')],
      [cell('td', children)],
    ),
  ],
  row: (node, children) => [table([classes(node, 'row'), ...others(node)], children)],
  'block-grid': (node, children) => {
    const up = numberOf(node, 'up');
    if (up === undefined) throw wrongSize(node, 'up', 'missing');
    return [table([classes(node, `block-grid up-${up}`), ...others(node, 'up')], children)];
  },
  wrapper: (node, children) => [
    table(
      [classes(node, 'wrapper'), constant('align', 'center'), ...others(node, 'align')],
      [cell('td', children, 'wrapper-inner')],
    ),
  ],
  callout: (node, children) => [
    table(
      [constant('class', 'callout'), ...others(node)],
      [element('th', [classes(node, 'callout-inner')], children), cell('th', [], 'expander')],
    ),
  ],
  menu: (node, children) => [
    table([classes(node, 'menu'), ...others(node)], [cell('td', [table([], children)])]),
  ],
  item: (node, children) => [
    element('th', [classes(node, 'menu-item'), ...others(node, 'href', 'target')], link(node, children, [])),
  ],
  button,
  spacer,
  'h-line': (node) => [table([classes(node, 'h-line'), ...others(node)], [cell('th', [text('&nbsp;')])])],
  center: (node, children) => [element('center', node.attributes, children)],
};

const cell = (name: 'td' | 'th', children: readonly Node[], className?: string): Element =>
  element(name, className === undefined ? [] : [constant('class', className)], children);

function button(node: Element, children: readonly Node[]): readonly Node[] {
  const isExpanded = hasClass(node, 'expanded') || hasClass(node, 'expand');
  const align = valueOf(node, 'align');
  const onTable = align ? [attribute('align', align)] : [];
  const label = link(node, children, others(node, 'href', 'target', 'align'));
  const inner = isExpanded ? [element('center', [], centred(label))] : label;
  const expander = isExpanded ? [cell('td', [], 'expander')] : [];
  return [
    table([classes(node, 'button'), ...onTable], [cell('td', [table([], [cell('td', inner)])]), ...expander]),
  ];
}

/** `<a>` around the children, where the element has a `href`. */
function link(node: Element, children: readonly Node[], attributes: Element['attributes']): readonly Node[] {
  const href = valueOf(node, 'href');
  if (!href) return children;
  const target = valueOf(node, 'target');
  const own = [attribute('href', href), ...(target ? [attribute('target', target)] : [])];
  return [element('a', [...own, ...attributes], children)];
}

const DEFAULT_SPACE = '16';

function spacer(node: Element): readonly Node[] {
  const space = (name: string, className: string): readonly Element[] => {
    const size = valueOf(node, name);
    const isNumber = !size || textOf(size) === undefined || numberOf(node, name) !== undefined;
    return size && isNumber ? [gap(node, size, className)] : [];
  };
  const bySize = [...space('size-sm', 'hide-for-large'), ...space('size-lg', 'show-for-large')];
  if (bySize.length > 0) return bySize;
  const [plain = gap(node, [text(DEFAULT_SPACE)], '')] = space('size', '');
  return [plain];
}

/** A cell of a height in pixels; the text in it must not be higher. */
const gap = (node: Element, size: readonly Node[], className: string): Element => {
  const style = [text('font-size:'), ...size, text('px;line-height:'), ...size, text('px;')];
  const attributes = [attribute('height', size), attribute('style', style)];
  return table(
    [classes(node, 'spacer', className), ...others(node, 'size', 'size-sm', 'size-lg')],
    [element('td', attributes, [text('&nbsp;')])],
  );
};
