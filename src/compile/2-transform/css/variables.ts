import { type Declaration, endOf } from './sheet.ts';

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
  if (!VARIABLE.test(entry.value)) return [entry];
  const used = new Set<string>();
  const value = substitute(entry.value, lookup, used);
  const settled = { ...entry, value };
  return [...used].some((name) => reactive.has(name)) ? [settled, entry] : [settled];
}

const VARIABLE = /(?<![-\w])var\(\s*(--[^\s,)]+)\s*/i;

/** `used` collects the names, and stops a definition that needs itself. */
function substitute(
  value: string,
  lookup: Lookup,
  used: Set<string>,
  inside: readonly string[] = [],
): string {
  const found = VARIABLE.exec(value);
  if (!found) return value;
  const [head, name = ''] = found;
  const start = found.index + head.length;
  const end = endOf(value, start, ')');
  const fallback = value[start] === ',' ? value.slice(start + 1, end).trim() : undefined;
  used.add(name);
  const own = inside.includes(name) ? undefined : lookup(name);
  const [text, chain] = own === undefined ? [fallback, inside] : [own, [...inside, name]];
  const put = text === undefined ? value.slice(found.index, end + 1) : substitute(text, lookup, used, chain);
  return value.slice(0, found.index) + put + substitute(value.slice(end + 1), lookup, used, inside);
}
