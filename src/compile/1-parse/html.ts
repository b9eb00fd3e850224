import { Parser } from 'htmlparser2';
import type { Location } from '../../errors.ts';
import { Refusal } from '../diagnostics.ts';
import {
  attribute,
  type AttributeNode,
  type Document,
  each,
  type Element,
  element,
  type Node,
  slot,
  text,
  when,
} from '../document.ts';
import { refuse } from '../refusals.ts';
import { type Mark, type Marks, OPEN, TOKEN } from './marks.ts';
import { Misnesting } from './misnesting.ts';
import {
  attributesLooped,
  isApart,
  nameDynamic,
  placeOfMark,
  RAW_TEXT,
  tagDynamic,
  TOKENS,
  withSpaces,
} from './tag-names.ts';

export interface ParseOptions {
  /** The place in the sources of an offset in the marked HTML. Default: the place of the whole template. */
  readonly locate?: ((offset: number) => Location) | undefined;
  /** The same for the tag at an offset, where only a search can tell. Default: `locate`. */
  readonly search?: ((offset: number) => Location | undefined) | undefined;
  /** `<spacer/>` is closed where it is opened, as in XML. */
  readonly selfClosing?: boolean | undefined;
}

/**
 * Marked HTML → Document. htmlparser2 and not a parser of the HTML standard, because the standard moves text (and so
 * our tokens) out of tables, and CSS inlining downstream uses the same parser.
 *
 * Throws a Refusal `BLOCK_MISNESTED` where a block does not begin and end inside the same element, and notes an
 * ELEMENT_MISNESTED.
 */
export function parseHtml(
  written: string,
  marks: Marks,
  location: Location,
  { locate: find, search = find, selfClosing = false }: ParseOptions = {},
): Document {
  const { source, offsetOf } = withSpaces(written);
  const locate = find && ((offset: number): Location => find(offsetOf(offset)));
  const tree = new TreeBuilder<Node>(marks, location, true);
  const misnesting = new Misnesting(source, (offset) => search?.(offsetOf(offset)) ?? location);
  const parser: Parser = new Parser(
    {
      onopentagname: (name) => {
        misnesting.open(name, parser.startIndex);
        const place = locate?.(parser.startIndex);
        if (name.includes(OPEN)) throw tagDynamic(name, marks, place ?? location);
        tree.open({ name, attributes: new AttributeBuilder(marks, place ?? location), place });
      },
      onattribute: (name, value, quote) => tree.element.attributes.add(name, value, quote !== undefined),
      ontext: (data) => {
        if (data.replaceAll(BLOCK_TOKEN, '').trim() !== '') misnesting.show(parser.startIndex);
        tree.text(data);
      },
      onclosetag: (name, isImplied) => {
        misnesting.close(name, isImplied, parser.endIndex + 1);
        tree.closeElement();
      },
      oncomment: (data) => {
        // `</` before what names no element begins a comment, too.
        if (source.startsWith(`</${OPEN}`, parser.startIndex)) throw tagDynamic(data, marks, location);
        tree.add(Object.freeze({ kind: 'comment', children: parseText(data, marks, location) }));
      },
      onprocessinginstruction: (_name, data) => {
        if (data.includes(OPEN)) throw tagDynamic(data, marks, location);
        tree.add(Object.freeze({ kind: 'directive', value: data }));
      },
    },
    {
      decodeEntities: false,
      lowerCaseTags: true,
      lowerCaseAttributeNames: true,
      recognizeSelfClosing: selfClosing,
    },
  );
  parser.end(source);
  return tree.finish();
}

const BLOCK_TOKEN = /\uE000[woel]\d+\uE001/g;

/** Where an element was written. Undefined unless `parseHtml` was told how to find places. */
export const placeOfElement = (node: Element): Location | undefined => places.get(node);

/** Says that `copy` stands for an element that was parsed. */
export function keepPlace(original: Element, copy: Element): Element {
  const place = places.get(original);
  if (place) places.set(copy, place);
  return copy;
}

const places = new WeakMap<Element, Location>();

/** Text with tokens → text, slot, when, each. For attribute values, comments and raw text. */
export function parseText(source: string, marks: Marks, location: Location): readonly Node[] {
  const tree = new TreeBuilder<Node>(marks, location);
  tree.text(source);
  return tree.finish();
}

interface OpenElement {
  readonly name: string;
  readonly attributes: AttributeBuilder;
  readonly place: Location | undefined;
}

interface Frame<Item> {
  /** What opened the frame: an element, a block's mark, or the document itself. */
  readonly opener: OpenElement | Mark | undefined;
  readonly number: number;
  items: Item[];
  /** The first branch, once `otherwise` has begun. */
  then: Item[] | undefined;
}

const isElement = (opener: Frame<unknown>['opener']): opener is OpenElement =>
  opener !== undefined && 'attributes' in opener;

/** Builds the tree from events; blocks and elements share one stack, so that misnesting cannot pass. */
class TreeBuilder<Item extends Node | AttributeNode> {
  readonly #stack: Frame<Item>[] = [{ opener: undefined, number: -1, items: [], then: undefined }];
  readonly #marks: Marks;
  readonly #location: Location;
  #pending = '';

  readonly #isMarkup: boolean;

  /** `isMarkup`: what is no tag is text of HTML, and not of an attribute or a comment. */
  constructor(marks: Marks, location: Location, isMarkup: boolean = false) {
    this.#marks = marks;
    this.#location = location;
    this.#isMarkup = isMarkup;
  }

  get #top(): Frame<Item> {
    return this.#stack.at(-1) as Frame<Item>;
  }

  get element(): OpenElement {
    return this.#top.opener as OpenElement;
  }

  add(item: Item): void {
    this.#flush();
    this.#top.items.push(item);
  }

  open(opener: OpenElement): void {
    this.#flush();
    this.#push(opener, -1);
  }

  closeElement(): void {
    this.#flush();
    const frame = this.#top;
    if (!isElement(frame.opener)) throw this.#misnested(`</${this.#innermostElement()?.name ?? '…'}>`);
    this.#stack.pop();
    const { name, attributes, place } = frame.opener;
    const node = element(name, attributes.finish(), frame.items as Node[]);
    if (place) places.set(node, place);
    this.#top.items.push(node as Item);
  }

  /** htmlparser2 hands text out in pieces; tokens may straddle them. */
  text(data: string): void {
    this.#pending += data;
  }

  token(letter: string, number: number): void {
    const mark = this.#marks.get(number);
    const frame = this.#top;
    if (letter === 's' && mark.kind === 'slot') {
      frame.items.push(slot(mark.expression, mark.print) as Item);
    } else if (letter === 'w' || letter === 'l') {
      this.#push(mark, number);
    } else if (letter === 'o' && frame.number === number && !frame.then) {
      frame.then = frame.items;
      frame.items = [];
    } else if (letter === 'e' && frame.number === number) {
      this.#stack.pop();
      this.#top.items.push(this.#block(mark, frame));
    } else {
      throw this.#misnested(`<${this.#innermostElement()?.name ?? '…'}>`);
    }
  }

  finish(): Item[] {
    this.#flush();
    if (this.#stack.length > 1) throw this.#misnested('the end of the document');
    return this.#top.items;
  }

  #push(opener: OpenElement | Mark, number: number): void {
    this.#stack.push({ opener, number, items: [], then: undefined });
  }

  #block(mark: Mark, frame: Frame<Item>): Item {
    const [then, otherwise] = frame.then ? [frame.then, frame.items] : [frame.items, []];
    if (mark.kind === 'each') {
      if (then.some(({ kind }) => kind.startsWith('attribute')))
        throw attributesLooped(placeOfMark(mark) ?? this.#location);
      return each({ ...mark, children: then as Node[] }) as Item;
    }
    const { test } = mark as Extract<Mark, { kind: 'when' }>;
    const inAttributes = [...then, ...otherwise].some((item) => item.kind.startsWith('attribute'));
    return (
      inAttributes
        ? Object.freeze({ kind: 'attribute-when', test, then, otherwise })
        : when(test, then as Node[], otherwise as Node[])
    ) as Item;
  }

  #flush(): void {
    if (this.#pending === '') return;
    const source = this.#pending;
    this.#pending = '';
    if (this.#isMarkup && source.includes(`<${OPEN}`) && !RAW_TEXT.has(this.#innermostElement()?.name ?? ''))
      throw tagDynamic(source.slice(source.indexOf(`<${OPEN}`)), this.#marks, this.#location);
    let end = 0;
    for (const match of source.matchAll(TOKEN)) {
      if (match.index > end) this.#top.items.push(text(source.slice(end, match.index)) as Item);
      this.token(match[1] as string, Number(match[2]));
      end = match.index + match[0].length;
    }
    if (end < source.length) this.#top.items.push(text(source.slice(end)) as Item);
  }

  #innermostElement(): OpenElement | undefined {
    return this.#stack.map(({ opener }) => opener).findLast(isElement);
  }

  #misnested(where: string): Refusal {
    const around = this.#innermostElement();
    return new Refusal({
      code: 'BLOCK_MISNESTED',
      message: `A condition or loop is crossed by ${where}.`,
      hint: 'Begin and end every condition and loop inside the same element, and close every element in the branch that opens it.',
      location: around?.place ?? this.#innermostBlock() ?? this.#location,
    });
  }

  /** Where the condition or loop was written that is open. */
  #innermostBlock(): Location | undefined {
    const block = this.#stack.map(({ opener }) => opener).findLast((opener) => opener && !isElement(opener));
    return block && !isElement(block) ? placeOfMark(block) : undefined;
  }
}

/** Attributes in the order of the source; tokens among them make conditional attributes. */
class AttributeBuilder {
  readonly #tree: TreeBuilder<AttributeNode>;
  readonly #marks: Marks;
  readonly #location: Location;

  constructor(marks: Marks, location: Location) {
    this.#tree = new TreeBuilder(marks, location);
    this.#marks = marks;
    this.#location = location;
  }

  /** `hasValue`: there is a `=`. */
  add(name: string, value: string, hasValue: boolean): void {
    const parts = name.split(TOKENS).filter((part) => part !== '');
    const names = parts.filter((part) => !part.startsWith(OPEN));
    const slotted = parts.flatMap((part) => [...part.matchAll(TOKEN)]).find(([, letter]) => letter === 's');
    if (slotted) {
      const place = placeOfMark(this.#marks.get(Number(slotted[2]))) ?? this.#location;
      return refuse(nameDynamic(place));
    }
    // Only names of attributes without values can stand side by side, those of two branches.
    if (names.length > 1 && (hasValue || !parts.every(isApart))) return refuse(nameDynamic(this.#location));
    for (const part of parts) {
      if (!part.startsWith(OPEN))
        this.#tree.add(attribute(part, parseText(value, this.#marks, this.#location)));
      else for (const [, letter, digits] of part.matchAll(TOKEN)) this.#tree.token(letter!, Number(digits));
    }
  }

  finish(): readonly AttributeNode[] {
    return this.#tree.finish();
  }
}
