import { Refusal } from '../../diagnostics.ts';
import { refuse } from '../../refusals.ts';
import type { Locate, MjmlElement, MjmlNode } from './tree.ts';

/**
 * A component of the project that looks at what stands beside it (`index`, `last` …) would count conditions and loops.
 * `positional`: the elements that do. Throws a Refusal MJML_BLOCK_PLACE.
 */
export function refusePositional(
  { children }: MjmlElement,
  positional: ReadonlySet<string>,
  locate: Locate,
): void {
  if (positional.size > 0) refuseAmong(children, { positional, locate, inBlock: false });
}

interface Surroundings {
  readonly positional: ReadonlySet<string>;
  readonly locate: Locate;
  readonly inBlock: boolean;
}

function refuseAmong(nodes: readonly MjmlNode[], around: Surroundings): void {
  const inBlock = around.inBlock || nodes.some(({ kind }) => kind === 'block');
  for (const node of nodes) {
    if (node.kind === 'block') {
      refuseAmong([...node.then, ...node.otherwise], { ...around, inBlock: true });
    } else if (node.kind === 'element') {
      if (inBlock && around.positional.has(node.name)) refuse(refusal(node, around.locate));
      refuseAmong(node.children, { ...around, inBlock: false });
    }
  }
}

const refusal = ({ name, offset }: MjmlElement, locate: Locate): Refusal =>
  new Refusal({
    code: 'MJML_BLOCK_PLACE',
    message: `The component <${name}> of this project asks for its place among its neighbours, which depends on the context.`,
    hint: 'Put the condition or loop around the element above it, or write the component without props.index, first, last and sibling.',
    location: locate(offset),
  });
