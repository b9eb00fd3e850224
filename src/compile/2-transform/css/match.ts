import { decodeHTML } from 'entities';
import type { AttributeNode, Element, Node } from '../../document.ts';
import { binary, call, type Expression, literal, member, template } from '../../expression.ts';
import { allValues, mentioned, namesIn } from './class-names.ts';
import type { Compound, Nth, Selector, Simple } from './selector.ts';
import { type Count, countSiblings, hasSibling, isEmpty, type Place, siblings } from './siblings.ts';
import { Undecided, type World } from './world.ts';

/** Whether a selector matches an element, in a world. Throws an Undecided. */
export function matches(selector: Selector, place: Place, world: World): boolean {
  return matchFrom(selector.compounds, selector.compounds.length - 1, place, world);
}

function matchFrom(compounds: readonly Compound[], last: number, place: Place, world: World): boolean {
  const compound = compounds[last]!;
  if (!matchCompound(compound, place, world)) return false;
  const before = (other: Place, its: World): boolean => matchFrom(compounds, last - 1, other, its);
  switch (compound.combinator) {
    case undefined:
      return true;
    case '>':
      return place.parent !== undefined && before(place.parent, world);
    case ' ': {
      for (let { parent } = place; parent; { parent } = parent) if (before(parent, world)) return true;
      return false;
    }
    case '+': {
      for (const [sibling, its] of siblings(place, 'before', world)) return before(sibling, its);
      return false;
    }
    case '~': {
      for (const [sibling, its] of siblings(place, 'before', world)) if (before(sibling, its)) return true;
      return false;
    }
  }
}

/** What costs no question first. */
const matchCompound = ({ simples }: Compound, place: Place, world: World): boolean =>
  simples.every((simple) => isPossible(simple, place)) &&
  simples.every((simple) => matchSimple(simple, place, world));

function matchSimple(simple: Simple, place: Place, world: World): boolean {
  const { element } = place;
  switch (simple.kind) {
    case 'tag':
      return simple.name === element.name;
    case 'class':
      return hasClass(element, simple.name, world);
    case 'id':
      return matchAttribute(
        { name: 'id', operator: '=', value: simple.name, ignoreCase: false },
        element,
        world,
      );
    case 'attribute':
      return matchAttribute(simple, element, world);
    case 'any': {
      const found = simple.selectors.some((inner) => matches(inner, place, world));
      return simple.name === 'not' ? !found : found;
    }
    case 'nth':
      return matchNth(simple, place, world);
    case 'root':
      return place.parent === undefined && element.name === 'html';
    case 'empty':
      return isEmpty(element.children, world);
    case 'live':
      return false;
  }
}

/** Whether a selector can match an element in any world, as far as a glance tells. */
export function couldMatch({ compounds }: Selector, place: Place): boolean {
  const fits = (last: number, candidate: Place): boolean => {
    const { simples, combinator } = compounds[last]!;
    if (!simples.every((simple) => isPossible(simple, candidate))) return false;
    if (combinator === undefined) return true;
    if (combinator === '+' || combinator === '~') {
      return allBeside(candidate).some((element) => fits(last - 1, { ...candidate, element }));
    }
    for (let { parent } = candidate; parent; { parent } = parent) {
      if (fits(last - 1, parent)) return true;
      if (combinator === '>') return false;
    }
    return false;
  };
  return fits(compounds.length - 1, place);
}

/** Every element that may be a sibling in some world, and the element itself. */
function allBeside({ at }: Place): readonly Element[] {
  let position = at;
  while (position.around) ({ position } = position.around);
  const elements = (nodes: readonly Node[]): readonly Element[] =>
    nodes.flatMap((node) => {
      if (node.kind === 'element') return [node];
      if (node.kind === 'when') return elements([...node.then, ...node.otherwise]);
      return node.kind === 'each' ? elements(node.children) : [];
    });
  return elements(position.list);
}

const isPossible = (simple: Simple, { element }: Place): boolean =>
  simple.kind === 'tag'
    ? simple.name === element.name
    : simple.kind === 'class'
      ? mentioned(element).isFree || mentioned(element).classes.has(simple.name)
      : true;

/** The value of an attribute in a world. */
export function valueIn(
  nodes: readonly AttributeNode[],
  name: string,
  world: World,
): readonly Node[] | undefined {
  for (const node of nodes) {
    if (node.kind === 'attribute') {
      if (node.name === name) return node.value;
    } else if (allValues([node], name).length > 0) {
      const found = valueIn(world.ask(node.test) ? node.then : node.otherwise, name, world);
      if (found) return found;
    }
  }
  return undefined;
}

/** Texts (decoded) and values, joined. */
function partsOf(nodes: readonly Node[], world: World): readonly (string | Expression)[] {
  return nodes.flatMap((node): readonly (string | Expression)[] => {
    switch (node.kind) {
      case 'text':
        return [decodeHTML(node.value)];
      case 'slot':
        return [node.expression];
      case 'when':
        return partsOf(world.ask(node.test) ? node.then : node.otherwise, world);
      default:
        throw new Undecided('what a loop inside an attribute prints');
    }
  });
}

function hasClass(element: Element, name: string, world: World): boolean {
  const { isFixed, classes } = mentioned(element);
  if (isFixed) return classes.has(name);
  const value = valueIn(element.attributes, 'class', world);
  if (!value) return false;
  const parts = partsOf(value, world);
  if (parts.every((part) => typeof part === 'string')) return namesIn(parts.join('')).includes(name);
  const wrapped = [' ', ...parts, ' '];
  const texts = wrapped.map((part) => (typeof part === 'string' ? part : '\0')).join('');
  if (texts.split(/\s+/).includes(name)) return true;
  if (!texts.split(/\s+/).some((token) => token.includes('\0') && canBecome(name, token))) return false;
  // A value may bring several names.
  const spaced = wrapped.map((part) =>
    typeof part === 'string' ? literal(part.replaceAll(/\s/g, ' ')) : part,
  );
  return world.ask(call(member(template(spaced), 'includes'), [literal(` ${name} `)]));
}

/** `btn-⟨kind⟩` becomes a name that begins with btn-. */
function canBecome(name: string, token: string): boolean {
  const [before = ''] = token.split('\0');
  return before === '' || name.startsWith(before);
}

function matchAttribute(
  { name, operator, value, ignoreCase }: Omit<Extract<Simple, { kind: 'attribute' }>, 'kind'>,
  element: Element,
  world: World,
): boolean {
  const found = valueIn(element.attributes, name, world);
  if (operator === undefined) {
    const [only, ...more] = found ?? [];
    if (only?.kind === 'slot' && only.print === 'react' && more.length === 0)
      throw new Undecided(`whether the attribute "${name}" is there`);
    return found !== undefined;
  }
  if (!found) return false;
  const parts = partsOf(found, world);
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  const [first] = parts;
  if (parts.every((part) => typeof part === 'string')) {
    return compare(fold(parts.join('')), operator, fold(value));
  }
  // The text before a value often is enough to know.
  if (typeof first === 'string' && (operator === '^=' || operator === '=')) {
    const length = Math.min(first.length, value.length);
    if (fold(first.slice(0, length)) !== fold(value.slice(0, length))) return false;
    if (operator === '^=' && length === value.length && value !== '') return true;
  }
  const whole = template(parts.map((part) => (typeof part === 'string' ? literal(part) : part)));
  const folded = ignoreCase ? call(member(whole, 'toLowerCase'), []) : whole;
  return world.ask(comparison(folded, operator, fold(value), name));
}

function compare(found: string, operator: string, wanted: string): boolean {
  if (operator === '=') return found === wanted;
  if (operator === '|=') return found === wanted || found.startsWith(`${wanted}-`);
  if (wanted === '') return false;
  if (operator === '^=') return found.startsWith(wanted);
  if (operator === '$=') return found.endsWith(wanted);
  return operator === '*=' ? found.includes(wanted) : found.split(/\s+/).includes(wanted);
}

/** The same for a text that the context decides. */
function comparison(found: Expression, operator: string, wanted: string, name: string): Expression {
  if (operator === '=') return binary('===', found, literal(wanted));
  const method = { '^=': 'startsWith', '$=': 'endsWith', '*=': 'includes' }[operator];
  if (method === undefined) throw new Undecided(`the value of the attribute "${name}"`);
  return wanted === '' ? literal(false) : call(member(found, method), [literal(wanted)]);
}

function matchNth(
  { nth, ofType, fromEnd }: Extract<Simple, { kind: 'nth' }>,
  place: Place,
  world: World,
): boolean {
  const name = ofType ? place.element.name : undefined;
  const direction = fromEnd ? 'after' : 'before';
  // The first needs no count: how many there are beside it does not matter.
  if (nth.step === 0 && nth.offset === 1) return !hasSibling(place, direction, world, name);
  return isAt(nth, countSiblings(place, direction, world, name), world);
}

/** Whether position `count + 1` is one of step · n + offset. */
function isAt({ step, offset }: Nth, count: Count, world: World): boolean {
  const constant = count.constant + 1 - offset;
  if (count.terms.length === 0) {
    return step === 0 ? constant === 0 : constant % step === 0 && constant / step >= 0;
  }
  const sum = count.terms.reduce((a, b) => binary('+', a, b));
  const distance = constant === 0 ? sum : binary('+', sum, literal(constant));
  if (step === 0) return world.ask(binary('===', distance, literal(0)));
  const isReached =
    step > 0
      ? constant >= 0 || world.ask(binary('>=', distance, literal(0)))
      : world.ask(binary('<=', distance, literal(0)));
  return (
    isReached &&
    (Math.abs(step) === 1 || world.ask(binary('===', binary('%', distance, literal(step)), literal(0))))
  );
}
