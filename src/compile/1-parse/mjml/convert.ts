import { createRequire } from 'node:module';
import { join } from 'node:path';
import type mjml2html from 'mjml';
import type { Location } from '../../../errors.ts';
import { CompileError, type Diagnostic, Refusal, toDiagnostic } from '../../diagnostics.ts';
import { noteAll } from '../../refusals.ts';
import { watched } from './components.ts';
import type { MjmlConfig } from './config.ts';
import type { PrintedMjml } from './print.ts';
import type { Locate } from './tree.ts';

export interface ConvertOptions {
  /** The place of the whole template. */
  readonly start: Location;
  readonly locate: Locate;
  /** Off for what is no template: values of the context are no findings. */
  readonly isValidated: boolean;
  readonly config: MjmlConfig;
}

export interface ConvertedMjml {
  /** Marked HTML. */
  readonly html: string;
  readonly warnings: readonly Diagnostic[];
  /** Components of the project that have looked at what stands beside them. */
  readonly positional: ReadonlySet<string>;
}

/** Marked MJML → marked HTML, by MJML. Refuses MJML_INVALID, warns of MJML_ATTRIBUTE. */
export async function convertMjml(
  printed: PrintedMjml,
  { locate, start, isValidated, config }: ConvertOptions,
): Promise<ConvertedMjml> {
  const convert = loadMjml(start);
  const { validationLevel = 'soft', ...options } = config.options;
  const { components, asked } = watched(config);
  let result: Awaited<ReturnType<typeof convert>>;
  try {
    const settings = {
      keepComments: true,
      ...options,
      // 'strict' would throw, without places.
      validationLevel: isValidated && validationLevel !== 'skip' ? 'soft' : 'skip',
      ignoreIncludes: true,
      presets: [{ components, dependencies: config.dependencies }],
    } as Parameters<Convert>[1];
    result = await withRepeatableChance(() => convert(withClosedVoids(printed.text), settings));
  } catch (error) {
    throw invalid((error as Error).message, start, error);
  }
  // A value of the context, also an empty one, passes MJML's checks of attributes; what it cannot bear was refused before.
  const errors = result.errors.filter(
    ({ message }) => !/has invalid value:(?:\s+for |.*\uE000)/s.test(message),
  );
  const findings = errors.map(({ line, tagName, message }) => {
    const offset = printed.offsets[line];
    const location = offset === undefined ? start : locate(offset);
    return { message: `<${tagName}>: ${message.trim()}`.replaceAll(/\s+/g, ' '), location };
  });
  const refusals = findings
    .filter((finding) => validationLevel === 'strict' || !isOfAttribute(finding))
    .map(({ message, location }) => invalid(message, location));
  if (refusals.length > 0 && !noteAll(refusals))
    throw new CompileError(refusals.map((refusal) => toDiagnostic(refusal, start)));
  return {
    html: withPreheaderMark(withEndTags(result.html)),
    positional: asked,
    warnings: findings.filter(isOfAttribute).map(({ message, location }) => ({
      severity: 'warning',
      code: 'MJML_ATTRIBUTE',
      message,
      hint: 'MJML passes over an attribute that it does not know, and prints a value of another form as it is. See https://documentation.mjml.io.',
      location,
    })),
  };
}

/** MJML goes on with these, where it leaves out elements that it does not know. */
const isOfAttribute = ({ message }: { readonly message: string }): boolean =>
  /: Attribute [\w-]+ (?:is illegal|has invalid value)/.test(message);

type Convert = typeof mjml2html;

/** MJML is a peer: only who writes MJML needs it. */
function loadMjml(location: Location): Convert {
  try {
    return withoutGlobalConfig(() => {
      const loaded = createRequire(import.meta.url)('mjml') as Convert & { readonly default?: Convert };
      return loaded.default ?? loaded;
    });
  } catch (cause) {
    throw new Refusal({
      code: 'MJML_NOT_INSTALLED',
      message: 'This template is MJML, and the package mjml cannot be loaded.',
      hint: 'Install it: npm install --save-dev mjml@5.',
      location,
      cause,
    });
  }
}

/** The same ids in every build, and different ones in one: MJML draws them by lot, before it first waits. */
function withRepeatableChance<T>(convert: () => T): T {
  const { random } = Math;
  let state = 1;
  // Lehmer's generator, with the multiplier of Park and Miller, Communications of the ACM 36 (7), 1993.
  Math.random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  try {
    return convert();
  } finally {
    Math.random = random;
  }
}

/** MJML reads the `.mjmlconfig` of the current folder where it is loaded, for all that run in one process. */
function withoutGlobalConfig<T>(load: () => T): T {
  const { cwd } = process;
  process.cwd = () => join(import.meta.dirname, 'no-mjmlconfig');
  try {
    return load();
  } finally {
    process.cwd = cwd;
  }
}

const invalid = (message: string, location: Location, cause?: unknown): Refusal =>
  new Refusal({
    code: 'MJML_INVALID',
    message,
    hint: 'See https://documentation.mjml.io for the elements, where they may stand and their attributes.',
    location,
    cause,
  });

const VOID =
  /<((?:area|br|col|embed|hr|img|input|link|meta|source|track|wbr)(?:\s+[^\s"'<>=/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*)\s*>/gi;

/** With <mj-html-attributes> MJML reads HTML as XML, in which `<br>` goes on until it is closed. */
const withClosedVoids = (mjml: string): string =>
  mjml.includes('<mj-html-attributes') ? mjml.replaceAll(VOID, '<$1 />') : mjml;

/** With <mj-html-attributes> MJML writes elements without content as in XML, which HTML takes for start tags. */
const withEndTags = (html: string): string =>
  html.replaceAll(
    /<(a|abbr|b|big|center|code|del|div|em|font|h[1-6]|i|label|li|ol|p|s|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul)((?:\s[^<>]*)?)\/>/g,
    '<$1$2></$1>',
  );

/** The text part leaves the preheader out. */
const withPreheaderMark = (html: string): string =>
  html.replace(/<div style="display:none;font-size:1px;color:#ffffff;/, (tag) =>
    tag.replace('<div', '<div data-skip-in-text="true"'),
  );
