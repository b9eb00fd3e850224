import { checkChoice } from './choice.ts';
import type { SmimeEngine } from './engine.ts';
import { nativeEngine } from './native.ts';
import { opensslEngine } from './openssl.ts';

/** `native` (default), `openssl`, or an engine of your own: a hardware module, a signing service. */
export type EngineChoice = 'native' | 'openssl' | SmimeEngine;

export const engineOf = (choice: EngineChoice = 'native'): SmimeEngine => {
  if (typeof choice !== 'string') return choice;
  checkChoice('engine', choice, ['native', 'openssl']);
  return choice === 'openssl' ? opensslEngine : nativeEngine;
};
