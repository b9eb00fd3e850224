import type { Location } from '../../../errors.ts';
import type { Node } from '../../document.ts';
import type { Expression } from '../../expression.ts';
import type { Catalog } from '../../template.ts';
import type { Scope } from './scope.ts';
import { type HandlebarsSource, placeIn, type Program } from './syntax.ts';

export interface CompileOptions {
  readonly catalog: Catalog;
  /** Finds a partial. Throws a Refusal where the name leaves the folder of templates. */
  readonly partials: (name: string, from: string) => HandlebarsSource | undefined;
  /** Names of all partials, for hints. */
  readonly partialNames?: (() => readonly string[]) | undefined;
  /** Partials that are compiled already: the content of a layout. */
  readonly chunks?: Readonly<Record<string, readonly Node[]>> | undefined;
  /** Values known at build time, by name. They hide what the context calls the same. */
  readonly constants?: Readonly<Record<string, Expression>> | undefined;
  /** Further values with `@`, by name. */
  readonly data?: Readonly<Record<string, Expression>> | undefined;
  readonly expand?: Expand | undefined;
  /** The functions of the project's helper module, by name, and where artifacts import them from. */
  readonly own?: OwnNames | undefined;
  /** The result is plain text: nothing is escaped. */
  readonly plain?: boolean | undefined;
  /**
   * Text that is known at build time stays a slot: in Markdown a message's asterisks must not become
   * emphasis.
   */
  readonly keepLiterals?: boolean | undefined;
  /** Gives numbers that no other loop of the template has. */
  readonly nextLoop: () => number;
}

export interface OwnNames {
  readonly functions: Readonly<Record<string, unknown>>;
  readonly specifier: string;
}

/** What the language around Handlebars does with its text: MJML replaces `<mj-include>`. */
export type Expand = (content: string, placeAt: (offset: number) => Location) => readonly Expansion[];

export type Expansion =
  /** `offset`: where in the content the text stood. */
  | { readonly kind: 'text'; readonly value: string; readonly offset: number }
  | {
      readonly kind: 'source';
      readonly source: HandlebarsSource;
      readonly before: string;
      readonly after: string;
    };

/** Where statements stand. */
export interface Site {
  readonly options: CompileOptions;
  readonly source: HandlebarsSource;
  readonly scope: Scope;
  readonly inline: ReadonlyMap<string, Closure>;
  /** What `{{> @partial-block}}` prints. */
  readonly block: Closure | undefined;
  /** Partials around, outermost first. */
  readonly stack: readonly string[];
}

/** A program and the place whose names it sees. */
export interface Closure {
  readonly program: Program;
  readonly site: Site;
}

/** The place of a node of the syntax tree. */
export const at = (
  site: Site,
  node: { readonly loc: { readonly start: { readonly line: number; readonly column: number } } },
): Location => placeIn(site.source, node.loc.start.line, node.loc.start.column);

/** A place, moved over the first `offset` characters of a text that begins there. */
export function advance(from: Location, over: string, offset: number): Location {
  const lines = over.slice(0, offset).split('\n');
  const last = lines.at(-1)!.length;
  return lines.length === 1
    ? { ...from, column: from.column + last }
    : { ...from, line: from.line + lines.length - 1, column: last + 1 };
}
