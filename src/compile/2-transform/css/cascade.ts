import { decodeHTML } from 'entities';
import { type Marks, TOKEN } from '../../1-parse/marks.ts';
import { printMarked } from '../../3-emit/marked.ts';
import type { Node } from '../../document.ts';
import type { Expression } from '../../expression.ts';
import { couldMatch, matches, valueIn } from './match.ts';
import { compareSpecificity, type Selector, type Specificity } from './selector.ts';
import { type Declaration, parseDeclarations, printDeclaration } from './sheet.ts';
import type { Place } from './siblings.ts';
import { withVariables } from './variables.ts';
import { Undecided, type World } from './world.ts';

/** One selector of a rule, ready to be applied. */
export interface Applied {
  readonly selector: Selector;
  readonly declarations: readonly Declaration[];
  /** Whether it weighs more than the rules of other style sheets, whatever their selectors. */
  readonly isFirst: boolean;
  /** Its place among all rules of the template. */
  readonly order: number;
  /** What has to be so for its style sheet to be there. */
  readonly guards: readonly Guard[];
  readonly isInLoop: boolean;
}

/** What has to be true, or false. */
export type Guard = readonly [test: Expression, answer: boolean];

/** What styles of one template are worked out from. */
export interface Cascade {
  readonly rules: readonly Applied[];
  readonly marks: Marks;
  /** Custom properties that an at-rule in the style sheet sets too, so that a mail program must look them up. */
  readonly reactive: ReadonlySet<string>;
  /** Custom properties that stay, because something in a style sheet uses them. */
  readonly needed: ReadonlySet<string>;
}

/** Comes before all rules. */
const OWN = -1;

interface Entry extends Declaration {
  readonly tier: number;
  readonly specificity: Specificity;
  readonly order: number;
}

const candidates = new WeakMap<Place, readonly Applied[]>();

export function candidatesFor(place: Place, { rules }: Cascade): readonly Applied[] {
  let found = candidates.get(place);
  if (!found) {
    found = rules.filter(({ selector }) => couldMatch(selector, place));
    candidates.set(place, found);
  }
  return found;
}

/** The rules that hold for an element in a world, in their order. */
const matching = (place: Place, cascade: Cascade, world: World): readonly Applied[] =>
  candidatesFor(place, cascade).filter(
    ({ selector, guards }) =>
      guards.every(([test, answer]) => world.ask(test) === answer) && matchNamed(selector, place, world),
  );

function matchNamed(selector: Selector, place: Place, world: World): boolean {
  try {
    return matches(selector, place, world);
  } catch (error) {
    if (error instanceof Undecided) error.selector ??= selector.text;
    throw error;
  }
}

/**
 * The marked text of the `style` attribute of an element in a world. Undefined where no rule matches, and the element
 * keeps what it has. Throws an Undecided.
 */
export function styleIn(place: Place, cascade: Cascade, world: World): string | undefined {
  const rules = matching(place, cascade, world);
  if (rules.length === 0) return undefined;
  const own = ownStyle(place, cascade.marks, world);
  const entries = winners(rules, own.declarations)
    .filter(({ name, order }) =>
      name.startsWith('--') ? order === OWN && cascade.needed.has(name) : name !== 'content',
    )
    .flatMap((entry) =>
      withVariables(entry, cascade.reactive, (name) => variable(name, place, cascade, world)),
    );
  // An important rule comes behind media queries here, as these are important to win over attributes at all; what the
  // template says of one element stays important.
  const texts = entries.map(({ name, value, important, order }) =>
    printDeclaration({ name, value: printValue(value), important: important && order === OWN }),
  );
  return [...texts, ...(own.raw === undefined ? [] : [own.raw])].join(' ') || undefined;
}

/** Text for an attribute between double quotes; tokens stay. */
function printValue(value: string): string {
  const escaped = value.replaceAll(/&(?!#?\w+;)/g, '&amp;').replaceAll('<', '&lt;');
  return value.includes("'") ? escaped.replaceAll('"', '&quot;') : escaped.replaceAll('"', "'");
}

/**
 * What counts of all declarations of an element, in the order of their weight, so that `padding` and `padding-top`
 * come out right. One rule may give a property several values, as fallbacks for older programs.
 */
function winners(rules: readonly Applied[], own: readonly Declaration[]): readonly Entry[] {
  const ranked: Entry[][] = [
    own.map((declaration) => rank(declaration, 1, [0, 0, 0], OWN)),
    ...rules.map(({ declarations, selector, order, isFirst }) =>
      declarations.map((declaration) => rank(declaration, isFirst ? 0.5 : 0, selector.specificity, order)),
    ),
  ];
  const byName = new Map<string, Entry[]>();
  for (const [source, entries] of ranked.entries()) {
    for (const entry of entries) {
      const before = byName.get(entry.name);
      if (before && compareEntries(before.at(-1)!, entry) > 0) continue;
      const isSame = before !== undefined && ranked[source]!.includes(before[0]!);
      byName.set(entry.name, isSame ? [...before, entry] : [entry]);
    }
  }
  return [...byName.values()].flat().toSorted(compareEntries);
}

const rank = (declaration: Declaration, tier: number, specificity: Specificity, order: number): Entry => ({
  ...declaration,
  tier: tier + (declaration.important ? 2 : 0),
  specificity,
  order,
});

const compareEntries = (a: Entry, b: Entry): number =>
  a.tier - b.tier || compareSpecificity(a.specificity, b.specificity) || a.order - b.order;

interface OwnStyle {
  readonly declarations: readonly Declaration[];
  /** The attribute as it is, where a value may bring whole declarations. */
  readonly raw: string | undefined;
}

function ownStyle({ element }: Place, marks: Marks, world: World): OwnStyle {
  const value = valueIn(element.attributes, 'style', world);
  if (!value) return { declarations: [], raw: undefined };
  const source = settle(value, marks, world);
  const { declarations, rest } = parseDeclarations(decodeHTML(source));
  const isParsed = [...rest, ...declarations.map(({ name }) => name)].every((text) => text.search(TOKEN) < 0);
  return isParsed ? { declarations, raw: undefined } : { declarations: [], raw: source.trim() };
}

/** Conditions between declarations come out one way or the other; those inside one value can stay. */
function settle(nodes: readonly Node[], marks: Marks, world: World): string {
  let source = '';
  for (const node of nodes) {
    const printed = printMarked([node], marks);
    source +=
      node.kind === 'when' && (printed.includes(';') || !isInValue(source))
        ? settle(world.ask(node.test) ? node.then : node.otherwise, marks, world)
        : printed;
  }
  return source;
}

/** Whether what comes next belongs to a value. The letter is in no text. */
const isInValue = (before: string): boolean =>
  parseDeclarations(`${before}\uF8FF`).declarations.at(-1)?.value.endsWith('\uF8FF') === true;

/** The value of a custom property for an element: its own, or inherited. */
function variable(name: string, place: Place, cascade: Cascade, world: World): string | undefined {
  for (let at: Place | undefined = place; at; at = at.parent) {
    const own = ownStyle(at, cascade.marks, world).declarations;
    const isSet = (declarations: readonly Declaration[]): boolean =>
      declarations.some((declaration) => declaration.name === name);
    if (!isSet(own) && !candidatesFor(at, cascade).some(({ declarations }) => isSet(declarations))) continue;
    const found = winners(matching(at, cascade, world), own).findLast((entry) => entry.name === name);
    if (found) return found.value;
  }
  return undefined;
}
