import type * as React from 'react';
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
}

let current: Session | undefined;

/** The evaluation that is under way. Evaluations run one after the other, for a template's modules share globals. */
export function currentSession(): Session {
  if (!current) throw new Error('No template is being evaluated.');
  return current;
}

export const setSession = (session: Session | undefined): void => {
  current = session;
};
