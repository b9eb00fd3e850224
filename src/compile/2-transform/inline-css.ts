import type { Location } from '../../errors.ts';
import { parseText } from '../1-parse/html.ts';
import { printMarked } from '../3-emit/marked.ts';
import { findMention } from '../asset-files.ts';
import { Refusal } from '../diagnostics.ts';
import {
  attribute,
  type Attribute,
  type AttributeNode,
  type Document,
  each,
  type Element,
  element,
  type Node,
  when,
} from '../document.ts';
import { refuse, tolerating } from '../refusals.ts';
import { candidatesFor, type Cascade, styleIn } from './css/cascade.ts';
import { guardClasses } from './css/class-names.ts';
import { inRuns, keptOf, neededNames, reactiveNames, takeInventory } from './css/kept.ts';
import { namesClass } from './css/selector.ts';
import { printSheet, type SheetNode } from './css/sheet.ts';
import { findSheets, rulesOf, type Sheet } from './css/sheets.ts';
import type { Around, Place } from './css/siblings.ts';
import { type Decision, decide, TooManyWorlds, Undecided, World } from './css/world.ts';
import { mapDocument } from './map.ts';
import type { PassContext } from './pass.ts';

/**
 * Moves the rules of `<style>` into `style` attributes. Media queries, other at-rules and what only a mail program can
 * decide stay. Where a class, an element or its neighbours depend on the context, so does the style: an element gets,
 * for each case, the style that it would have in the finished HTML.
 *
 * Throws a Refusal: CSS_CONDITIONAL, CSS_UNDECIDED, CSS_TOO_MANY_CHOICES.
 */
export function inlineCss(document: Document, context: PassContext): Document {
  // Whole documents in branches have a style sheet each.
  if (document.some(holdsPages)) {
    return document.map((node) =>
      node.kind === 'when'
        ? when(node.test, inlineCss(node.then, context), inlineCss(node.otherwise, context))
        : node,
    );
  }
  const sheets = findSheets(document, context.marks);
  if (sheets.length === 0) return mapDocument(document, unmark);
  return new Inliner(document, sheets, context).run(document);
}

const isPage = (node: Node): boolean => node.kind === 'element' && node.name === 'html';
const holdsPages = (node: Node): boolean =>
  node.kind === 'when' &&
  [...node.then, ...node.otherwise].some((inner) => isPage(inner) || holdsPages(inner));

/** Elements that nobody sees. */
const UNSEEN = new Set(['head', 'title', 'base', 'link', 'style', 'meta', 'script', 'noscript']);

class Inliner {
  readonly #cascade: Cascade;
  readonly #context: PassContext;
  readonly #sheets: ReadonlyMap<Element, Sheet>;
  readonly #inventory: ReturnType<typeof takeInventory>;
  /** Whether a rule that is inlined is for a class. */
  readonly #namesClasses: boolean;
  #isLoopRefused = false;

  constructor(document: Document, sheets: readonly Sheet[], context: PassContext) {
    const { marks } = context;
    const rules = rulesOf(sheets);
    const nodes = sheets.flatMap(({ content }) => allOf(content));
    this.#context = context;
    this.#sheets = new Map(sheets.map((sheet) => [sheet.element, sheet]));
    const reactive = reactiveNames(nodes);
    const needed = neededNames(nodes, this.#others(document), reactive);
    this.#cascade = { rules, marks, reactive, needed };
    this.#inventory = takeInventory(document);
    this.#namesClasses = rules.some(({ selector }) => namesClass(selector));
  }

  /** The text of style sheets that stay as they are. */
  #others(nodes: readonly Node[]): readonly string[] {
    return nodes.flatMap((node) => {
      if (node.kind === 'when') return this.#others([...node.then, ...node.otherwise]);
      if (node.kind === 'each') return this.#others(node.children);
      if (node.kind !== 'element' || this.#sheets.has(node)) return [];
      const isSheet = node.name === 'style';
      return isSheet ? [printMarked(node.children, this.#context.marks)] : this.#others(node.children);
    });
  }

  run(document: Document): Document {
    return this.#nodes(document, undefined, undefined, new World());
  }

  #nodes(
    list: readonly Node[],
    around: Around | undefined,
    parent: Place | undefined,
    world: World,
  ): readonly Node[] {
    return list.flatMap((node, index): readonly Node[] => {
      const position = { list, index, around };
      switch (node.kind) {
        case 'element':
          return this.#element({ element: node, parent, at: position }, world);
        case 'when': {
          const branch = (answer: boolean): readonly Node[] => {
            const nodes = answer ? node.then : node.otherwise;
            return this.#nodes(nodes, { block: node, position }, parent, world.assume(node.test, answer));
          };
          return [when(node.test, branch(true), branch(false))];
        }
        case 'each':
          return [
            each({ ...node, children: this.#nodes(node.children, { block: node, position }, parent, world) }),
          ];
        default:
          return [node];
      }
    });
  }

  #element(place: Place, world: World): readonly Node[] {
    const { element: node } = place;
    const sheet = this.#sheets.get(node);
    if (sheet) return this.#kept(sheet.content, node);
    if (node.name === 'style') return unmark(node);
    const children = this.#nodes(node.children, undefined, place, world);
    const attributes = UNSEEN.has(node.name) ? node.attributes : this.#attributes(place, world);
    return [element(node.name, this.#namesClasses ? guardClasses(attributes) : attributes, children)];
  }

  /** The element with what is left of its rules. */
  #kept(content: Sheet['content'], owner: Element): readonly Node[] {
    if (!('result' in content)) {
      const { test, then, otherwise } = content;
      const [yes, no] = [this.#kept(then, owner), this.#kept(otherwise, owner)];
      return yes.length + no.length === 0 ? [] : [when(test, yes, no)];
    }
    const kept = keptOf(content.result, this.#inventory, this.#cascade.needed);
    const { marks, location } = this.#context;
    return inRuns(kept).map((run) =>
      element('style', owner.attributes, parseText(`\n${printSheet(run)}\n`, marks, location)),
    );
  }

  #attributes(place: Place, world: World): readonly AttributeNode[] {
    const { attributes } = place.element;
    const candidates = candidatesFor(place, this.#cascade);
    if (candidates.length === 0) return attributes;
    const looped = candidates.find(({ isInLoop }) => isInLoop);
    if (looped && !this.#isLoopRefused) {
      this.#isLoopRefused = true;
      refuse(this.#inLoop(looped.selector.text));
    }
    // Where the attribute itself is there or not, all attributes are written once for each case.
    const isFixed = !attributes.some((node) => node.kind === 'attribute-when' && holdsStyle(node));
    const compute = (known: World): readonly AttributeNode[] => {
      const own = isFixed ? attributes : settle(attributes, known);
      const style = styleIn(place, this.#cascade, known);
      return style === undefined ? own : withStyle(own, this.#parse(style));
    };
    return tolerating(
      () => {
        const decision = this.#decide(place, world, compute);
        return 'result' in decision ? decision.result : join(decision, isFixed ? attributes : undefined);
      },
      () => attributes,
    );
  }

  #parse(style: string): readonly Node[] {
    return parseText(style, this.#context.marks, this.#context.location);
  }

  #decide(
    place: Place,
    world: World,
    compute: (world: World) => readonly AttributeNode[],
  ): Decision<readonly AttributeNode[]> {
    try {
      return decide(world, compute, (all) => printMarked([element('x', all, [])], this.#context.marks));
    } catch (error) {
      if (error instanceof Undecided) throw this.#undecided(error, place);
      if (error instanceof TooManyWorlds) throw this.#tooMany(place);
      throw error;
    }
  }

  #undecided({ message, selector = '' }: Undecided, { element: node }: Place): Refusal {
    return new Refusal({
      code: 'CSS_UNDECIDED',
      message: `Whether the selector "${selector}" matches a <${node.name}> depends on ${message}, and styles are put in place at build time.`,
      hint: 'Give the element a class and choose the class in the template; or put the rule into a <style data-embed>, where it is left to mail programs.',
      location: placeOfSelector(selector, this.#context),
    });
  }

  #tooMany(place: Place): Refusal {
    const [first] = candidatesFor(place, this.#cascade);
    return new Refusal({
      code: 'CSS_TOO_MANY_CHOICES',
      message: `The style of a <${place.element.name}> depends on more than 6 conditions.`,
      hint: 'Choose between written-out classes with fewer conditions; a class that is a value of the context counts once for each rule it may bring.',
      location: placeOfSelector(first?.selector.text ?? '', this.#context),
    });
  }

  /** Rules that no element may need do no harm there. */
  #inLoop(selector: string): Refusal {
    return new Refusal({
      code: 'CSS_CONDITIONAL',
      message:
        'A <style> stands in a loop or has one inside, and its rules would be inlined once for all turns.',
      hint: 'Let the style sheet stand outside of the loop; or mark the element with data-embed to leave its rules in the style sheet.',
      location: placeOfSelector(selector, this.#context),
    });
  }
}

const allOf = (content: Sheet['content']): readonly SheetNode[] =>
  'result' in content ? content.result : [...allOf(content.then), ...allOf(content.otherwise)];

/** Without the mark of style sheets that stay, which has done its work. */
function unmark(node: Node): readonly Node[] {
  if (node.kind !== 'element' || node.name !== 'style') return [node];
  const attributes = node.attributes.filter((one) => one.kind !== 'attribute' || one.name !== 'data-embed');
  return [element('style', attributes, node.children)];
}

const holdsStyle = (node: AttributeNode): boolean =>
  node.kind === 'attribute' ? node.name === 'style' : [...node.then, ...node.otherwise].some(holdsStyle);

/** Decides the conditions around a `style`. */
const settle = (nodes: readonly AttributeNode[], world: World): readonly AttributeNode[] =>
  nodes.flatMap((node) =>
    node.kind === 'attribute' || !holdsStyle(node)
      ? [node]
      : settle(world.ask(node.test) ? node.then : node.otherwise, world),
  );

function withStyle(attributes: readonly AttributeNode[], value: readonly Node[]): readonly AttributeNode[] {
  const at = attributes.findIndex(holdsStyle);
  const style = attribute('style', value);
  return at < 0 ? [...attributes, style] : attributes.with(at, style);
}

/** A choice between attributes; only between styles, where the others are `shared`. */
function join(
  decision: Decision<readonly AttributeNode[]>,
  shared: readonly AttributeNode[] | undefined,
): readonly AttributeNode[] {
  if (!shared) return choose(decision, (all) => all);
  const at = shared.findIndex(holdsStyle);
  const styles = choose(decision, (all) => all.filter(holdsStyle));
  return at < 0 ? [...shared, ...styles] : shared.toSpliced(at, 1, ...styles);
}

function choose(
  decision: Decision<readonly AttributeNode[]>,
  pick: (attributes: readonly AttributeNode[]) => readonly AttributeNode[],
): readonly AttributeNode[] {
  if ('result' in decision) return pick(decision.result);
  const { test } = decision;
  const [then, otherwise] = [choose(decision.then, pick), choose(decision.otherwise, pick)];
  const [one, ...more] = then;
  const [other, ...others] = otherwise;
  return more.length + others.length === 0 && isPlain(one) && isPlain(other) && one.name === other.name
    ? [attribute(one.name, [when(test, one.value, other.value)])]
    : [Object.freeze({ kind: 'attribute-when', test, then, otherwise })];
}

/** Not the single React slot that decides whether the attribute is there at all. */
const isPlain = (node: AttributeNode | undefined): node is Attribute =>
  node?.kind === 'attribute' &&
  !(node.value.length === 1 && node.value[0]?.kind === 'slot' && node.value[0].print === 'react');

/** Where the template or a file of its own has the selector; it may also come from a package or be made by a component. */
function placeOfSelector(
  selector: string,
  { source, files = [source.file], location }: PassContext,
): Location {
  const written = selector.trim();
  return findMention(`${written} {`, files) ?? findMention(`${written}{`, files) ?? location;
}
