import type * as React from 'react';
import type { Location } from '../../../errors.ts';
import { isInPackage } from './site.ts';
import type { Refusal } from '../../diagnostics.ts';
import type { Catalog } from '../../template.ts';
import type { Refusals } from '../../refusals.ts';
import type { Marks } from '../marks.ts';
import type { PrintedConditions } from './values/printed.ts';

/** What one evaluation of one template for one locale works with. */
export interface Session {
  /** The React that the template itself imports. */
  readonly react: typeof React;
  readonly jsx: (type: unknown, props: unknown, key?: unknown) => unknown;
  /** `jsx`, `jsxs` and `jsxDEV` of that React. */
  readonly jsxFunctions: ReadonlySet<unknown>;
  readonly marks: Marks;
  readonly catalog: Catalog;
  /** The template, for what has no place in it. */
  readonly place: Location;
  readonly refusals: Refusals;
  readonly printed: PrintedConditions;
  /** Functions through which too many paths lead, by file and site: they are not run again. */
  readonly endless: Set<string>;
  /** Element types of symbolic values: one value; several pieces with tokens around them. */
  readonly Slot: unknown;
  readonly Block: unknown;
  /** When React began with each of the branches and loops that it is inside of, outermost first. */
  readonly blocks: number[];
  /** Names of components of packages, and where they were last used. */
  readonly foreign: Map<string, Location>;
  /** Where html, head and body were made last. */
  readonly sections: Map<string, Location>;
}

let current: Session | undefined;

/** The evaluation that is under way. Evaluations run one after the other, for a template's modules share globals. */
export function currentSession(): Session {
  if (!current) throw new Error('No template is being evaluated.');
  return current;
}

/** When React began with the innermost branch or loop that it is inside of; 0 outside of all. */
export const blockSince = (): number => current?.blocks.at(-1) ?? 0;

/** Notes where a component of a package is used, and gives its name. */
export function noteForeign(component: unknown, location: Location): string {
  const { name, displayName, render, type } = component as Record<string, unknown>;
  const all = [displayName, name, nameOf(render), nameOf(type)];
  const names = all.filter((known) => typeof known === 'string' && known !== '') as string[];
  for (const known of names) current?.foreign.set(known, location);
  return names[0] ?? 'Component';
}

/**
 * Notes where the template makes an element of the document itself: the HTML that comes of it has no places any more.
 * What a component of react-email makes inside stands where the template uses that component.
 */
export function noteSection(name: string, location: Location): void {
  if (isInPackage(location)) return;
  if (name === 'html' || name === 'head' || name === 'body') current?.sections.set(name, location);
}

const nameOf = (value: unknown): unknown => (typeof value === 'function' ? value.name : undefined);

export const setSession = (session: Session | undefined): void => {
  current = session;
};

/** Throws the first refusal and notes the others: what is thrown while a file loads is asked again the next time. */
export function throwAll([first, ...others]: readonly Refusal[]): void {
  for (const refusal of others) currentSession().refusals.add(refusal);
  if (first) throw first;
}
