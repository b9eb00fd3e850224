import type { Attribute } from '../../document.ts';
import { staticValue } from './choices.ts';

/** What an element's name, style and attributes mean for its text. */
export interface Look {
  /** The HTML does not show it, or the template wants it left out of the text. */
  readonly hidden: boolean;
  /** Text of this size does not show: true for zero, undefined where it is inherited. */
  readonly tiny: boolean | undefined;
  readonly display: 'inline' | 'block';
  /** Lines owed before and behind: 1 a new line, 2 a blank line. */
  readonly before: number;
  readonly behind: number;
  /** `white-space`: 0 normal, 1 pre, 2 pre-line; undefined where it is inherited. */
  readonly whiteSpace: number | undefined;
  /** A border or background and room around the text. */
  readonly boxed: boolean;
  readonly filled: boolean;
  readonly padded: boolean;
  readonly align: string;
  /** `ltr`, `rtl`, or something else where it is inherited. */
  readonly direction: string;
  readonly plainList: boolean;
  readonly presentation: boolean;
  readonly span: number;
  /** Taller than a blank line, whatever it holds. */
  readonly tall: boolean;
  /** A line above or below, which is what an empty element with it shows. */
  readonly ruled: boolean;
}

/** Elements that browsers show as blocks, with the lines between them and their neighbours. */
const MARGINS = new Map<string, number>();
for (const name of 'p h1 h2 h3 h4 h5 h6 ul ol dl blockquote pre hr figure menu'.split(' '))
  MARGINS.set(name, 2);
for (const name of (
  'html body div li dt dd section article header footer main nav aside address center form fieldset legend figcaption ' +
  'caption details summary table thead tbody tfoot tr td th'
).split(' ')) {
  MARGINS.set(name, 1);
}

/** A vertical distance from here on reads as a blank line. */
const BLANK_LINE_PX = 8;

export function lookOf(name: string, attributes: readonly Attribute[]): Look {
  const values = new Map(attributes.map((node) => [node.name, staticValue(node.value)]));
  const style = parseStyle(values.get('style') ?? '');
  const role = values.get('role');
  const margin = MARGINS.get(name);
  const shown = style.get('display');
  const isBlock =
    shown === undefined || shown === '\uFFFD' ? margin !== undefined : isBlockDisplay(shown, margin);
  const background = style.get('background-color') ?? style.get('background') ?? values.get('bgcolor');
  const filled = background !== undefined && !/^(transparent|none|inherit|initial)\b/.test(background);
  const padded = isPositive(sides(style, 'padding').top) || shown === 'inline-block' || shown === 'block';
  const isButton = role === 'button' || /(^|[\s_-])(btn|button)($|[\s_-])/i.test(values.get('class') ?? '');
  return {
    hidden: isHidden(name, values, style),
    tiny: tinyOf(style.get('font-size')),
    display: isBlock ? 'block' : 'inline',
    before: isBlock ? linesOwed(style, 'top', margin ?? 1) : 0,
    behind: isBlock ? linesOwed(style, 'bottom', margin ?? 1) : 0,
    whiteSpace: whiteSpaceOf(name, style.get('white-space')),
    boxed: isButton || ((filled || isDrawn(style.get('border'))) && padded),
    filled,
    padded,
    align: /^(left|right|center)$/.exec(style.get('text-align') ?? values.get('align') ?? '')?.[0] ?? '',
    direction: values.get('dir')?.toLowerCase() ?? style.get('direction') ?? '',
    plainList: /\bnone\b/.test(style.get('list-style-type') ?? style.get('list-style') ?? ''),
    presentation: role === 'presentation' || role === 'none',
    span: Math.max(1, Number.parseInt(values.get('colspan') ?? '1', 10) || 1),
    tall: pixels(style.get('height') ?? values.get('height')) >= BLANK_LINE_PX,
    ruled: isBlock && (isDrawn(style.get('border-top')) || isDrawn(style.get('border-bottom'))),
  };
}

const isBlockDisplay = (display: string, margin: number | undefined): boolean =>
  display === 'inline'
    ? false
    : margin !== undefined || /^(block|flex|grid|table|list-item|flow-root)/.test(display);

type Style = ReadonlyMap<string, string>;

/** Declarations by name, the last one winning unless an earlier one is important. */
function parseStyle(source: string): Style {
  const style = new Map<string, string>();
  const important = new Set<string>();
  // Semicolons inside url(data:…;base64) and strings do not end a declaration.
  for (const declaration of source.match(/(?:\([^)]*\)|"[^"]*"|'[^']*'|[^;])+/g) ?? []) {
    const colon = declaration.indexOf(':');
    if (colon < 0) continue;
    const name = declaration.slice(0, colon).trim().toLowerCase();
    const isImportant = /!\s*important\s*$/i.test(declaration);
    if (important.has(name) && !isImportant) continue;
    if (isImportant) important.add(name);
    style.set(
      name,
      declaration
        .slice(colon + 1)
        .replace(/!\s*important\s*$/i, '')
        .trim()
        .toLowerCase(),
    );
  }
  return style;
}

/**
 * `mso-hide:all` alone hides nothing: it takes the HTML button away from Outlook, which shows a drawn one, and that
 * stands in a comment.
 */
function isHidden(name: string, values: ReadonlyMap<string, string>, style: Style): boolean {
  const skip = values.get('data-skip-in-text');
  if (skip !== undefined) return skip !== 'false';
  if (values.has('hidden') || values.get('aria-hidden') === 'true') return true;
  if (style.get('display') === 'none' || style.get('visibility') === 'hidden') return true;
  if (isZero(style.get('max-height')) || isZero(style.get('opacity'))) return true;
  if (isZero(style.get('height')) && style.get('overflow') === 'hidden') return true;
  // A picture of one pixel counts readers.
  return name === 'img' && (isPixel(values.get('width')) || isPixel(values.get('height')));
}

const isZero = (value: string | undefined): boolean =>
  value !== undefined && /^(0+(\.0*)?|\.0+)(px|em|rem|pt|%)?$/.test(value);

const isDrawn = (border: string | undefined): boolean =>
  border !== undefined && !/(^|\s)(none|hidden|0(px)?)(\s|$)/.test(border);

const isPixel = (value: string | undefined): boolean => value === '0' || value === '1';

function tinyOf(size: string | undefined): boolean | undefined {
  if (size === undefined || size === 'inherit') return undefined;
  // A size from the context is meant to be seen, whatever the one around is.
  return isZero(size) || /^1px$/.test(size);
}

function whiteSpaceOf(name: string, value: string | undefined): number | undefined {
  switch (value) {
    case 'pre':
    case 'pre-wrap':
    case 'break-spaces':
      return 1;
    case 'pre-line':
      return 2;
    case 'normal':
    case 'nowrap':
      return 0;
    default:
      return name === 'pre' || name === 'textarea' ? 1 : undefined;
  }
}

interface Sides {
  readonly top: string | undefined;
  readonly bottom: string | undefined;
}

function sides(style: Style, property: 'margin' | 'padding'): Sides {
  const values = style.get(property)?.split(/\s+/) ?? [];
  return {
    top: style.get(`${property}-top`) ?? values[0],
    bottom: style.get(`${property}-bottom`) ?? values[2] ?? values[0],
  };
}

const isPositive = (value: string | undefined): boolean => pixels(value) > 0;

/** Lengths as CSS pixels, 0 where they cannot be known. */
function pixels(value: string | undefined): number {
  const [, number, unit] = /^(-?\d*\.?\d+)([a-z%]*)$/.exec(value ?? '') ?? [];
  if (number === undefined) return 0;
  return Number(number) * (unit === 'em' || unit === 'rem' ? 16 : unit === 'pt' ? 4 / 3 : 1);
}

/** What the template says about distance decides; where it says nothing, what browsers do. */
function linesOwed(style: Style, side: keyof Sides, usual: number): number {
  const margin = sides(style, 'margin')[side];
  const distance = pixels(margin) + pixels(sides(style, 'padding')[side]);
  if (distance >= BLANK_LINE_PX) return 2;
  return margin === undefined || margin.includes('\uFFFD') ? usual : 1;
}
