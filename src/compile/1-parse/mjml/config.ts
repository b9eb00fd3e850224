import { dirname, join } from 'node:path';
import { parseDocument } from 'yaml';
import type { Location } from '../../../errors.ts';
import { findMention, projectOf } from '../../asset-files.ts';
import { type Diagnostic, Refusal } from '../../diagnostics.ts';
import { currentReading, isFile, Reading, reading, readText } from '../../reading.ts';
import { firstLine, placeOfFault } from '../bundle.ts';
import { evaluateModule, loadComponents, type OwnComponents } from './components.ts';
import { type Elements, elementsOf } from './elements.ts';

/** What `.mjmlconfig` or `.mjmlconfig.js` says. */
export interface MjmlConfig extends OwnComponents {
  readonly elements: Elements;
  readonly options: MjmlOptions;
  readonly warnings: readonly Diagnostic[];
  /** Absolute paths of the files read. */
  readonly files: readonly string[];
}

/** The options of MJML that say something about the mail. */
export interface MjmlOptions {
  readonly keepComments?: boolean | undefined;
  readonly printerSupport?: boolean | undefined;
  readonly validationLevel?: 'strict' | 'soft' | 'skip' | undefined;
  /** URLs of style sheets by the name of the font; those that MJML knows by itself, if it is missing. */
  readonly fonts?: Readonly<Record<string, string>> | undefined;
}

export const NO_CONFIG: MjmlConfig = {
  components: new Map(),
  dependencies: {},
  elements: elementsOf(new Map()),
  options: {},
  warnings: [],
  files: [],
};

/** How MJML prints, or what Letterlock does in its own way. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'allowIncludes',
  'allowMixedSyntax',
  'beautify',
  'beautifyConfig',
  'includePath',
  'juicePreserveTags',
  'minify',
  'minifyConfig',
  'minifyOptions',
  'sanitizeStyles',
  'templateSyntax',
  'useMjmlConfigOptions',
]);

const KINDS: Readonly<Record<keyof MjmlOptions, (value: unknown) => boolean>> = {
  keepComments: (value) => typeof value === 'boolean',
  printerSupport: (value) => typeof value === 'boolean',
  validationLevel: (value) => ['strict', 'soft', 'skip'].includes(value as string),
  fonts: (value) => isRecord(value) && Object.values(value).every((url) => typeof url === 'string'),
};

const NAMES = ['.mjmlconfig', '.mjmlconfig.js'];

/** Reads configurations, each again only after a change. */
export class MjmlConfigs {
  readonly #project: string;
  readonly #known = new Map<string, { readonly read: Reading; readonly loaded: Promise<MjmlConfig> }>();

  /** `root`: the folder of templates. */
  constructor(root: string) {
    this.#project = projectOf(root);
  }

  /**
   * The configuration nearest to a template, inside of the project. Throws a Refusal
   * MJML_CONFIG_INVALID, MJML_OPTION_UNSUPPORTED.
   */
  async of(template: string): Promise<MjmlConfig> {
    const file = this.#candidates(dirname(template)).find(isFile);
    if (file === undefined) return NO_CONFIG;
    let known = this.#known.get(file);
    if (!known?.read.isFresh()) {
      const read = new Reading();
      known = { read, loaded: reading(read, () => load(file, read)) };
      this.#known.set(file, known);
    }
    try {
      return await known.loaded;
    } finally {
      currentReading()?.noteAll(known.read);
    }
  }

  #candidates(folder: string): readonly string[] {
    const here = NAMES.map((name) => join(folder, name));
    const isTop = folder === this.#project || folder === dirname(folder);
    return isTop ? here : [...here, ...this.#candidates(dirname(folder))];
  }
}

async function load(file: string, read: Reading): Promise<MjmlConfig> {
  const { packages = [], options = {}, preprocessors = [], ...others } = await readConfig(file, read);
  const [other] = Object.keys(others);
  if (other !== undefined) throw unsupported(other, file);
  if (!Array.isArray(packages) || !packages.every((name) => typeof name === 'string'))
    throw invalid(file, '"packages" is no list of paths', mention('packages', file));
  if (!isRecord(options)) throw invalid(file, '"options" is no object', mention('options', file));
  if (!Array.isArray(preprocessors) || preprocessors.length > 0) throw unsupported('preprocessors', file);
  const names = Object.keys(options);
  for (const name of names) {
    if (WITHOUT_EFFECT.has(name)) continue;
    const isRight = KINDS[name as keyof MjmlOptions];
    if (!isRight) throw unsupported(name, file);
    if (!isRight(options[name]))
      throw invalid(file, `the value of "${name}" is of another kind`, mention(name, file));
  }
  const own = await loadComponents(packages as readonly string[], { file, read, invalid });
  return {
    ...own,
    elements: elementsOf(own.components),
    options: Object.fromEntries(Object.entries(options).filter(([name]) => name in KINDS)),
    warnings: names.filter((name) => WITHOUT_EFFECT.has(name)).map((name) => unused(name, file)),
    files: read.files,
  };
}

async function readConfig(file: string, read: Reading): Promise<Readonly<Record<string, unknown>>> {
  const config = file.endsWith('.js') ? await runConfig(file, read) : parseConfig(file);
  if (!isRecord(config)) throw invalid(file, 'it is no object');
  return config;
}

async function runConfig(file: string, read: Reading): Promise<unknown> {
  try {
    const exported = (await evaluateModule(file, { read })) as { readonly default?: unknown };
    return exported.default ?? exported;
  } catch (error) {
    throw invalid(file, firstLine(error), placeOfFault(file, error), error);
  }
}

function parseConfig(file: string): unknown {
  const text = readText(file).replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = (error as Error).message;
    const position = /at position (\d+)/.exec(message)?.[1] ?? parseDocument(text).errors[0]?.pos[0] ?? 0;
    const before = text.slice(0, Number(position)).split('\n');
    const location = { file, line: before.length, column: before.at(-1)!.length + 1 };
    throw invalid(file, message.replace(/ in JSON at position .*$/, ''), location, error);
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mention = (name: string, file: string): Location | undefined => findMention(name, [file]);

const startOf = (file: string): Location => ({ file, line: 1, column: 1 });

const invalid = (file: string, why: string, location?: Location, cause?: unknown): Refusal =>
  new Refusal({
    code: 'MJML_CONFIG_INVALID',
    message: `The configuration of MJML cannot be used: ${why}.`,
    hint: 'Write { "packages": ["./components/MjCard.js"], "options": { … } }; paths are relative to the configuration.',
    location: location ?? startOf(file),
    cause,
  });

const unsupported = (name: string, file: string): Refusal =>
  new Refusal({
    code: 'MJML_OPTION_UNSUPPORTED',
    message: `The option "${name}" of MJML is not supported, and without it the mail would be another.`,
    hint: `Remove it; supported are packages, and of the options ${Object.keys(KINDS).join(', ')}.`,
    location: mention(name, file) ?? startOf(file),
  });

const unused = (name: string, file: string): Diagnostic => ({
  severity: 'warning',
  code: 'MJML_OPTION_UNUSED',
  message: `The option "${name}" of MJML has no effect here: Letterlock includes files, inlines styles and prints HTML by itself.`,
  hint: 'Remove it, or leave it for the command line of MJML.',
  location: mention(name, file) ?? startOf(file),
});
