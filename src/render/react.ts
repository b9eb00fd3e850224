import { escapeReact } from './escape.ts';

/**
 * React's rules for values that it prints, restated for values that are known only at render.
 * Source: react-dom's server renderer, version 19.
 */

/** A child: null, undefined and booleans print nothing, arrays flatten, everything else is its string. */
export function reactText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
      return String(value);
    case 'object':
      if (value === null) return '';
      if (isList(value)) return Array.from(value, reactText).join('');
      throw new TypeError(
        `An object cannot be printed (it has the keys ${Object.keys(value).join(', ')}); print one of its fields.`,
      );
    default:
      return '';
  }
}

const isList = (value: object): value is Iterable<unknown> => Symbol.iterator in value;

/** A call that bundlers may leave out with what it makes. */
function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

const PLAIN_STRING = new Set(['class', 'tabindex', 'dir', 'role', 'viewbox', 'width', 'height']);
const URLS = new Set(['src', 'href', 'action', 'formaction', 'xlink:href']);
const PRESENCE = /* @__PURE__ */ words(
  'autofocus multiple muted inert allowfullscreen async autoplay controls credentialless default defer disabled ' +
    'disablepictureinpicture disableremoteplayback formnovalidate hidden loop nomodule novalidate open playsinline ' +
    'readonly required reversed scoped seamless itemscope',
);
const ENUMERATED = /* @__PURE__ */ words(
  'contenteditable spellcheck draggable value autoreverse externalresourcesrequired focusable preservealpha',
);
const POSITIVE = new Set(['cols', 'rows', 'size', 'span']);
const NUMERIC = new Set(['rowspan', 'start']);

/** A scheme that runs code, also when disguised with control characters that browsers drop. */
const JAVASCRIPT_URL =
  // oxlint-disable-next-line no-control-regex -- browsers strip exactly these
  /^[\u0000-\u001F ]*j[\r\n\t]*a[\r\n\t]*v[\r\n\t]*a[\r\n\t]*s[\r\n\t]*c[\r\n\t]*r[\r\n\t]*i[\r\n\t]*p[\r\n\t]*t[\r\n\t]*:/i;

export const isJavascriptUrl = (value: string): boolean => JAVASCRIPT_URL.test(value);

/**
 * An attribute whose whole value is one value of the context: ` name="value"`, or nothing where React omits it.
 * `name` is the lower-case HTML name; `onAnchor` because an empty `href` stays only on `<a>`.
 */
export function reactAttribute(name: string, value: unknown, onAnchor: boolean): string {
  if (value === null || value === undefined) return '';
  const kind = typeof value;
  if (kind === 'function' || kind === 'symbol') return '';
  if (PRESENCE.has(name)) return value ? ` ${name}=""` : '';
  if (URLS.has(name)) {
    if (
      kind === 'boolean' ||
      (value === '' && !(name === 'href' && onAnchor) && (name === 'src' || name === 'href'))
    )
      return '';
    const url = String(value);
    return print(name, isJavascriptUrl(url) ? BLOCKED : url);
  }
  if (POSITIVE.has(name)) return Number(value) >= 1 ? print(name, value) : '';
  if (NUMERIC.has(name)) return Number.isNaN(Number(value)) ? '' : print(name, value);
  return kind === 'boolean' ? booleanAttribute(name, value as boolean) : print(name, value);
}

const BLOCKED = "javascript:throw new Error('React has blocked a javascript: URL as a security precaution.')";

const print = (name: string, value: unknown): string => ` ${name}="${escapeReact(String(value))}"`;

function booleanAttribute(name: string, value: boolean): string {
  if (name === 'download' || name === 'capture') return value ? ` ${name}=""` : '';
  const printed = ENUMERATED.has(name) || name.startsWith('data-') || name.startsWith('aria-');
  return printed && !PLAIN_STRING.has(name) ? print(name, value) : '';
}

const UNITLESS = /* @__PURE__ */ words(
  'animation-iteration-count aspect-ratio border-image-outset border-image-slice border-image-width box-flex ' +
    'box-flex-group box-ordinal-group column-count columns flex flex-grow flex-positive flex-shrink flex-negative ' +
    'flex-order grid-area grid-row grid-row-end grid-row-span grid-row-start grid-column grid-column-end ' +
    'grid-column-span grid-column-start font-weight line-clamp line-height opacity order orphans scale tab-size ' +
    'widows z-index zoom fill-opacity flood-opacity stop-opacity stroke-dasharray stroke-dashoffset ' +
    'stroke-miterlimit stroke-opacity stroke-width -webkit-flex -webkit-flex-grow -webkit-flex-shrink ' +
    '-webkit-line-clamp -webkit-column-count -moz-box-flex -ms-flex -ms-zoom',
);

/** The value of a declaration in `style`, or null where React leaves the declaration out. `name` is the CSS name. */
export function styleValue(name: string, value: unknown): string | null {
  if (value === null || value === undefined || typeof value === 'boolean' || value === '') return null;
  if (typeof value === 'number' && value !== 0 && !name.startsWith('--') && !UNITLESS.has(name))
    return `${value}px`;
  return String(value).trim();
}

/** One declaration with the text around its value; nothing at all where the value is null. */
export const declaration = (before: string, value: unknown, after: string): string =>
  value === null || value === undefined ? '' : before + escapeReact(String(value)) + after;

/** A `style` attribute whose declarations all depend on values; nothing at all where none is left. */
export function style(
  parts: readonly (readonly [before: string, value: unknown, after: string])[],
  ended: boolean,
): string {
  const printed = parts
    .map(([before, value, after]) => declaration(before, value, after))
    .filter((part) => part !== '');
  if (printed.length === 0) return '';
  return ` style="${printed.join(ended ? '; ' : ';')}${ended ? ';' : ''}"`;
}
