import type Handlebars from 'handlebars';
import type { Catalog } from '../../template.ts';

/** Functions of the run-time face, by name. */
export type RuntimeFunctions = Readonly<Record<string, unknown>>;

type Helper = (...args: readonly unknown[]) => unknown;

export interface PlainHelpersOptions {
  readonly catalog: Catalog;
  readonly runtime: RuntimeFunctions;
}

/** The helpers that templates have, as functions for Handlebars itself. */
export function plainHelpers(
  engine: typeof Handlebars,
  { catalog, runtime }: PlainHelpersOptions,
): Readonly<Record<string, Handlebars.HelperDelegate>> {
  const { locale } = catalog;
  const isTrue = (value: unknown): boolean => !engine.Utils.isEmpty(value) && value !== 0;
  const at = runtime as Readonly<Record<string, Helper>>;
  const dateStyle = (hash: Hash): object =>
    Object.keys(hash).some((key) => !['timeZone', 'calendar', 'numberingSystem'].includes(key))
      ? hash
      : { dateStyle: 'medium', ...hash };
  const helpers: Readonly<Record<string, (params: readonly unknown[], hash: Hash) => unknown>> = {
    t: ([key], hash) => catalog.format(String(key), hash),
    number: ([value], hash) => at.handlebarsNumber!(new Intl.NumberFormat(locale, hash), value, 'number'),
    currency: ([value, currency = undefined], hash) => {
      const options = { style: 'currency', ...hash, ...(currency !== undefined && { currency }) };
      return at.handlebarsNumber!(new Intl.NumberFormat(locale, options as object), value, 'currency');
    },
    date: ([value], hash) => {
      const options = { timeZone: 'UTC', ...dateStyle(hash) };
      return at.handlebarsDate!(new Intl.DateTimeFormat(locale, options), value, 'date');
    },
    list: ([value], hash) => at.handlebarsList!(new Intl.ListFormat(locale, hash), value),
    image: ([value, type, filename], hash) =>
      at.imageReference!(value, type ?? hash.type, filename ?? hash.filename),
    concat: (params) => params.map((part) => part ?? '').join(''),
    and: (params) => params.reduce((one, other) => (isTrue(one) ? other : one)),
    or: (params) => params.reduce((one, other) => (isTrue(one) ? one : other)),
    not: ([value]) => !isTrue(value),
    eq: ([one, other]) => one === other,
    ne: ([one, other]) => one !== other,
    lt: ([one, other]) => (one as number) < (other as number),
    le: ([one, other]) => (one as number) <= (other as number),
    gt: ([one, other]) => (one as number) > (other as number),
    ge: ([one, other]) => (one as number) >= (other as number),
  };
  return Object.fromEntries(
    Object.entries(helpers).map(([name, run]) => [
      name,
      function (this: unknown, ...args: readonly unknown[]): unknown {
        const { hash, fn } = args.at(-1) as Invocation;
        const params = args.slice(0, -1);
        // Without operands the name is one of the context.
        const isName = params.length === 0 && Object.keys(hash).length === 0;
        const value = isName ? ownProperty(this, name) : run(params, hash);
        const section = engine.helpers.blockHelperMissing as Helper;
        return fn ? section.call(this, value, args.at(-1)) : value;
      },
    ]),
  );
}

/** How Handlebars calls a helper: as a block there is `fn`. */
interface Invocation {
  readonly hash: Hash;
  readonly fn?: unknown;
}

type Hash = Readonly<Record<string, unknown>>;

const ownProperty = (of: unknown, name: string): unknown =>
  of !== null && of !== undefined && Object.hasOwn(of, name) ? (of as Hash)[name] : undefined;
