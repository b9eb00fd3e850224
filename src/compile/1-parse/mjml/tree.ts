import { Parser } from 'htmlparser2';
import type { Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import { refuse } from '../../refusals.ts';
import { OPEN, TOKEN } from '../marks.ts';
import { type Elements, OFFICIAL } from './elements.ts';

/**
 * MJML with tokens, as a tree in which blocks stand between the elements that MJML lays out. What MJML hands
 * through untouched (the HTML in `<mj-text>` and the like) is one string.
 */
export type MjmlNode = MjmlElement | MjmlBlock | MjmlText;

export interface MjmlElement {
  readonly kind: 'element';
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly MjmlNode[];
  /** Of elements whose content is HTML; they have no children. */
  readonly content: string | undefined;
  /** Where the start tag begins in the marked text. */
  readonly offset: number;
}

export interface MjmlBlock {
  readonly kind: 'block';
  readonly loop: boolean;
  readonly number: number;
  readonly then: readonly MjmlNode[];
  readonly otherwise: readonly MjmlNode[];
  readonly offset: number;
}

/** Comments, and text that MJML ignores. */
export interface MjmlText {
  readonly kind: 'text';
  readonly value: string;
}

/** Finds the place in the sources of an offset in the marked text. */
export type Locate = (offset: number) => Location;

export interface ParseOptions {
  /** Slots that may stand where MJML drops text, because they are dropped with reason. */
  readonly isDropped?: ((slot: number) => boolean) | undefined;
  readonly elements?: Elements | undefined;
}

/**
 * Throws a Refusal MJML_BLOCK_MISNESTED, MJML_BLOCK_PLACE, MJML_TEXT.
 */
export function parseMjml(
  source: string,
  locate: Locate,
  { isDropped = () => false, elements = OFFICIAL }: ParseOptions = {},
): readonly MjmlNode[] {
  const builder = new TreeBuilder(source, locate, { isDropped, elements });
  // The options are those of MJML's own parser, so that both see the same elements.
  const parser: Parser = new Parser(
    {
      onopentag: (name, attributes) => builder.open(name, attributes, parser.startIndex, parser.endIndex),
      onclosetag: (name) => builder.close(name, parser.startIndex, parser.endIndex),
      ontext: (text) => builder.text(text, parser.startIndex),
      oncomment: (data) => builder.comment(data),
    },
    {
      recognizeCDATA: true,
      decodeEntities: false,
      recognizeSelfClosing: true,
      lowerCaseAttributeNames: false,
    },
  );
  parser.end(source);
  return builder.finish();
}

interface Frame {
  readonly name: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  readonly block: { readonly number: number; readonly loop: boolean } | undefined;
  readonly offset: number;
  nodes: MjmlNode[];
  then: MjmlNode[] | undefined;
}

class TreeBuilder {
  readonly #source: string;
  readonly #locate: Locate;
  readonly #isDropped: (slot: number) => boolean;
  readonly #elements: Elements;
  readonly #stack: Frame[] = [
    { name: undefined, attributes: {}, block: undefined, offset: 0, nodes: [], then: undefined },
  ];
  /** Inside an element whose content is not looked into: how deep, where the content begins, its element. */
  #depth = 0;
  #contentStart = 0;
  #contentFrame: Frame | undefined;
  /** Elements in which text was refused. */
  readonly #textual = new WeakSet<Frame>();
  #pending = '';
  #pendingStart = 0;

  constructor(source: string, locate: Locate, { isDropped, elements }: Required<ParseOptions>) {
    this.#source = source;
    this.#locate = locate;
    this.#isDropped = isDropped!;
    this.#elements = elements!;
  }

  get #top(): Frame {
    return this.#stack.at(-1)!;
  }

  open(name: string, attributes: Readonly<Record<string, string>>, start: number, end: number): void {
    const isContent = this.#elements.isContent(name);
    if (this.#depth > 0) {
      if (isContent) this.#depth += 1;
      return;
    }
    this.#flush();
    if (Object.keys(attributes).some((key) => key.includes(OPEN))) {
      refuse(
        this.#refusal(
          'MJML_BLOCK_PLACE',
          start,
          `A condition or value stands between the attributes of <${name}>.`,
          'Put the condition into the value: color="{{#if urgent}}red{{else}}black{{/if}}".',
        ),
      );
    }
    const known = Object.fromEntries(Object.entries(attributes).filter(([key]) => !key.includes(OPEN)));
    const frame: Frame = {
      name,
      attributes: known,
      block: undefined,
      offset: start,
      nodes: [],
      then: undefined,
    };
    if (isContent) {
      this.#depth = 1;
      this.#contentStart = end + 1;
      this.#contentFrame = frame;
    } else {
      this.#stack.push(frame);
    }
  }

  close(name: string, start: number, end: number): void {
    if (this.#depth > 0) {
      if (this.#elements.isContent(name)) this.#depth -= 1;
      if (this.#depth === 0) this.#closeContent(start, end);
      return;
    }
    this.#flush();
    const frame = this.#top;
    if (frame.block) throw this.#misnested(frame.offset, `</${name}>`);
    if (frame.name === undefined) return;
    this.#stack.pop();
    this.#top.nodes.push(element(frame, undefined));
  }

  #closeContent(start: number, end: number): void {
    const frame = this.#contentFrame!;
    // A self-closing tag is closed where it is opened.
    const selfClosing = end < this.#contentStart;
    this.#top.nodes.push(element(frame, selfClosing ? '' : this.#source.slice(this.#contentStart, start)));
  }

  comment(data: string): void {
    if (this.#depth > 0) return;
    this.#flush();
    this.#top.nodes.push({ kind: 'text', value: `<!--${data}-->` });
  }

  text(data: string, start: number): void {
    if (this.#depth > 0) return;
    if (this.#pending === '') this.#pendingStart = start;
    this.#pending += data;
  }

  finish(): readonly MjmlNode[] {
    this.#flush();
    const open = this.#stack.findLast((frame) => frame.block);
    if (open) throw this.#misnested(open.offset, 'the end of the template');
    return this.#top.nodes;
  }

  #flush(): void {
    const [text, start] = [this.#pending, this.#pendingStart];
    this.#pending = '';
    let end = 0;
    for (const match of text.matchAll(TOKEN)) {
      this.#plain(text.slice(end, match.index), start + end);
      this.#token(match[1]!, Number(match[2]), start + match.index);
      end = match.index + match[0].length;
    }
    this.#plain(text.slice(end), start + end);
  }

  #plain(value: string, offset: number): void {
    if (value.trim() === '' || !this.#elements.isCarrier(this.#element())) return;
    this.#refuseText(offset + value.length - value.trimStart().length, 'text that stands');
  }

  /** Once for an element, however many pieces its text has. */
  #refuseText(offset: number, what: string): void {
    const frame = this.#stack.findLast(({ name }) => name !== undefined);
    if (frame && this.#textual.has(frame)) return;
    if (frame) this.#textual.add(frame);
    refuse(
      this.#refusal(
        'MJML_TEXT',
        offset,
        `MJML drops ${what} directly in <${this.#element()}>.`,
        'Put it into <mj-text>, or <mj-raw> for HTML.',
      ),
    );
  }

  #token(letter: string, number: number, offset: number): void {
    const frame = this.#top;
    if (letter === 's') {
      if (this.#isDropped(number)) return;
      this.#refuseText(offset, 'a value that stands');
      return;
    }
    if (letter === 'w' || letter === 'l') {
      const block = { number, loop: letter === 'l' };
      this.#stack.push({ name: undefined, attributes: {}, block, offset, nodes: [], then: undefined });
    } else if (frame.block?.number !== number) {
      throw this.#misnested(offset, `<${this.#element()}>`);
    } else if (letter === 'o') {
      frame.then = frame.nodes;
      frame.nodes = [];
    } else {
      this.#stack.pop();
      const [then, otherwise] = frame.then ? [frame.then, frame.nodes] : [frame.nodes, []];
      this.#top.nodes.push({ kind: 'block', ...frame.block, then, otherwise, offset: frame.offset });
    }
  }

  #element(): string {
    return this.#stack.findLast((frame) => frame.name !== undefined)?.name ?? 'mjml';
  }

  #misnested(offset: number, where: string): Refusal {
    return this.#refusal(
      'MJML_BLOCK_MISNESTED',
      offset,
      `A condition or loop is crossed by ${where}.`,
      'Begin and end every condition and loop inside the same element, and close every element in the branch that opens it.',
    );
  }

  #refusal(code: string, offset: number, message: string, hint: string): Refusal {
    return new Refusal({ code, message, hint, location: this.#locate(offset) });
  }
}

const element = (frame: Frame, content: string | undefined): MjmlElement => ({
  kind: 'element',
  name: frame.name!,
  attributes: Object.entries(frame.attributes),
  children: frame.nodes,
  content,
  offset: frame.offset,
});

export const attributeOf = (node: MjmlElement, name: string): string | undefined =>
  node.attributes.find(([key]) => key === name)?.[1];

export const isElement = (node: MjmlNode, name: string): node is MjmlElement =>
  node.kind === 'element' && node.name === name;
