import { Refusal } from '../../diagnostics.ts';
import { type Each, each, type Element, element, type Node, type When, when } from '../../document.ts';
import { binary, conditional, type Expression, literal, local, logical, member } from '../../expression.ts';
import { not } from '../handlebars/logic.ts';
import { placeOfElement } from '../html.ts';
import { MOST_CHOICES, tooManyChoices } from './choices.ts';
import { classes, constant, hasClass, numberOf, others, table, textOf, valueOf } from './element.ts';

/** How many columns a row has room for. */
const GRID = 12;

/**
 * The columns among siblings. Which is first and last, and what each gets of the width where none is written, depends on
 * their neighbours; conditions and loops may stand between.
 *
 *     {{#each items}}<columns large="4">…</columns>{{/each}}      first where the index is 0, last where it is the last
 *     {{#if a}}<columns>…</columns>{{/if}}<columns>…</columns>    {{#if a}} two columns of 6 {{else}} one of 12 {{/if}}
 *
 * Throws a Refusal: INKY_COLUMNS_LOOPED, INKY_TOO_MANY_CHOICES, INKY_SIZE, INKY_ATTRIBUTE_DYNAMIC.
 */
export function arrangeColumns(
  nodes: readonly Node[],
  content: (column: Element) => readonly Node[],
  choices: number = MOST_CHOICES,
): readonly Node[] {
  const found = columnsIn(nodes);
  const first = found[0]?.column;
  if (!first) return nodes;
  const shared = found.some(({ column }) => !isSized(column));
  const position = shared
    ? nodes.findIndex((node) => node.kind === 'when' && count([node]) === undefined)
    : -1;
  if (position >= 0) {
    if (choices === 0) throw tooManyChoices(first, 'how many columns there are');
    const block = nodes[position] as When;
    const branch = (inner: readonly Node[]): readonly Node[] =>
      arrangeColumns(nodes.toSpliced(position, 1, ...inner), content, choices - 1);
    return [when(block.test, branch(block.then), branch(block.otherwise))];
  }
  const neighbours = count(nodes);
  if (shared && neighbours === undefined) {
    throw refuseLoop(
      found.find(({ loop }) => loop)?.column ?? first,
      'How many columns a loop makes is not known, so the width cannot be shared among them.',
      'Give every <columns> of the row a width, for example large="4"; or loop over rows.',
    );
  }
  const width = Math.max(1, Math.floor(GRID / (neighbours ?? 1)));
  return place(nodes, literal(false), literal(false), (column, ends) => print(column, ends, width, content));
}

const isColumn = (node: Node): node is Element => node.kind === 'element' && node.name === 'columns';

const isSized = (column: Element): boolean =>
  valueOf(column, 'large') !== undefined || valueOf(column, 'small') !== undefined;

function columnsIn(
  nodes: readonly Node[],
  loop = false,
): readonly { readonly column: Element; readonly loop: boolean }[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'when') return columnsIn([...node.then, ...node.otherwise], loop);
    if (node.kind === 'each') return columnsIn(node.children, true);
    return isColumn(node) ? [{ column: node, loop }] : [];
  });
}

/** How many elements share a width; undefined where that depends on the context. */
function count(nodes: readonly Node[]): number | undefined {
  let sum: number | undefined = 0;
  for (const node of nodes) {
    const own = countOne(node);
    sum = own === undefined || sum === undefined ? undefined : sum + own;
  }
  return sum;
}

function countOne(node: Node): number | undefined {
  if (node.kind === 'element') return 1;
  if (node.kind === 'each') return count(node.children) === 0 ? 0 : undefined;
  if (node.kind !== 'when') return 0;
  const [then, otherwise] = [count(node.then), count(node.otherwise)];
  return then === otherwise ? then : undefined;
}

interface Ends {
  readonly first: Expression;
  readonly last: Expression;
}

/** Tells every column whether it is the first and the last. `before` and `after`: whether columns surround the nodes. */
function place(
  nodes: readonly Node[],
  before: Expression,
  after: Expression,
  column: (column: Element, ends: Ends) => readonly Node[],
): readonly Node[] {
  return nodes.flatMap((node, position): readonly Node[] => {
    const earlier = either(before, exist(nodes.slice(0, position)));
    const later = either(exist(nodes.slice(position + 1)), after);
    if (isColumn(node)) return column(node, { first: not(earlier), last: not(later) });
    if (node.kind === 'when') {
      const branch = (inner: readonly Node[]): readonly Node[] => place(inner, earlier, later, column);
      return [when(node.test, branch(node.then), branch(node.otherwise))];
    }
    const inside = exist([node]);
    if (node.kind !== 'each' || inside.kind === 'literal') return [node];
    const index = local(node.index);
    const last = binary('-', member(node.list, 'length'), literal(1));
    const round = [binary('>', index, literal(0)), binary('<', index, last)] as const;
    const children = place(node.children, either(earlier, round[0]), either(later, round[1]), column);
    return [each({ ...node, children })];
  });
}

/** Whether there is a column among the nodes. */
const exist = (nodes: readonly Node[]): Expression =>
  anyOf(
    nodes,
    (node) => literal(isColumn(node)),
    (loop) => {
      throw refuseLoop(
        columnsIn([loop])[0]!.column,
        'Not every round of this loop has a column, so which is the first and which the last is not known.',
        'Put the condition inside <columns>, or give the template a list that holds only what is shown.',
      );
    },
  );

/** Whether there is a row inside, which takes the whole width by itself. */
const holdsRow = (nodes: readonly Node[]): Expression =>
  anyOf(
    nodes,
    (node) => (node.name === 'row' || hasClass(node, 'row') ? literal(true) : holdsRow(node.children)),
    isFilled,
  );

const isFilled = (loop: Each): Expression => binary('>', member(loop.list, 'length'), literal(0));

/** Whether one of the elements is what is looked for. `unsure`: of a loop where that differs from round to round. */
function anyOf(
  nodes: readonly Node[],
  isFound: (node: Element) => Expression,
  unsure: (loop: Each) => Expression,
): Expression {
  const one = (node: Node): Expression => {
    if (node.kind === 'element') return isFound(node);
    if (node.kind === 'when') return decide(node.test, all(node.then), all(node.otherwise));
    if (node.kind !== 'each') return literal(false);
    const inside = all(node.children);
    if (inside.kind !== 'literal') return unsure(node);
    return inside.value ? isFilled(node) : inside;
  };
  const all = (list: readonly Node[]): Expression => list.map(one).reduce(either, literal(false));
  return all(nodes);
}

function either(one: Expression, other: Expression): Expression {
  if (one.kind === 'literal') return one.value ? one : other;
  if (other.kind === 'literal') return other.value ? other : one;
  return logical('||', one, other);
}

function decide(test: Expression, then: Expression, otherwise: Expression): Expression {
  if (then.kind === 'literal' && otherwise.kind === 'literal') {
    if (then.value === otherwise.value) return then;
    return then.value ? test : not(test);
  }
  return conditional(test, then, otherwise);
}

function print(
  column: Element,
  { first, last }: Ends,
  width: number,
  content: (column: Element) => readonly Node[],
): readonly Node[] {
  const small = numberOf(column, 'small');
  const large = numberOf(column, 'large') ?? small ?? width;
  const inner = content(column);
  const isWhole = large === GRID && !hasExpanderOff(column);
  const expander = element('th', [constant('class', 'expander')], []);
  const fill = isWhole ? pick(not(holdsRow(column.children)), [expander], []) : [];
  const box = table([], [element('th', [], inner), ...fill]);
  const attributes = others(column, 'small', 'large', 'no-expander');
  const version = (...ends: readonly string[]): readonly Node[] => {
    const names = [`small-${small ?? GRID}`, `large-${large}`, 'columns', ...ends].join(' ');
    return [element('th', [classes(column, '', names), ...attributes], [box])];
  };
  return pick(
    first,
    pick(last, version('first', 'last'), version('first')),
    pick(last, version('last'), version()),
  );
}

/** A choice between elements and not inside the class, so that styles see real names. */
function pick(test: Expression, then: readonly Node[], otherwise: readonly Node[]): readonly Node[] {
  if (test.kind === 'literal') return test.value ? then : otherwise;
  return [when(test, then, otherwise)];
}

function hasExpanderOff(column: Element): boolean {
  const value = valueOf(column, 'no-expander');
  return value !== undefined && textOf(value)?.trim() !== 'false';
}

function refuseLoop(column: Element, message: string, hint: string): Refusal {
  return new Refusal({ code: 'INKY_COLUMNS_LOOPED', message, hint, location: placeOfElement(column) });
}
