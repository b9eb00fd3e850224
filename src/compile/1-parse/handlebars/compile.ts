import type { Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import { each, type Node, slot, text, type Text, when } from '../../document.ts';
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
import { tolerating } from '../../refusals.ts';
import { isHelper, unknownHelper } from './helpers.ts';
import { choose, not, present, truthy } from './logic.ts';
import { compileOwnBlock } from './own-block.ts';
import { compilePartial, entered, inlinePartials } from './partials.ts';
import { type MarkedText, printed } from './print.ts';
import { type DataFrame, enter, rootScope, subject, subjectOf, valueOf, withBlockParams } from './scope.ts';
import { advance, at, type CompileOptions, type Site } from './site.ts';
import {
  type Block,
  type Content,
  type HandlebarsSource,
  type Invocation,
  type Mustache,
  parseSyntax,
  type Path,
  placeIn,
  type Program,
  type Statement,
} from './syntax.ts';
import {
  compileHash,
  compileInvocation,
  compileSubject,
  compileValue,
  isCall,
  ownFunction,
  spelling,
} from './values.ts';

/**
 * A piece of Handlebars → text, slot, when and each. Throws a Refusal at the first thing that cannot be
 * compiled.
 */
export function compileHandlebars(source: HandlebarsSource, options: CompileOptions): readonly Node[] {
  const { locale, dir } = options.catalog;
  const data = { root: context, locale: literal(locale), dir: literal(dir), ...options.data };
  const scope = rootScope(options.constants ?? {}, data);
  const site: Site = { options, source, scope, inline: new Map(), block: undefined, stack: [] };
  return compileProgram(parseSyntax(source), site);
}

/** Where each piece of text was written; front ends find the places of their own errors by it. */
const places = new WeakMap<Text, Location>();

/** The place in the sources of an offset in marked text. Undefined before the first piece of source. */
export function placeOf({ pieces }: MarkedText, offset: number): Location | undefined {
  for (const { node, offset: begin } of pieces.toReversed()) {
    const start = begin <= offset ? places.get(node) : undefined;
    if (start) return advance(start, node.value, Math.min(offset - begin, node.value.length));
  }
  return undefined;
}

function compileProgram(program: Program | undefined, site: Site): readonly Node[] {
  if (!program) return [];
  const inner = { ...site, inline: inlinePartials(program, site) };
  return program.body.flatMap((statement) =>
    tolerating(
      () => compileStatement(statement, inner),
      () => [],
    ),
  );
}

function compileStatement(node: Statement, site: Site): readonly Node[] {
  switch (node.type) {
    case 'ContentStatement':
      return compileContent(node, site);
    case 'MustacheStatement':
      return [compileMustache(node, site)];
    case 'BlockStatement':
      return compileBlock(node, site);
    case 'PartialStatement':
    case 'PartialBlockStatement':
      return compilePartial(node, site, compileProgram);
    case 'Decorator':
      throw unknownHelper(`*${spelling(node)}`, at(site, node));
    case 'DecoratorBlock':
    case 'CommentStatement':
      return [];
  }
}

function compileContent(node: Content, site: Site): readonly Node[] {
  const { value, original } = node;
  if (value === '') return [];
  // White space before the value may have been taken away.
  const begin = placeIn(site.source, node.loc.start.line, node.loc.start.column);
  const start = advance(begin, original, Math.max(0, original.indexOf(value)));
  const placeAt = (offset: number): Location => advance(start, value, offset);
  const pieces = site.options.expand?.(value, placeAt) ?? [{ kind: 'text', value, offset: 0 } as const];
  return pieces.flatMap((piece) => {
    if (piece.kind === 'text') {
      const result = text(piece.value);
      places.set(result, placeAt(piece.offset));
      return [result];
    }
    const { source, before, after } = piece;
    const inner = { ...entered(site, source.file, at(site, node)), source };
    return [text(before), ...compileProgram(parseSyntax(source), inner), text(after)];
  });
}

function compileMustache(node: Mustache, site: Site): Node {
  const value = compileInvocation(node, site);
  const { plain, keepLiterals } = site.options;
  if (keepLiterals && node.escaped) return slot(value, 'handlebars');
  return printed(value, node.escaped && !plain ? 'handlebars' : 'raw');
}

const BLOCKS: ReadonlySet<string> = new Set(['if', 'unless', 'each', 'with']);

function compileBlock(node: Block, site: Site): readonly Node[] {
  const name = spelling(node);
  const own = ownFunction(node, site);
  if (own) return compileOwnBlock(node, own, site, compileProgram);
  if (!BLOCKS.has(name) || site.scope.blockParams.has(name)) return compileSection(node, site);
  if (node.params.length !== 1) {
    throw new Refusal({
      code: 'HELPER_ARGUMENTS',
      message: `{{#${name}}} takes one operand, not ${node.params.length}.`,
      hint: `Write {{#${name} value}}; put a condition of several parts in parentheses: (and one other).`,
      location: at(site, node),
    });
  }
  if (name === 'each') return compileEach(node, site);
  return name === 'with' ? compileWith(node, site) : compileIf(node, site, name === 'unless');
}

function compileIf(node: Block, site: Site, negated: boolean): readonly Node[] {
  const value = compileValue(node.params[0]!, site);
  const zero = compileHash(node, site)['includeZero'] ?? literal(false);
  const test = locate(choose(zero, present(value), truthy(value)), at(site, node));
  const branches = [compileProgram(node.program, site), compileProgram(node.inverse, site)] as const;
  return negated ? choice(test, branches[1], branches[0]) : choice(test, ...branches);
}

function compileWith(node: Block, site: Site): readonly Node[] {
  const [param] = node.params;
  const value = compileValue(param!, site);
  const names = (node.program?.blockParams ?? []).slice(0, 1).map((name) => [name, value] as const);
  const scope = withBlockParams(enter(site.scope, compileSubject(param!, value, site)), names);
  const test = locate(present(value), at(site, node));
  const inner = compileProgram(node.program, { ...site, scope });
  return choice(test, inner, compileProgram(node.inverse, site));
}

function choice(test: Expression, then: readonly Node[], otherwise: readonly Node[]): readonly Node[] {
  if (test.kind === 'literal') return test.value ? then : otherwise;
  // A choice without a first branch is a choice of the opposite, so that no emitter meets an empty one.
  if (then.length === 0 && otherwise.length > 0) return [when(not(test), otherwise)];
  return [when(test, then, otherwise)];
}

function compileEach(node: Block, site: Site): readonly Node[] {
  const value = compileValue(node.params[0]!, site);
  const number = site.options.nextLoop();
  const [item, index] = [local(`item${number}`), local(`index${number}`)];
  const names = node.program?.blockParams ?? [];
  // The plain loop costs nothing per item; keys and the last item need an entry for each.
  const entries = names.length > 1 || usesEntries(node.program, site);
  const list = helper(entries ? 'handlebarsEntries' : 'handlebarsValues', [value]);
  const of = entries ? member(item, 'value') : item;
  const key = entries ? member(item, 'key') : index;
  const first = binary('===', index, literal(0));
  const data: DataFrame['values'] = { index, key, first, last: member(item, 'last') };
  const params = names.slice(0, 2).map((name, position) => [name, position === 0 ? of : key] as const);
  const around = { ...site.scope, data: { values: data, parent: site.scope.data } };
  const scope = withBlockParams(enter(around, subject(of)), params);
  const children = compileProgram(node.program, { ...site, scope });
  const loop = { list: locate(list, at(site, node)), item: item.name, index: index.name, children };
  return looped(loop, compileProgram(node.inverse, site));
}

/** `{{#name}}…{{/name}}`: for each of a list, for one object, or if true. */
function compileSection(node: Block, site: Site): readonly Node[] {
  const location = at(site, node);
  if (isCall(node) && !isHelper(spelling(node)))
    throw unknownHelper(spelling(node), location, Object.keys(site.options.own?.functions ?? {}));
  const number = site.options.nextLoop();
  const [item, index] = [local(`item${number}`), local(`index${number}`)];
  const current = valueOf(subjectOf(site.scope, 0, location));
  const list = locate(helper('handlebarsSection', [compileInvocation(node, site), current]), location);
  const params = (node.program?.blockParams ?? []).slice(0, 1).map((name) => [name, item] as const);
  const scope = {
    ...site.scope,
    depths: [subject(item), undefined],
    data: { values: {}, parent: site.scope.data, ambiguous: true },
  };
  const children = compileProgram(node.program, { ...site, scope: withBlockParams(scope, params) });
  return looped({ list, item: item.name, index: index.name, children }, compileProgram(node.inverse, site));
}

function looped(loop: Parameters<typeof each>[0], otherwise: readonly Node[]): readonly Node[] {
  if (otherwise.length === 0) return [each(loop)];
  const some = binary('>', member(loop.list, 'length'), literal(0));
  return loop.children.length === 0 ? [when(not(some), otherwise)] : [when(some, [each(loop)], otherwise)];
}

/** Whether a loop's body asks for `@key` or `@last` of this loop or, being unsure, of one around. */
function usesEntries(node: unknown, site: Site): boolean {
  if (Array.isArray(node)) return node.some((one) => usesEntries(one, site));
  if (!node || typeof node !== 'object') return false;
  const { type, data, parts } = node as Path;
  if (type === 'PathExpression' && data && (parts[0] === 'key' || parts[0] === 'last')) return true;
  // Helpers of the project are told all of a loop.
  if ('path' in node && ownFunction(node as Invocation, site)) return true;
  // What a partial asks for is not known here.
  const isPartial = ['PartialStatement', 'PartialBlockStatement'].includes((node as Statement).type);
  return isPartial || Object.values(node).some((one) => usesEntries(one, site));
}
