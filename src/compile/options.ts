import type { Assembled } from './assemble.ts';
import type { Diagnostic } from './diagnostics.ts';

export interface CompileOptions {
  /** The folder of templates. */
  readonly emails: string;
  /** Locales to build. Default: every file in `<emails>/locales`. */
  readonly locales?: readonly string[] | undefined;
  readonly defaultLocale?: string | undefined;
  /** Module specifier under which artifacts import the run-time face. Default: `letterlock`. */
  readonly runtime?: string | undefined;
  /**
   * Names of published packages that are compiled with React templates, as the project's own files are: their
   * components then may compare and branch on values of the context. They must be ES modules.
   */
  readonly lift?: readonly string[] | undefined;
  /**
   * Leaves out of the HTML what no mail program shows: comments but those for Outlook, and white space that HTML does
   * not print. Templates in React have none. Default: false.
   */
  readonly minify?: boolean | undefined;
  /** Told when a template begins, for showing progress. */
  readonly onProgress?: ((progress: CompileProgress) => void) | undefined;
}

export interface CompileProgress {
  readonly id: string;
  readonly done: number;
  readonly total: number;
}

/** `files`: paths relative to the output folder; the same sources give the same bytes. */
export interface CompileResult extends Assembled {
  readonly warnings: readonly Diagnostic[];
  /** Absolute paths of every file that the result depends on. */
  readonly dependencies: readonly string[];
  /** What was compiled this time; when building again, the templates that a change concerned. */
  readonly compiled: readonly CompiledNow[];
}

export interface CompiledNow {
  readonly id: string;
  readonly milliseconds: number;
}
