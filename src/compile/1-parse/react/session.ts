import type * as React from 'react';
import type { Location } from '../../../errors.ts';
import type { Catalog } from '../../template.ts';
import type { Marks } from '../marks.ts';

/** What one evaluation of one template for one locale works with. */
export interface Session {
  /** The React that the template itself imports. */
  readonly react: typeof React;
  readonly jsx: (type: unknown, props: unknown, key?: unknown) => unknown;
  /** `jsx`, `jsxs` and `jsxDEV` of that React. */
  readonly jsxFunctions: ReadonlySet<unknown>;
  readonly marks: Marks;
  readonly catalog: Catalog;
  /** Element types of symbolic values: one value; several pieces with tokens around them. */
  readonly Slot: unknown;
  readonly Block: unknown;
  /** Names of components of packages, and where they were last used. */
  readonly foreign: Map<string, Location>;
}

let current: Session | undefined;

/** The evaluation that is under way. Evaluations run one after the other, for a template's modules share globals. */
export function currentSession(): Session {
  if (!current) throw new Error('No template is being evaluated.');
  return current;
}

export function noteForeign(component: unknown, location: Location): void {
  const { name, displayName, render, type } = component as Record<string, unknown>;
  const names = [name, displayName, nameOf(render), nameOf(type)];
  for (const known of names) if (typeof known === 'string' && known) current?.foreign.set(known, location);
}

const nameOf = (value: unknown): unknown => (typeof value === 'function' ? value.name : undefined);

export const setSession = (session: Session | undefined): void => {
  current = session;
};
