import type { Location } from '../errors.ts';
import { toAscii, withoutReferences } from './3-emit/ascii.ts';
import type { Diagnostic } from './diagnostics.ts';
import type { AttributeNode, Document, Element, Node } from './document.ts';
import { type Expression, locationOf } from './expression.ts';
import type { TemplateSource } from './template.ts';

/**
 * Gmail shows the first 102 KB of the HTML and a link to the rest.
 * https://github.com/hteumeuleu/email-bugs/issues/41
 */
const MOST_HTML = 102 * 1024;

/**
 * Gmail drops the style sheets of a message behind 16 KB of CSS.
 * https://github.com/hteumeuleu/email-bugs/issues/90
 */
const MOST_CSS = 16 * 1024;

/** Bytes of the HTML, with its longest branches, each loop once and no values. */
export const htmlSize = (document: Document): number => new Sizes().of(toAscii(document));

/** What mail programs would cut off, told with the size of each part. */
export function sizeWarnings(
  source: Document,
  { id, file }: TemplateSource,
  locale: string,
): readonly Diagnostic[] {
  const document = toAscii(source);
  const location: Location = { file, line: 1, column: 1 };
  const sizes = new Sizes();
  const warnings: Diagnostic[] = [];
  const html = sizes.of(document);
  const css = sizes.css(document);
  if (html > MOST_HTML) {
    const { test, size } = sizes.branch ?? {};
    warnings.push({
      severity: 'warning',
      code: 'SIZE_CLIPPED',
      message:
        `The HTML of "${id}" (${locale}) has ${kilobytes(html)}, with its longest branches, each loop once and no values, ` +
        `and Gmail shows the first ${kilobytes(MOST_HTML)} of a message.\n${table(sizes.parts(document, css))}`,
      hint:
        size === undefined || size < html / 10
          ? 'Shorten the largest part, or say less and link to a page with the rest.'
          : `Shorten the largest part; ${kilobytes(size)} of it are in one branch of a condition${placed(test)}.`,
      location: (test && locationOf(test)) ?? location,
    });
  }
  if (css > MOST_CSS) {
    warnings.push({
      severity: 'warning',
      code: 'SIZE_STYLES',
      message: `The style sheets of "${id}" (${locale}) have ${kilobytes(css)} after inlining, and Gmail drops those behind the first ${kilobytes(MOST_CSS)}.`,
      hint: 'Use fewer media queries and :hover rules, and put the important ones into the first <style>.',
      location,
    });
  }
  return warnings;
}

const placed = (test: Expression | undefined): string => {
  const place = test && locationOf(test);
  return place ? ` (line ${place.line})` : '';
};

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(bytes < 10_240 ? 1 : 0)} KB`;

interface Part {
  readonly name: string;
  readonly size: number;
}

/** The largest first. */
const MOST_PARTS = 8;

function table(parts: readonly Part[]): string {
  const sorted = parts.toSorted((a, b) => b.size - a.size).slice(0, MOST_PARTS);
  return sorted.map(({ name, size }) => `  ${kilobytes(size).padStart(8)}  ${name}`).join('\n');
}

/** UTF-8 octets of what is known at build: of a condition the longer branch, of a loop one turn. */
class Sizes {
  readonly #known = new WeakMap<Node, number>();
  /** The longest branch of a condition that has nothing as long on the other side. */
  branch: { readonly test: Expression; readonly size: number } | undefined;

  readonly of = (nodes: readonly Node[]): number => nodes.reduce((sum, node) => sum + this.#node(node), 0);

  #node(node: Node): number {
    let size = this.#known.get(node);
    if (size === undefined) {
      size = this.#measure(node);
      this.#known.set(node, size);
    }
    return size;
  }

  #measure(node: Node): number {
    switch (node.kind) {
      case 'text':
        return Buffer.byteLength(node.value);
      case 'directive':
        return Buffer.byteLength(node.value) + 2;
      case 'comment':
        return this.of(node.children) + '<!---->'.length;
      case 'slot':
        return 0;
      case 'asset':
        return `cid:${node.asset.cid}`.length;
      case 'each':
        return this.of(node.children);
      case 'when': {
        const sizes = [this.of(node.then), this.of(node.otherwise)];
        const size = Math.max(...sizes);
        if (size - Math.min(...sizes) > (this.branch?.size ?? 0)) this.branch = { test: node.test, size };
        return size;
      }
      case 'element':
        return (
          2 * node.name.length + '<></>'.length + this.#attributes(node.attributes) + this.of(node.children)
        );
    }
  }

  #attributes(nodes: readonly AttributeNode[]): number {
    const sizes = nodes.map((node) =>
      node.kind === 'attribute'
        ? node.name.length + ' =""'.length + this.of(node.value)
        : Math.max(this.#attributes(node.then), this.#attributes(node.otherwise)),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  css(nodes: readonly Node[]): number {
    return elementsIn(nodes).reduce(
      (sum, node) => sum + (node.name === 'style' ? this.of(node.children) : this.css(node.children)),
      0,
    );
  }

  /** Style sheets, and the sections of the page: the children of the first element that has several of some size. */
  parts(document: Document, css: number): readonly Part[] {
    let nodes: readonly Node[] = document;
    for (;;) {
      const elements = elementsIn(nodes).filter(({ name }) => name !== 'head' && name !== 'style');
      const largest = elements.toSorted((a, b) => this.#node(b) - this.#node(a))[0];
      if (!largest) break;
      // What is one box around everything says nothing.
      if (this.#node(largest) < this.of(nodes) * 0.9 || elementsIn(largest.children).length === 0) {
        const sections = elements.map((node) => ({ name: describe(node), size: this.#node(node) }));
        return [{ name: 'style sheets', size: css }, ...sections];
      }
      nodes = largest.children;
    }
    return [
      { name: 'style sheets', size: css },
      { name: 'text', size: this.of(nodes) },
    ];
  }
}

const elementsIn = (nodes: readonly Node[]): readonly Element[] =>
  nodes.flatMap((node) => {
    if (node.kind === 'element') return [node];
    if (node.kind === 'when') return elementsIn([...node.then, ...node.otherwise]);
    return node.kind === 'each' ? elementsIn(node.children) : [];
  });

/** `<table class="footer"> "Example Ltd …"` */
function describe(node: Element): string {
  const shown = node.attributes.flatMap((one) => {
    const [value] = one.kind === 'attribute' ? one.value : [];
    if (one.kind !== 'attribute' || (one.name !== 'id' && one.name !== 'class') || value?.kind !== 'text')
      return [];
    return [` ${one.name}="${value.value}"`];
  });
  const text = withoutReferences(textIn([node]))
    .replaceAll(/\s+/g, ' ')
    .trim();
  return `<${node.name}${shown.join('')}>${text === '' ? '' : ` "${text.slice(0, 30)}${text.length > 30 ? '…' : ''}"`}`;
}

const textIn = (nodes: readonly Node[]): string =>
  nodes
    .map((node) => {
      if (node.kind === 'text') return node.value;
      if (node.kind === 'when') return textIn(node.then) || textIn(node.otherwise);
      return node.kind === 'element' || node.kind === 'each' ? textIn(node.children) : '';
    })
    .join('');
