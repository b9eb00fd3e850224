import {
  isArgumentElement,
  isLiteralElement,
  isNumberElement,
  isPluralElement,
  isPoundElement,
  isSelectElement,
  isTagElement,
  type MessageFormatElement,
  type PluralElement,
  type SelectElement,
} from '@formatjs/icu-messageformat-parser';
import type { Location } from '../errors.ts';
import { messageArgument, messageCount, messageDate, messageNumber, messageSelect } from '../locale.ts';
import { Refusal } from './diagnostics.ts';
import {
  binary,
  call,
  conditional,
  construct,
  global,
  helper,
  literal,
  locate,
  member,
  object,
  template,
  type Expression,
} from './expression.ts';
import { dateFormat, numberFormat, type Message } from './messages/parse.ts';

export interface MessageOptions {
  /** Holds every argument of the message. */
  readonly args: Readonly<Record<string, Expression>>;
  /** IANA name of the time zone of dates and times. */
  readonly timeZone: string;
  /** Where the template uses the message. */
  readonly location: Location | undefined;
}

/** Helpers of the run-time face; applied at once to what is known at build time. */
const CONVERSIONS = { messageArgument, messageCount, messageDate, messageNumber, messageSelect };
type Conversion = keyof typeof CONVERSIONS;

/** An element that prints or asks for an argument. */
type ArgumentElement = Pick<MessageFormatElement, 'location'> & { readonly value: string };

/**
 * A message as an expression that gives a string. Whatever does not depend on the context is computed here:
 * formatters get constant options, and an argument that is a Literal leaves its text or its branch.
 *
 * @throws Refusal MESSAGE_ARGUMENT_TYPE when a constant argument does not fit
 */
export const compileMessage = (message: Message, options: MessageOptions): Expression =>
  compile(message.elements, { ...options, message, count: undefined });

interface Scope extends MessageOptions {
  readonly message: Message;
  /** What `#` prints: the number of the plural around, less its offset. */
  readonly count: Expression | undefined;
}

const compile = (elements: readonly MessageFormatElement[], scope: Scope): Expression =>
  joined(elements.map((element) => compileElement(element, scope)));

function compileElement(element: MessageFormatElement, scope: Scope): Expression {
  if (isLiteralElement(element)) return literal(element.value);
  if (isPoundElement(element)) return formatNumber(scope.count!, {}, scope);
  if (isArgumentElement(element)) return convert('messageArgument', element, scope);
  if (isSelectElement(element)) return compileSelect(element, scope);
  if (isPluralElement(element)) return compilePlural(element, scope);
  if (isNumberElement(element)) {
    const { options, scale } = numberFormat(element)!;
    if (scale === 1) return formatNumber(convert('messageNumber', element, scope), options, scope);
    return formatNumber(times(convert('messageCount', element, scope), scale), options, scope);
  }
  if (isTagElement(element)) throw new TypeError('parseMessage lets no tag pass.');
  const options = { ...dateFormat(element), timeZone: scope.timeZone };
  return formatDate(convert('messageDate', element, scope), options, scope);
}

function compileSelect(element: SelectElement, scope: Scope): Expression {
  const key = convert('messageSelect', element, scope);
  const options = Object.entries(element.options).filter(([selector]) => selector !== 'other');
  return choose(key, options, scope, () => compile(element.options.other!.value, scope));
}

function compilePlural(element: PluralElement, scope: Scope): Expression {
  const number = convert('messageCount', element, scope);
  const count = minus(number, element.offset);
  const inner = { ...scope, count };
  const options = Object.entries(element.options).filter(([selector]) => selector !== 'other');
  const other = (): Expression => compile(element.options.other!.value, inner);
  const exact = options
    .filter(([selector]) => selector.startsWith('='))
    .map(([selector, option]) => [Number(selector.slice(1)), option] as const);
  const categories = options.filter(([selector]) => !selector.startsWith('='));
  // `=1` compares with the number itself, the plural rule sees the number less the offset.
  return choose(number, exact, inner, () => {
    if (categories.length === 0) return other();
    return choose(pluralCategory(count, element, scope), categories, inner, other);
  });
}

type Options = readonly (readonly [string | number, { readonly value: readonly MessageFormatElement[] }])[];

/** The first option whose selector equals `key`. Branches that cannot be taken are not compiled. */
function choose(key: Expression, options: Options, scope: Scope, otherwise: () => Expression): Expression {
  const [first, ...rest] = options;
  if (!first) return otherwise();
  const [selector, { value }] = first;
  if (key.kind === 'literal') {
    return key.value === selector ? compile(value, scope) : choose(key, rest, scope, otherwise);
  }
  const test = binary('===', key, literal(selector));
  return conditional(test, compile(value, scope), choose(key, rest, scope, otherwise));
}

function convert(conversion: Conversion, element: ArgumentElement, scope: Scope): Expression {
  const { value: name, location: range } = element;
  const argument = scope.args[name]!;
  if (argument.kind !== 'literal') {
    // Where the value does not fit, the message says what would.
    const place = scope.message.source.locate(range?.start.offset ?? 0);
    return locate(helper(conversion, [argument, literal(name)]), place);
  }
  try {
    return literal(CONVERSIONS[conversion](argument.value, name));
  } catch (error) {
    const { message, hint } = error as Refusal;
    const location = scope.location ?? scope.message.source.locate(0);
    throw new Refusal({ code: 'MESSAGE_ARGUMENT_TYPE', message, hint, location, cause: error });
  }
}

function formatNumber(value: Expression, options: Intl.NumberFormatOptions, { message }: Scope): Expression {
  if (value.kind === 'literal') {
    return literal(new Intl.NumberFormat(message.locale, options).format(value.value as number | bigint));
  }
  return call(member(formatter('NumberFormat', message.locale, options), 'format'), [value]);
}

function formatDate(value: Expression, options: Intl.DateTimeFormatOptions, { message }: Scope): Expression {
  if (value.kind === 'literal') {
    return literal(new Intl.DateTimeFormat(message.locale, options).format(value.value as number));
  }
  return call(member(formatter('DateTimeFormat', message.locale, options), 'format'), [value]);
}

function pluralCategory(count: Expression, { pluralType }: PluralElement, { message }: Scope): Expression {
  const options = pluralType === 'ordinal' ? { type: pluralType } : {};
  if (count.kind === 'literal') {
    return literal(new Intl.PluralRules(message.locale, options).select(count.value as number));
  }
  return call(member(formatter('PluralRules', message.locale, options), 'select'), [count]);
}

/** `new Intl.NumberFormat('de', { style: 'percent' })`: constant, so that an emitter hoists and shares it. */
function formatter(name: string, locale: string, options: object): Expression {
  const entries = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [literal(key), literal(value)] as const);
  const args = entries.length > 0 ? [literal(locale), object(entries)] : [literal(locale)];
  return construct(member(global('Intl'), name), args);
}

const minus = (value: Expression, offset: number): Expression =>
  offset === 0
    ? value
    : value.kind === 'literal'
      ? literal((value.value as number) - offset)
      : binary('-', value, literal(offset));

const times = (value: Expression, scale: number): Expression =>
  value.kind === 'literal' ? literal((value.value as number) * scale) : binary('*', value, literal(scale));

/** String-valued expressions one behind the other, with neighbouring literals merged. */
function joined(expressions: readonly Expression[]): Expression {
  const parts: Expression[] = [];
  for (const part of expressions.flatMap((each) => (each.kind === 'template' ? each.parts : [each]))) {
    const last = parts.at(-1);
    if (part.kind === 'literal' && last?.kind === 'literal') {
      parts[parts.length - 1] = literal(`${String(last.value)}${String(part.value)}`);
    } else if (part.kind !== 'literal' || part.value !== '') {
      parts.push(part);
    }
  }
  if (parts.length === 0) return literal('');
  return parts.length === 1 ? parts[0]! : template(parts);
}
