import type { Location } from '../../errors.ts';
import type { Marks } from '../1-parse/marks.ts';
import type { Diagnostic } from '../diagnostics.ts';
import type { Document } from '../document.ts';
import type { TemplateSource } from '../template.ts';
import type { AssetStore } from '../assets.ts';

/** What a pass may know besides the Document. */
export interface PassContext {
  readonly source: TemplateSource;
  readonly marks: Marks;
  /** The template as a whole, for findings that know no better place. */
  readonly location: Location;
  readonly assets: AssetStore;
  /** Whether what no mail program shows is left out. */
  readonly minify?: boolean | undefined;
  /** The template's own files, in which a finding may be looked up. Default: the template alone. */
  readonly files?: readonly string[] | undefined;
  /** Texts that come from the context, where a plain rendering is compared: they are no paths of the project. */
  readonly values?: ReadonlySet<string> | undefined;
  warn(diagnostic: Diagnostic): void;
}

/** Document → Document. May throw a Refusal. */
export type Pass = (document: Document, context: PassContext) => Document | Promise<Document>;
