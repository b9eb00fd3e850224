import {
  array,
  conditional,
  type Expression,
  helper,
  literal,
  type Literal,
  logical,
  object,
  template,
  unary,
} from '../../expression.ts';

/** Values one after the other, null and undefined as nothing. */
export function joined(parts: readonly Expression[]): Expression {
  const pieces: Expression[] = [];
  for (const part of parts.flatMap((one) => (one.kind === 'template' ? one.parts : [one]))) {
    const last = pieces.at(-1);
    if (part.kind !== 'literal') pieces.push(printable(part));
    else if (last?.kind === 'literal')
      pieces[pieces.length - 1] = literal(printLiteral(last) + printLiteral(part));
    else pieces.push(literal(printLiteral(part)));
  }
  if (pieces.length === 0) return literal('');
  return pieces.length === 1 && pieces[0]!.kind === 'literal' ? pieces[0]! : template(pieces);
}

export const printLiteral = ({ value }: Literal): string =>
  value === null || value === undefined ? '' : String(value);

function printable(part: Expression): Expression {
  return part.kind === 'template' || isText(part) ? part : logical('??', part, literal(''));
}

const isText = (part: Expression): boolean =>
  (part.kind === 'helper' && ['handlebarsNumber', 'handlebarsDate', 'handlebarsList'].includes(part.name)) ||
  (part.kind === 'logical' && part.operator === '??' && part.right.kind === 'literal') ||
  (part.kind === 'conditional' &&
    [part.then, part.otherwise].every((one) => one.kind === 'literal' || isText(one)));

const COMPARISONS: ReadonlySet<string> = new Set(['===', '!==', '==', '!=', '<', '<=', '>', '>=']);

const isBoolean = (value: Expression): boolean =>
  (value.kind === 'unary' && value.operator === '!') ||
  (value.kind === 'binary' && COMPARISONS.has(value.operator)) ||
  (value.kind === 'helper' && (value.name === 'handlebarsTruthy' || value.name === 'handlebarsPresent'));

/** True where `{{#if value}}` takes its first branch: empty lists are false. */
export const truthy = (value: Expression): Expression =>
  isBoolean(value) || value.kind === 'literal' ? fold(value) : helper('handlebarsTruthy', [value]);

/** True where `{{#with value}}` takes its first branch: as `truthy`, but the number 0 counts. */
export const present = (value: Expression): Expression =>
  value.kind === 'literal' && value.value === 0
    ? literal(true)
    : isBoolean(value) || value.kind === 'literal'
      ? fold(value)
      : helper('handlebarsPresent', [value]);

export const not = (value: Expression): Expression =>
  value.kind === 'literal' ? literal(!value.value) : unary('!', value);

/** One value or another; decided now where it can be. */
export function choose(test: Expression, then: Expression, otherwise: Expression): Expression {
  const known = truthy(test);
  if (known.kind === 'literal') return known.value ? then : otherwise;
  return conditional(known, then, otherwise);
}

/** Comparisons of constants become constants: `(eq @dir "rtl")`. */
function fold(value: Expression): Expression {
  if (value.kind === 'unary' && value.operator === '!') return not(fold(value.operand));
  if (value.kind !== 'binary' || value.left.kind !== 'literal' || value.right.kind !== 'literal')
    return value;
  const [left, right] = [value.left.value as never, value.right.value as never];
  switch (value.operator) {
    case '===':
      return literal(left === right);
    case '!==':
      return literal(left !== right);
    case '<':
      return literal(left < right);
    case '<=':
      return literal(left <= right);
    case '>':
      return literal(left > right);
    case '>=':
      return literal(left >= right);
    default:
      return value;
  }
}

/** A constant of the front matter as an expression. */
export function constant(value: unknown): Expression {
  if (Array.isArray(value)) return array(value.map(constant));
  if (value instanceof Date) return literal(value.toISOString());
  if (value && typeof value === 'object') {
    return object(Object.entries(value).map(([key, inner]) => [literal(key), constant(inner)] as const));
  }
  return literal(value as Literal['value']);
}
