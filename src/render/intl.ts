type Formatter = new (...args: never[]) => object;

const formatters = new Map<string, object>();

/**
 * `new Intl[name](...args)`, remembered by its arguments: making a formatter costs a thousand times more than
 * formatting. Throws what the constructor throws, for example a RangeError for an unknown currency.
 */
export function intl(name: string, ...args: readonly unknown[]): object {
  const key = name + JSON.stringify(args);
  let formatter = formatters.get(key);
  if (!formatter) {
    const Constructor = (Intl as unknown as Record<string, Formatter>)[name] as Formatter;
    formatter = new Constructor(...(args as never[]));
    // A context can ask for endless options; remembering all would be a leak.
    if (formatters.size >= 500) formatters.clear();
    formatters.set(key, formatter);
  }
  return formatter;
}
