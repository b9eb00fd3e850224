import type { Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import type { Node } from '../../document.ts';
import { unknownHelper } from './helpers.ts';
import { indented } from './print.ts';
import { enter, subject, type Subject, subjectOf } from './scope.ts';
import { at, type Closure, type Site } from './site.ts';
import { type Block, parseSyntax, type Partial, type Program } from './syntax.ts';
import { compileHash, compileSubject, compileValue, spelling } from './values.ts';

type CompileProgram = (program: Program | undefined, site: Site) => readonly Node[];

/** `{{> name}}` and `{{#> name}}…{{/name}}`: the partial, unfolded in its place. */
export function compilePartial(node: Partial, site: Site, compile: CompileProgram): readonly Node[] {
  return indented(unfold(node, site, compile), node.indent ?? '');
}

function unfold(node: Partial, site: Site, compile: CompileProgram): readonly Node[] {
  const location = at(site, node);
  const name = nameOf(node, site);
  const of = subjectFor(node, site);
  const own = node.program && { program: node.program, site };
  const inline = inlinePartials(node.program, site);
  const run = (
    { program, site: home }: Closure,
    caller: Site,
    block: Closure | undefined,
  ): readonly Node[] => {
    const scope = { ...enter(home.scope, of), data: caller.scope.data };
    return compile(program, { ...home, scope, block, inline: caller.inline, stack: caller.stack });
  };
  if (name === '@partial-block') {
    if (!site.block) throw missingPartial(name, [], location);
    const { block, stack } = site.block.site;
    return run(site.block, { ...site, inline, stack }, block);
  }
  const chunk = site.options.chunks?.[name];
  if (chunk) return chunk;
  const inner = entered(site, name, location);
  const block = own ?? site.block;
  const known = inline.get(name);
  if (known) return run(known, { ...inner, inline }, block);
  const source = site.options.partials(name, site.source.file);
  if (source) {
    // A partial in a file sees its own context and the loop around, but neither block parameters nor `../`.
    const scope = { ...site.scope, depths: [of], blockParams: new Map<string, never>() };
    return compile(parseSyntax(source), { ...inner, source, scope, inline, block });
  }
  // The block of a partial that does not exist is printed in its place.
  if (own) return run(own, site, site.block);
  throw missingPartial(name, [...inline.keys(), ...(site.options.partialNames?.() ?? [])], location);
}

/** Those that a program defines with `{{#*inline "name"}}`, and those it sees anyway. */
export function inlinePartials(program: Program | undefined, site: Site): Site['inline'] {
  const found = (program?.body ?? []).filter((node): node is Block => node.type === 'DecoratorBlock');
  if (found.length === 0) return site.inline;
  const inline = new Map(site.inline);
  for (const node of found) {
    const name = node.params[0];
    if (spelling(node) !== 'inline' || name?.type !== 'StringLiteral') {
      throw unknownHelper(`*${spelling(node)}`, at(site, node));
    }
    inline.set(String(name.value), { program: node.program ?? { body: [] }, site });
  }
  return inline;
}

/** The place inside a file that is unfolded. Throws a Refusal PARTIAL_RECURSIVE. */
export function entered(site: Site, name: string, location: Location): Site {
  if (!site.stack.includes(name)) return { ...site, stack: [...site.stack, name] };
  throw new Refusal({
    code: 'PARTIAL_RECURSIVE',
    message: `"${name}" includes itself: ${[...site.stack, name].join(' → ')}.`,
    hint: 'A template is unfolded at build time, so it needs an end: flatten the data before, and loop over it.',
    location,
  });
}

function nameOf(node: Partial, site: Site): string {
  if (node.name.type === 'PathExpression') return node.name.original;
  const name = compileValue(node.name, site);
  if (name.kind === 'literal') return String(name.value);
  throw new Refusal({
    code: 'PARTIAL_DYNAMIC',
    message: 'Which partial is meant depends on the context.',
    hint: 'Name each partial and choose between them with {{#if}} … {{else if}}.',
    location: at(site, node),
  });
}

function subjectFor(node: Partial, site: Site): Subject {
  const [param] = node.params;
  const of = param
    ? compileSubject(param, compileValue(param, site), site)
    : subjectOf(site.scope, 0, at(site, node));
  const over = Object.entries(compileHash(node, site));
  return over.length === 0 ? of : subject(of.base, new Map([...of.over, ...over]));
}

function missingPartial(name: string, names: readonly string[], location: Location): Refusal {
  const there = names.length > 0 ? `; there are ${names.join(', ')}` : '';
  return new Refusal({
    code: 'PARTIAL_MISSING',
    message: `There is no partial "${name}".`,
    hint:
      name === '@partial-block'
        ? 'Call the partial as a block: {{#> name}}…{{/name}}.'
        : `Put it into _partials/ or _components/${there}.`,
    location,
  });
}
