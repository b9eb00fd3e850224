import type { Marks } from '../../1-parse/marks.ts';
import { printMarked } from '../../3-emit/marked.ts';
import type { Element, Node } from '../../document.ts';
import type { Applied, Guard } from './cascade.ts';
import { parseSheet, type SheetNode } from './sheet.ts';
import { refuseLostValues } from './values.ts';
import { type Decision, decide, World } from './world.ts';

/** A `<style>` element whose rules are inlined. */
export interface Sheet {
  readonly element: Element;
  /** What has to be so for the element to be there. */
  readonly guards: readonly Guard[];
  /** Its rules, which may depend on conditions inside of it. */
  readonly content: Decision<readonly SheetNode[]>;
  readonly isInLoop: boolean;
}

/** The style sheets of a document in their order. Throws a TooManyWorlds. */
export function findSheets(document: readonly Node[], marks: Marks): readonly Sheet[] {
  const sheets: Sheet[] = [];
  const look = (nodes: readonly Node[], guards: readonly Guard[], isInLoop: boolean): void => {
    let isRevealed = false;
    for (const node of nodes) {
      switch (node.kind) {
        case 'comment':
          isRevealed = isRevealing(node) || (isRevealed && !isConcealing(node));
          break;
        case 'element':
          if (node.name !== 'style') look(node.children, guards, isInLoop);
          else if (!isRevealed && takesPart(node)) {
            const content = contentOf(node, marks, () => printMarked(document, marks));
            sheets.push({ element: node, guards, content, isInLoop: isInLoop || holdsLoop(node.children) });
          }
          break;
        case 'when':
          look(node.then, [...guards, [node.test, true]], isInLoop);
          look(node.otherwise, [...guards, [node.test, false]], isInLoop);
          break;
        case 'each':
          look(node.children, guards, true);
          break;
        default:
      }
    }
  };
  look(document, [], false);
  return sheets;
}

/** `<!--[if !mso]><!-->`: what follows is for all programs but Outlook, so it cannot be inlined for all. */
const isRevealing = (node: Extract<Node, { kind: 'comment' }>): boolean =>
  /^\[if[^\]]*\]><!/.test(textOf(node));
const isConcealing = (node: Extract<Node, { kind: 'comment' }>): boolean =>
  textOf(node).endsWith('<![endif]');

const textOf = ({ children }: { readonly children: readonly Node[] }): string =>
  children.map((child) => (child.kind === 'text' ? child.value : '')).join('');

/** Not those that are marked to stay, are for some media only, or hold another language. */
function takesPart({ attributes }: Element): boolean {
  return attributes.every((node) => {
    if (node.kind !== 'attribute') return false;
    const value = textOf({ children: node.value }).trim().toLowerCase();
    if (node.name === 'data-embed') return false;
    if (node.name === 'media') return value === '' || value === 'all' || value === 'screen';
    return node.name !== 'type' || value === '' || value === 'text/css';
  });
}

const holdsLoop = (nodes: readonly Node[]): boolean =>
  nodes.some(
    (node) =>
      node.kind === 'each' || (node.kind === 'when' && (holdsLoop(node.then) || holdsLoop(node.otherwise))),
  );

const contentOf = ({ children }: Element, marks: Marks, page: () => string): Sheet['content'] =>
  decide(
    new World(),
    (world) => {
      const css = settle(children, marks, world);
      const nodes = parseSheet(css);
      refuseLostValues(css, nodes, { marks, page });
      return nodes;
    },
    (nodes) => JSON.stringify(nodes),
  );

const settle = (nodes: readonly Node[], marks: Marks, world: World): string =>
  nodes
    .map((node) =>
      node.kind === 'when'
        ? settle(world.ask(node.test) ? node.then : node.otherwise, marks, world)
        : printMarked([node], marks),
    )
    .join('');

/** What can be inlined of the sheets, selector by selector. */
export function rulesOf(sheets: readonly Sheet[]): readonly Applied[] {
  const rules: Applied[] = [];
  const collect = (content: Sheet['content'], guards: readonly Guard[], isInLoop: boolean): void => {
    if (!('result' in content)) {
      collect(content.then, [...guards, [content.test, true]], isInLoop);
      collect(content.otherwise, [...guards, [content.test, false]], isInLoop);
      return;
    }
    for (const node of content.result) {
      if (node.kind !== 'rule') continue;
      const order = rules.length;
      const { declarations, isFirst } = node;
      for (const selector of node.selectors) {
        if (!selector.isLive) rules.push({ selector, declarations, isFirst, order, guards, isInLoop });
      }
    }
  };
  for (const { content, guards, isInLoop } of sheets) collect(content, guards, isInLoop);
  return rules;
}
