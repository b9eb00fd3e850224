import type { Attribute, Element } from '../../document.ts';
import type { Look } from './look.ts';
import { cellsIn, isBlank } from './table-facts.ts';

/** What an element inherits. */
export interface Surroundings {
  readonly whiteSpace: number;
  readonly tiny: boolean;
  /** Nesting of lists; a list inside another keeps no blank line. */
  readonly lists: number;
  readonly table: 'none' | 'data' | 'layout';
  readonly row: 'single' | 'several';
  /** Inside a painted cell that holds nothing but a link. */
  readonly painted: boolean;
  /** Inside a cell of a data table, where an underline would be mistaken for a row. */
  readonly inData: boolean;
  /** Lines begin at the right. */
  readonly rightToLeft: boolean;
}

/** Outside of everything. */
export const TOP: Surroundings = Object.freeze({
  whiteSpace: 0,
  tiny: false,
  lists: 0,
  table: 'none',
  row: 'single',
  painted: false,
  inData: false,
  rightToLeft: false,
});

/** An element whose attributes are settled. */
export interface Plain extends Element {
  readonly attributes: readonly Attribute[];
}

/** Line ends that an element asks for around it: 1 a line of its own, 2 a blank line. */
export function margins(
  node: Plain,
  look: Look,
  around: Surroundings,
): readonly [before: number, behind: number] {
  // An empty box keeps a distance.
  if ((look.tall || look.ruled) && look.display === 'block' && isEmpty(node)) return [2, 2];
  if (node.name === 'a' && look.boxed) return [2, 2];
  // Rows of several cells are read like a list of names and values.
  if (node.name === 'tr' && cellsIn(node.children) > 1) return [1, 1];
  if ((node.name === 'ul' || node.name === 'ol') && around.lists > 0) return [1, 1];
  return [look.before, look.behind];
}

export const isEmpty = (node: Plain): boolean => node.children.every(isBlank);
