import type { NodePath } from '@babel/core';
import { nearNames } from '../../../messages/near-names.ts';

/** Names that a module has of a loader, if it has them. */
const OF_LOADERS: ReadonlySet<string> = new Set(
  'arguments require module exports __dirname __filename'.split(' '),
);

/**
 * What a name that nothing declares may have meant, best first; `undefined` for one that exists at build. Reading it
 * throws in JavaScript too, but does not say where, and ends the evaluation before anything else is found.
 */
export function unknownName(path: NodePath, name: string): readonly string[] | undefined {
  if (name in globalThis || OF_LOADERS.has(name)) return undefined;
  return nearNames(name, Object.keys(path.scope.getAllBindings()));
}
