import type { Location } from '../../../errors.ts';
import { type Node, slot, text, when } from '../../document.ts';
import { helper, literal } from '../../expression.ts';
import { toExpression, toMarked } from '../handlebars/print.ts';
import { parseText } from '../html.ts';
import { type Marks, OPEN, TOKEN } from '../marks.ts';
import type { MjmlElement, MjmlNode } from './tree.ts';

/** Whose text MJML looks into: one colour is none, and every class name gets a suffix for Outlook. */
const WATCHED: ReadonlySet<string> = new Set(['background-color', 'css-class']);

const COLOR = /(?:^|-)color$/;

const longColor = (color: string): string => color.replace(/^#(\w)(\w)(\w)$/, '#$1$1$2$2$3$3');

/**
 * MJML gets a stand-in for a value of the context that it looks into as text; what it would have done with the text is
 * done at run time.
 */
export class StandIns {
  readonly #marks: Marks;
  readonly #location: Location;
  /** By the token that MJML sees. */
  readonly #values = new Map<string, string>();

  constructor(marks: Marks, location: Location) {
    this.#marks = marks;
    this.#location = location;
  }

  put<T extends MjmlNode>(node: T): T {
    if (node.kind === 'text') return node;
    if (node.kind === 'block') {
      const putAll = (nodes: readonly MjmlNode[]): readonly MjmlNode[] =>
        nodes.map((inner) => this.put(inner));
      return { ...node, then: putAll(node.then), otherwise: putAll(node.otherwise) };
    }
    const attributes = (node as MjmlElement).attributes.map(([name, value]) => {
      if (!value.includes(OPEN)) return [name, value] as const;
      const settled = COLOR.test(name) ? this.#withLongColor(value) : value;
      return [name, WATCHED.has(name) ? this.#standIn(settled) : settled] as const;
    });
    return { ...node, attributes, children: (node as MjmlElement).children.map((inner) => this.put(inner)) };
  }

  /** MJML writes `#abc` as `#aabbcc`. */
  #withLongColor(value: string): string {
    const long = (nodes: readonly Node[]): readonly Node[] => {
      const [only, ...more] = nodes;
      if (!only) return nodes;
      if (more.length > 0) {
        const isColor = nodes.every((node) => node.kind !== 'text' || /^#?\w*$/.test(node.value));
        return isColor ? [slot(helper('handlebarsLongColor', [toExpression(nodes)]), 'handlebars')] : nodes;
      }
      if (only.kind === 'text') return [text(longColor(only.value))];
      if (only.kind === 'when') return [when(only.test, long(only.then), long(only.otherwise))];
      if (only.kind !== 'slot') return nodes;
      const { expression, print } = only;
      const color =
        expression.kind === 'literal'
          ? literal(longColor(String(expression.value)))
          : helper('handlebarsLongColor', [expression]);
      return [slot(color, print)];
    };
    return toMarked(long(parseText(value, this.#marks, this.#location)), this.#marks).text;
  }

  #standIn(value: string): string {
    const token = this.#marks.slot(literal(`stand-in for ${value}`), 'raw');
    this.#values.set(token, value);
    return token;
  }

  /** In HTML that MJML has made. */
  resolve(html: string): string {
    let resolved = html;
    for (const [token, value] of this.#values) {
      resolved = resolved
        .replaceAll(
          new RegExp(`(<table|<td\\s+align="[^"]*")\\s+bgcolor="${token}"`, 'g'),
          (_, before: string) => before + this.#unlessNone(value),
        )
        .replaceAll(new RegExp(`${token}(?=-(outlook|thumbnail)\\b)`, 'g'), (_, suffix: string) =>
          this.#suffixed(value, `-${suffix}`),
        )
        .replaceAll(token, value);
    }
    return resolved;
  }

  /** Buttons and groups have no `bgcolor` where the colour is `none`. */
  #unlessNone(value: string): string {
    const color = toExpression(parseText(value, this.#marks, this.#location));
    const { open, close } = this.#marks.when(helper('handlebarsColored', [color]));
    return ` ${open} bgcolor="${value}" ${close}`;
  }

  /** All but the last, whose suffix follows. */
  #suffixed(value: string, suffix: string): string {
    return value.replaceAll(' ', `${suffix} `).replaceAll(TOKEN, (token, letter: string, digits: string) => {
      const mark = this.#marks.get(Number(digits));
      if (letter !== 's' || mark.kind !== 'slot') return token;
      const { expression, print } = mark;
      const names =
        expression.kind === 'literal'
          ? literal(String(expression.value).replaceAll(' ', `${suffix} `))
          : helper('handlebarsSuffixed', [expression, literal(suffix)]);
      return this.#marks.slot(names, print);
    });
  }
}
