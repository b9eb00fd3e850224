import type { Image } from '../artifact.ts';
import type { Document } from './document.ts';
import { findAssetFile, findMention, isLocalImage } from './asset-files.ts';
import type { AssetStore } from './assets.ts';
import { type Diagnostic, Refusal } from './diagnostics.ts';
import { withoutReferences } from './3-emit/ascii.ts';
import type { TemplateModule } from './3-emit/module.ts';
import { printMarked } from './3-emit/marked.ts';
import type { Marks } from './1-parse/marks.ts';
import { freezeClock } from './1-parse/react/operations/clock.ts';
import { styleRules } from './style-rules.ts';
import type { ParsedTemplate, PlainRendering, TemplateSource } from './template.ts';

/** What the run-time face offers to compiled code, as far as validation needs it. */
export interface RuntimeFace {
  readonly [helper: string]: unknown;
  imageReference(source: unknown, type?: string, filename?: string): string;
  createRenderer(
    templates: readonly never[],
    defaultLocale: string,
  ): { render(id: string, options: object): { readonly html: string; readonly subject: string } };
}

/** Parses and transforms HTML in the way the template's own was. `values`: texts that came from the context. */
export type ToDocument = (
  html: string,
  options?: {
    readonly warn?: ((diagnostic: Diagnostic) => void) | undefined;
    readonly values?: ReadonlySet<string> | undefined;
  },
) => Promise<Document>;

export interface ValidateOptions {
  readonly source: TemplateSource;
  readonly locale: string;
  readonly parsed: ParsedTemplate;
  readonly module: TemplateModule;
  readonly face: RuntimeFace;
  readonly toDocument: ToDocument;
  readonly marks: Marks;
  readonly assets: AssetStore;
}

/**
 * Translation validation: for every preview, what the compiled function prints must equal what the unmodified
 * template prints after the same passes. Throws a Refusal: TRANSLATION_DIFFERS, PREVIEW_ELEMENT.
 */
export async function validate(options: ValidateOptions): Promise<void> {
  const { parsed, source, locale, marks } = options;
  const { renderPlain, settleRules = (html) => html } = parsed;
  const previews = Object.entries(parsed.previews);
  if (!renderPlain || previews.length === 0) return;
  for (const [name, context] of previews) refuseElements(name, context, source);
  const template = await evaluate(options);
  const renderer = options.face.createRenderer([template as never], locale);
  for (const [name, context] of previews) {
    const time = Date.now();
    const values = new Set(textsOf(context));
    const settle = settler([...values].filter(isLocalImage), options);
    const compiled = await freezeClock(time, async () => {
      const { html, subject } = renderer.render(source.id, { locale, context, strict: false });
      return { html, subject };
    });
    const renderTemplate = async (): Promise<PlainRendering> => {
      const { html, subject } = await freezeClock(time, () => renderPlain(context));
      return { html: printMarked(await options.toDocument(html, { values }), marks), subject };
    };
    const expected = await renderTemplate();
    const difference =
      findDifference(settle(expected.html), settle(compiled.html), 'HTML') ??
      findMissingRule(settleRules(expected.html), settleRules(compiled.html)) ??
      findDifference(tidy(expected.subject ?? compiled.subject), tidy(compiled.subject), 'subject');
    if (difference === undefined) continue;
    const again = await renderTemplate();
    const isStable = again.html === expected.html && again.subject === expected.subject;
    throw differs(name, difference, isStable, options);
  }
}

/** A subject is one line, whatever white space is left at its ends. */
const tidy = (subject: string): string => subject.replaceAll(/\s+/g, ' ').trim();

/** Every text inside a value. */
const textsOf = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsOf)
      : [];

/** An artifact knows no React, so its context cannot bring pieces of it. */
function refuseElements(preview: string, context: unknown, source: TemplateSource): void {
  const path = elementIn(context);
  if (path === undefined) return;
  throw new Refusal({
    code: 'PREVIEW_ELEMENT',
    message: `The preview "${preview}" holds a React element${path === '' ? '' : ` in ${path.slice(1)}`}, and artifacts know no React.`,
    hint: 'Pass what differs (texts, URLs) in the context and write the elements in the template.',
    location: findMention('PreviewProps', [source.file]) ?? { file: source.file, line: 1, column: 1 },
  });
}

/** Where in a value the first React element is, as `.steps[0].text`. */
function elementIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('$$typeof' in value) return '';
  for (const [key, inner] of Object.entries(value)) {
    const path = elementIn(inner);
    if (path !== undefined) return `${Array.isArray(value) ? `[${key}]` : `.${key}`}${path}`;
  }
  return undefined;
}

/**
 * What may differ. The compiled template knows the classes of every branch, a plain rendering only those of the taken
 * one, and the rules of branches not taken match nothing: of style sheets it is enough that no rule is missing, see
 * `compareRules`. And the same image may be named by the template, which makes it an asset, and by the preview, which
 * leaves it a path. Emitted code writes wide characters as references, see `toAscii`.
 */
function settler(
  values: readonly string[],
  { source, assets, parsed: { settle = (html) => html } }: ValidateOptions,
): (html: string) => string {
  const location = { file: source.file, line: 1, column: 1 };
  const paths = values.flatMap((url) => {
    try {
      return [
        [`cid:${assets.load(findAssetFile(url, source, assets, location), location).cid}`, url] as const,
      ];
    } catch {
      return [];
    }
  });
  return (html) =>
    settle(
      paths.reduce(
        (settled, [reference, url]) => settled.replaceAll(reference, url),
        withoutReferences(html.replaceAll(/<style\b[^>]*>[^]*?<\/style>/g, '')),
      ),
    );
}

/** Runs the emitted code in this process, with its imports brought by the front end. */
async function evaluate({ module, parsed, face, source, locale }: ValidateOptions): Promise<unknown> {
  const names: string[] = ['$'];
  const values: unknown[] = [face];
  for (const { specifier, name, as } of module.imports) {
    const namespace = await (parsed.importPackage ?? ((id: string) => import(id)))(specifier);
    names.push(as);
    values.push(name === '*' ? namespace : namespace[name]);
  }
  for (const { as, asset } of module.assets) {
    const image: Image = { cid: asset.cid, filename: asset.filename, type: asset.type, base64: '', size: 0 };
    names.push(as);
    values.push(image);
  }
  try {
    // The code was written by this compiler a moment ago; it never leaves the build.
    return new Function(...names, `${module.body}\nreturn template;`)(...values);
  } catch (cause) {
    throw new Refusal({
      code: 'EMIT_INVALID',
      message: `The code emitted for "${source.id}" (${locale}) cannot be loaded: ${String(cause)}.`,
      hint: 'This is a fault in letterlock. Please report it with the template.',
      location: { file: source.file, line: 1, column: 1 },
      cause,
    });
  }
}

interface Difference {
  /** The part of the mail. */
  readonly part: string;
  readonly how: string;
}

function findMissingRule(expected: string, actual: string): Difference | undefined {
  const compiled = styleRules(actual);
  const missing = [...styleRules(expected)].find((rule) => !compiled.has(rule));
  return missing === undefined
    ? undefined
    : { part: 'style sheet', how: `lacks a rule of the template's own:\n  ${missing}` };
}

function findDifference(expected: string, actual: string, part: string): Difference | undefined {
  if (expected === actual) return undefined;
  let at = 0;
  while (expected[at] === actual[at]) at++;
  const excerpt = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 60), at + 60));
  const how = `differs from the template's own at character ${at}:\n  template: ${excerpt(expected)}\n  compiled: ${excerpt(actual)}`;
  return { part, how };
}

/** `isStable`: the unmodified template prints the same each time, and so the fault is not its own. */
const differs = (
  preview: string,
  { part, how }: Difference,
  isStable: boolean,
  { source, locale }: ValidateOptions,
): Refusal =>
  new Refusal({
    code: 'TRANSLATION_DIFFERS',
    message: `The compiled ${part} of "${source.id}" (${locale}, preview "${preview}") ${how}${
      isStable ? '' : '\nThe template itself prints something else each time, for the same context.'
    }`,
    hint: isStable
      ? 'Simplify the expression that prints this place, or keep the value concrete; this is also worth a report to letterlock.'
      : 'Pass what differs (a random id, a count) in the context, so that the preview has a value for it.',
    location: { file: source.file, line: 1, column: 1 },
  });
