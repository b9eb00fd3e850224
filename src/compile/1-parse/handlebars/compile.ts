import type { Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import { each, type Node, text, type Text, when } from '../../document.ts';
import {
  binary,
  context,
  type Expression,
  helper,
  literal,
  local,
  locate,
  member,
} from '../../expression.ts';
import type { Catalog } from '../../template.ts';
import { choose, compileHelper, isHelper, not, present, truthy, unknownHelper } from './helpers.ts';
import { indented, type MarkedText, printed } from './print.ts';
import {
  type DataFrame,
  dataOf,
  enter,
  lookup,
  property,
  rootScope,
  type Scope,
  subject,
  type Subject,
  subjectOf,
  valueOf,
  withBlockParams,
} from './scope.ts';
import {
  type Block,
  type Content,
  type ExpressionNode,
  type HandlebarsSource,
  type Invocation,
  type Mustache,
  parseSyntax,
  type Partial,
  type Path,
  placeIn,
  type Program,
  type Statement,
} from './syntax.ts';

/** What the language around Handlebars does with text: MJML replaces `<mj-include>`. */
export type Expand = (content: string, placeAt: (offset: number) => Location) => readonly Expansion[];

export type Expansion =
  | { readonly kind: 'text'; readonly value: string; /** Where in the content it stood. */ readonly offset: number }
  | { readonly kind: 'source'; readonly source: HandlebarsSource; readonly before: string; readonly after: string };

export interface CompileOptions {
  readonly catalog: Catalog;
  /** Finds a partial. Throws a Refusal where the name leaves the templates' folder. */
  readonly partials: (name: string, from: string) => HandlebarsSource | undefined;
  /** Names of all partials, for hints. */
  readonly partialNames?: (() => readonly string[]) | undefined;
  /** Partials that are compiled already: the content of a layout. */
  readonly chunks?: Readonly<Record<string, readonly Node[]>> | undefined;
  /** Values known at build time, by name. They hide what the context calls the same. */
  readonly constants?: Readonly<Record<string, Expression>> | undefined;
  readonly expand?: Expand | undefined;
  /** The result is plain text: nothing is escaped. */
  readonly plain?: boolean | undefined;
  /** Gives numbers that no other loop of the template has. */
  readonly nextLoop: () => number;
}

/** Where each piece of text was written; front ends find the places of their own errors by it. */
const places = new WeakMap<Text, Location>();

/** The place in the sources of an offset in marked text. Undefined before the first piece of source. */
export function placeOf({ pieces }: MarkedText, offset: number): Location | undefined {
  for (const piece of pieces.toReversed()) {
    const start = piece.offset <= offset ? places.get(piece.node) : undefined;
    if (start) return advance(start, piece.node.value, Math.min(offset - piece.offset, piece.node.value.length));
  }
  return undefined;
}

/** A piece of Handlebars → text, slot, when and each. Throws a Refusal at the first thing that cannot be compiled. */
export function compileHandlebars(source: HandlebarsSource, options: CompileOptions): readonly Node[] {
  const { locale, dir } = options.catalog;
  const constants = options.constants ?? {};
  const data = { root: context, locale: literal(locale), dir: literal(dir) };
  const scope = rootScope(constants, data);
  const site: Site = { source, scope, inline: new Map(), block: undefined, stack: [] };
  return new Compiler(options).program(parseSyntax(source), site);
}

/** A program of a partial and the place whose names it sees. */
interface Closure {
  readonly program: Program;
  readonly site: Site;
}

/** Where statements stand. */
interface Site {
  readonly source: HandlebarsSource;
  readonly scope: Scope;
  readonly inline: ReadonlyMap<string, Closure>;
  /** What `{{> @partial-block}}` prints. */
  readonly block: Closure | undefined;
  /** Partials around, outermost first. */
  readonly stack: readonly string[];
}

const at = (site: Site, node: { readonly loc: { readonly start: { line: number; column: number } } }): Location =>
  placeIn(site.source, node.loc.start.line, node.loc.start.column);

class Compiler {
  readonly #options: CompileOptions;

  constructor(options: CompileOptions) {
    this.#options = options;
  }

  program(program: Program | undefined, site: Site): readonly Node[] {
    if (!program) return [];
    const inner = { ...site, inline: this.#inlinePartials(program, site) };
    return program.body.flatMap((statement) => this.#statement(statement, inner));
  }

  #statement(node: Statement, site: Site): readonly Node[] {
    switch (node.type) {
      case 'ContentStatement':
        return this.#content(node, site);
      case 'CommentStatement':
        return [];
      case 'MustacheStatement':
        return [this.#mustache(node, site)];
      case 'BlockStatement':
        return this.#block(node, site);
      case 'PartialStatement':
      case 'PartialBlockStatement':
        return this.#partial(node, site);
      case 'Decorator':
        throw unknownHelper(`*${spelling(node)}`, at(site, node));
      case 'DecoratorBlock':
        return [];
    }
  }

  #content(node: Content, site: Site): readonly Node[] {
    if (node.value === '') return [];
    const start = offsetOf(node, site.source);
    const pieces = this.#options.expand?.(node.value, (offset) => advance(start, node.value, offset)) ?? [
      { kind: 'text', value: node.value, offset: 0 } as const,
    ];
    return pieces.flatMap((piece) => {
      if (piece.kind === 'text') {
        const result = text(piece.value);
        places.set(result, advance(start, node.value, piece.offset));
        return [result];
      }
      const inner = this.#entered(site, piece.source.file, at(site, node));
      const body = this.program(parseSyntax(piece.source), { ...inner, source: piece.source });
      return [text(piece.before), ...body, text(piece.after)];
    });
  }

  #mustache(node: Mustache, site: Site): Node {
    const value = this.#invocation(node, site);
    return printed(value, node.escaped && !this.#options.plain ? 'handlebars' : 'raw');
  }

  /** `{{name}}` is a value, `{{name operand}}` a helper. */
  #invocation(node: Invocation, site: Site): Expression {
    const { path } = node;
    const isCall = node.params.length > 0 || (node.hash?.pairs.length ?? 0) > 0;
    if (path.type === 'SubExpression') return this.#expression(path, site);
    if (!isCall) return path.type === 'PathExpression' ? this.#path(path, site) : this.#field(String(path.value), path, site);
    return this.#helper(node, site);
  }

  #helper(node: Invocation, site: Site): Expression {
    return compileHelper({
      name: spelling(node),
      params: node.params.map((param) => this.#expression(param, site)),
      hash: this.#hash(node, site),
      catalog: this.#options.catalog,
      location: at(site, node),
      spelling: node.params[0]?.type === 'PathExpression' ? node.params[0].original : spelling(node),
    });
  }

  #hash(node: Pick<Invocation, 'hash'>, site: Site): Readonly<Record<string, Expression>> {
    const pairs = node.hash?.pairs ?? [];
    return Object.fromEntries(pairs.map(({ key, value }) => [key, this.#expression(value, site)]));
  }

  #expression(node: ExpressionNode, site: Site): Expression {
    switch (node.type) {
      case 'PathExpression':
        return this.#path(node, site);
      case 'SubExpression':
        return this.#helper(node, site);
      case 'NullLiteral':
        return literal(null);
      case 'UndefinedLiteral':
        return literal(undefined);
      default:
        return literal(node.value);
    }
  }

  #path(node: Path, site: Site): Expression {
    const location = at(site, node);
    const follow = (start: Expression, keys: Path['parts']): Expression =>
      keys.reduce<Expression>((value, key) => property(value, literal(key as string), location), start);
    const [head, ...tail] = node.parts;
    if (typeof head === 'object') return follow(this.#expression(head, site), tail);
    if (node.data) return this.#data(node, site, follow);
    const scoped = /^\.|this\b/.test(node.original);
    const param = head !== undefined && !scoped && node.depth === 0 ? site.scope.blockParams.get(head) : undefined;
    if (param) return follow(param, tail);
    const of = subjectOf(site.scope, node.depth, location);
    return head === undefined ? valueOf(of) : follow(lookup(of, head, location), tail);
  }

  #data(node: Path, site: Site, follow: (start: Expression, keys: Path['parts']) => Expression): Expression {
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

  #field(name: string, node: Parameters<typeof at>[1], site: Site): Expression {
    const location = at(site, node);
    return lookup(subjectOf(site.scope, 0, location), name, location);
  }

  #block(node: Block, site: Site): readonly Node[] {
    const name = spelling(node);
    const isParam = site.scope.blockParams.has(name);
    if (!isParam && BLOCKS.includes(name)) {
      if (node.params.length !== 1) {
        throw new Refusal({
          code: 'HELPER_ARGUMENTS',
          message: `{{#${name}}} takes one operand, not ${node.params.length}.`,
          hint: `Write {{#${name} value}}; put a condition of several parts in parentheses: (and one other).`,
          location: at(site, node),
        });
      }
      if (name === 'each') return this.#each(node, site);
      return name === 'with' ? this.#with(node, site) : this.#if(node, site, name === 'unless');
    }
    const isCall = node.params.length > 0 || (node.hash?.pairs.length ?? 0) > 0;
    if (isCall && !isHelper(name)) throw unknownHelper(name, at(site, node));
    return this.#section(node, this.#invocation(node, site), site);
  }

  #if(node: Block, site: Site, negated: boolean): readonly Node[] {
    const value = this.#expression(node.params[0]!, site);
    const zero = this.#hash(node, site)['includeZero'] ?? literal(false);
    const test = choose(zero, present(value), truthy(value));
    const branches = [this.program(node.program, site), this.program(node.inverse, site)] as const;
    const [then, otherwise] = negated ? branches.toReversed() : branches;
    return this.#when(locate(test, at(site, node)), then!, otherwise!);
  }

  #when(test: Expression, then: readonly Node[], otherwise: readonly Node[]): readonly Node[] {
    if (test.kind === 'literal') return test.value ? then : otherwise;
    // A choice without a first branch is a choice of the opposite, so that no emitter meets an empty one.
    return then.length === 0 && otherwise.length > 0 ? [when(not(test), otherwise)] : [when(test, then, otherwise)];
  }

  #with(node: Block, site: Site): readonly Node[] {
    const value = this.#expression(node.params[0]!, site);
    const params = (node.program?.blockParams ?? []).slice(0, 1).map((name) => [name, value] as const);
    const scope = withBlockParams(enter(site.scope, this.#subjectOf(node.params[0]!, value, site)), params);
    const test = locate(present(value), at(site, node));
    return this.#when(test, this.program(node.program, { ...site, scope }), this.program(node.inverse, site));
  }

  /** `this` as an operand keeps the names that hide others. */
  #subjectOf(node: ExpressionNode, value: Expression, site: Site): Subject {
    const isThis = node.type === 'PathExpression' && !node.data && node.parts.length === 0;
    return isThis ? subjectOf(site.scope, node.depth, at(site, node)) : subject(value);
  }

  #each(node: Block, site: Site): readonly Node[] {
    const value = this.#expression(node.params[0]!, site);
    const number = this.#options.nextLoop();
    const [item, index] = [local(`item${number}`), local(`index${number}`)];
    const names = node.program?.blockParams ?? [];
    // The plain loop costs nothing per item; keys and the last item need an entry for each.
    const entries = names.length > 1 || usesEntries(node.program);
    const list = locate(helper(entries ? 'handlebarsEntries' : 'handlebarsValues', [value]), at(site, node));
    const of = entries ? member(item, 'value') : item;
    const key = entries ? member(item, 'key') : index;
    const data: DataFrame['values'] = {
      index,
      key,
      first: binary('===', index, literal(0)),
      last: member(item, 'last'),
    };
    const params = names.slice(0, 2).map((name, position) => [name, position === 0 ? of : key] as const);
    const around = { ...site.scope, data: { values: data, parent: site.scope.data } };
    const scope = withBlockParams(enter(around, subject(of)), params);
    const children = this.program(node.program, { ...site, scope });
    return this.#loop({ list, item: item.name, index: index.name, children }, this.program(node.inverse, site));
  }

  #loop(loop: Parameters<typeof each>[0], otherwise: readonly Node[]): readonly Node[] {
    if (otherwise.length === 0) return [each(loop)];
    const some = binary('>', member(loop.list, 'length'), literal(0));
    return loop.children.length === 0 ? [when(not(some), otherwise)] : [when(some, [each(loop)], otherwise)];
  }

  /** `{{#name}}…{{/name}}`: for each of a list, for one object, or if true. */
  #section(node: Block, value: Expression, site: Site): readonly Node[] {
    const number = this.#options.nextLoop();
    const [item, index] = [local(`item${number}`), local(`index${number}`)];
    const current = valueOf(subjectOf(site.scope, 0, at(site, node)));
    const list = locate(helper('handlebarsSection', [value, current]), at(site, node));
    const params = (node.program?.blockParams ?? []).slice(0, 1).map((name) => [name, item] as const);
    const scope = {
      ...site.scope,
      depths: [subject(item), undefined],
      data: { values: {}, parent: site.scope.data, ambiguous: true },
    };
    const children = this.program(node.program, { ...site, scope: withBlockParams(scope, params) });
    return this.#loop({ list, item: item.name, index: index.name, children }, this.program(node.inverse, site));
  }

  #inlinePartials(program: Program, site: Site): ReadonlyMap<string, Closure> {
    const found = program.body.filter((node): node is Block => node.type === 'DecoratorBlock');
    if (found.length === 0) return site.inline;
    const inline = new Map(site.inline);
    for (const node of found) {
      const name = node.params[0];
      if (spelling(node) !== 'inline' || name?.type !== 'StringLiteral') throw unknownHelper(`*${spelling(node)}`, at(site, node));
      inline.set(String(name.value), { program: node.program ?? { body: [] }, site });
    }
    return inline;
  }

  #partial(node: Partial, site: Site): readonly Node[] {
    const location = at(site, node);
    const name = this.#partialName(node, site);
    const of = this.#partialSubject(node, site);
    const block = node.program ? { program: node.program, site } : site.block;
    const inline = node.program ? this.#inlinePartials(node.program, site) : site.inline;
    const indent = node.indent ?? '';
    if (name === '@partial-block') {
      if (!site.block) throw missingPartial(name, [], location);
      const { block: outer, stack } = site.block.site;
      return indented(this.#closure(site.block, of, { ...site, inline, stack }, outer), indent);
    }
    const chunk = this.#options.chunks?.[name];
    if (chunk) return chunk;
    const inner = this.#entered(site, name, location);
    const known = inline.get(name);
    if (known) return indented(this.#closure(known, of, { ...inner, inline }, block), indent);
    const source = this.#options.partials(name, site.source.file);
    if (source) {
      // A partial in a file sees its own context and the loop around, but neither block parameters nor `../`.
      const scope = { ...site.scope, depths: [of], blockParams: new Map<string, Expression>() };
      const body = this.program(parseSyntax(source), { ...inner, source, scope, inline, block });
      return indented(body, indent);
    }
    // The block of a partial that does not exist is printed in its place.
    if (node.program) return indented(this.#closure({ program: node.program, site }, of, site, site.block), indent);
    const names = [...inline.keys(), ...(this.#options.partialNames?.() ?? [])];
    throw missingPartial(name, names, location);
  }

  #closure({ program, site }: Closure, of: Subject, caller: Site, block: Closure | undefined): readonly Node[] {
    const scope = { ...enter(site.scope, of), data: caller.scope.data };
    return this.program(program, { ...site, scope, inline: caller.inline, block, stack: caller.stack });
  }

  #partialName(node: Partial, site: Site): string {
    if (node.name.type === 'PathExpression') return node.name.original;
    const name = this.#expression(node.name, site);
    if (name.kind === 'literal') return String(name.value);
    throw new Refusal({
      code: 'PARTIAL_DYNAMIC',
      message: 'Which partial is meant depends on the context.',
      hint: 'Name each partial and choose between them with {{#if}} … {{else if}}.',
      location: at(site, node),
    });
  }

  #partialSubject(node: Partial, site: Site): Subject {
    const location = at(site, node);
    const [param] = node.params;
    const base = param
      ? this.#subjectOf(param, this.#expression(param, site), site)
      : subjectOf(site.scope, 0, location);
    const over = Object.entries(this.#hash(node, site));
    return over.length === 0 ? base : subject(base.base, new Map([...base.over, ...over]));
  }

  #entered(site: Site, name: string, location: Location): Site {
    if (!site.stack.includes(name)) return { ...site, stack: [...site.stack, name] };
    throw new Refusal({
      code: 'PARTIAL_RECURSIVE',
      message: `"${name}" includes itself: ${[...site.stack, name].join(' → ')}.`,
      hint: 'A template is unfolded at build time, so it needs an end: flatten the data before, and loop over it.',
      location,
    });
  }
}

const BLOCKS: readonly string[] = ['if', 'unless', 'each', 'with'];

const spelling = (node: Invocation): string =>
  node.path.type === 'PathExpression' ? node.path.original
  : node.path.type === 'SubExpression' ? '()'
  : String(node.path.value);

const missingPartial = (name: string, names: readonly string[], location: Location): Refusal =>
  new Refusal({
    code: 'PARTIAL_MISSING',
    message: `There is no partial "${name}".`,
    hint:
      name === '@partial-block'
        ? 'Call the partial as a block: {{#> name}}…{{/name}}.'
        : `Put it into _partials/ or _components/${names.length > 0 ? `; there are ${names.join(', ')}` : ''}.`,
    location,
  });

/** Whether a loop's body asks for `@key` or `@last` of this loop or, being unsure, of one around. */
function usesEntries(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(usesEntries);
  if (!node || typeof node !== 'object') return false;
  const { type, data, parts } = node as Path;
  if (type === 'PathExpression' && data && (parts[0] === 'key' || parts[0] === 'last')) return true;
  // What a partial asks for is not known here.
  if ((node as Statement).type === 'PartialStatement' || (node as Statement).type === 'PartialBlockStatement') return true;
  return Object.values(node).some(usesEntries);
}

/** Where the value of a content statement begins: white space before it may have been taken away. */
function offsetOf(node: Content, source: HandlebarsSource): Location {
  const start = placeIn(source, node.loc.start.line, node.loc.start.column);
  return advance(start, node.original, Math.max(0, node.original.indexOf(node.value)));
}

function advance(from: Location, over: string, offset: number): Location {
  const lines = over.slice(0, offset).split('\n');
  const last = lines.at(-1)!.length;
  return lines.length === 1
    ? { ...from, column: from.column + last }
    : { ...from, line: from.line + lines.length - 1, column: last + 1 };
}

