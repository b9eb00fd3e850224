import type { Expression } from './expression.ts';

/**
 * The Document: what every front end makes, every pass maps, and every emitter reads.
 *
 * Text, attribute values and comments hold HTML *source* (character references not decoded), so that what a template
 * language wrote comes out byte for byte.
 */
export type Node = Element | Text | Comment | Directive | Slot | When | Each | AssetReference;

export type Document = readonly Node[];

export interface Element {
  readonly kind: 'element';
  /** Lower case. */
  readonly name: string;
  readonly attributes: readonly AttributeNode[];
  readonly children: readonly Node[];
}

export interface Text {
  readonly kind: 'text';
  readonly value: string;
}

/** `children` are text, slot, when and each only. Conditional comments for Outlook live here. */
export interface Comment {
  readonly kind: 'comment';
  readonly children: readonly Node[];
}

/** `<!DOCTYPE …>`, `<![if …]>`: kept as written, without the angle brackets. */
export interface Directive {
  readonly kind: 'directive';
  readonly value: string;
}

/**
 * How a value becomes text. `react`: null, undefined and booleans print nothing, arrays flatten. `handlebars`: null and
 * undefined print nothing. `raw`: like handlebars, but not escaped.
 */
export type Print = 'react' | 'handlebars' | 'raw';

/** A place filled at run time. Its position (text, attribute, style, URL) decides the escaping. */
export interface Slot {
  readonly kind: 'slot';
  readonly expression: Expression;
  readonly print: Print;
}

/** Choice by JavaScript's truthiness of `test`. */
export interface When {
  readonly kind: 'when';
  readonly test: Expression;
  readonly then: readonly Node[];
  readonly otherwise: readonly Node[];
}

/** `list` evaluates to an array; `item` and `index` are the names of the locals that `children` may use. */
export interface Each {
  readonly kind: 'each';
  readonly list: Expression;
  readonly item: string;
  readonly index: string;
  readonly children: readonly Node[];
}

/** A reference to a build-time asset; prints as the URL that the asset policy gives it. */
export interface AssetReference {
  readonly kind: 'asset';
  readonly asset: Asset;
}

export interface Asset {
  /** Absolute path of the source file. */
  readonly file: string;
  readonly cid: string;
  readonly filename: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** An attribute, or a choice between lists of attributes. */
export type AttributeNode = Attribute | AttributeWhen;

export interface Attribute {
  readonly kind: 'attribute';
  readonly name: string;
  /** Text, slot, when, each and asset only. One `react` slot alone follows React's rules of presence. */
  readonly value: readonly Node[];
}

export interface AttributeWhen {
  readonly kind: 'attribute-when';
  readonly test: Expression;
  readonly then: readonly AttributeNode[];
  readonly otherwise: readonly AttributeNode[];
}

export const text = (value: string): Text => Object.freeze({ kind: 'text', value });
export const slot = (expression: Expression, print: Print): Slot =>
  Object.freeze({ kind: 'slot', expression, print });
export const when = (test: Expression, then: readonly Node[], otherwise: readonly Node[] = []): When =>
  Object.freeze({ kind: 'when', test, then, otherwise });
export const each = (options: Omit<Each, 'kind'>): Each => Object.freeze({ kind: 'each', ...options });
export const attribute = (name: string, value: readonly Node[]): Attribute =>
  Object.freeze({ kind: 'attribute', name, value });
export const element = (
  name: string,
  attributes: readonly AttributeNode[],
  children: readonly Node[],
): Element => Object.freeze({ kind: 'element', name, attributes, children });

/** Elements that have no content and no end tag (HTML Living Standard §13.1.2). */
export const VOID_ELEMENTS: ReadonlySet<string> = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
);
