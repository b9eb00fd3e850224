import { Refusal } from '../../diagnostics.ts';
import { refuse } from '../../refusals.ts';
import {
  attributeOf,
  isElement,
  type Locate,
  type MjmlBlock,
  type MjmlElement,
  type MjmlNode,
} from './tree.ts';

/**
 * MJML shares the width of a section among its columns by counting them. Conditions around columns are
 * therefore moved around the section, so that MJML counts the columns of each branch:
 *
 *     <mj-section>{{#if a}}<mj-column/>{{/if}}<mj-column/></mj-section>
 *  →  {{#if a}}<mj-section><mj-column/><mj-column/></mj-section>{{else}}<mj-section><mj-column/></mj-section>{{/if}}
 *
 * How often a loop will run is not known, so its columns have to say how wide they are.
 */
export function distributeColumns(
  nodes: readonly MjmlNode[],
  head: MjmlElement | undefined,
  locate: Locate,
): readonly MjmlNode[] {
  const widths = new Widths(head);
  const visit = (node: MjmlNode): readonly MjmlNode[] => {
    if (node.kind === 'text') return [node];
    if (node.kind === 'block') {
      return [{ ...node, then: node.then.flatMap(visit), otherwise: node.otherwise.flatMap(visit) }];
    }
    const inner = { ...node, children: node.children.flatMap(visit) };
    if (node.name === 'mj-wrapper') checkGap(inner, locate);
    return node.name === 'mj-section' || node.name === 'mj-group'
      ? distribute(inner, widths, locate, MOST_CHOICES)
      : [inner];
  };
  return nodes.flatMap(visit);
}

/** 2⁵ versions of a section. */
const MOST_CHOICES = 5;

/** Whatever MJML counts: a component of the project too. */
const isColumn = (node: MjmlNode): node is MjmlElement => node.kind === 'element' && node.name !== 'mj-raw';

function distribute(
  section: MjmlElement,
  widths: Widths,
  locate: Locate,
  choices: number,
): readonly MjmlNode[] {
  const columns = columnsIn(section.children);
  const counts =
    columns.some(({ column }) => !widths.isFixed(column)) || attributeOf(section, 'gutter') !== undefined;
  if (!counts) return [section];
  const looped = columns.find(({ loop }) => loop);
  if (looped) {
    refuse(
      new Refusal({
        code: 'MJML_COLUMN_WIDTH',
        message: `How many columns this loop makes is not known, so MJML cannot share the width of <${section.name}> among them.`,
        hint: 'Give every <mj-column> of the section a width, for example width="33.33%", and the section no gutter; or loop over sections.',
        location: locate(looped.column.offset),
      }),
    );
    return [section];
  }
  const position = section.children.findIndex(
    (node) => node.kind === 'block' && columnsIn([node]).length > 0,
  );
  if (position < 0) return [section];
  const block = section.children[position] as MjmlBlock;
  if (choices === 0) {
    refuse(
      new Refusal({
        code: 'MJML_TOO_MANY_CHOICES',
        message: `More than ${MOST_CHOICES} conditions decide which columns <${section.name}> has.`,
        hint: 'Give every <mj-column> of the section a width; then its columns need not be counted.',
        location: locate(block.offset),
      }),
    );
    return [section];
  }
  const branch = (nodes: readonly MjmlNode[]): readonly MjmlNode[] => {
    const children = section.children.toSpliced(position, 1, ...nodes);
    return distribute({ ...section, children }, widths, locate, choices - 1);
  };
  return [{ ...block, then: branch(block.then), otherwise: branch(block.otherwise) }];
}

interface FoundColumn {
  readonly column: MjmlElement;
  readonly loop: boolean;
}

/** The columns that share the width, whatever blocks they stand in. */
function columnsIn(nodes: readonly MjmlNode[], loop = false): readonly FoundColumn[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'block') return columnsIn([...node.then, ...node.otherwise], loop || node.loop);
    return isColumn(node) ? [{ column: node, loop }] : [];
  });
}

/** Which columns have a width of their own, also by `<mj-attributes>`. */
class Widths {
  readonly #defaults: ReadonlySet<string>;
  readonly #classes: ReadonlySet<string | undefined>;

  constructor(head: MjmlElement | undefined) {
    const attributes = (head?.children ?? [])
      .filter((node): node is MjmlElement => isElement(node, 'mj-attributes'))
      .flatMap(({ children }) => children)
      .filter(
        (node): node is MjmlElement => node.kind === 'element' && attributeOf(node, 'width') !== undefined,
      );
    this.#defaults = new Set(attributes.map(({ name }) => name));
    this.#classes = new Set(
      attributes.filter(({ name }) => name === 'mj-class').map((node) => attributeOf(node, 'name')),
    );
  }

  isFixed(column: MjmlElement): boolean {
    const classes = (attributeOf(column, 'mj-class') ?? '').split(/\s+/);
    return (
      attributeOf(column, 'width') !== undefined ||
      this.#defaults.has(column.name) ||
      this.#defaults.has('mj-all') ||
      classes.some((name) => this.#classes.has(name))
    );
  }
}

/** MJML sets no gap above the first section, which must then be known. */
function checkGap(wrapper: MjmlElement, locate: Locate): void {
  const first = wrapper.children.find((node) => node.kind !== 'text');
  if (first?.kind !== 'block' || attributeOf(wrapper, 'gap') === undefined) return;
  refuse(
    new Refusal({
      code: 'MJML_GAP',
      message:
        'Which section is the first of this <mj-wrapper> depends on the context, and the first has no gap above.',
      hint: 'Use padding on the sections instead of gap, or put the condition behind the first section.',
      location: locate(first.offset),
    }),
  );
}
