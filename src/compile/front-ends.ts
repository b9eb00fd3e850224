import { createHtmlFrontEnd } from './1-parse/html-file.ts';
import { createHelpersLoader } from './1-parse/handlebars/own-helpers.ts';
import { createMarkdownFrontEnd } from './1-parse/markdown.ts';
import { createMjmlFrontEnd } from './1-parse/mjml.ts';
import { MjmlConfigs } from './1-parse/mjml/config.ts';
import { createReactFrontEnd } from './1-parse/react/index.ts';
import type { FrontEnd } from './template.ts';
import type { RuntimeFace } from './validate.ts';

export interface FrontEndsOptions {
  /** Absolute path of the folder of templates. */
  readonly root: string;
  readonly face: RuntimeFace;
  /** Names of published packages that are compiled with React templates. */
  readonly lift?: readonly string[] | undefined;
}

/** The template languages, in the order in which they are asked whether a file is theirs. */
export function createFrontEnds({ root, face: runtime, lift }: FrontEndsOptions): readonly FrontEnd[] {
  const react = createReactFrontEnd({
    root,
    lift,
    plainImage: (source, { type, filename }) => runtime.imageReference(source, type, filename),
  });
  const helpers = createHelpersLoader(root);
  const configs = new MjmlConfigs(root);
  return [
    react,
    createMjmlFrontEnd({ runtime, helpers, configs }),
    createMarkdownFrontEnd({
      helpers,
      configs,
      renderReactLayout: (file, input) => react.renderLayout(file, input),
    }),
    createHtmlFrontEnd({ runtime, helpers }),
  ];
}
