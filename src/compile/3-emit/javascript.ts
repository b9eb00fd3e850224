import {
  type Expression,
  isConstant,
  keyOf,
  locationOf,
  type ObjectLiteral,
  operands,
} from '../expression.ts';
import type { FunctionScope } from './scope.ts';

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

export const quote = (value: string): string => JSON.stringify(value);

/** Expressions that cost nothing and bind tighter than any operator. */
const ATOMS = new Set<Expression['kind']>([
  'context',
  'local',
  'global',
  'import',
  'member',
  'call',
  'array',
  'template',
  'helper',
]);

/** An expression as JavaScript source, safe to stand as an operand of anything when `operand` is true. */
export function printExpression(
  expression: Expression,
  scope: FunctionScope,
  operand: boolean = false,
): string {
  if (isHoistable(expression)) {
    return scope.module.constant(expression, () => printBare(expression, scope));
  }
  const shared = scope.shared(expression);
  // Computed where it is first reached, as a branch that is not taken might throw.
  if (shared) return shared.settled ? shared.as : `(${shared.as} ??= ${printBare(expression, scope)})`;
  const code = printBare(expression, scope);
  return operand && !ATOMS.has(expression.kind) && !isAtomicLiteral(expression) ? `(${code})` : code;
}

/** A negative number needs parentheses before `**`, any number before a dot. */
const isAtomicLiteral = (expression: Expression): boolean =>
  expression.kind === 'literal' &&
  !(typeof expression.value === 'number' && !(expression.value >= 0 && !Object.is(expression.value, -0)));

/** Constants that are costly to make and have no identity or clock in them: formatters, expressions, plain data. */
function isHoistable(expression: Expression): boolean {
  switch (expression.kind) {
    case 'new':
      return isConstant(expression) && (isIntl(expression.callee) || isPattern(expression));
    case 'code':
      return true;
    case 'call':
      return expression.callee.kind === 'code' && isConstant(expression);
    case 'object':
    case 'array':
      return isConstant(expression) && !hasCall(expression);
    default:
      return false;
  }
}

const isGlobal = (expression: Expression, name: string): boolean =>
  expression.kind === 'global' && expression.name === name;

/** A regular expression that does not remember where its last match ended; methods of strings begin anew with `g`. */
const isPattern = ({ callee, args: [, flags] }: Extract<Expression, { kind: 'new' }>): boolean =>
  isGlobal(callee, 'RegExp') && !(flags?.kind === 'literal' && String(flags.value).includes('y'));

const isIntl = (expression: Expression): boolean =>
  expression.kind === 'member' &&
  isGlobal(expression.object, 'Intl') &&
  expression.property.kind === 'literal';

const hasCall = (expression: Expression): boolean => /\b(?:call|new|helper)[:(]/.test(keyOf(expression));

/** The mark of the place in the template that an expression was made from. */
const markOf = (expression: Expression, scope: FunctionScope): string =>
  PLACELESS.has(expression.kind) ? '' : scope.module.places.mark(locationOf(expression));

/** The mark of a statement that prints an expression: where it has no place itself, that of the first inside. */
export const statementMark = (expression: Expression, scope: FunctionScope): string =>
  markOf(expression, scope) ||
  operands(expression).reduce((mark, operand) => mark || statementMark(operand, scope), '');

/** The same object wherever they stand, and no error comes from them. */
const PLACELESS = new Set<Expression['kind']>(['literal', 'context', 'local', 'global', 'import']);

function printBare(expression: Expression, scope: FunctionScope): string {
  return markOf(expression, scope) + printUnmarked(expression, scope);
}

function printUnmarked(expression: Expression, scope: FunctionScope): string {
  const print = (inner: Expression): string => printExpression(inner, scope);
  const operand = (inner: Expression): string => printExpression(inner, scope, true);
  const list = (inner: readonly Expression[]): string => inner.map(print).join(', ');

  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression.value);
    case 'context':
      return 'c';
    case 'local':
      return scope.name(expression.name);
    case 'global':
      return expression.name;
    case 'import':
      return scope.module.import(expression.specifier, expression.name);
    case 'member': {
      const { property } = expression;
      const isName = property.kind === 'literal' && IDENTIFIER.test(String(property.value));
      const isNumber = expression.object.kind === 'literal' && typeof expression.object.value === 'number';
      const object = isNumber ? `(${print(expression.object)})` : operand(expression.object);
      // An error stands where the field is read, behind the object.
      return (
        object + markOf(expression, scope) + (isName ? `.${String(property.value)}` : `[${print(property)}]`)
      );
    }
    case 'call':
      return `${operand(expression.callee)}${markOf(expression, scope)}(${list(expression.args)})`;
    case 'new':
      // A formatter whose options come from the context is remembered by those options: making one costs 200 µs.
      return isIntl(expression.callee)
        ? `$.intl(${print((expression.callee as { property: Expression }).property)}${expression.args.map((arg) => `, ${print(arg)}`).join('')})`
        : `new ${operand(expression.callee)}(${list(expression.args)})`;
    case 'unary':
      return `${expression.operator}${/^[a-z]/.test(expression.operator) ? ' ' : ''}${operand(expression.operand)}`;
    case 'binary':
      return `${operand(expression.left)} ${expression.operator} ${operand(expression.right)}`;
    case 'logical':
      return `${operand(expression.left)} ${expression.operator} ${scope.branch(() => operand(expression.right))}`;
    case 'conditional': {
      const test = operand(expression.test);
      return scope.branch(() => `${test} ? ${operand(expression.then)} : ${operand(expression.otherwise)}`);
    }
    case 'template':
      return printTemplate(expression.parts, scope);
    case 'array':
      return `[${list(expression.items)}]`;
    case 'object':
      return `{ ${expression.entries.map((entry) => printEntry(entry, print)).join(', ')} }`;
    case 'spread':
      return `...${operand(expression.of)}`;
    case 'lambda': {
      const inner = scope.callback(expression.params);
      const body = scope.branch(() =>
        printExpression(expression.body, inner, expression.body.kind === 'object'),
      );
      return `(${expression.params.map((name) => inner.name(name)).join(', ')}) => ${body}`;
    }
    case 'code':
      return `(${expression.source})`;
    case 'helper':
      if (expression.name === 'image') return `images.add(${list(expression.args)})`;
      return `$.${expression.name}(${expression.args.map((arg) => printOperand(expression.name, arg, scope)).join(', ')})`;
  }
}

/** Helpers that print a field: that it is undefined is for the printer to judge, as with any other field. */
const FORMATTERS = new Set([
  'classPart',
  'handlebarsNumber',
  'handlebarsDate',
  'handlebarsList',
  'handlebarsFilled',
  'handlebarsColored',
  'handlebarsLongColor',
  'handlebarsSuffixed',
]);

function printOperand(name: string, arg: Expression, scope: FunctionScope): string {
  const code = printExpression(arg, scope);
  const path = FORMATTERS.has(name) ? scope.path(arg) : '';
  return path === '' ? code : `x.present(${code}, ${quote(path)})`;
}

function printLiteral(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (value === undefined) return 'undefined';
  return Object.is(value, -0) ? '-0' : String(value);
}

function printEntry(entry: ObjectLiteral['entries'][number], print: (inner: Expression) => string): string {
  if ('kind' in entry) return print(entry);
  const [key, value] = entry;
  const isName = key.kind === 'literal' && typeof key.value === 'string' && key.value !== '__proto__';
  if (!isName) return `[${print(key)}]: ${print(value)}`;
  const name = key.value as string;
  return `${IDENTIFIER.test(name) ? name : quote(name)}: ${print(value)}`;
}

/** A field that is undefined would print the word; the printer decides whether that is refused. */
function printTemplate(parts: readonly Expression[], scope: FunctionScope): string {
  const inner = parts.map((part) => {
    if (part.kind === 'literal' && typeof part.value === 'string') {
      return part.value
        .replaceAll(/[`\\]|\$(?=\{)/g, '\\$&')
        .replaceAll('\r', '\\r')
        .replaceAll('\u0001', '\\u0001');
    }
    const path = scope.path(part);
    const code = printExpression(part, scope);
    return `\${${path === '' ? code : `x.present(${code}, ${quote(path)})`}}`;
  });
  return `\`${inner.join('')}\``;
}
