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
const DAY = 86_400_000;

/**
 * Looking a result up takes a hundredth of formatting. A number has one place for its result, so that new numbers cost
 * nothing but their formatting; small whole numbers, neighbouring prices and days have places of their own. A date stands
 * for its milliseconds, to every formatter; all else is left alone.
 */
function rememberResults(formatter: object, method: string): void {
  const format = ((formatter as Record<string, Format>)[method] as Format).bind(formatter);
  // NaN equals nothing: an empty place.
  const numbers = new Float64Array(RESULTS).fill(Number.NaN);
  const results: string[] = Array.from({ length: RESULTS }, () => '');
  const remembering: Format = (given) => {
    const value: unknown = given instanceof Date ? Number(given) : given;
    // -0 is stored as 0, which a formatter does tell apart.
    if (typeof value !== 'number' || Object.is(value, -0)) return format(value);
    const spread = value * 101;
    const place = (spread ^ (spread / DAY)) & (RESULTS - 1);
    if (numbers[place] === value) return results[place] as string;
    const result = format(value);
    numbers[place] = value;
    results[place] = result;
    return result;
  };
  Object.defineProperty(formatter, method, { value: remembering });
}
