import { Refusal } from '../../diagnostics.ts';
import { local } from '../../expression.ts';
import { refuse } from '../../refusals.ts';
import type { Marks } from '../marks.ts';
import type { Locate, MjmlElement, MjmlNode } from './tree.ts';

/** The style sheet has rules for each carousel by its id. Throws a Refusal MJML_BLOCK_PLACE. */
export function refuseLoopedCarousels(node: MjmlNode, locate: Locate, inLoop = false): void {
  if (node.kind === 'text') return;
  if (node.kind === 'block') {
    for (const inner of [...node.then, ...node.otherwise])
      refuseLoopedCarousels(inner, locate, inLoop || node.loop);
    return;
  }
  if (inLoop && node.name === 'mj-carousel') refuse(loopedCarousel(node, locate));
  for (const inner of node.children) refuseLoopedCarousels(inner, locate, inLoop);
}

const loopedCarousel = ({ offset }: MjmlElement, locate: Locate): Refusal =>
  new Refusal({
    code: 'MJML_BLOCK_PLACE',
    message: 'Each <mj-carousel> has style rules of its own, and how many this loop makes is not known.',
    hint: 'Put the carousel outside of the loop, or show the images of the loop without one.',
    location: locate(offset),
  });

const RANDOM = /id="([0-9a-f]{16})" class="mj-menu-checkbox"|mj-carousel-([0-9a-f]{16})-/g;

/**
 * Menus and carousels get random ids from MJML. The same source shall give the same bytes, and every round of a loop an
 * id of its own.
 */
export function withStableIds(html: string, marks: Marks): string {
  const ids = [...new Set([...html.matchAll(RANDOM)].map(([, menu, carousel]) => (menu ?? carousel)!))];
  if (ids.length === 0) return html;
  const blocks: (string | undefined)[] = [];
  return html.replaceAll(
    new RegExp(`\\uE000([swoel])(\\d+)\\uE001|${ids.join('|')}`, 'g'),
    (found, letter: string | undefined, digits: string) => {
      if (letter === undefined) {
        const rounds = blocks.filter((index) => index !== undefined);
        const round = rounds.map((index) => `-${marks.slot(local(index), 'handlebars')}`).join('');
        return `mj${ids.indexOf(found) + 1}${round}`;
      }
      const mark = marks.get(Number(digits));
      if (letter === 'w' || letter === 'l') blocks.push(mark.kind === 'each' ? mark.index : undefined);
      if (letter === 'e') blocks.pop();
      return found;
    },
  );
}

/** As `withStableIds` writes them. */
const STABLE = /(?<=id=")mj\d+(?:-\d+)*(?=" class="mj-menu-checkbox")|(?<=mj-carousel-)mj\d+(?=-)/g;

/** Which id it is may differ, since a plain rendering numbers only what it prints. */
export function settleIds(html: string): string {
  const ids = [...new Set(html.match(STABLE) ?? [])].toSorted((a, b) => b.length - a.length);
  if (ids.length === 0) return html;
  return html.replaceAll(new RegExp(`(?<=["-])(?:${ids.join('|')})(?![-\\d]*\\d)`, 'g'), 'mj');
}
