/**
 * The seam between build time and run time: what the compiler writes and the renderer reads. Neither side imports
 * the other; both import this file.
 */

export type Direction = 'ltr' | 'rtl';

/**
 * An image that the HTML shows. `base64` is the content already in MIME form: base64 in lines of 76 columns joined by
 * CRLF (RFC 2045 §6.8), without a final line end, so that it is encoded once and not per message.
 */
export interface Image {
  /** Content-ID without angle brackets, as `src="cid:…"` names it. Holds an `@`. */
  readonly cid: string;
  readonly filename: string;
  /** Media type, for example `image/png`. */
  readonly type: string;
  readonly base64: string;
  /** Size of the decoded content in bytes. */
  readonly size: number;
}

/** What a template becomes for one context and locale. */
export interface Rendered {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly images: readonly Image[];
  readonly locale: string;
  readonly dir: Direction;
}

/**
 * HTML in pieces, in their order: a string stands for itself, a number for one of `statics`. That is the same array in
 * every rendering of a template and locale, so whoever encodes its strings needs to do so once.
 */
export interface HtmlPieces {
  readonly statics: readonly string[];
  readonly pieces: readonly (string | number)[];
}

/** Like Rendered, with the HTML in pieces. */
export interface RenderedPieces extends Omit<Rendered, 'html'> {
  readonly html: HtmlPieces;
}

/**
 * What a helper of `_helpers.ts` is handed behind its operands, as by Handlebars. `fn` and `inverse` are there where it is
 * called as a block: they stand for what is in the block and behind its `{{else}}`.
 */
export interface HelperOptions<Hash extends object = Readonly<Record<string, unknown>>> {
  readonly name: string;
  /** The arguments with a name. */
  readonly hash: Hash;
  /** The values with `@`: `root`, `locale`, `dir`, and inside loops `index`, `key`, `first`, `last`. */
  readonly data: Readonly<Record<string, unknown>>;
  fn(context: unknown, round?: HelperRound): string;
  inverse(context: unknown, round?: HelperRound): string;
  lookupProperty(of: unknown, key: PropertyKey): unknown;
}

export interface HelperRound {
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  readonly blockParams?: readonly unknown[] | undefined;
}
