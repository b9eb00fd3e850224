import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { attributeSite } from '../site.ts';
import { isPlain } from '../values/reify.ts';
import { inspect } from '../values/values.ts';

/* What React itself refuses, with the place in the template: React would say only what, and stop at the first. */

type Props = Readonly<Record<string, unknown>>;

const VOID: ReadonlySet<string> = new Set(
  'area base br col embed hr img input keygen link meta param source track wbr'.split(' '),
);

/** Where the template wrote HTML that a component of a package hands on. */
const written = new WeakMap<object, Location>();

export function noteHtml({ dangerouslySetInnerHTML: html }: Props, location: Location): void {
  if (!isPlain(html) || written.has(html)) return;
  written.set(html, attributeSite(location, 'dangerouslySetInnerHTML'));
}

/** Throws a Refusal ELEMENT_INVALID for a component that is not there. */
export function refuseMissingType(component: unknown, location: Location): void {
  if (component !== undefined && component !== null) return;
  throw invalid(
    `The component of this element is ${component}.`,
    'See to its import: `import { X }` takes what the other file exports as X, `import X` its default export.',
    location,
  );
}

/** Throws a Refusal ELEMENT_INVALID for what React takes in no element of HTML. */
export function refuseInvalid(name: string, props: Props, location: Location): void {
  const { children, dangerouslySetInnerHTML: html, style } = props;
  const hasChildren = isGiven(children);
  const hasHtml = isGiven(html);
  const place = (hasHtml && isPlain(html) ? written.get(html) : undefined) ?? location;
  if (VOID.has(name) && (hasChildren || hasHtml)) {
    throw invalid(`<${name}> has no content.`, `Write \`<${name} />\`, and the content after it.`, place);
  }
  if (hasHtml && hasChildren) {
    throw invalid(
      `<${name}> has children and \`dangerouslySetInnerHTML\`.`,
      'Give the HTML to an element of its own: `<div dangerouslySetInnerHTML={{ __html: html }} />`.',
      place,
    );
  }
  if (hasHtml && !inspect(html) && !(isPlain(html) && '__html' in html)) {
    throw invalid(
      '`dangerouslySetInnerHTML` is no object with `__html`.',
      'Write `dangerouslySetInnerHTML={{ __html: html }}`.',
      attributeSite(location, 'dangerouslySetInnerHTML'),
    );
  }
  if (typeof style === 'string') {
    throw invalid(
      'A style in React is an object, not text.',
      'Write its properties in camel case: `style={{ fontSize: 14, color: "red" }}`.',
      attributeSite(location, 'style'),
    );
  }
}

/** A choice may be of nothing; it is asked again where it is made. */
const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && inspect(value)?.kind !== 'choice';

const invalid = (message: string, hint: string, location: Location): Refusal =>
  new Refusal({ code: 'ELEMENT_INVALID', message, hint, location });
