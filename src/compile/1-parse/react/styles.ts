import type { TemplateSource } from '../../template.ts';
import { TemplateFiles } from '../handlebars/files.ts';
import { type StyleSource, withImportedStyles, withStyles } from '../styles.ts';
import type { Loaded } from './load/loader.ts';

/** The style sheets of a template in React: those it links, and those its modules import as for a web page. */
export class ReactStyles {
  readonly #loaded: Loaded;
  readonly #from: StyleSource;

  constructor(source: TemplateSource, loaded: Loaded) {
    this.#loaded = loaded;
    this.#from = { source, files: new TemplateFiles(source, []), mentions: loaded.files };
  }

  /** Throws a Refusal: STYLE_MISSING, FILE_OUTSIDE, STYLE_INVALID. */
  complete(html: string): string {
    return withImportedStyles(withStyles(html, [], this.#from), this.#loaded.styles, this.#from);
  }

  /** Absolute paths of the modules and style sheets read. */
  get dependencies(): readonly string[] {
    return [...new Set([...this.#loaded.files, ...this.#from.files.dependencies])];
  }
}
