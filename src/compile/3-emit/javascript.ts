import { type Expression, isConstant, keyOf, type ObjectLiteral } from '../expression.ts';

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

export const quote = (value: string): string => JSON.stringify(value);

/**
 * What the expressions of one module have in common: imports and hoisted constants. Names come from counters, so two
 * builds of the same sources give the same bytes.
 */
export class ModuleScope {
  readonly #imports = new Map<string, { specifier: string; name: string; as: string }>();
  readonly #constants = new Map<string, { as: string; code: string }>();

  import(specifier: string, name: string): string {
    const key = `${specifier}#${name}`;
    const known = this.#imports.get(key);
    if (known) return known.as;
    const as = `m${this.#imports.size}`;
    this.#imports.set(key, { specifier, name, as });
    return as;
  }

  constant(expression: Expression, print: () => string): string {
    const key = keyOf(expression);
    const known = this.#constants.get(key);
    if (known) return known.as;
    const code = print();
    const as = `k${this.#constants.size}`;
    this.#constants.set(key, { as, code });
    return as;
  }

  get imports(): readonly { readonly specifier: string; readonly name: string; readonly as: string }[] {
    return [...this.#imports.values()];
  }

  get constants(): readonly { readonly as: string; readonly code: string }[] {
    return [...this.#constants.values()];
  }
}

/** Names in one function: locals of loops and callbacks, and where in the context they came from. */
export class FunctionScope {
  readonly module: ModuleScope;
  readonly #names: ReadonlyMap<string, { readonly as: string; readonly path: string }>;
  readonly #counter: { next: number };

  constructor(
    module: ModuleScope,
    names: ReadonlyMap<string, { readonly as: string; readonly path: string }> = new Map(),
    counter: { next: number } = { next: 0 },
  ) {
    this.module = module;
    this.#names = names;
    this.#counter = counter;
  }

  /** A scope in which the locals have fresh JavaScript names. `paths` say what they hold, '' if nothing nameable. */
  with(locals: readonly string[], paths: readonly string[] = []): FunctionScope {
    const names = new Map(this.#names);
    for (const [index, name] of locals.entries()) {
      names.set(name, { as: `v${this.#counter.next++}`, path: paths[index] ?? '' });
    }
    return new FunctionScope(this.module, names, this.#counter);
  }

  fresh(): string {
    return `v${this.#counter.next++}`;
  }

  name(local: string): string {
    const known = this.#names.get(local);
    if (!known) throw new RangeError(`The local "${local}" is used outside of its loop.`);
    return known.as;
  }

  /** The place in the context of a plain chain of fields, for messages; '' for anything else. */
  path(expression: Expression): string {
    switch (expression.kind) {
      case 'context':
        return '';
      case 'local':
        return this.#names.get(expression.name)?.path ?? '';
      case 'member': {
        if (expression.property.kind !== 'literal') return '';
        const name = String(expression.property.value);
        if (expression.object.kind === 'context') return name;
        const owner = this.path(expression.object);
        return owner === '' ? '' : `${owner}.${name}`;
      }
      default:
        return '';
    }
  }
}

/** Expressions that cost nothing and bind tighter than any operator. */
const ATOMS = new Set<Expression['kind']>(['context', 'local', 'global', 'import', 'member', 'call', 'array', 'template', 'helper']);

/** An expression as JavaScript source, safe to stand as an operand of anything when `operand` is true. */
export function printExpression(expression: Expression, scope: FunctionScope, operand: boolean = false): string {
  if (isHoistable(expression)) {
    return scope.module.constant(expression, () => printBare(expression, scope));
  }
  const code = printBare(expression, scope);
  return operand && !ATOMS.has(expression.kind) && !isAtomicLiteral(expression) ? `(${code})` : code;
}

/** A negative number needs parentheses before `**`, any number before a dot. */
const isAtomicLiteral = (expression: Expression): boolean =>
  expression.kind === 'literal' && !(typeof expression.value === 'number' && !(expression.value >= 0 && !Object.is(expression.value, -0)));

/** Constants that are costly to make and have no identity or clock in them: formatters, expressions, plain data. */
function isHoistable(expression: Expression): boolean {
  switch (expression.kind) {
    case 'new':
      return isConstant(expression) && (isIntl(expression.callee) || isGlobal(expression.callee, 'RegExp'));
    case 'object':
    case 'array':
      return isConstant(expression) && !hasCall(expression);
    default:
      return false;
  }
}

const isGlobal = (expression: Expression, name: string): boolean =>
  expression.kind === 'global' && expression.name === name;

const isIntl = (expression: Expression): boolean =>
  expression.kind === 'member' && isGlobal(expression.object, 'Intl') && expression.property.kind === 'literal';

const hasCall = (expression: Expression): boolean => /\b(?:call|new|helper)[:(]/.test(keyOf(expression));

function printBare(expression: Expression, scope: FunctionScope): string {
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
      return object + (isName ? `.${String(property.value)}` : `[${print(property)}]`);
    }
    case 'call':
      return `${operand(expression.callee)}(${list(expression.args)})`;
    case 'new':
      // A formatter whose options come from the context is remembered by those options: making one costs 200 µs.
      return isIntl(expression.callee)
        ? `$.intl(${print((expression.callee as { property: Expression }).property)}${expression.args.map((arg) => `, ${print(arg)}`).join('')})`
        : `new ${operand(expression.callee)}(${list(expression.args)})`;
    case 'unary':
      return `${expression.operator}${/^[a-z]/.test(expression.operator) ? ' ' : ''}${operand(expression.operand)}`;
    case 'binary':
    case 'logical':
      return `${operand(expression.left)} ${expression.operator} ${operand(expression.right)}`;
    case 'conditional':
      return `${operand(expression.test)} ? ${operand(expression.then)} : ${operand(expression.otherwise)}`;
    case 'template':
      return printTemplate(expression.parts, scope);
    case 'array':
      return `[${list(expression.items)}]`;
    case 'object':
      return `{ ${expression.entries.map((entry) => printEntry(entry, print)).join(', ')} }`;
    case 'spread':
      return `...${operand(expression.of)}`;
    case 'lambda': {
      const inner = scope.with(expression.params);
      const body = printExpression(expression.body, inner, expression.body.kind === 'object');
      return `(${expression.params.map((name) => inner.name(name)).join(', ')}) => ${body}`;
    }
    case 'helper':
      return expression.name === 'image'
        ? `images.add(${list(expression.args)})`
        : `$.${expression.name}(${list(expression.args)})`;
  }
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
      return part.value.replaceAll(/[`\\]|\$(?=\{)/g, '\\$&').replaceAll('\r', '\\r');
    }
    const path = scope.path(part);
    const code = printExpression(part, scope);
    return `\${${path === '' ? code : `x.present(${code}, ${quote(path)})`}}`;
  });
  return `\`${inner.join('')}\``;
}
