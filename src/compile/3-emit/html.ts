import {
  type Asset,
  type AttributeNode,
  type Document,
  type Element,
  type Node,
  type Slot,
  VOID_ELEMENTS,
} from '../document.ts';
import type { Expression } from '../expression.ts';
import { printExpression, quote } from './javascript.ts';
import { quoteAttribute } from './marked.ts';
import { FunctionScope, type LoopScope, type ModuleScope } from './scope.ts';
import { type Block, blocksOfDocument } from './sharing.ts';

/** The HTML of a Document as straight-line steps, static text merged. */
type Step =
  | { readonly kind: 'static'; value: string }
  | { readonly kind: 'dynamic'; readonly code: string }
  | { readonly kind: 'image'; readonly asset: Asset }
  | { readonly kind: 'when'; readonly test: string; readonly then: Step[]; readonly otherwise: Step[] }
  | { readonly kind: 'each'; readonly list: string; readonly loop: LoopScope; readonly children: Step[] };

export interface HtmlCode {
  /** Statements of the body of `(c, images) => string`, with `s`, `x` and `$` in scope. */
  readonly body: string;
  /** The static strings that `s` holds. */
  readonly statics: readonly string[];
  /** Assets shown in every rendering. */
  readonly assets: readonly Asset[];
}

export interface HtmlOptions {
  readonly module: ModuleScope;
  /** The identifier under which the module has an asset. */
  readonly assetName: (asset: Asset) => string;
}

/** Document → the statements of the HTML program. */
export function emitHtml(document: Document, { module, assetName }: HtmlOptions): HtmlCode {
  const blocks = new Map<object, Block>();
  const scope = FunctionScope.of(module, blocksOfDocument(document, blocks), blocks);
  const steps: Step[] = [];
  for (const node of document) collectNode(node, steps, scope);
  const assets = new Set<Asset>();
  for (const step of steps) if (step.kind === 'image') assets.add(step.asset);
  const writer = new Writer(assetName, assets);
  writer.declare(scope, '  ');
  writer.steps(steps, '  ');
  return { body: writer.finish(), statics: writer.statics, assets: [...assets] };
}

function addStatic(steps: Step[], value: string): void {
  const last = steps.at(-1);
  if (last?.kind === 'static') last.value += value;
  else if (value !== '') steps.push({ kind: 'static', value });
}

const addDynamic = (steps: Step[], code: string): void => {
  steps.push({ kind: 'dynamic', code });
};

function collectNode(node: Node, steps: Step[], scope: FunctionScope, inAttribute = false): void {
  switch (node.kind) {
    case 'text':
      return addStatic(steps, inAttribute ? quoteAttribute(node.value) : node.value);
    case 'directive':
      return addStatic(steps, `<${node.value}>`);
    case 'comment':
      addStatic(steps, '<!--');
      for (const child of node.children) collectNode(child, steps, scope);
      return addStatic(steps, '-->');
    case 'slot':
      return addDynamic(steps, printSlot(node, scope));
    case 'asset':
      steps.push({ kind: 'image', asset: node.asset });
      return addStatic(steps, `cid:${node.asset.cid}`);
    case 'element':
      return collectElement(node, steps, scope);
    case 'when':
      return collectWhen(node, steps, scope, (children, branch) => {
        for (const child of children as readonly Node[]) collectNode(child, branch, scope, inAttribute);
      });
    case 'each': {
      const list = printExpression(node.list, scope);
      scope.branch(() => {
        const loop = scope.loop(node);
        const children: Step[] = [];
        for (const child of node.children) collectNode(child, children, loop.scope, inAttribute);
        steps.push({ kind: 'each', list, loop, children });
      });
    }
  }
}

function collectElement(node: Element, steps: Step[], scope: FunctionScope): void {
  addStatic(steps, `<${node.name}`);
  for (const attribute of node.attributes) collectAttribute(attribute, node.name, steps, scope);
  if (VOID_ELEMENTS.has(node.name)) return addStatic(steps, '/>');
  addStatic(steps, '>');
  for (const child of node.children) collectNode(child, steps, scope);
  addStatic(steps, `</${node.name}>`);
}

function collectAttribute(node: AttributeNode, owner: string, steps: Step[], scope: FunctionScope): void {
  if (node.kind === 'attribute-when') {
    return collectWhen(node, steps, scope, (attributes, branch) => {
      for (const attribute of attributes as readonly AttributeNode[]) {
        collectAttribute(attribute, owner, branch, scope);
      }
    });
  }
  const [only] = node.value;
  if (node.value.length === 1 && only?.kind === 'slot' && only.print === 'react') {
    if (only.expression.kind === 'helper' && only.expression.name === 'style')
      return addDynamic(steps, printSlot(only, scope));
    const value = printExpression(only.expression, scope);
    const args = [quote(node.name), value, quote(scope.path(only.expression)), String(owner === 'a')];
    return addDynamic(steps, `x.attribute(${args.join(', ')})`);
  }
  addStatic(steps, ` ${node.name}="`);
  const [first, ...rest] = node.value;
  const isLink = LINKS.has(node.name) && first?.kind === 'slot';
  if (isLink) addDynamic(steps, printLink(node.name, first, scope));
  for (const part of isLink ? rest : node.value) collectNode(part, steps, scope, true);
  addStatic(steps, '"');
}

function collectWhen(
  node: {
    readonly test: Expression;
    readonly then: readonly unknown[];
    readonly otherwise: readonly unknown[];
  },
  steps: Step[],
  scope: FunctionScope,
  collect: (children: readonly unknown[], branch: Step[]) => void,
): void {
  const then: Step[] = [];
  const otherwise: Step[] = [];
  const test = printExpression(node.test, scope, true);
  scope.branch(() => {
    collect(node.then, then);
    collect(node.otherwise, otherwise);
  });
  steps.push({ kind: 'when', test, then, otherwise });
}

/** Attributes whose beginning decides whether they run code. */
const LINKS = new Set(['href', 'src', 'action', 'background', 'formaction']);

function printLink(name: string, { expression, print }: Slot, scope: FunctionScope): string {
  const path = quote(scope.path(expression));
  const link = `x.link(${quote(name)}, ${printExpression(expression, scope)}, ${path})`;
  return `x.${print}(${link}, ${path})`;
}

function printSlot({ expression, print }: Slot, scope: FunctionScope): string {
  if (expression.kind === 'helper' && (expression.name === 'declaration' || expression.name === 'style')) {
    return `x.${expression.name}(${expression.args.map((arg) => printExpression(arg, scope)).join(', ')})`;
  }
  const path = scope.path(expression);
  return `x.${print}(${printExpression(expression, scope)}, ${quote(path)})`;
}

/** Steps → statements. Pure text joins into one concatenation; only loops and images break it. */
class Writer {
  readonly #assetName: HtmlOptions['assetName'];
  readonly #always: ReadonlySet<Asset>;
  readonly #statics = new Map<string, number>();
  readonly #lines: string[] = ["  let o = '';"];

  constructor(assetName: HtmlOptions['assetName'], always: ReadonlySet<Asset>) {
    this.#assetName = assetName;
    this.#always = always;
  }

  get statics(): readonly string[] {
    return [...this.#statics.keys()];
  }

  finish(): string {
    return [...this.#lines, '  return o;'].join('\n');
  }

  steps(all: readonly Step[], indent: string): void {
    let parts: string[] = [];
    const flush = (): void => {
      if (parts.length > 0) this.#lines.push(`${indent}o += ${parts.join(`\n${indent}  + `)};`);
      parts = [];
    };
    const { images, steps } = partition(all);
    for (const { asset } of images) {
      if (!this.#always.has(asset)) this.#lines.push(`${indent}images.use(${this.#assetName(asset)});`);
    }
    for (const step of steps) {
      if (step.kind === 'each') {
        flush();
        this.#each(step, indent);
      } else if (step.kind === 'when' && !isText(step)) {
        flush();
        this.#when(step, indent);
      } else {
        parts.push(this.#text(step));
      }
    }
    flush();
  }

  declare({ declared }: FunctionScope, indent: string): void {
    if (declared.length > 0) this.#lines.push(`${indent}let ${declared.join(', ')};`);
  }

  #each(
    { list: source, loop: { scope, list, item, index }, children }: Extract<Step, { kind: 'each' }>,
    indent: string,
  ): void {
    this.#lines.push(
      `${indent}const ${list} = ${source};`,
      `${indent}for (let ${index} = 0; ${index} < ${list}.length; ${index}++) {`,
      `${indent}  const ${item} = ${list}[${index}];`,
    );
    this.declare(scope, `${indent}  `);
    this.steps(children, `${indent}  `);
    this.#lines.push(`${indent}}`);
  }

  #when(step: Extract<Step, { kind: 'when' }>, indent: string): void {
    this.#lines.push(`${indent}if (${step.test}) {`);
    this.steps(step.then, `${indent}  `);
    if (step.otherwise.length > 0) {
      this.#lines.push(`${indent}} else {`);
      this.steps(step.otherwise, `${indent}  `);
    }
    this.#lines.push(`${indent}}`);
  }

  #text(step: Step): string {
    switch (step.kind) {
      case 'static':
        return this.#static(step.value);
      case 'dynamic':
        return step.code;
      case 'when': {
        const join = (steps: readonly Step[]): string =>
          steps.length === 0 ? "''" : steps.map((inner) => this.#text(inner)).join(' + ');
        return `(${step.test} ? ${join(step.then)} : ${join(step.otherwise)})`;
      }
      default:
        throw new RangeError(`A step of kind ${step.kind} is no text.`);
    }
  }

  #static(value: string): string {
    let index = this.#statics.get(value);
    if (index === undefined) {
      index = this.#statics.size;
      this.#statics.set(value, index);
    }
    return `s[${index}]`;
  }
}

/** That an image is shown may be said before the text around it, which then is one piece again. */
function partition(all: readonly Step[]): { images: Extract<Step, { kind: 'image' }>[]; steps: Step[] } {
  const steps: Step[] = [];
  const images: Extract<Step, { kind: 'image' }>[] = [];
  for (const step of all) {
    if (step.kind === 'image') images.push(step);
    else if (step.kind === 'static') addStatic(steps, step.value);
    else steps.push(step);
  }
  return { images, steps };
}

const isText = (step: Step): boolean =>
  step.kind === 'when'
    ? [...step.then, ...step.otherwise].every(isText)
    : step.kind === 'static' || step.kind === 'dynamic';
