import type { AttributeNode, Document, Node } from '../document.ts';
import { type Expression, isConstant, keyOf, operands } from '../expression.ts';
import type { TextArgument, TextNode } from './text-program.ts';

/**
 * Finds what a program would compute more than once. A block is a function body or the body of a loop; an expression
 * belongs to the innermost block whose locals it uses, and is shared when that block reaches it twice.
 */
export interface Block {
  readonly locals: readonly string[];
  readonly expressions: Expression[];
  readonly blocks: Block[];
}

/** Keys of the expressions that each block shall compute once. */
export type Sharing = ReadonlyMap<Block, ReadonlySet<string>>;

export function findSharing(root: Block): Sharing {
  const uses = new Map<string, { count: number; readonly owner: Block }>();
  countBlock(root, [], uses);
  const sharing = new Map<Block, Set<string>>();
  for (const [key, { count: times, owner }] of uses) {
    if (times < 2) continue;
    const keys = sharing.get(owner) ?? new Set();
    sharing.set(owner, keys.add(key));
  }
  return sharing;
}

type Uses = Map<string, { count: number; readonly owner: Block }>;

function countBlock(block: Block, outer: readonly Block[], uses: Uses): void {
  const path = [...outer, block];
  for (const expression of block.expressions) count(expression, path, new Set(), uses);
  for (const inner of block.blocks) countBlock(inner, path, uses);
}

/** `params` are those of the lambdas around, which have no block to keep a value in. */
function count(
  expression: Expression,
  path: readonly Block[],
  params: ReadonlySet<string>,
  uses: Uses,
): void {
  if (isConstant(expression)) return;
  const free = freeLocals(expression);
  if (isCostly(expression) && ![...free].some((name) => params.has(name))) {
    const key = keyOf(expression);
    const known = uses.get(key);
    if (known) {
      known.count++;
      // What is inside is computed with it, once.
      return;
    }
    const owner = path.findLast(({ locals }) => locals.some((name) => free.has(name))) ?? path[0];
    uses.set(key, { count: 1, owner: owner as Block });
  }
  const inside = expression.kind === 'lambda' ? new Set([...params, ...expression.params]) : params;
  for (const operand of calculated(expression)) count(operand, path, inside, uses);
}

/** A method is looked up with its object, not on its own. */
const calculated = (expression: Expression): readonly Expression[] =>
  expression.kind === 'call' && expression.callee.kind === 'member'
    ? [expression.callee.object, expression.callee.property, ...expression.args]
    : operands(expression);

/**
 * Calls cost; operators and fields do not. An image is counted where it is used, not computed; an iterator can be gone
 * through once only.
 */
function isCostly(expression: Expression): boolean {
  switch (expression.kind) {
    case 'call':
      return !isIterator(expression.callee);
    case 'new':
      return true;
    case 'helper':
      return (
        expression.name !== 'image' && expression.name !== 'declaration' && expression.name !== 'styleValue'
      );
    case 'template':
      return expression.parts.some(containsCall);
    default:
      return false;
  }
}

const ITERATORS = new Set<unknown>(['entries', 'keys', 'values', 'matchAll']);

/** `list.entries()`, unlike `Object.entries(list)`. */
const isIterator = (callee: Expression): boolean =>
  callee.kind === 'member' &&
  callee.property.kind === 'literal' &&
  ITERATORS.has(callee.property.value) &&
  callee.object.kind !== 'global';

const containsCall = (expression: Expression): boolean =>
  expression.kind === 'call' || expression.kind === 'helper' || operands(expression).some(containsCall);

const locals = new WeakMap<Expression, ReadonlySet<string>>();

function freeLocals(expression: Expression): ReadonlySet<string> {
  let free = locals.get(expression);
  if (!free) {
    const names = new Set(
      expression.kind === 'local'
        ? [expression.name]
        : operands(expression).flatMap((inner) => [...freeLocals(inner)]),
    );
    if (expression.kind === 'lambda') for (const name of expression.params) names.delete(name);
    free = names;
    locals.set(expression, free);
  }
  return free;
}

const newBlock = (names: readonly string[] = []): Block => ({ locals: names, expressions: [], blocks: [] });

/** The blocks of an HTML program. `blockOf` gets the block of each loop. */
export function blocksOfDocument(document: Document, blockOf: Map<object, Block>): Block {
  const root = newBlock();
  for (const node of document) addNode(node, root, blockOf);
  return root;
}

function addNode(node: Node, block: Block, blockOf: Map<object, Block>): void {
  const add = (nodes: readonly Node[], into: Block = block): void => {
    for (const inner of nodes) addNode(inner, into, blockOf);
  };
  switch (node.kind) {
    case 'slot':
      block.expressions.push(node.expression);
      return;
    case 'comment':
      return add(node.children);
    case 'when':
      block.expressions.push(node.test);
      add(node.then);
      return add(node.otherwise);
    case 'element':
      for (const attribute of node.attributes) addAttribute(attribute, block, blockOf);
      return add(node.children);
    case 'each':
      block.expressions.push(node.list);
      return add(node.children, loop(node, block, blockOf));
  }
}

function addAttribute(node: AttributeNode, block: Block, blockOf: Map<object, Block>): void {
  if (node.kind === 'attribute') {
    for (const part of node.value) addNode(part, block, blockOf);
    return;
  }
  block.expressions.push(node.test);
  for (const inner of [...node.then, ...node.otherwise]) addAttribute(inner, block, blockOf);
}

function loop(node: { item: string; index: string }, block: Block, blockOf: Map<object, Block>): Block {
  const inner = newBlock([node.item, node.index]);
  block.blocks.push(inner);
  blockOf.set(node, inner);
  return inner;
}

/** The blocks of a text program. */
export function blocksOfText(nodes: readonly TextNode[], blockOf: Map<object, Block>): Block {
  const root = newBlock();
  addText(nodes, root, blockOf);
  return root;
}

function addText(nodes: readonly TextNode[], block: Block, blockOf: Map<object, Block>): void {
  for (const node of nodes) {
    switch (node.kind) {
      case 'op':
        for (const arg of node.args) if (typeof arg === 'object') addArgument(arg, block);
        break;
      case 'slot':
        block.expressions.push(node.expression);
        break;
      case 'when':
        block.expressions.push(node.test);
        addText(node.then, block, blockOf);
        addText(node.otherwise, block, blockOf);
        break;
      case 'each':
        block.expressions.push(node.list);
        addText(node.children, loop(node, block, blockOf), blockOf);
    }
  }
}

function addArgument({ parts }: TextArgument, block: Block): void {
  for (const part of parts) if (typeof part !== 'string') block.expressions.push(part.expression);
}
