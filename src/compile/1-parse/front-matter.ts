import { isMap, isSeq, LineCounter, type Pair, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import type { Location } from '../../errors.ts';
import { Refusal } from '../diagnostics.ts';
import type { ContextType } from '../template.ts';
import { type DoubtfulKey, doubtfulKey } from './front-matter-keys.ts';
import { type HandlebarsSource, reservedCharacter } from './handlebars/syntax.ts';
import type { StyleName } from './styles.ts';

/** What stands between the `---` lines at the top of a template. */
export interface FrontMatter {
  /** Handlebars, with its place. */
  readonly subject: HandlebarsSource | undefined;
  /** Handlebars, with its place. */
  readonly preheader: HandlebarsSource | undefined;
  readonly layout: { readonly name: string; readonly location: Location } | undefined;
  /** Style sheets, in their order. */
  readonly styles: readonly StyleName[];
  /** Named contexts. */
  readonly previews: Readonly<Record<string, unknown>>;
  readonly contextType: ContextType | undefined;
  /** Everything else: constants of the template. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Names in `data` that may be misspelt fields. */
  readonly doubtful: readonly DoubtfulKey[];
}

export interface SplitTemplate {
  readonly matter: FrontMatter;
  readonly body: HandlebarsSource;
}

const EMPTY: FrontMatter = {
  subject: undefined,
  preheader: undefined,
  layout: undefined,
  styles: [],
  previews: {},
  contextType: undefined,
  data: {},
  doubtful: [],
};

const FENCED = /^---[ \t]*\r?\n([\s\S]*?)(?:^|\r?\n)---[ \t]*(?:\r?\n|$)/;

/** Parts the front matter from the template. Throws a Refusal FRONT_MATTER_INVALID. */
export function splitFrontMatter(source: string, file: string): SplitTemplate {
  const text = source.replace(/^\uFEFF/, '');
  const match = FENCED.exec(text);
  if (!match) return { matter: EMPTY, body: { text, file } };
  const lineOffset = match[0].split('\n').length - 1;
  return {
    matter: parseFrontMatter(match[1]!, file),
    body: { text: text.slice(match[0].length), file, lineOffset },
  };
}

function parseFrontMatter(yaml: string, file: string): FrontMatter {
  const lines = new LineCounter();
  const place = (offset: number): Location => {
    const { line, col } = lines.linePos(offset);
    return { file, line: line + 1, column: col };
  };
  const document = parseDocument(yaml, { lineCounter: lines });
  const [error] = document.errors;
  if (error)
    throw invalid(
      error.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, ''),
      place(error.pos[0]),
    );
  if (document.contents === null) return EMPTY;
  if (!isMap(document.contents)) throw invalid('it is not a map of names to values', place(0));
  const fields = new Map(document.contents.items.map((pair) => [String((pair.key as Scalar).value), pair]));
  const values = document.toJS() as Record<string, unknown>;
  if (/[\uE000\uE001]/.test(JSON.stringify(values)))
    throw reservedCharacter(place(Math.max(0, yaml.search(RESERVED))));
  const { subject, preheader, layout, styles, previews, context, ...data } = values;
  return {
    subject: handlebarsField(subject, fields.get('subject'), place),
    preheader: handlebarsField(preheader, fields.get('preheader'), place),
    layout: layoutField(layout, fields.get('layout'), place),
    styles: stylesField(styles, fields.get('styles'), place),
    previews: previewsField(previews, fields.get('previews'), place),
    contextType: context === undefined ? undefined : contextField(context, fields.get('context'), place),
    data,
    doubtful: Object.keys(data).flatMap((name) => doubtfulKey(name, place(keyStart(fields.get(name))))),
  };
}

/** As it is, or as YAML writes it. */
const RESERVED = /[\uE000\uE001]|\\u0*E00[01]/i;

type Place = (offset: number) => Location;

const keyStart = (pair: Pair | undefined): number => (pair?.key as Scalar | undefined)?.range?.[0] ?? 0;

const start = (pair: Pair | undefined): number =>
  (pair?.value as Scalar | YAMLMap | null)?.range?.[0] ?? keyStart(pair);

function handlebarsField(value: unknown, pair: Pair | undefined, place: Place): HandlebarsSource | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') {
    const hint = 'Put quotes around it: YAML reads {{ as the beginning of a map.';
    throw invalid(`"${String((pair!.key as Scalar).value)}" is not a text`, place(start(pair)), hint);
  }
  const { file, line, column } = place(start(pair));
  const quoted = (pair!.value as Scalar).type?.startsWith('QUOTE') === true;
  // Columns are those of a text on one line; a folded one is placed at its beginning.
  return { text: String(value), file, lineOffset: line - 1, columnOffset: column - 1 + (quoted ? 1 : 0) };
}

function layoutField(value: unknown, pair: Pair | undefined, place: Place): FrontMatter['layout'] {
  if (value === undefined || value === null || value === false) return undefined;
  const location = place(start(pair));
  if (typeof value !== 'string') throw invalid('"layout" is not the name of a layout', location);
  return { name: value, location };
}

function stylesField(value: unknown, pair: Pair | undefined, place: Place): FrontMatter['styles'] {
  if (value === undefined || value === null) return [];
  const items = isSeq(pair?.value) ? pair.value.items : [pair?.value];
  return [value].flat().map((name, position) => {
    const location = place((items[position] as Scalar | undefined)?.range?.[0] ?? start(pair));
    if (typeof name === 'string') return { name, location };
    throw invalid(
      '"styles" is not a list of style sheets',
      location,
      "Write styles: ['@styles/mail.css']; YAML needs the quotes because of the @.",
    );
  });
}

function previewsField(value: unknown, pair: Pair | undefined, place: Place): FrontMatter['previews'] {
  if (value === undefined || value === null) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  throw invalid(
    '"previews" is not a map of names to contexts',
    place(start(pair)),
    'Write previews:, then a name, then its values.',
  );
}

function contextField(value: unknown, pair: Pair | undefined, place: Place): ContextType {
  if (typeof value === 'string') return { type: value, declarations: [] };
  if (value && typeof value === 'object') return { type: typeOf(value), declarations: [] };
  throw invalid(
    '"context" is not a map of names to types',
    place(start(pair)),
    'Write for example context: { name: string }.',
  );
}

/** A map of names to TypeScript types; a list of one element is an array, `name?` is optional. */
function typeOf(value: unknown): string {
  if (Array.isArray(value)) return `readonly (${value.map(typeOf).join(' | ') || 'unknown'})[]`;
  if (value === null || typeof value !== 'object') return String(value);
  const fields = Object.entries(value).map(([key, inner]) => {
    const optional = key.endsWith('?');
    const name = optional ? key.slice(0, -1) : key;
    const written = /^[\w$]+$/.test(name) ? name : JSON.stringify(name);
    return `readonly ${written}${optional ? '?' : ''}: ${typeOf(inner)}`;
  });
  return fields.length === 0 ? '{}' : `{ ${fields.join('; ')} }`;
}

const invalid = (why: string, location: Location, hint?: string): Refusal =>
  new Refusal({
    code: 'FRONT_MATTER_INVALID',
    message: `The front matter cannot be read: ${why}.`,
    hint: hint ?? 'Write YAML between the two --- lines, for example subject: "Hello {{name}}".',
    location,
  });
