type Constructor = new (...args: never[]) => object;
/** What a formatter does with one value, and under which name. */
const METHODS = { NumberFormat: 'format', DateTimeFormat: 'format', PluralRules: 'select' } as const;

type Format = (value: unknown) => string;

const formatters = new Map<string, object>();

/**
 * `new Intl[name](...args)`, remembered by its arguments: making a formatter costs a thousand times more than
 * formatting. Throws what the constructor throws, for example a RangeError for an unknown currency.
 */
export function intl(name: string, ...args: readonly unknown[]): object {
  const key = name + JSON.stringify(args);
  let formatter = formatters.get(key);
  if (!formatter) {
    const Formatter = (Intl as unknown as Record<string, Constructor>)[name] as Constructor;
    formatter = new Formatter(...(args as never[]));
    if (name in METHODS) rememberResults(formatter, METHODS[name as keyof typeof METHODS]);
    // A context can ask for endless options; remembering all would be a leak.
    if (formatters.size >= 500) formatters.clear();
    formatters.set(key, formatter);
  }
  return formatter;
}

/** So many results of one formatter; of a mail, the text part asks for the same ones as the HTML. */
const RESULTS = 256;

/**
 * Looking a result up takes a tenth of formatting. A date stands for its milliseconds, to every formatter; other objects
 * and `undefined`, which means now, are left alone.
 */
function rememberResults(formatter: object, method: string): void {
  const format = ((formatter as Record<string, Format>)[method] as Format).bind(formatter);
  const results = new Map<unknown, string>();
  const remembering: Format = (given) => {
    const value: unknown = given instanceof Date ? Number(given) : given;
    const isPlain = typeof value === 'number' || typeof value === 'string' || typeof value === 'bigint';
    // A Map takes -0 for 0, a formatter does not.
    if (!isPlain || Object.is(value, -0)) return format(value);
    let result = results.get(value);
    if (result === undefined) {
      result = format(value);
      if (results.size >= RESULTS) results.clear();
      results.set(value, result);
    }
    return result;
  };
  Object.defineProperty(formatter, method, { value: remembering });
}
