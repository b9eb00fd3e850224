import type { ExplanationGroup } from '../../compile/explanations/explanation.ts';
import { BUILD_EXPLANATIONS } from '../../compile/explanations/index.ts';
import { COMMAND_LINE } from './command.ts';
import { DELIVERY } from './delivery.ts';
import { DKIM } from './dkim.ts';
import { KEYS } from './keys.ts';
import { MESSAGE } from './message.ts';
import { RENDER } from './render.ts';
import { SMIME } from './smime.ts';

/** Every code of letterlock, in the order of the work on a message. */
export const EXPLANATIONS: readonly ExplanationGroup[] = [
  ...BUILD_EXPLANATIONS,
  RENDER,
  MESSAGE,
  DKIM,
  KEYS,
  SMIME,
  DELIVERY,
  COMMAND_LINE,
];
