import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import {
  binary,
  conditional,
  type Expression,
  helper,
  literal,
  logical,
  template,
} from '../../../expression.ts';
import { distribute } from '../values/distribute.ts';
import { choose } from '../values/paths.ts';
import { reify } from '../values/reify.ts';
import { currentSession } from '../session.ts';
import { recovering } from '../recovery.ts';
import { attributeSite, isInPackage } from '../site.ts';
import { describeSymbolic, inspect, symbolic, type Symbolics, usedAt } from '../values/values.ts';

/* Attributes, styles and text content of HTML elements, by React's rules. */

type Props = Record<string, unknown>;

const BOOLEAN = new Set(
  (
    'allowFullScreen async autoFocus autoPlay controls default defer disabled disablePictureInPicture ' +
    'disableRemotePlayback formNoValidate hidden inert itemScope loop multiple muted noModule noValidate open playsInline ' +
    'readOnly required reversed scoped seamless'
  ).split(' '),
);

/** Attributes that are there or not on one element, and print their value on any other. */
const BOOLEAN_ON: Readonly<Record<string, string>> = {
  checked: 'input',
  defaultChecked: 'input',
  selected: 'option',
};

const isBoolean = (name: string, prop: string): boolean => BOOLEAN.has(prop) || BOOLEAN_ON[prop] === name;

/** React prints these for numbers only. Under another spelling it does not look; the run-time face does instead. */
const NUMERIC: Readonly<Record<string, string>> = {
  cols: 'COLS',
  rows: 'ROWS',
  size: 'SIZE',
  span: 'SPAN',
  rowSpan: 'rowspan',
  start: 'START',
};

/** Elements whose content is text: what React would print for their children is one string. */
const TEXT_ONLY = new Set(['title', 'style', 'script', 'textarea', 'option']);

/**
 * The props of an HTML element as React may see them. `hoist` names a prop whose choice must be taken out of the
 * element first, because its outcomes matter at build (class names, presence, assets).
 */
export function hostProps(
  name: string,
  props: Props,
  location: Location,
): { readonly hoist?: string; readonly props: Props } {
  const result: Props = {};
  for (const [prop, value] of Object.entries(props)) {
    const place = attributeSite(location, prop);
    /** What is refused is left out. */
    const prepare = (make: () => unknown): unknown => recovering(place, [value], make, () => undefined);
    if (prop === 'children') {
      result.children = TEXT_ONLY.has(name) ? prepare(() => textContent(name, value, place)) : value;
    } else if (prop === 'style') {
      if (inspect(value)?.kind === 'choice') return { hoist: prop, props };
      result.style = prepare(() => styleOf(value, place));
    } else if (prop === 'dangerouslySetInnerHTML') {
      if (inspect(value)?.kind === 'choice') return { hoist: prop, props };
      result[prop] = prepare(() => innerHtml(value, place));
    } else {
      const inside = inspect(value);
      if (!inside) {
        result[prop] = value;
      } else if (name === 'textarea' && (prop === 'value' || prop === 'defaultValue')) {
        result[prop] = prepare(() => inline(asText(value, place), 'react', place));
      } else if (name === 'select' && (prop === 'value' || prop === 'defaultValue')) {
        if (inside.kind === 'choice') return { hoist: prop, props };
        prepare(() => {
          throw selectRefusal(inside, place);
        });
      } else if (prop === 'ref' || /^on[A-Z]/.test(prop)) {
        continue;
      } else if (
        inside.kind === 'choice' &&
        (prop === 'className' || isBoolean(name, prop) || hasAsset(value))
      ) {
        return { hoist: prop, props };
      } else if (name.includes('-')) {
        result[prop] = prepare(() => customAttribute(value, place));
      } else if (isBoolean(name, prop)) {
        return hostPropsWithChoice(name, props, prop, location);
      } else {
        // What a component of react-email hands on is named where the template gave it.
        const isHandedOn = inside.kind === 'symbolic' && isInPackage(place);
        result[NUMERIC[prop] ?? prop] = isHandedOn
          ? value
          : prepare(() => usedAt(symbolic(reify(value, place), place), place));
      }
    }
  }
  return { props: result };
}

/** React leaves out objects of custom elements, so these get text; `true` prints nothing, and `false` is not there. */
function customAttribute(value: unknown, location: Location): string {
  const expression = reify(value, location);
  const shown = conditional(binary('===', expression, literal(true)), literal(''), expression);
  return inline(symbolic(shown, location), 'react', location);
}

const selectRefusal = (value: Symbolics, location: Location): Refusal =>
  new Refusal({
    code: 'SYMBOLIC_IN_COMPONENT',
    message: `<select> needs its value at build, to select an option, but \`${describeSymbolic(value)}\` is known at run time only.`,
    hint: 'Say of each option whether it is selected: `<option selected={value === "x"}>`.',
    location,
  });

/** A boolean attribute is there or not: a choice between the two. */
function hostPropsWithChoice(
  name: string,
  props: Props,
  prop: string,
  location: Location,
): { readonly hoist?: string; readonly props: Props } {
  const chosen = choose(
    props[prop],
    () => true,
    () => false,
  );
  props[prop] = chosen;
  return inspect(chosen) ? { hoist: prop, props } : hostProps(name, props, location);
}

function hasAsset(value: unknown): boolean {
  const inside = inspect(value);
  if (inside?.kind === 'choice') return hasAsset(inside.then) || hasAsset(inside.otherwise);
  return typeof value === 'string' && value.includes('file://');
}

/** Each symbolic declaration becomes one slot that is null where React would leave the declaration out. */
export function styleOf(style: unknown, location: Location): unknown {
  const inside = inspect(style);
  if (inside) throw styleSymbolic(inside, location);
  if (typeof style !== 'object' || style === null) return style;
  return Object.fromEntries(
    Object.entries(style).map(([property, value]) => {
      if (!inspect(value)) return [property, value];
      const expression = declaration(property, value, location);
      return [property, symbolic(expression, location)];
    }),
  );
}

export const styleSymbolic = (style: Symbolics, location: Location): Refusal =>
  new Refusal({
    code: 'STYLE_SYMBOLIC',
    message: `The style \`${describeSymbolic(style)}\` is known at run time only, with it the names of its properties.`,
    hint: 'Write the properties out: `style={{ color: props.color }}`.',
    location,
  });

function declaration(property: string, value: unknown, location: Location): Expression {
  const name = property.startsWith('--')
    ? property
    : property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^ms-/, '-ms-');
  const merged = distribute(
    [value],
    ([leaf]) => {
      if (!inspect(leaf)) return printStyle(property, leaf);
      const expression = reify(leaf, location);
      const done = expression.kind === 'helper' && expression.name === 'styleValue';
      return done ? leaf : symbolic(helper('styleValue', [literal(name), expression]), location);
    },
    location,
  );
  return reify(merged, location);
}

/** React's rule for one declaration, for a value that is known. */
function printStyle(property: string, value: unknown): string | null {
  if (value === null || value === undefined || typeof value === 'boolean' || value === '') return null;
  if (typeof value !== 'number') return String(value).trim();
  const unitless = value === 0 || property.startsWith('--') || UNITLESS.has(property);
  return unitless ? String(value) : `${value}px`;
}

const UNITLESS = new Set(
  (
    'animationIterationCount aspectRatio borderImageOutset borderImageSlice borderImageWidth boxFlex boxFlexGroup ' +
    'boxOrdinalGroup columnCount columns flex flexGrow flexPositive flexShrink flexNegative flexOrder gridArea gridRow ' +
    'gridRowEnd gridRowSpan gridRowStart gridColumn gridColumnEnd gridColumnSpan gridColumnStart fontWeight lineClamp ' +
    'lineHeight opacity order orphans scale tabSize widows zIndex zoom fillOpacity floodOpacity stopOpacity ' +
    'strokeDasharray strokeDashoffset strokeMiterlimit strokeOpacity strokeWidth MozAnimationIterationCount MozBoxFlex ' +
    'MozBoxFlexGroup MozLineClamp msAnimationIterationCount msFlex msZoom msFlexGrow msFlexNegative msFlexOrder ' +
    'msFlexPositive msFlexShrink msGridColumn msGridColumnSpan msGridRow msGridRowSpan WebkitAnimationIterationCount ' +
    'WebkitBoxFlex WebKitBoxFlexGroup WebkitBoxOrdinalGroup WebkitColumnCount WebkitColumns WebkitFlex WebkitFlexGrow ' +
    'WebkitFlexPositive WebkitFlexShrink WebkitLineClamp'
  ).split(' '),
);

function innerHtml(value: unknown, location: Location): unknown {
  if (typeof value !== 'object' || value === null || inspect(value)) return value;
  const { __html: html } = value as { __html?: unknown };
  return inspect(html) ? { __html: inline(html, 'raw', location) } : value;
}

/** A value of any data kind as marked text: choices become tokens around their outcomes. */
function inline(value: unknown, print: 'react' | 'raw', location: Location): string {
  const { marks } = currentSession();
  const inside = inspect(value);
  if (!inside) return value === null || value === undefined ? '' : String(value as string);
  if (inside.kind !== 'choice') return marks.slot(reify(value, location), print);
  const { open, otherwise, close } = marks.when(inside.test);
  return `${open}${inline(inside.then, print, location)}${otherwise}${inline(inside.otherwise, print, location)}${close}`;
}

function textContent(name: string, children: unknown, location: Location): unknown {
  const items = Array.isArray(children) ? (children as unknown[]) : [children];
  if (name === 'title' || name === 'style') {
    // React prints a single child of these, and nothing where there are several.
    if (items.length > 1) return name === 'title' ? undefined : children;
    const [item] = items;
    return inspect(item) ? inline(asText(item, location), 'react', location) : children;
  }
  if (!items.some((item) => inspect(item))) return children;
  return items.map((item) => (inspect(item) ? inline(item, 'react', location) : item)).join('');
}

/** `'' + value`, with nothing for null and undefined. */
function asText(value: unknown, location: Location): unknown {
  return distribute(
    [value],
    ([leaf]) =>
      inspect(leaf)
        ? symbolic(template([logical('??', reify(leaf, location), literal(''))]), location)
        : leaf,
    location,
  );
}
