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
import { toAscii } from './ascii.ts';
import { statementMark, printExpression, quote } from './javascript.ts';
import { quoteAttribute } from './marked.ts';
import { addStatic, printJoining, printWriting, Statics, type Step } from './html-program.ts';
import { FunctionScope, type ModuleScope } from './scope.ts';
import { type Block, blocksOfDocument } from './sharing.ts';

export interface HtmlCode {
  /** Statements of the body of `(c, images) => string`, with `s`, `x` and `$` in scope. */
  readonly body: string;
  /** The same as statements of the body of `(c, images, w, x)`, which write to `w`. */
  readonly writing: string;
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
export function emitHtml(source: Document, { module, assetName }: HtmlOptions): HtmlCode {
  const document = toAscii(source);
  const blocks = new Map<object, Block>();
  const scope = FunctionScope.of(module, blocksOfDocument(document, blocks), blocks);
  const steps: Step[] = [];
  for (const node of document) collectNode(node, steps, scope);
  const assets = new Set<Asset>();
  for (const step of steps) if (step.kind === 'image') assets.add(step.asset);
  const writing = { statics: new Statics(), assetName, always: assets };
  return {
    body: printJoining(steps, scope, writing),
    writing: printWriting(steps, scope, writing),
    statics: writing.statics.all,
    assets: [...assets],
  };
}

type Dynamic = Extract<Step, { kind: 'dynamic' }>;

const dynamic = (mark: string, method: string, ...args: readonly string[]): Dynamic => ({
  kind: 'dynamic',
  mark,
  method,
  args,
});

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
      steps.push(printSlot(node, scope));
      return;
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
    if (only.expression.kind === 'helper' && only.expression.name === 'style') {
      steps.push(printSlot(only, scope));
      return;
    }
    const value = printExpression(only.expression, scope);
    const path = quote(scope.path(only.expression));
    steps.push(
      dynamic(
        statementMark(only.expression, scope),
        'attribute',
        quote(node.name),
        value,
        path,
        String(owner === 'a'),
      ),
    );
    return;
  }
  addStatic(steps, ` ${node.name}="`);
  collectValue(node.value, steps, scope, LINKS.has(node.name) ? node.name : undefined);
  addStatic(steps, '"');
}

/** `link`: the attribute, where what comes first decides whether it runs code. */
function collectValue(
  nodes: readonly Node[],
  steps: Step[],
  scope: FunctionScope,
  link: string | undefined,
): void {
  let first = link;
  for (const node of nodes) {
    if (first !== undefined && node.kind === 'slot') {
      steps.push(printLink(first, node, scope));
    } else if (first !== undefined && node.kind === 'when') {
      const name = first;
      collectWhen(node, steps, scope, (children, branch) =>
        collectValue(children as readonly Node[], branch, scope, name),
      );
      if (node.then.length === 0 || node.otherwise.length === 0) continue;
    } else {
      collectNode(node, steps, scope, true);
      if (node.kind === 'text' && node.value.trim() === '') continue;
    }
    first = undefined;
  }
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

function printLink(name: string, { expression, print }: Slot, scope: FunctionScope): Dynamic {
  const path = quote(scope.path(expression));
  return dynamic(
    statementMark(expression, scope),
    print,
    `x.link(${quote(name)}, ${printExpression(expression, scope)}, ${path})`,
    path,
  );
}

function printSlot({ expression, print }: Slot, scope: FunctionScope): Dynamic {
  if (expression.kind === 'helper' && (expression.name === 'declaration' || expression.name === 'style')) {
    return dynamic(
      statementMark(expression, scope),
      expression.name,
      ...expression.args.map((arg) => printExpression(arg, scope)),
    );
  }
  const path = quote(scope.path(expression));
  return dynamic(statementMark(expression, scope), print, printExpression(expression, scope), path);
}
