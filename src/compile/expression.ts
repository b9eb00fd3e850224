import type { Location } from '../errors.ts';

/**
 * The residual program: what of a template depends on the context and therefore runs at render. A small, frozen
 * expression tree with JavaScript's meaning; every front end writes it and every emitter reads it.
 */
export type Expression =
  | Literal
  | Context
  | Local
  | Global
  | Import
  | Member
  | Call
  | New
  | Unary
  | Binary
  | Logical
  | Conditional
  | Template
  | ArrayLiteral
  | ObjectLiteral
  | Spread
  | Lambda
  | Code
  | Helper;

/** Primitives only. Plain constant objects are ObjectLiteral, so that an emitter can hoist them. */
export interface Literal {
  readonly kind: 'literal';
  readonly value: string | number | boolean | bigint | null | undefined;
}
/** The whole context object that `render` is given. */
export interface Context {
  readonly kind: 'context';
}
/** A loop variable or lambda parameter. Names are unique per loop within a template; emitters rename them. */
export interface Local {
  readonly kind: 'local';
  readonly name: string;
}
/** A JavaScript global: `Intl`, `Math`, `Date`, `String` … */
export interface Global {
  readonly kind: 'global';
  readonly name: string;
}
/** A value exported by a package or a project module that the artifact imports. `name` may be `default` or `*`. */
export interface Import {
  readonly kind: 'import';
  readonly specifier: string;
  readonly name: string;
}
export interface Member {
  readonly kind: 'member';
  readonly object: Expression;
  readonly property: Expression;
}
/** With a Member as callee, `this` is its object. */
export interface Call {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly args: readonly Expression[];
}
export interface New {
  readonly kind: 'new';
  readonly callee: Expression;
  readonly args: readonly Expression[];
}
export interface Unary {
  readonly kind: 'unary';
  readonly operator: '!' | '-' | '+' | '~' | 'typeof' | 'void';
  readonly operand: Expression;
}
export interface Binary {
  readonly kind: 'binary';
  readonly operator:
    | '+'
    | '-'
    | '*'
    | '/'
    | '%'
    | '**'
    | '=='
    | '!='
    | '==='
    | '!=='
    | '<'
    | '<='
    | '>'
    | '>='
    | '&'
    | '|'
    | '^'
    | '<<'
    | '>>'
    | '>>>'
    | 'in'
    | 'instanceof';
  readonly left: Expression;
  readonly right: Expression;
}
export interface Logical {
  readonly kind: 'logical';
  readonly operator: '&&' | '||' | '??';
  readonly left: Expression;
  readonly right: Expression;
}
export interface Conditional {
  readonly kind: 'conditional';
  readonly test: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}
/** A template literal: its parts converted to strings and joined. */
export interface Template {
  readonly kind: 'template';
  readonly parts: readonly Expression[];
}
export interface ArrayLiteral {
  readonly kind: 'array';
  readonly items: readonly Expression[];
}
export interface ObjectLiteral {
  readonly kind: 'object';
  readonly entries: readonly (readonly [key: Expression, value: Expression] | Spread)[];
}
/** Stands only among array items, object entries and call arguments. */
export interface Spread {
  readonly kind: 'spread';
  readonly of: Expression;
}
/** A callback: `filter(line => line.quantity > 1)`. */
export interface Lambda {
  readonly kind: 'lambda';
  readonly params: readonly string[];
  readonly body: Expression;
}
/** Code of the project as it is: the source of a function, in which nothing is free but globals. */
export interface Code {
  readonly kind: 'code';
  readonly source: string;
}
/** A function of the run-time face (`runtime.<name>`), see src/render/runtime.ts. */
export interface Helper {
  readonly kind: 'helper';
  readonly name: string;
  readonly args: readonly Expression[];
}

const freeze = <T extends Expression>(expression: T): T => Object.freeze(expression);

export const literal = (value: Literal['value']): Literal => freeze({ kind: 'literal', value });
export const context: Context = freeze({ kind: 'context' });
export const local = (name: string): Local => freeze({ kind: 'local', name });
export const global = (name: string): Global => freeze({ kind: 'global', name });
export const imported = (specifier: string, name: string): Import =>
  freeze({ kind: 'import', specifier, name });
export const member = (object: Expression, property: Expression | string): Member =>
  freeze({ kind: 'member', object, property: typeof property === 'string' ? literal(property) : property });
export const call = (callee: Expression, args: readonly Expression[]): Call =>
  freeze({ kind: 'call', callee, args });
export const construct = (callee: Expression, args: readonly Expression[]): New =>
  freeze({ kind: 'new', callee, args });
export const unary = (operator: Unary['operator'], operand: Expression): Unary =>
  freeze({ kind: 'unary', operator, operand });
export const binary = (operator: Binary['operator'], left: Expression, right: Expression): Binary =>
  freeze({ kind: 'binary', operator, left, right });
export const logical = (operator: Logical['operator'], left: Expression, right: Expression): Logical =>
  freeze({ kind: 'logical', operator, left, right });
export const conditional = (test: Expression, then: Expression, otherwise: Expression): Conditional =>
  freeze({ kind: 'conditional', test, then, otherwise });
export const template = (parts: readonly Expression[]): Template => freeze({ kind: 'template', parts });
export const array = (items: readonly Expression[]): ArrayLiteral => freeze({ kind: 'array', items });
export const object = (entries: ObjectLiteral['entries']): ObjectLiteral =>
  freeze({ kind: 'object', entries });
export const spread = (of: Expression): Spread => freeze({ kind: 'spread', of });
export const lambda = (params: readonly string[], body: Expression): Lambda =>
  freeze({ kind: 'lambda', params, body });
export const code = (source: string): Code => freeze({ kind: 'code', source });
export const helper = (name: string, args: readonly Expression[]): Helper =>
  freeze({ kind: 'helper', name, args });

/** The expressions directly inside one expression, in evaluation order. */
export function operands(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'member':
      return [expression.object, expression.property];
    case 'call':
    case 'new':
      return [expression.callee, ...expression.args];
    case 'unary':
      return [expression.operand];
    case 'binary':
    case 'logical':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.test, expression.then, expression.otherwise];
    case 'template':
      return expression.parts;
    case 'array':
      return expression.items;
    case 'object':
      return expression.entries.flatMap((entry) => ('kind' in entry ? [entry] : entry));
    case 'spread':
      return [expression.of];
    case 'lambda':
      return [expression.body];
    case 'helper':
      return expression.args;
    default:
      return [];
  }
}

const keys = new WeakMap<Expression, string>();

/** A string that is equal for expressions of equal structure. Computed once per node. */
export function keyOf(expression: Expression): string {
  let key = keys.get(expression);
  if (key === undefined) {
    key = describe(expression);
    keys.set(expression, key);
  }
  return key;
}

function describe(expression: Expression): string {
  const inner = operands(expression).map(keyOf).join(',');
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string'
        ? JSON.stringify(expression.value)
        : Object.is(expression.value, -0)
          ? '-0'
          : `${typeof expression.value}:${String(expression.value)}`;
    case 'local':
    case 'global':
      return `${expression.kind}:${expression.name}`;
    case 'code':
      return `code:${JSON.stringify(expression.source)}`;
    case 'import':
      return `import:${expression.specifier}#${expression.name}`;
    case 'lambda':
      return `lambda(${expression.params.join(',')})(${inner})`;
    case 'helper':
      return `helper:${expression.name}(${inner})`;
    case 'unary':
    case 'binary':
    case 'logical':
      return `${expression.kind}${expression.operator}(${inner})`;
    default:
      return `${expression.kind}(${inner})`;
  }
}

/** True when the value cannot differ between two renders: neither context nor loop variables take part. */
export function isConstant(expression: Expression, bound: ReadonlySet<string> = new Set()): boolean {
  if (expression.kind === 'context' || expression.kind === 'helper') return false;
  if (expression.kind === 'local') return bound.has(expression.name);
  const inside = expression.kind === 'lambda' ? new Set([...bound, ...expression.params]) : bound;
  return operands(expression).every((operand) => isConstant(operand, inside));
}

/** Where an expression was written, kept beside the tree so that equal expressions stay equal. */
const locations = new WeakMap<Expression, Location>();
export const locate = <T extends Expression>(expression: T, location: Location | undefined): T => {
  if (location && !locations.has(expression)) locations.set(expression, location);
  return expression;
};
export const locationOf = (expression: Expression): Location | undefined => locations.get(expression);
