import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { hostProps, styleSymbolic } from './attributes.ts';
import { withoutFalsy } from './falsy-props.ts';
import { describeExpression } from '../values/describe.ts';
import { foreignProps } from './foreign-props.ts';
import { findChoice, isPlain } from '../values/reify.ts';
import { holdsRefused } from '../recovery.ts';
import { foreignElement, ownElement } from './own-elements.ts';
import { distribute } from '../values/distribute.ts';
import { choose, known } from '../values/paths.ts';
import { noteHtml, refuseInvalid, refuseMissingType } from './invalid.ts';
import { preview } from './preview.ts';
import { isRaised } from '../values/raised.ts';
import { loadingRefusal, readingOf } from '../load/loading-clock.ts';
import { hasOrigin, originOf } from '../values/provenance.ts';
import { currentSession, noteForeign, noteSection } from '../session.ts';
import { attributeSite } from '../site.ts';
import { describeSymbolic, inspect, type Symbolics, symbolic, usedAt } from '../values/values.ts';
import { wrap } from '../values/wrappers.ts';
import { OPERATIONS } from '../lift/writer.ts';

/* Elements. What React and libraries get to see of symbolic props is decided here, where an element is made. */

type Props = Record<string, unknown>;

/** React hoists these to the head whatever branch they stand in; under other names they stay in their place. */
const RENAMED: ReadonlySet<string> = new Set(['title', 'meta', 'link']);
export const RENAMED_PREFIX = 'letterlock0';

/** `<Type {...props} />` */
export function jsx(type: unknown, props: unknown, location: Location): unknown {
  return distribute(
    [type, props],
    ([component, given]) => {
      const kind = inspect(component);
      if (kind) throw refuseType(kind, location);
      const inside = inspect(given);
      if (inside) return spreadElement(component, given, inside, location);
      const { key, ...rest } = given as Props;
      refuseMissingType(component, location);
      noteHtml(rest, location);
      // A part of a document stays in any case, as there has to be one of each.
      const fault = isSection(component) ? undefined : Object.values(rest).find(isRaised);
      if (fault !== undefined) return fault;
      const plainKey = inspect(key) ? undefined : key;
      if (typeof component === 'string') return host(component, rest, plainKey, location);
      if (hasOrigin(component)) return foreign(component, rest, plainKey, location);
      return own(component, rest, plainKey, location);
    },
    location,
  );
}

const isSection = (component: unknown): boolean =>
  component === 'html' || component === 'head' || component === 'body';

function refuseType(kind: Symbolics, location: Location): Refusal {
  return new Refusal({
    code: 'ELEMENT_TYPE_SYMBOLIC',
    message: `Which element this is, \`${describeSymbolic(kind)}\`, is known at run time only.`,
    hint: 'Choose between written-out elements: `level === 1 ? "h1" : "h2"`.',
    location,
  });
}

/** What is spread, without what is written out beside it. */
function describeSpread(inside: Symbolics): string {
  if (inside.kind !== 'overlay') return describeSymbolic(inside);
  const open = inside.layers.flatMap((layer) => ('plain' in layer ? [] : [layer.expression]));
  return open.map(describeExpression).join(', ');
}

function spreadElement(component: unknown, props: unknown, inside: Symbolics, location: Location): unknown {
  const isOwn =
    typeof component === 'function' || (!isReactEmail(component) && typeof component === 'object');
  if (isOwn && !hasOrigin(component)) {
    return currentSession().jsx(wrap(component as object), { $: props });
  }
  throw new Refusal({
    code: 'SPREAD_SYMBOLIC',
    message: `\`${describeSpread(inside)}\` is spread into an element; which attributes that makes is known at run time only.`,
    hint: 'Write out the attributes that the element may have: `href={item.href} title={item.title}`.',
    location: attributeSite(location, '...'),
  });
}

function host(name: string, given: Props, key: unknown, location: Location): unknown {
  noteSection(name, location);
  const props = withoutFalsy(given, location);
  refuseInvalid(name, props, location);
  const { hoist, props: prepared } = hostProps(name, props, location);
  if (hoist) return split(props, hoist, (leaf) => host(name, leaf, key, location), location);
  return currentSession().jsx(RENAMED.has(name) ? `${RENAMED_PREFIX}${name}` : name, prepared, key);
}

/** One element per outcome of a choice among the props, each with the real value. */
function split(
  props: Readonly<Props>,
  name: string,
  build: (props: Props) => unknown,
  location: Location,
): unknown {
  const found = findChoice(props[name]);
  const inside = inspect(found?.choice);
  if (!found || inside?.kind !== 'choice') return build(props);
  const decided = known(inside.test);
  const pick = (leaf: unknown): unknown =>
    isRaised(leaf) ? leaf : build({ ...props, [name]: found.replace(leaf) });
  if (decided !== undefined) return pick(decided ? inside.then : inside.otherwise);
  return choose(
    symbolic(inside.test, location),
    () => pick(inside.then),
    () => pick(inside.otherwise),
  );
}

/** A component of a package sees real values, or opaque ones that refuse to be read. */
function foreign(component: unknown, props: Props, key: unknown, location: Location): unknown {
  const name = Object.keys(props).find((prop) => findChoice(props[prop]));
  if (name) return split(props, name, (leaf) => foreign(component, leaf, key, location), location);
  const label = noteForeign(component, location);
  const reading = readingOf(originOf(component));
  if (reading) throw loadingRefusal(label, reading, location);
  const { hoist, props: prepared } = foreignProps(label, props, location);
  if (hoist) return split(prepared, hoist, (leaf) => foreign(component, leaf, key, location), location);
  return foreignElement(component, prepared, key, location);
}

/** A component of the template sees everything as it was given. */
function own(component: unknown, props: Props, key: unknown, location: Location): unknown {
  if (isReactEmail(component)) return reactEmail(component, props, key, location);
  if (isTailwind(component)) return tailwind(component, props, key, location);
  return ownElement(component, props, key, location);
}

const REACT_EMAIL = new Set(
  'Body Button CodeBlock CodeInline Column Container Font Head Heading Hr Html Img Link Markdown Preview Row Section Text'.split(
    ' ',
  ),
);

const displayName = (component: unknown): unknown =>
  (component as { displayName?: unknown } | null | undefined)?.displayName;

/** react-email's own components, which its Tailwind treats as elements: it reads their class names and styles. */
const isReactEmail = (component: unknown): boolean =>
  typeof component === 'object' &&
  component !== null &&
  'render' in component &&
  REACT_EMAIL.has(String(displayName(component)));

/** That of react-email; what the template itself names so is lifted. */
const isTailwind = (component: unknown): boolean =>
  typeof component === 'function' &&
  component.name === 'Tailwind' &&
  !Function.prototype.toString.call(component).includes(OPERATIONS);

/** Tailwind makes style sheets of its configuration; where that is chosen, of each. */
function tailwind(component: unknown, props: Props, key: unknown, location: Location): unknown {
  const options = ['config', 'theme', 'utility'];
  const chosen = options.find((prop) => findChoice(props[prop]));
  if (chosen) return split(props, chosen, (leaf) => tailwind(component, leaf, key, location), location);
  refuseSymbolic('Tailwind', Object.fromEntries(options.map((prop) => [prop, props[prop]])), location);
  return ownElement(component, props, key, location);
}

function reactEmail(component: unknown, given: Props, key: unknown, location: Location): unknown {
  const props = withoutFalsy(given, location);
  const hoisted = ['className', 'style', 'tdClassName'].find(
    (name) => inspect(props[name])?.kind === 'choice',
  );
  if (hoisted) return split(props, hoisted, (leaf) => reactEmail(component, leaf, key, location), location);
  const style = inspect(props.style);
  if (style) throw styleSymbolic(style, attributeSite(location, 'style'));
  const as = inspect(props.as);
  if (as && as.kind !== 'choice') throw refuseType(as, attributeSite(location, 'as'));
  const name = String(displayName(component));
  noteSection(name.toLowerCase(), location);
  if (name === 'Preview') {
    const items = Array.isArray(props.children) ? (props.children as unknown[]) : [props.children];
    if (items.some((item) => inspect(item))) return preview(component, props, items, key, location);
  }
  if (name === 'Markdown' || name === 'CodeBlock') {
    const chosen = Object.keys(props).find((prop) => findChoice(props[prop]));
    if (chosen) return split(props, chosen, (leaf) => reactEmail(component, leaf, key, location), location);
    refuseSymbolic(name, props, location);
  }
  const className = usedAt(props.className, attributeSite(location, 'className'));
  return currentSession().jsx(component, className === undefined ? props : { ...props, className }, key);
}

const INSTEAD: Readonly<Record<string, string>> = {
  Tailwind:
    'Write the configuration out, or choose between written-out ones; values of the context go into `style`.',
  Markdown:
    'Make HTML of the text before it is rendered, and print that: `<div dangerouslySetInnerHTML={{ __html: props.html }} />`; text that is the same in every message may stay in Markdown.',
  CodeBlock:
    'Print text of the context without highlighting: `<pre><code>{props.code}</code></pre>`; what else CodeBlock is given has to be written out, or chosen with `?:`.',
};

/** The first symbolic value of a plain object, as deep as options go. */
function symbolicIn(value: unknown, depth = 6): Symbolics | undefined {
  const inside = inspect(value);
  if (inside || depth === 0 || !isPlain(value)) return inside;
  for (const item of Object.values(value)) {
    const found = symbolicIn(item, depth - 1);
    if (found) return found;
  }
  return undefined;
}

function refuseSymbolic(name: string, props: Props, location: Location): void {
  for (const [prop, value] of Object.entries(props)) {
    const items = prop === 'children' && Array.isArray(value) ? (value as unknown[]) : [value];
    for (const item of items) {
      const inside = symbolicIn(item);
      if (!inside || holdsRefused(item)) continue;
      throw new Refusal({
        code: 'SYMBOLIC_IN_COMPONENT',
        message: `${name} needs its ${prop === 'children' ? 'text' : prop} at build, but \`${describeSymbolic(inside)}\` is known at run time only.`,
        hint: INSTEAD[name] ?? `Write the text of ${name} out, or make the elements it would make.`,
        location: attributeSite(location, prop),
      });
    }
  }
}
