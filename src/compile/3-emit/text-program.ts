import type { Expression } from '../expression.ts';
import type { Print } from '../document.ts';

/**
 * The text part as instructions for the run-time text writer (src/render/text-writer.ts), with the same control flow
 * as the Document. The JavaScript emitter prints `op` as a method call: `w.paragraph(2)`.
 */
export type TextNode = TextOp | TextSlot | TextWhen | TextEach;

export interface TextOp {
  readonly kind: 'op';
  readonly method: string;
  readonly args: readonly (string | number | boolean | TextArgument)[];
}

/** An operand that is built from static text and slots, joined to one string: a URL, an alternative text. */
export interface TextArgument {
  readonly kind: 'argument';
  readonly parts: readonly (string | TextSlot)[];
}

/** `w.slot(value)`: a value in running text. Static text is decoded: no character references. */
export interface TextSlot {
  readonly kind: 'slot';
  readonly expression: Expression;
  readonly print: Print;
}

export interface TextWhen {
  readonly kind: 'when';
  readonly test: Expression;
  readonly then: readonly TextNode[];
  readonly otherwise: readonly TextNode[];
}

export interface TextEach {
  readonly kind: 'each';
  readonly list: Expression;
  readonly item: string;
  readonly index: string;
  readonly children: readonly TextNode[];
}
