import { Refusal } from '../../diagnostics.ts';
import { refuse } from '../../refusals.ts';
import { INLINED_FIRST } from '../../style-rules.ts';
import type { Marks } from '../marks.ts';
import type { Places } from './attributes.ts';
import type { Elements } from './elements.ts';
import type { Locate, MjmlBlock, MjmlElement, MjmlNode } from './tree.ts';

/** MJML as MJML gets to see it. */
export interface PrintedMjml {
  readonly text: string;
  /** For each line, counted from 1, the offset in the marked text of the one start tag on it. */
  readonly offsets: readonly (number | undefined)[];
}

/**
 * Blocks between elements become `<mj-raw>`; each start tag stands on a line of its own, by which errors are
 * placed.
 */
export function printMjml(
  root: MjmlElement,
  marks: Marks,
  places: Pick<Places, 'locate' | 'elements'>,
): PrintedMjml {
  const printer = new Printer(marks, places);
  printer.node(root, undefined);
  return { text: printer.text, offsets: printer.offsets };
}

class Printer {
  text = '';
  readonly offsets: (number | undefined)[] = [undefined, undefined];
  readonly #marks: Marks;
  readonly #locate: Locate;
  readonly #elements: Elements;

  constructor(marks: Marks, { locate, elements }: Pick<Places, 'locate' | 'elements'>) {
    this.#marks = marks;
    this.#locate = locate;
    this.#elements = elements;
  }

  node(node: MjmlNode, parent: MjmlElement | undefined): void {
    if (node.kind === 'text') this.#write(node.value);
    else if (node.kind === 'block') this.#block(node, parent);
    else this.#element(node);
  }

  #element(element: MjmlElement): void {
    const node = isInlined(element) ? leftToUs(element) : element;
    const attributes = node.attributes.map(([name, value]) => ` ${name}=${quote(value)}`).join('');
    this.#write('\n');
    this.offsets[this.offsets.length - 1] = node.offset;
    this.#write(`<${node.name}${attributes}>${node.content ?? ''}`);
    for (const child of node.children) this.node(child, node);
    this.#write(`</${node.name}>`);
  }

  #block(block: MjmlBlock, parent: MjmlElement | undefined): void {
    const nodes = [...block.then, ...block.otherwise];
    if (!parent || !this.#elements.isCarrier(parent.name)) {
      throw this.#refusal(
        block,
        `MJML keeps no condition or loop among the children of <${parent?.name ?? 'mjml'}>.`,
      );
    }
    // MJML collects what stands in the head and prints it elsewhere; only raw HTML stays where it is.
    if (
      parent.name === 'mj-head' &&
      nodes.some((node) => node.kind === 'element' && node.name !== 'mj-raw')
    ) {
      refuse(this.#refusal(block, 'MJML moves the elements of <mj-head> out of a condition or loop.'));
    }
    const { open, otherwise, close } = this.#tokens(block);
    this.#raw(open);
    for (const node of block.then) this.node(node, parent);
    if (block.otherwise.length > 0) this.#raw(otherwise);
    for (const node of block.otherwise) this.node(node, parent);
    this.#raw(close);
  }

  #tokens(block: MjmlBlock): ReturnType<Marks['when']> {
    const mark = this.#marks.get(block.number);
    if (mark.kind === 'each') return this.#marks.each(mark.list, mark.item, mark.index);
    if (mark.kind === 'when') return this.#marks.when(mark.test);
    throw new TypeError('A slot opens no block.');
  }

  #raw(token: string): void {
    this.#write(`<mj-raw>${token}</mj-raw>`);
  }

  #write(piece: string): void {
    this.text += piece;
    for (let lines = piece.split('\n').length; lines > 1; lines -= 1) this.offsets.push(undefined);
  }

  #refusal(block: MjmlBlock, message: string): Refusal {
    return new Refusal({
      code: 'MJML_BLOCK_PLACE',
      message,
      hint: 'Put the condition inside <mj-raw> or into an attribute’s value, or around a whole section.',
      location: this.#locate(block.offset),
    });
  }
}

const isInlined = ({ name, attributes }: MjmlElement): boolean =>
  name === 'mj-style' && attributes.some(([key, value]) => key === 'inline' && value === 'inline');

/** MJML would put these rules in place where it sees class names, and cannot see those that a condition chooses. */
const leftToUs = (node: MjmlElement): MjmlElement => ({
  ...node,
  attributes: node.attributes.filter(([name]) => name !== 'inline'),
  content: `@${INLINED_FIRST} {\n${node.content ?? ''}\n}`,
});

const quote = (value: string): string => (value.includes('"') ? `'${value}'` : `"${value}"`);
