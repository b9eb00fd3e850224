import { decodeHTML } from 'entities';
import {
  attribute,
  type AttributeNode,
  type Element,
  type Node,
  slot,
  when,
  type When,
} from '../../document.ts';
import { helper } from '../../expression.ts';

/** The class names that an element has in any world; `isFree`: a value brings more. */
interface ClassNames {
  readonly classes: ReadonlySet<string>;
  readonly isFree: boolean;
  /** Whether it has them in every world. */
  readonly isFixed: boolean;
}

const known = new WeakMap<Element, ClassNames>();

export function mentioned(element: Element): ClassNames {
  let names = known.get(element);
  if (!names) {
    const values = allValues(element.attributes, 'class');
    const written = values.flatMap((value) => textsOf(value) ?? []);
    const isFree = values.some((value) => textsOf(value) === undefined);
    const classes = new Set(written.flatMap(namesIn));
    const isText = values.flat().every(({ kind }) => kind === 'text');
    const own = element.attributes.filter((node) => allValues([node], 'class').length > 0);
    const isFixed = own.length < 2 && own.every(({ kind }) => kind === 'attribute') && isText;
    names = { classes, isFree, isFixed };
    known.set(element, names);
  }
  return names;
}

/** More are not written out. */
const MOST_TEXTS = 64;

/** Every text that a value can become; undefined where values of the context take part, or there are too many. */
function textsOf(nodes: readonly Node[]): readonly string[] | undefined {
  let texts: readonly string[] = [''];
  for (const node of nodes) {
    const next =
      node.kind === 'text' ? [node.value] : node.kind === 'when' ? textsOfBranches(node) : undefined;
    if (!next || texts.length * next.length > MOST_TEXTS) return undefined;
    texts = texts.flatMap((before) => next.map((after) => before + after));
  }
  return texts;
}

function textsOfBranches({ then, otherwise }: When): readonly string[] | undefined {
  const [one, other] = [textsOf(then), textsOf(otherwise)];
  return one && other && [...one, ...other];
}

export const namesIn = (source: string): readonly string[] =>
  decodeHTML(source)
    .split(/\s+/)
    .filter((name) => name !== '');

/** The values that an attribute has in any world. */
export const allValues = (nodes: readonly AttributeNode[], name: string): readonly (readonly Node[])[] =>
  nodes.flatMap((node) =>
    node.kind === 'attribute'
      ? node.name === name
        ? [node.value]
        : []
      : [...allValues(node.then, name), ...allValues(node.otherwise, name)],
  );

/** Where in a class name a value would stand: behind a space, behind text, or behind another value. */
type Before = 'nothing' | 'text' | 'value';

/**
 * Values that go on a name, `btn-⟨kind⟩`, are checked at run time to be no more than one: which of the names that begin
 * so it is, is asked where styles are put in place, but not what a second name is.
 */
export const guardClasses = (attributes: readonly AttributeNode[]): readonly AttributeNode[] =>
  attributes.map((node) => {
    if (node.kind === 'attribute-when') {
      return Object.freeze({
        ...node,
        then: guardClasses(node.then),
        otherwise: guardClasses(node.otherwise),
      });
    }
    return node.name === 'class' ? attribute(node.name, guard(node.value, 'nothing')[0]) : node;
  });

function guard(nodes: readonly Node[], start: Before): readonly [guarded: readonly Node[], end: Before] {
  let before = start;
  const guarded = nodes.map((node): Node => {
    if (node.kind === 'text') {
      const last = namesIn(`${node.value}|`).at(-1)!;
      const isContinued = !/\s/.test(node.value) && before !== 'nothing';
      if (!isContinued) before = last === '|' ? 'nothing' : 'text';
      return node;
    }
    if (node.kind === 'when') {
      const [then, one] = guard(node.then, before);
      const [otherwise, other] = guard(node.otherwise, before);
      before = one === 'text' || other === 'text' ? 'text' : one === 'value' ? one : other;
      return when(node.test, then, otherwise);
    }
    if (node.kind !== 'slot') return node;
    if (before === 'text') return slot(helper('classPart', [node.expression]), node.print);
    before = 'value';
    return node;
  });
  return [guarded, before];
}
