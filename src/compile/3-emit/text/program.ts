import type { Print } from '../../document.ts';
import { type Expression, keyOf } from '../../expression.ts';
import type { TextEach, TextNode, TextOp } from '../text-program.ts';
import { joinParagraphs } from './paragraphs.ts';

/** Like `kindOf` of the run-time writer: what prints nothing, what is white space, what joins. A test compares them. */
const NOTHING =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class -- single characters are what is dropped
  /[\u0000-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F\u00AD\u034F\u180E\u200B\u2060-\u2064\uFEFF]/g;
const SPACES = '\\t-\\r \\u0085\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F';
const GAPS = new RegExp(`[${SPACES}\\u3000\\u200C\\u200D]+`, 'g');
const SPACE = new RegExp(`[${SPACES}]`);
const PARTS = /^([ \u3000\u200C\u200D]?)([^]*?)([ \u3000\u200C\u200D]?)$/;

/** A run of white space and joiners as the one character that it comes to. */
function collapseGap(gap: string): string {
  if (gap.includes('\u3000')) return '\u3000';
  return SPACE.test(gap) ? ' ' : gap.charAt(0);
}

/** Static text in collapsed form: at most one space or joiner between words and at either end. */
const collapse = (text: string): string => text.replace(NOTHING, '').replace(GAPS, collapseGap);

/**
 * Collects the nodes of one text program. Neighbouring static text joins before it is collapsed, breaks that follow
 * each other join, and white space beside a break goes: what is known at build costs nothing at render.
 */
export class TextProgram {
  readonly #nodes: TextNode[] = [];
  #text = '';

  finish(): readonly TextNode[] {
    this.#flush();
    this.#dropTrailingSpace();
    return joinParagraphs(this.#nodes);
  }

  /** The nodes so far, where they are part of a longer program: white space at the ends may count. */
  part(): readonly TextNode[] {
    this.#flush();
    return joinParagraphs(this.#nodes);
  }

  /** Static text, decoded, as the source has it. */
  text(text: string): void {
    this.#text += text;
  }

  op(method: string, ...args: TextOp['args']): void {
    this.#flush();
    if (method === 'block' || method === 'lineBreak') this.#dropTrailingSpace();
    const last = this.#nodes.at(-1);
    if (method === 'block' && last?.kind === 'op' && last.method === 'block') {
      this.#nodes.pop();
      this.#nodes.push(op('block', [Math.max(Number(last.args[0]), Number(args[0]))]));
    } else {
      this.#nodes.push(op(method, args));
    }
  }

  slot(expression: Expression, print: Print): void {
    this.#flush();
    this.#nodes.push(Object.freeze({ kind: 'slot', expression, print }));
  }

  when(test: Expression, then: readonly TextNode[], otherwise: readonly TextNode[]): void {
    if (then.length === 0 && otherwise.length === 0) return;
    this.#flush();
    // Branches that differ in looks only, such as a class, read the same.
    if (keyOfText(then) === keyOfText(otherwise)) this.#nodes.push(...then);
    else this.#nodes.push(Object.freeze({ kind: 'when', test, then, otherwise }));
  }

  each(options: Omit<TextEach, 'kind'>): void {
    if (options.children.length === 0) return;
    this.#flush();
    this.#nodes.push(Object.freeze({ kind: 'each', ...options }));
  }

  #flush(): void {
    if (this.#text === '') return;
    const [, before = '', core = '', behind = ''] = PARTS.exec(collapse(this.#text)) ?? [];
    this.#text = '';
    const last = this.#nodes.at(-1);
    const onNewLine = last?.kind === 'op' && (last.method === 'block' || last.method === 'lineBreak');
    if (!onNewLine) this.#gap(before, before === ' ' && core !== '');
    const leading = !onNewLine && before === ' ' ? ' ' : '';
    const trailing = behind === ' ' ? ' ' : '';
    if (core !== '') {
      this.#nodes.push(op('text', [leading + core + trailing]));
      this.#gap(behind, behind === ' ');
    }
  }

  /** A space is part of the text beside it; wide spaces and joiners need an instruction of their own. */
  #gap(gap: string, isInText: boolean): void {
    if (gap === '' || isInText) return;
    this.#nodes.push(gap === ' ' ? op('text', [' ']) : op(gap === '\u3000' ? 'space' : 'joiner', [gap]));
  }

  #dropTrailingSpace(): void {
    const last = this.#nodes.at(-1);
    if (last?.kind !== 'op' || last.method !== 'text') return;
    const text = String(last.args[0]);
    if (!text.endsWith(' ')) return;
    this.#nodes.pop();
    if (text !== ' ') this.#nodes.push(op('text', [text.slice(0, -1)]));
  }
}

const op = (method: string, args: TextOp['args']): TextOp => Object.freeze({ kind: 'op', method, args });

/** Equal for programs that write equally. */
function keyOfText(nodes: readonly TextNode[]): string {
  return JSON.stringify(nodes, (_name, value: unknown) => (isExpression(value) ? keyOf(value) : value));
}

const isExpression = (value: unknown): value is Expression =>
  typeof value === 'object' && value !== null && 'kind' in value && !TEXT_KINDS.has(String(value.kind));

const TEXT_KINDS = new Set(['op', 'argument', 'slot', 'when', 'each']);
