import { RenderError } from '../errors.ts';
import { escapeHandlebars, escapeReact } from './escape.ts';
import { handlebarsHtml, handlebarsText } from './plain-text.ts';
import { declaration, isJavascriptUrl, reactAttribute, reactText, style } from './react.ts';

/**
 * How an HTML program prints values. One program serves several printers: strict or lenient.
 * `path` is where the value stands in the context (`order.lines[].price`), '' when it is not a plain field.
 */
export interface Printer {
  react(value: unknown, path: string): string;
  handlebars(value: unknown, path: string): string;
  raw(value: unknown, path: string): string;
  /** A whole attribute after React's rules, with its leading space. */
  attribute(name: string, value: unknown, path: string, onAnchor: boolean): string;
  /** What a link of another language than React begins with; the value itself. */
  link(name: string, value: unknown, path: string): unknown;
  /** A field on its way into a computed text, such as a template literal; the value itself. */
  present(value: unknown, path: string): unknown;
  /** One CSS declaration in a `style` attribute. */
  declaration(before: string, value: unknown, after: string): string;
  /** A whole `style` attribute, with its leading space. */
  style(parts: readonly (readonly [before: string, value: unknown, after: string])[], ended: boolean): string;
}

/** Prints as the template languages do: a missing value prints nothing. */
export const lenient: Printer = /* @__PURE__ */ Object.freeze<Printer>({
  react: (value) => (typeof value === 'string' ? escapeReact(value) : escapeReact(reactText(value))),
  handlebars: (value) =>
    typeof value === 'string'
      ? escapeHandlebars(value)
      : (handlebarsHtml(value) ?? escapeHandlebars(handlebarsText(value))),
  raw: handlebarsText,
  attribute: (name, value, _path, onAnchor) => reactAttribute(name, value, onAnchor),
  link: (_name, value) => value,
  present: (value) => value,
  declaration,
  style,
});

/** Refuses what a reader would notice: a text that is undefined, a link that runs code. */
export const strict: Printer = /* @__PURE__ */ Object.freeze<Printer>({
  react: (value, path) => lenient.react(present(value, path), path),
  handlebars: (value, path) => lenient.handlebars(present(value, path), path),
  raw: (value, path) => lenient.raw(present(value, path), path),
  attribute: (name, value, path, onAnchor) => {
    if (name === 'href' || name === 'src') safeLink(name, value, path);
    return lenient.attribute(name, value, path, onAnchor);
  },
  link: safeLink,
  present,
  declaration,
  style,
});

function safeLink(name: string, value: unknown, path: string): unknown {
  if (typeof value !== 'string' || !isJavascriptUrl(value)) return value;
  throw new RenderError({
    code: 'URL_UNSAFE',
    message: `The ${name} that ${path === '' ? 'the template computes' : `\`${path}\` holds`} would run code.`,
    hint: 'Give an http, https, mailto or cid URL.',
  });
}

function present(value: unknown, path: string): unknown {
  if (value === undefined && path !== '') throw missing(path);
  return value;
}

export const missing = (path: string): RenderError =>
  new RenderError({
    code: 'CONTEXT_MISSING',
    message: `The context has no \`${path}\`, and the template prints it.`,
    hint: `Give \`${path}\` a value; null or '' where it is meant to be empty.`,
  });
