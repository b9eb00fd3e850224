import { find, parse } from 'css-tree';
import type { Declaration } from './sheet.ts';

/** Finds the value of a custom property for the element in question. */
export type Lookup = (name: string) => string | undefined;

/**
 * `var(--name, fallback)` with its value, since many mail programs know no custom properties. What an at-rule may
 * change later (dark mode) is written twice: with its value, and as it was for those that can look it up.
 */
export function withVariables<Entry extends Declaration>(
  entry: Entry,
  reactive: ReadonlySet<string>,
  lookup: Lookup,
): readonly Entry[] {
  if (!/var\(/i.test(entry.value)) return [entry];
  const used = new Set<string>();
  const value = substitute(entry.value, lookup, used);
  const settled = { ...entry, value };
  return [...used].some((name) => reactive.has(name)) ? [settled, entry] : [settled];
}

/** `used` collects the names, and stops a definition that needs itself. */
function substitute(
  value: string,
  lookup: Lookup,
  used: Set<string>,
  inside: readonly string[] = [],
): string {
  const found = findVariable(value);
  if (!found) return value;
  const [start, end] = found;
  const [, name = '', fallback] = VARIABLE.exec(value.slice(start, end)) ?? [];
  used.add(name);
  const own = inside.includes(name) ? undefined : lookup(name);
  const [text, chain] = own === undefined ? [fallback?.trim(), inside] : [own, [...inside, name]];
  const put = text === undefined ? value.slice(start, end) : substitute(text, lookup, used, chain);
  return value.slice(0, start) + put + substitute(value.slice(end), lookup, used, inside);
}

const VARIABLE = /^var\(\s*([^\s,)]+)\s*(?:,([^]*?))?\)?$/i;

/** From where to where the first `var()` is. What is not understood is left to mail programs. */
function findVariable(value: string): readonly [start: number, end: number] | undefined {
  try {
    const node = find(
      parse(value, { context: 'value', positions: true }),
      (inner) => inner.type === 'Function' && inner.name.toLowerCase() === 'var',
    );
    return node?.loc ? [node.loc.start.offset, node.loc.end.offset] : undefined;
  } catch {
    return undefined;
  }
}
