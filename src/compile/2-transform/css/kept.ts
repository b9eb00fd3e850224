import type { AttributeNode, Document, Node } from '../../document.ts';
import { mentioned } from './class-names.ts';
import type { Selector } from './selector.ts';
import { type Declaration, printSheet, type SheetNode, type StyleRule } from './sheet.ts';

/** What selectors can find in a document, in any of its renderings. */
export interface Inventory {
  readonly names: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  readonly ids: ReadonlySet<string>;
  /** Values of the context bring more classes, ids or elements. */
  readonly isOpen: boolean;
}

export function takeInventory(document: Document): Inventory {
  const names = new Set<string>();
  const classes = new Set<string>();
  const ids = new Set<string>();
  let isOpen = false;
  const look = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (node.kind === 'element') {
        names.add(node.name);
        const own = mentioned(node);
        for (const name of own.classes) classes.add(name);
        isOpen ||= own.isFree || lookForIds(node.attributes, ids);
      }
      if (node.kind === 'slot') isOpen ||= node.print === 'raw';
      if (node.kind === 'when') [node.then, node.otherwise].forEach(look);
      if (node.kind === 'element' || node.kind === 'each') look(node.children);
    }
  };
  look(document);
  return { names, classes, ids, isOpen };
}

/** Whether an id is a value of the context. */
function lookForIds(nodes: readonly AttributeNode[], ids: Set<string>): boolean {
  let isOpen = false;
  for (const node of nodes) {
    if (node.kind !== 'attribute') {
      isOpen = [node.then, node.otherwise].map((branch) => lookForIds(branch, ids)).includes(true) || isOpen;
    } else if (node.name === 'id') {
      for (const part of node.value) {
        if (part.kind === 'text') ids.add(part.value.trim());
        else isOpen = true;
      }
    }
  }
  return isOpen;
}

/**
 * What stays in a style sheet when the rest is inlined: at-rules, and rules that only the mail program can decide; of both,
 * only what can match. The custom properties that are `needed` keep their definitions.
 */
export function keptOf(
  nodes: readonly SheetNode[],
  inventory: Inventory,
  needed: ReadonlySet<string>,
): readonly SheetNode[] {
  return nodes.flatMap((node): readonly SheetNode[] => {
    if (node.kind === 'at') return used([node], inventory);
    const live = node.selectors.filter(({ isLive }) => isLive);
    const kept = used(live.length > 0 ? [{ ...node, selectors: live }] : [], inventory);
    const definitions = node.declarations.filter(({ name }) => needed.has(name));
    const still = node.selectors.filter(({ isLive }) => !isLive);
    return definitions.length > 0 && still.length > 0
      ? [...kept, { ...node, selectors: still, declarations: definitions }]
      : kept;
  });
}

/** Without rules that can match nothing. A rule stays whole if one of its selectors can match. */
const used = (nodes: readonly SheetNode[], inventory: Inventory): readonly SheetNode[] =>
  nodes.flatMap((node): readonly SheetNode[] => {
    if (node.kind === 'rule')
      return node.selectors.some((selector) => isThere(selector, inventory)) ? [node] : [];
    if (!node.nodes) return [node];
    const inner = used(node.nodes, inventory);
    return inner.length > 0 ? [{ ...node, nodes: inner }] : [];
  });

const isThere = ({ compounds }: Selector, { names, classes, ids, isOpen }: Inventory): boolean =>
  isOpen ||
  compounds.every(({ simples }) =>
    simples.every((simple) => {
      if (simple.kind === 'tag') return names.has(simple.name);
      if (simple.kind === 'class') return classes.has(simple.name);
      return simple.kind !== 'id' || ids.has(simple.name);
    }),
  );

const USED = /(?<![-\w])var\(\s*(--[^\s,)]+)/gi;

/**
 * Custom properties that mail programs have to look up: those that `reactive` ones make, and those that what stays in style
 * sheets uses, with all that their own definitions use.
 */
export function neededNames(
  nodes: readonly SheetNode[],
  others: readonly string[],
  reactive: ReadonlySet<string>,
): ReadonlySet<string> {
  const needed = new Set(reactive);
  const note = (source: string): void => {
    for (const [, name = ''] of source.matchAll(USED)) needed.add(name);
  };
  others.forEach(note);
  for (const node of nodes) {
    const isLive = node.kind === 'at' || node.selectors.some((selector) => selector.isLive);
    if (isLive) note(printSheet([node]));
  }
  const definitions = nodes.flatMap((node) => (node.kind === 'rule' ? node.declarations : []));
  for (let before = -1; before < needed.size;) {
    before = needed.size;
    for (const { name, value } of definitions) if (needed.has(name)) note(value);
  }
  return needed;
}

/** Custom properties that rules outside of plain ones set: media queries, and what depends on the mail program. */
export function reactiveNames(nodes: readonly SheetNode[]): ReadonlySet<string> {
  const names = new Set<string>();
  const isPlain = ({ selectors }: StyleRule): boolean => selectors.every(({ isLive }) => !isLive);
  const add = (declarations: readonly Declaration[]): void => {
    for (const { name } of declarations) if (name.startsWith('--')) names.add(name);
  };
  const look = (inside: readonly SheetNode[], isTop: boolean): void => {
    for (const node of inside) {
      if (node.kind === 'at') look(node.nodes ?? [], false);
      else if (!isTop || !isPlain(node)) add(node.declarations);
    }
  };
  look(nodes, true);
  // What is defined by one of them changes with it.
  const definitions = nodes.flatMap((node) => (node.kind === 'rule' ? node.declarations : []));
  for (let before = -1; before < names.size;) {
    before = names.size;
    for (const { name, value } of definitions) {
      const isMoved = [...value.matchAll(USED)].some(([, other = '']) => names.has(other));
      if (isMoved && name.startsWith('--')) names.add(name);
    }
  }
  return names;
}

/**
 * At-rules inside of at-rules stand in a style sheet of their own, because Gmail drops the whole element that they are
 * in: https://github.com/hteumeuleu/caniemail/issues/144
 */
export function inRuns(nodes: readonly SheetNode[]): readonly (readonly SheetNode[])[] {
  const isNested = (node: SheetNode): boolean =>
    node.kind === 'at' && node.nodes?.some(({ kind }) => kind === 'at') === true;
  const runs: SheetNode[][] = [];
  for (const [index, node] of nodes.entries()) {
    const before = nodes[index - 1];
    if (before && isNested(before) === isNested(node)) runs.at(-1)!.push(node);
    else runs.push([node]);
  }
  return runs;
}
