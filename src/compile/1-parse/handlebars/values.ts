import {
  array,
  type Expression,
  helper,
  type Import,
  imported,
  literal,
  locate,
  object,
} from '../../expression.ts';
import { REFUSED, tolerating } from '../../refusals.ts';
import { compileHelper } from './helpers.ts';
import { dataFor, dataOf, lookup, property, subject, type Subject, subjectOf, valueOf } from './scope.ts';
import { at, type Site } from './site.ts';
import type { ExpressionNode, Invocation, Path } from './syntax.ts';

/** Operands of Handlebars → expressions. */
export function compileValue(node: ExpressionNode, site: Site): Expression {
  switch (node.type) {
    case 'PathExpression':
      return tolerating(
        () => compilePath(node, site),
        () => REFUSED,
      );
    case 'SubExpression':
      return compileCall(node, site);
    case 'NullLiteral':
      return literal(null);
    case 'UndefinedLiteral':
      return literal(undefined);
    default:
      return literal(node.value);
  }
}

/** `{{name}}` is a value, `{{name operand}}` a helper; `{{"some name"}}` and `{{12}}` are names too. */
export function compileInvocation(node: Invocation, site: Site): Expression {
  const { path } = node;
  if (path.type === 'SubExpression') return compileCall(path, site);
  if (isCall(node) || ownFunction(node, site)) return compileCall(node, site);
  if (path.type === 'PathExpression') return compileValue(path, site);
  const location = at(site, path);
  return lookup(subjectOf(site.scope, 0, location), String(path.value), location);
}

/** Has operands, and so cannot be a mere value. */
export const isCall = (node: Invocation): boolean =>
  node.params.length > 0 || (node.hash?.pairs.length ?? 0) > 0;

/** What the template calls. */
export const spelling = ({ path }: Invocation): string =>
  path.type === 'PathExpression' ? path.original : path.type === 'SubExpression' ? '()' : String(path.value);

export function compileHash(
  node: Pick<Invocation, 'hash'>,
  site: Site,
): Readonly<Record<string, Expression>> {
  const pairs = node.hash?.pairs ?? [];
  return Object.fromEntries(pairs.map(({ key, value }) => [key, compileValue(value, site)]));
}

/** An operand as the `this` of a block; `this` itself keeps the names that hide others. */
export function compileSubject(node: ExpressionNode, value: Expression, site: Site): Subject {
  const isThis = node.type === 'PathExpression' && !node.data && node.parts.length === 0;
  return isThis ? subjectOf(site.scope, node.depth, at(site, node)) : subject(value);
}

/** What calls a function of the project's helper module, where the name is one of them. */
export function ownFunction({ path }: Invocation, { options: { own }, scope }: Site): Import | undefined {
  if (!own || path.type !== 'PathExpression' || path.data || path.depth > 0) return undefined;
  const name = path.original;
  const isOwn = path.parts.length === 1 && path.parts[0] === name && Object.hasOwn(own.functions, name);
  return isOwn && !scope.blockParams.has(name) ? imported(own.specifier, name) : undefined;
}

/** The operands of `handlebarsHelper` and `handlebarsBlock`. */
export function ownOperands(node: Invocation, called: Import, site: Site): readonly Expression[] {
  const location = at(site, node);
  const hash = Object.entries(compileHash(node, site)).map(([key, value]) => [literal(key), value] as const);
  return [
    called,
    literal(called.name),
    valueOf(subjectOf(site.scope, 0, location)),
    array(node.params.map((param) => compileValue(param, site))),
    object(hash),
    dataFor(site.scope, location),
  ];
}

function compileCall(node: Invocation, site: Site): Expression {
  const [first] = node.params;
  const own = ownFunction(node, site);
  if (own) return locate(helper('handlebarsHelper', ownOperands(node, own, site)), at(site, node));
  const params = node.params.map((param) => compileValue(param, site));
  const hash = compileHash(node, site);
  return tolerating(
    () =>
      compileHelper({
        name: spelling(node),
        params,
        hash,
        catalog: site.options.catalog,
        own: Object.keys(site.options.own?.functions ?? {}),
        location: at(site, node),
        spelling: first?.type === 'PathExpression' ? first.original : spelling(node),
      }),
    () => REFUSED,
    [...params, ...Object.values(hash)],
  );
}

function compilePath(node: Path, site: Site): Expression {
  const location = at(site, node);
  const follow = (start: Expression, keys: Path['parts']): Expression =>
    keys.reduce<Expression>((value, key) => property(value, literal(key as string), location), start);
  const [head, ...tail] = node.parts;
  if (typeof head === 'object') return follow(compileValue(head, site), tail);
  if (node.data) return compileData(node, site, follow);
  const scoped = /^\.|this\b/.test(node.original);
  const param =
    head !== undefined && !scoped && node.depth === 0 ? site.scope.blockParams.get(head) : undefined;
  if (param) return follow(param, tail);
  const of = subjectOf(site.scope, node.depth, location);
  return head === undefined ? valueOf(of) : follow(lookup(of, head, location), tail);
}

function compileData(
  node: Path,
  site: Site,
  follow: (start: Expression, keys: Path['parts']) => Expression,
): Expression {
  const location = at(site, node);
  const [name, ...tail] = node.parts as readonly string[];
  if (name !== 'root') {
    // A partial may be used inside loops and outside; there `@index` is nothing.
    const absent = site.stack.length > 0 ? literal(undefined) : undefined;
    return follow(dataOf(site.scope, name ?? '', { up: node.depth, location, absent }), tail);
  }
  const { root } = site.scope;
  const [first, ...rest] = tail;
  return first === undefined ? valueOf(root) : follow(lookup(root, first, location), rest);
}
