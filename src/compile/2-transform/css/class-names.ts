import { decodeHTML } from 'entities';
import type { AttributeNode, Element, Node, When } from '../../document.ts';

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
