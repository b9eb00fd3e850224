import type * as React from 'react';
import { isLetterlockError, type Location } from '../../../errors.ts';
import { CompileError, toDiagnostic } from '../../diagnostics.ts';
import type { Expression } from '../../expression.ts';
import { noteAll, Refusals } from '../../refusals.ts';
import type { Catalog } from '../../template.ts';
import { Marks } from '../marks.ts';
import { copyOf } from './values/uncertain.ts';
import { clockRefusal, watchClockAsync } from './operations/clock.ts';
import { toRefusal } from './faults.ts';
import { hoist } from './elements/hoist.ts';
import type { Loader } from './load/loader.ts';
import { now, paths } from './values/paths.ts';
import { forgetSetUps } from './values/provenance.ts';
import { PrintedConditions } from './values/printed.ts';
import { recovering } from './recovery.ts';
import { reify } from './values/reify.ts';
import { renderToHtml, ROOT } from './render.ts';
import { currentSession, type Session, setSession } from './session.ts';
import { type PlainImage, setHooks } from './template-scope.ts';
import { inspect, locationOfSymbolic } from './values/values.ts';
import { renderComponent } from './values/wrappers.ts';

/** One evaluation of a component with symbolic values. */
export interface Evaluation {
  readonly react: typeof React;
  readonly session: Session;
  /** Marked HTML of the component. */
  render(component: unknown, props: unknown): Promise<string>;
}

export interface EvaluationOptions {
  readonly loader: Loader;
  readonly catalog: Catalog;
  readonly plainImage: PlainImage | undefined;
  /** The template, for what has no place in it. */
  readonly place: Location;
  /** The table of the template that this is a part of. */
  readonly marks?: Marks | undefined;
}

/**
 * Has `work` evaluate components; only one evaluation is under way at a time. What was refused is noted, or thrown as a
 * CompileError where nobody takes notes or `work` came to no end.
 */
export async function evaluating<T>(
  options: EvaluationOptions,
  work: (evaluation: Evaluation) => Promise<T>,
): Promise<T> {
  const { loader, catalog, plainImage, place, marks = new Marks() } = options;
  const react = (await loader.react('react')) as unknown as typeof React;
  const server = await loader.react('react-dom/server');
  const runtime = await loader.react('react/jsx-runtime');
  const session = createSession(react, runtime, options, marks);
  forgetSetUps();
  setSession(session);
  setHooks(catalog, plainImage);
  try {
    const value = await work({
      react,
      session,
      async render(component, props) {
        // Rendered by React, so that the root may use hooks; called by hand, so that it gets the symbolic props themselves.
        const Template = (): React.ReactNode =>
          paths(place, () => renderComponent(component, props)) as React.ReactNode;
        const tree = react.createElement(ROOT, null, react.createElement(Template));
        const { value: html, reading } = await watchClockAsync(() => renderToHtml(react, server, tree));
        if (reading) session.refusals.add(clockRefusal(reading, session.foreign, place));
        return recovering(
          place,
          [],
          () => hoist(html, place),
          () => html,
        );
      },
    });
    const found = session.refusals.all;
    if (found.length === 0 || noteAll(found)) return value;
  } catch (error) {
    // What is thrown after something was refused may well come of it.
    const isFault = isLetterlockError(error) || session.refusals.all.length === 0;
    if (isFault) session.refusals.add(toRefusal(error, place));
  } finally {
    setSession(undefined);
  }
  throw new CompileError(session.refusals.all.map((refusal) => toDiagnostic(refusal, place)));
}

function createSession(
  react: typeof React,
  runtime: Record<string, unknown>,
  { catalog, place }: EvaluationOptions,
  marks: Marks,
): Session {
  const Slot = react.memo((props: { $: unknown }) => printSlot(props.$) as React.ReactNode);
  const Block = (props: { $: unknown }): React.ReactNode => printBlock(props.$) as React.ReactNode;
  return {
    react,
    jsx: withoutKeyWarnings(runtime as unknown as JsxRuntime),
    jsxFunctions: new Set([runtime.jsx, runtime.jsxs]),
    marks,
    catalog,
    place,
    refusals: new Refusals(),
    printed: new PrintedConditions(),
    endless: new Set(),
    Slot,
    Block,
    blocks: [],
    foreign: new Map(),
    sections: new Map(),
  };
}

/**
 * React's development build asks for keys wherever children are an array, unless it is told that the template wrote
 * them out (`jsxs`), and freezes the array then. Which it is, lifting does not tell apart; the plain rendering warns.
 */
const withoutKeyWarnings =
  ({ jsx, jsxs }: JsxRuntime): Session['jsx'] =>
  (type, props, key) => {
    const { children } = props as { readonly children?: unknown };
    if (!Array.isArray(children)) return jsx(type, props, key);
    return jsxs(type, { ...(props as object), children: copyOf(children as unknown[]) }, key);
  };

type JsxRuntime = Readonly<Record<'jsx' | 'jsxs', Session['jsx']>>;

/** One value: its token. */
function printSlot(value: unknown): unknown {
  const inside = inspect(value);
  const place = (inside && locationOfSymbolic(inside)) ?? currentSession().place;
  return recovering(
    place,
    [value],
    () => currentSession().marks.slot(reify(value, place), 'react'),
    () => null,
  );
}

/** Whether there is room for one more condition. */
function mayPrint(test: Expression): boolean {
  const { printed, place } = currentSession();
  return recovering(
    place,
    [],
    () => {
      printed.add(test, place);
      return true;
    },
    () => false,
  );
}

/** Several pieces with tokens between them. */
function printBlock(value: unknown): unknown {
  const { marks, react } = currentSession();
  const pieces = (open: string, content: readonly unknown[], close: string): unknown =>
    react.createElement(
      react.Fragment,
      null,
      open,
      react.createElement(Enter),
      ...(content as React.ReactNode[]),
      react.createElement(Leave),
      close,
    );
  const inside = inspect(value);
  if (inside?.kind === 'choice') {
    if (!mayPrint(inside.test)) return null;
    const { open, otherwise, close } = marks.when(inside.test);
    return pieces(open, [inside.then, otherwise, inside.otherwise], close);
  }
  if (inside?.kind !== 'loop') return printSlot(value);
  const { open, close } = marks.each(inside.list, inside.item, inside.index);
  return pieces(open, [inside.body], close);
}

/** React renders what is between these after the one and before the other. */
function Enter(): null {
  currentSession().blocks.push(now());
  return null;
}

function Leave(): null {
  currentSession().blocks.pop();
  return null;
}
