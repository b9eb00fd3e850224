import type { Direction } from '../artifact.ts';
import type { Location } from '../errors.ts';
import type { Marks } from './1-parse/marks.ts';
import type { Diagnostic } from './diagnostics.ts';
import type { Expression } from './expression.ts';

/** A source file under the folder of templates. */
export interface TemplateSource {
  /** Path under the folder, without extension, with forward slashes. */
  readonly id: string;
  /** Absolute path. */
  readonly file: string;
  /** Absolute path of the folder of templates. */
  readonly root: string;
}

/** The messages of one locale, as front ends see them. */
export interface Catalog {
  readonly locale: string;
  readonly dir: Direction;
  /**
   * The text of a message with its arguments put in: a string Literal when nothing in it depends on the context.
   * Throws a Refusal: MESSAGE_MISSING, MESSAGE_ARGUMENT_MISSING, MESSAGE_ARGUMENT_UNKNOWN, MESSAGE_SYNTAX.
   */
  message(
    key: string,
    args: Readonly<Record<string, Expression>>,
    location: Location | undefined,
  ): Expression;
  /** The same with real values, by the reference implementation; used where the template is rendered unmodified. */
  format(key: string, args: Readonly<Record<string, unknown>>): string;
}

/** The type of the context, as TypeScript source. */
export interface ContextType {
  /** A type expression, for example `{ name: string }` or `InvoiceProps`. */
  readonly type: string;
  /** Declarations and imports that the expression needs, as lines of a module. */
  readonly declarations: readonly string[];
}

/** The declared type of one operand, as TypeScript source. */
export interface OperandType {
  /** The members of a union, or the type alone. */
  readonly kinds: readonly string[];
  /** What of the project it needs, as lines of a module. */
  readonly declarations: readonly string[];
}

/** The operands of a function: by position, and those with names (of `HelperOptions<{ … }>`). */
export interface FunctionTypes {
  readonly params: readonly (OperandType | undefined)[];
  readonly hash: ReadonlyMap<string, OperandType>;
}

/** What a front end makes of a template for one locale. */
export interface ParsedTemplate {
  /** Marked HTML of a whole document. */
  readonly html: string;
  readonly marks: Marks;
  /** Evaluates to a string. Undefined when the template has no subject. */
  readonly subject: Expression | undefined;
  readonly contextType: ContextType | undefined;
  /** Named contexts that the template offers as previews. */
  readonly previews: Readonly<Record<string, unknown>>;
  /** Imports a package as the template would. Needed where expressions hold imports. */
  readonly importPackage?: ((specifier: string) => Promise<Readonly<Record<string, unknown>>>) | undefined;
  /** The template rendered unmodified with a preview's context, for translation validation. */
  readonly renderPlain?: ((context: unknown) => Promise<PlainRendering>) | undefined;
  /** A module of the project that expressions import, as it belongs into the artifacts. */
  readonly module?: { readonly path: string; readonly content: string } | undefined;
  /** What the functions of that module take, by name. */
  readonly operandTypes?: ReadonlyMap<string, FunctionTypes> | undefined;
  /** Takes away what of the HTML may differ between the two. */
  readonly settle?: ((html: string) => string) | undefined;
  /** The same for the rules of style sheets. */
  readonly settleRules?: ((html: string) => string) | undefined;
  /** Absolute paths of the files read, for watching. */
  readonly dependencies: readonly string[];
  readonly warnings: readonly Diagnostic[];
}

export interface PlainRendering {
  readonly html: string;
  readonly subject: string | undefined;
}

/** One per template language. */
export interface FrontEnd {
  readonly extensions: readonly string[];
  /**
   * Undefined when the file is not a template but a helper beside templates (a component, a configuration).
   * Throws a Refusal, or a CompileError with several diagnostics. Where notes are taken (`refusals.ts`), what it gives
   * after something was refused is good for looking for further faults only.
   */
  parse(source: TemplateSource, catalog: Catalog): Promise<ParsedTemplate | undefined>;
  /**
   * Forgets what has changed since it was read; called before templates are parsed again. `moved`: absolute paths that
   * came or went.
   */
  refresh?(moved: readonly string[]): Promise<void>;
  close?(): Promise<void>;
}
