import type { Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import {
  binary,
  type Binary,
  construct,
  type Expression,
  global,
  helper,
  literal,
  type Literal,
  locate,
  member,
  object,
} from '../../expression.ts';
import { nearNamesHint } from '../../messages/near-names.ts';
import type { Catalog } from '../../template.ts';
import { choose, joined, not, truthy } from './logic.ts';
import { property } from './scope.ts';

/** `{{name param … key=value …}}`, its operands compiled. */
export interface HelperCall {
  readonly name: string;
  readonly params: readonly Expression[];
  readonly hash: Readonly<Record<string, Expression>>;
  readonly catalog: Catalog;
  /** Names of the project's own helpers. */
  readonly own: readonly string[];
  readonly location: Location;
  /** The operand as the template spells it, for messages at run time. */
  readonly spelling: string;
}

type Compile = (call: HelperCall) => Expression;

interface Signature {
  /** Fewest and most positional parameters. */
  readonly params: readonly [number, number];
  /** Names of hash arguments; undefined when any may stand. */
  readonly hash?: readonly string[] | undefined;
  readonly usage: string;
  readonly compile: Compile;
}

const NUMBER_OPTIONS = [
  'style',
  'currency',
  'currencyDisplay',
  'currencySign',
  'unit',
  'unitDisplay',
  'notation',
  'compactDisplay',
  'signDisplay',
  'useGrouping',
  'minimumIntegerDigits',
  'minimumFractionDigits',
  'maximumFractionDigits',
  'minimumSignificantDigits',
  'maximumSignificantDigits',
  'roundingMode',
  'trailingZeroDisplay',
  'numberingSystem',
] as const;

const DATE_OPTIONS = [
  'dateStyle',
  'timeStyle',
  'timeZone',
  'weekday',
  'era',
  'year',
  'month',
  'day',
  'dayPeriod',
  'hour',
  'minute',
  'second',
  'fractionalSecondDigits',
  'timeZoneName',
  'hour12',
  'hourCycle',
  'calendar',
  'numberingSystem',
] as const;

const comparison = (operator: Binary['operator'], name: string): Signature => ({
  params: [2, 2],
  hash: [],
  usage: `(${name} one other)`,
  compile: ({ params }) => binary(operator, params[0]!, params[1]!),
});

const HELPERS: Readonly<Record<string, Signature>> = {
  t: {
    params: [1, 1],
    usage: '{{t "key" name=value}}',
    compile: ({ params, hash, catalog, location }) => {
      const key = params[0]!;
      if (key.kind === 'literal' && typeof key.value === 'string')
        return catalog.message(key.value, hash, location);
      throw new Refusal({
        code: 'MESSAGE_KEY_DYNAMIC',
        message: 'The key of a message depends on the context.',
        hint: 'Write {{t "key"}} with a constant key; choose between keys with {{#if}} or with ICU select.',
        location,
      });
    },
  },
  number: {
    params: [1, 1],
    hash: NUMBER_OPTIONS,
    usage: '{{number value maximumFractionDigits=2}}',
    compile: (call) => formatted('handlebarsNumber', formatter('NumberFormat', call.hash, call), call),
  },
  currency: {
    params: [1, 2],
    hash: NUMBER_OPTIONS,
    usage: '{{currency value "EUR"}} or {{currency value currency=order.currency}}',
    compile: (call) => {
      const currency = call.params[1] ?? call.hash['currency'];
      if (!currency) throw misused(call, 'it is not told the currency');
      const options = { style: literal('currency'), ...call.hash, currency };
      return formatted('handlebarsNumber', formatter('NumberFormat', options, call), call);
    },
  },
  date: {
    params: [1, 1],
    hash: DATE_OPTIONS,
    usage: '{{date value dateStyle="long" timeZone="Europe/Berlin"}}',
    compile: (call) => {
      // The time zone is never the server's by accident.
      const options = { timeZone: literal('UTC'), ...call.hash };
      const chosen = Object.keys(options).some(
        (key) => !['timeZone', 'calendar', 'numberingSystem'].includes(key),
      );
      const styled = chosen ? options : { dateStyle: literal('medium'), ...options };
      return formatted('handlebarsDate', formatter('DateTimeFormat', styled, call), call);
    },
  },
  list: {
    params: [1, 1],
    hash: ['type', 'style'],
    usage: '{{list values type="disjunction"}}',
    compile: (call) => helper('handlebarsList', [formatter('ListFormat', call.hash, call), call.params[0]!]),
  },
  image: {
    params: [1, 3],
    hash: ['type', 'filename'],
    usage: '{{image bytes type="image/png" filename="code.png"}}',
    compile: ({ params, hash }) =>
      helper('image', [
        params[0]!,
        params[1] ?? hash['type'] ?? literal(undefined),
        params[2] ?? hash['filename'] ?? literal(undefined),
      ]),
  },
  lookup: {
    params: [2, 2],
    hash: [],
    usage: '{{lookup object key}}',
    compile: ({ params, location }) => property(params[0]!, params[1]!, location),
  },
  // For whoever writes a template; a mail that is sent has nobody to tell.
  log: { params: [0, Infinity], usage: '{{log value}}', compile: () => literal('') },
  concat: {
    params: [0, Infinity],
    hash: [],
    usage: '{{concat one other}}',
    compile: ({ params }) => joined(params),
  },
  and: {
    params: [1, Infinity],
    hash: [],
    usage: '(and one other)',
    compile: ({ params }) => params.reduceRight((rest, one) => choose(one, rest, one)),
  },
  or: {
    params: [1, Infinity],
    hash: [],
    usage: '(or one other)',
    compile: ({ params }) => params.reduceRight((rest, one) => choose(one, one, rest)),
  },
  not: { params: [1, 1], hash: [], usage: '(not value)', compile: ({ params }) => not(truthy(params[0]!)) },
  eq: comparison('===', 'eq'),
  ne: comparison('!==', 'ne'),
  lt: comparison('<', 'lt'),
  le: comparison('<=', 'le'),
  gt: comparison('>', 'gt'),
  ge: comparison('>=', 'ge'),
};

const BLOCK_HELPERS = ['if', 'unless', 'each', 'with'];

export const isHelper = (name: string): boolean => Object.hasOwn(HELPERS, name);

/** Throws a Refusal: HELPER_UNKNOWN, HELPER_ARGUMENTS, HELPER_OPTION_INVALID, and those of the catalog. */
export function compileHelper(call: HelperCall): Expression {
  const signature = isHelper(call.name) ? HELPERS[call.name] : undefined;
  if (!signature) throw unknownHelper(call.name, call.location, call.own);
  const [fewest, most] = signature.params;
  if (call.params.length < fewest) throw misused(call, 'an operand is missing');
  if (call.params.length > most) throw misused(call, 'it has too many operands');
  const stranger = Object.keys(call.hash).find((key) => signature.hash && !signature.hash.includes(key));
  if (stranger !== undefined) {
    const hint = nearNamesHint(stranger, signature.hash ?? [], `Write ${signature.usage}.`);
    throw misused(call, `it has no option "${stranger}"`, hint);
  }
  return locate(signature.compile(call), call.location);
}

export function unknownHelper(name: string, location: Location, own: readonly string[] = []): Refusal {
  const names = [...BLOCK_HELPERS, ...Object.keys(HELPERS), ...own];
  return new Refusal({
    code: 'HELPER_UNKNOWN',
    message: `There is no helper "${name}".`,
    hint: nearNamesHint(
      name,
      names,
      `The helpers are ${names.join(', ')}. Those of your own are functions that _helpers.ts exports.`,
    ),
    location,
  });
}

function misused(call: HelperCall, why: string, hint?: string): Refusal {
  return new Refusal({
    code: 'HELPER_ARGUMENTS',
    message: `The helper "${call.name}" cannot be used like this: ${why}.`,
    hint: hint ?? `Write ${HELPERS[call.name]!.usage}.`,
    location: call.location,
  });
}

const formatted = (name: string, format: Expression, { params, spelling }: HelperCall): Expression =>
  helper(name, [format, params[0]!, literal(spelling)]);

/**
 * `new Intl.Name(locale, options)`. Constant options are tried at once, so that a misspelt one fails the
 * build.
 */
function formatter(
  name: 'NumberFormat' | 'DateTimeFormat' | 'ListFormat',
  options: Readonly<Record<string, Expression>>,
  call: HelperCall,
): Expression {
  const entries = Object.entries(options);
  if (entries.every(([, value]) => value.kind === 'literal')) {
    const values = Object.fromEntries(entries.map(([key, value]) => [key, (value as Literal).value]));
    try {
      Reflect.construct(Intl[name], [call.catalog.locale, values]);
    } catch (cause) {
      throw new Refusal({
        code: 'HELPER_OPTION_INVALID',
        message: `Intl.${name} does not accept these options: ${(cause as Error).message}`,
        hint: `Write ${HELPERS[call.name]!.usage}.`,
        location: call.location,
        cause,
      });
    }
  }
  const settings = object(entries.map(([key, value]) => [literal(key), value] as const));
  return construct(member(global('Intl'), name), [literal(call.catalog.locale), settings]);
}
