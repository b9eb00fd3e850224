import type { Each, Element, Node, When } from '../../document.ts';
import { binary, type Expression, literal, local, member } from '../../expression.ts';
import { Undecided, type World } from './world.ts';

/** An element with its surroundings. */
export interface Place {
  readonly element: Element;
  readonly parent: Place | undefined;
  readonly at: Position;
}

/** A place in a list of siblings, and the condition or loop that this list is inside, if any. */
export interface Position {
  readonly list: readonly Node[];
  readonly index: number;
  readonly around: Around | undefined;
}

export interface Around {
  readonly block: When | Each;
  readonly position: Position;
}

type Direction = 'before' | 'after';
type Seen = readonly [place: Place, world: World];

const lengthOf = ({ list }: Each): Expression => member(list, 'length');

/** How many turns of its loop come before or after the one that is printed. */
const turns = (block: Each, direction: Direction): Expression =>
  direction === 'before'
    ? local(block.index)
    : binary('-', binary('-', lengthOf(block), literal(1)), local(block.index));

const elsewhere = (world: World, { item, index }: Each): World => world.elsewhere([item, index]);

/** The elements beside one, the nearest first. Of a loop, one turn stands for all. Throws an Undecided. */
export function* siblings({ at, parent }: Place, direction: Direction, world: World): Generator<Seen> {
  for (let position: Position | undefined = at; position; position = position.around?.position) {
    const { list, index, around } = position;
    yield* elements({ list, around }, parent, direction, world, index);
    const block = around?.block;
    if (block?.kind !== 'each' || !world.ask(binary('>', turns(block, direction), literal(0)))) continue;
    yield* elements({ list: block.children, around }, parent, direction, elsewhere(world, block));
  }
}

/** The elements of a list of siblings, or of what stands in it on one side of `index`. */
function* elements(
  { list, around }: Pick<Position, 'list' | 'around'>,
  parent: Place | undefined,
  direction: Direction,
  world: World,
  index: number = direction === 'before' ? list.length : -1,
): Generator<Seen> {
  const step = direction === 'before' ? -1 : 1;
  for (let at = index + step; at >= 0 && at < list.length; at += step) {
    const node = list[at]!;
    const position = { list, index: at, around };
    if (isSheet(node)) continue;
    if (node.kind === 'element') {
      yield [{ element: node, parent, at: position }, world];
    } else if (node.kind === 'when') {
      const branch = world.ask(node.test) ? node.then : node.otherwise;
      yield* elements({ list: branch, around: { block: node, position } }, parent, direction, world);
    } else if (node.kind === 'each') {
      if (!holdsElements(node.children) || !world.ask(lengthOf(node))) continue;
      const inside = { list: node.children, around: { block: node, position } };
      yield* elements(inside, parent, direction, elsewhere(world, node));
    } else {
      refuseRaw(node);
    }
  }
}

/** Style sheets are no neighbours: they stand in `<head>`, or leave. */
const isSheet = (node: Node): boolean => node.kind === 'element' && node.name === 'style';

/** How many elements of `name`, or of any, nodes print at least and at most, whatever the context. */
function boundsOf(nodes: readonly Node[], name: string | undefined): readonly [least: number, most: number] {
  return nodes
    .map((node): readonly [number, number] => {
      if (node.kind === 'element') return isCounted(node, name) ? [1, 1] : [0, 0];
      if (node.kind === 'slot') return node.print === 'raw' ? [0, Infinity] : [0, 0];
      if (node.kind === 'each') return boundsOf(node.children, name)[1] === 0 ? [0, 0] : [0, Infinity];
      if (node.kind !== 'when') return [0, 0];
      const [one, other] = [boundsOf(node.then, name), boundsOf(node.otherwise, name)];
      return [Math.min(one[0], other[0]), Math.max(one[1], other[1])];
    })
    .reduce(([least, most], [lower, upper]) => [least + lower, most + upper], [0, 0]);
}

const isCounted = (node: Element, name: string | undefined): boolean =>
  !isSheet(node) && (name === undefined || node.name === name);

const holdsElements = (nodes: readonly Node[]): boolean => boundsOf(nodes, undefined)[1] > 0;

/** Whether an element of `name`, or any, stands on one side of an element. Throws an Undecided. */
export function hasSibling(
  { at }: Place,
  direction: Direction,
  world: World,
  name: string | undefined,
): boolean {
  for (let position: Position | undefined = at; position; position = position.around?.position) {
    const { list, index, around } = position;
    if (holds(direction === 'before' ? list.slice(0, index) : list.slice(index + 1), world, name))
      return true;
    if (
      around?.block.kind === 'each' &&
      holdsTurns(around.block, turns(around.block, direction), world, name)
    )
      return true;
  }
  return false;
}

/** Asks only what it has to know. */
function holds(nodes: readonly Node[], world: World, name: string | undefined): boolean {
  const [least, most] = boundsOf(nodes, name);
  if (least > 0 || most === 0) return least > 0;
  return nodes.some((node) => {
    if (node.kind === 'when') return holds(world.ask(node.test) ? node.then : node.otherwise, world, name);
    if (node.kind === 'each') return holdsTurns(node, lengthOf(node), world, name);
    refuseRaw(node);
    return false;
  });
}

const holdsTurns = (block: Each, times: Expression, world: World, name: string | undefined): boolean =>
  boundsOf(block.children, name)[1] > 0 &&
  world.ask(binary('>', times, literal(0))) &&
  holds(block.children, elsewhere(world, block), name);

function refuseRaw(node: Node): void {
  if (node.kind === 'slot' && node.print === 'raw') throw new Undecided('HTML that a value brings');
}

/** `constant` plus a sum that the context decides. */
export interface Count {
  readonly constant: number;
  readonly terms: readonly Expression[];
}

const NONE: Count = { constant: 0, terms: [] };

const add = (a: Count, b: Count): Count => ({
  constant: a.constant + b.constant,
  terms: [...a.terms, ...b.terms],
});

/** How many elements of `name`, or of any, stand on one side of an element. Throws an Undecided. */
export function countSiblings(
  { at }: Place,
  direction: Direction,
  world: World,
  name: string | undefined,
): Count {
  let count = NONE;
  for (let position: Position | undefined = at; position; position = position.around?.position) {
    const { list, index, around } = position;
    const side = direction === 'before' ? list.slice(0, index) : list.slice(index + 1);
    count = add(count, countNodes(side, world, name));
    if (around?.block.kind !== 'each') continue;
    const { block } = around;
    count = add(count, repeated(block, turns(block, direction), world, name));
  }
  return count;
}

const countNodes = (nodes: readonly Node[], world: World, name: string | undefined): Count =>
  nodes.map((node) => countNode(node, world, name)).reduce(add, NONE);

function countNode(node: Node, world: World, name: string | undefined): Count {
  switch (node.kind) {
    case 'element':
      return isCounted(node, name) ? { constant: 1, terms: [] } : NONE;
    case 'when': {
      const [least, most] = boundsOf([node], name);
      if (least === most) return { constant: least, terms: [] };
      return countNodes(world.ask(node.test) ? node.then : node.otherwise, world, name);
    }
    case 'each':
      return repeated(node, lengthOf(node), world, name);
    default:
      refuseRaw(node);
      return NONE;
  }
}

/** What a loop prints in some of its turns; all of them have to print equally many. */
function repeated(block: Each, times: Expression, world: World, name: string | undefined): Count {
  const { constant, terms } = countNodes(block.children, elsewhere(world, block), name);
  if (terms.length > 0) throw new Undecided('how much a loop inside a loop prints');
  if (constant === 0) return NONE;
  return { constant: 0, terms: [constant === 1 ? times : binary('*', times, literal(constant))] };
}

/** Whether an element has neither elements nor text. */
export function isEmpty(nodes: readonly Node[], world: World): boolean {
  return nodes.every((node) => {
    switch (node.kind) {
      case 'comment':
        return true;
      case 'when':
        return isEmpty(world.ask(node.test) ? node.then : node.otherwise, world);
      case 'each':
        return !world.ask(lengthOf(node)) || isEmpty(node.children, elsewhere(world, node));
      case 'slot':
        throw new Undecided('whether a value is empty');
      default:
        return false;
    }
  });
}
