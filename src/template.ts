/**
 * What a template written in React may ask of the build: `import { t, locale, dir, image } from 'letterlock/template'`.
 *
 * Whoever renders the template (the compiler, a preview) sets the scope. Without one the functions still answer, so
 * that a template opens in any React tool: `t` gives the key, the locale is English.
 */
import type { Direction } from './artifact.ts';

export type { HelperOptions, HelperRound } from './artifact.ts';

export interface ImageOptions {
  /** Media type. Sniffed from the bytes when absent. */
  readonly type?: string | undefined;
  readonly filename?: string | undefined;
}

export interface TemplateScope {
  readonly locale: string;
  readonly dir: Direction;
  t(key: string, args: Readonly<Record<string, unknown>>): string;
  image(source: unknown, options: ImageOptions): string;
}

// On globalThis, because the template and the compiler may load different copies of this module.
const SLOT: unique symbol = Symbol.for('letterlock.template-scope') as never;
const holder = globalThis as { [SLOT]?: TemplateScope | undefined };

export const setTemplateScope = (scope: TemplateScope | undefined): void => {
  holder[SLOT] = scope;
};

/** The text of a message from `locales/<locale>.json`, with its arguments put in. */
export const t = (key: string, args: Readonly<Record<string, unknown>> = {}): string =>
  holder[SLOT] ? holder[SLOT].t(key, args) : key;

/** The locale that is being rendered, for example `de-AT`. */
export const locale = (): string => holder[SLOT]?.locale ?? 'en';

/** The writing direction of the locale. */
export const dir = (): Direction => holder[SLOT]?.dir ?? 'ltr';

/**
 * An image known only at run time (a QR code, a chart): `<Img src={image(qrCode)} />`. `source` is a Uint8Array, or
 * a string of base64 or of a `data:` URL. Gives a `cid:` reference; the bytes become a part of the message.
 */
export const image = (source: unknown, options: ImageOptions = {}): string =>
  holder[SLOT] ? holder[SLOT].image(source, options) : 'cid:preview@letterlock';
