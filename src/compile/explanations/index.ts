import { ASSETS } from './assets.ts';
import { BUILD } from './build.ts';
import type { ExplanationGroup } from './explanation.ts';
import { HANDLEBARS } from './handlebars.ts';
import { INKY } from './inky.ts';
import { MESSAGES } from './messages.ts';
import { MJML } from './mjml.ts';
import { REACT_ELEMENTS } from './react-elements.ts';
import { REACT_FLOW } from './react-flow.ts';
import { REACT_MODULES } from './react-modules.ts';
import { REACT_VALUES } from './react-values.ts';

/** Every code that a build can give, with examples. */
export const BUILD_EXPLANATIONS: readonly ExplanationGroup[] = [
  REACT_ELEMENTS,
  REACT_FLOW,
  REACT_VALUES,
  REACT_MODULES,
  HANDLEBARS,
  MJML,
  INKY,
  MESSAGES,
  ASSETS,
  BUILD,
];
