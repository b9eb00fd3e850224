import { each, type Node, slot, when } from '../../document.ts';
import {
  binary,
  conditional,
  type Expression,
  helper,
  type Import,
  literal,
  local,
  locate,
  member,
} from '../../expression.ts';
import { property, subject, type Subject, valueOf, withBlockParams } from './scope.ts';
import { at, type Site } from './site.ts';
import type { Block, Program } from './syntax.ts';
import { ownOperands } from './values.ts';

type CompileProgram = (program: Program | undefined, site: Site) => readonly Node[];

/**
 * `{{#name …}}…{{else}}…{{/name}}` with a function of the project: a loop over what it makes of its block (texts of its
 * own, the block, the block behind else), so that the block itself is compiled as any other.
 */
export function compileOwnBlock(
  node: Block,
  called: Import,
  site: Site,
  compile: CompileProgram,
): readonly Node[] {
  const number = site.options.nextLoop();
  const [item, index] = [local(`item${number}`), local(`index${number}`)];
  const list = locate(helper('handlebarsBlock', ownOperands(node, called, site)), at(site, node));
  const branch = (program: Program | undefined, kind: string): readonly Node[] => {
    const names = (program?.blockParams ?? []).map(
      (name, position) =>
        [name, property(member(item, 'params'), literal(position), at(site, node))] as const,
    );
    const scope = {
      ...site.scope,
      depths: depthsIn(site, item),
      data: { values: {}, parent: site.scope.data, piece: item },
    };
    const children = compile(program, { ...site, scope: withBlockParams(scope, names) });
    const test = binary('===', member(item, 'kind'), literal(kind));
    return children.length === 0 ? [] : [when(test, children)];
  };
  const children = [
    ...branch(node.program, 'block'),
    ...branch(node.inverse, 'else'),
    slot(blockText(item), 'raw'),
  ];
  return [each({ list, item: item.name, index: index.name, children })];
}

const blockText = (piece: Expression): Expression => member(piece, 'html');

/** A helper's own text between its rounds. */
export const isBlockText = (expression: Expression): boolean =>
  expression.kind === 'member' &&
  expression.object.kind === 'local' &&
  expression.property.kind === 'literal' &&
  expression.property.value === 'html';

/** A context that is `this` itself adds no step to `../`, which is known when the helper has run. */
function depthsIn({ scope: { depths } }: Site, item: Expression): readonly (Subject | undefined)[] {
  const same = member(item, 'same');
  const around = depths.map((near, position): Subject | undefined => {
    const far = depths[position + 1];
    if (!near) return undefined;
    if (!far && position + 1 < depths.length) return undefined;
    return subject(conditional(same, far ? valueOf(far) : literal(undefined), valueOf(near)));
  });
  return [subject(member(item, 'context')), ...around];
}
