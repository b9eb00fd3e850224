import { type Marks, TOKEN } from '../../1-parse/marks.ts';
import { Refusal } from '../../diagnostics.ts';
import { locationOf } from '../../expression.ts';
import { refuse } from '../../refusals.ts';
import type { SheetNode } from './sheet.ts';
import { withoutComments } from './syntax.ts';

/**
 * Values of the context in a style sheet may be values of declarations, or stand in at-rules, which are kept. A value
 * that is a declaration or a rule is not read at all, and a selector with a value matches at build only what is written
 * with the same value. Notes a Refusal CSS_UNDECIDED for what is lost.
 */
export function refuseLostValues(
  css: string,
  nodes: readonly SheetNode[],
  { marks, page }: { readonly marks: Marks; readonly page: () => string },
): void {
  const left = new Map<string, number>();
  for (const token of slotsIn(keptOf(nodes))) left.set(token, (left.get(token) ?? 0) + 1);
  const lost = slotsIn(withoutComments(css)).find((token) => {
    const count = left.get(token) ?? 0;
    left.set(token, count - 1);
    return count === 0;
  });
  const misplaced = lost ?? slotsIn(uncertainOf(selectorsOf(nodes), page))[0];
  if (misplaced === undefined) return;
  const mark = marks.get(Number(misplaced.slice(2, -1)));
  refuse(
    new Refusal({
      code: 'CSS_UNDECIDED',
      message:
        'What a value of the context means in this style sheet is not known, and styles are put in place at build time.',
      hint: 'Let it be the value of a declaration (color: {{color}}); or put it into a <style data-embed>, which is left to mail programs.',
      location: mark.kind === 'slot' ? locationOf(mark.expression) : undefined,
    }),
  );
}

const slotsIn = (css: string): readonly string[] =>
  [...css.matchAll(TOKEN)].flatMap(([token, letter]) => (letter === 's' ? [token] : []));

const keptOf = (nodes: readonly SheetNode[]): string =>
  nodes
    .map((node) =>
      node.kind === 'rule'
        ? [
            ...node.selectors.map(({ text }) => text),
            ...node.declarations.map(({ name, value }) => name + value),
          ].join(' ')
        : `${node.prelude} ${node.body ?? ''} ${keptOf(node.nodes ?? [])}`,
    )
    .join(' ');

const selectorsOf = (nodes: readonly SheetNode[]): string =>
  nodes
    .map((node) =>
      node.kind === 'rule' ? node.selectors.map(({ text }) => text).join(' ') : selectorsOf(node.nodes ?? []),
    )
    .join(' ');

/** The first class of selectors that, with its value, may be another class of the page. */
function uncertainOf(selectors: string, page: () => string): string {
  const names = [...selectors.matchAll(/\.([\w\uE000\uE001-]*\uE000s\d+\uE001[\w\uE000\uE001-]*)/g)];
  if (names.length === 0) return '';
  const classes = [...page().matchAll(/ class="([^"]*)"/g)].flatMap(([, list]) => list!.split(/\s+/));
  const found = names.find(([, name]) => {
    const pattern = new RegExp(`^${name!.replaceAll(TOKEN, '.*')}$`);
    return classes.some((one) => one !== name && (one.includes('\uE000') || pattern.test(one)));
  });
  return found?.[1] ?? '';
}
