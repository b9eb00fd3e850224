import type { Image } from '../artifact.ts';
import type { Document } from './document.ts';
import { Refusal } from './diagnostics.ts';
import type { TemplateModule } from './3-emit/module.ts';
import { printMarked } from './3-emit/marked.ts';
import type { Marks } from './1-parse/marks.ts';
import type { ParsedTemplate, TemplateSource } from './template.ts';

/** What the run-time face offers to compiled code, as far as validation needs it. */
export interface RuntimeFace {
  readonly runtime: { imageReference(source: unknown, type?: string, filename?: string): string };
  createRenderer(
    templates: readonly never[],
    defaultLocale: string,
  ): { render(id: string, options: object): { readonly html: string; readonly subject: string } };
}

export interface ValidateOptions {
  readonly source: TemplateSource;
  readonly locale: string;
  readonly parsed: ParsedTemplate;
  readonly module: TemplateModule;
  readonly face: RuntimeFace;
  /** Parses and transforms the plain rendering in the way the template was. */
  readonly toDocument: (html: string, marks: Marks) => Promise<Document>;
  readonly marks: Marks;
}

/**
 * Translation validation: for every preview, what the compiled function prints must equal what the unmodified
 * template prints after the same passes. Throws a Refusal TRANSLATION_DIFFERS.
 */
export async function validate(options: ValidateOptions): Promise<void> {
  const { parsed, source, locale } = options;
  const { renderPlain } = parsed;
  const previews = Object.entries(parsed.previews);
  if (!renderPlain || previews.length === 0) return;
  const template = await evaluate(options);
  const renderer = options.face.createRenderer([template as never], locale);
  for (const [name, context] of previews) {
    const plain = await renderPlain(context);
    const compiled = renderer.render(source.id, { locale, context, strict: false });
    const expected = printMarked(await options.toDocument(plain.html, options.marks), options.marks);
    compare(settle(expected), settle(compiled.html), 'HTML', name, options);
    if (plain.subject !== undefined) compare(plain.subject, compiled.subject, 'subject', name, options);
  }
}

/**
 * The compiled template knows the classes of every branch, a plain rendering only those of the taken one; the rules of
 * branches not taken match nothing. So style sheets are compared by what they have in common: not here.
 */
const settle = (html: string): string => html.replaceAll(/(<style\b[^>]*>)[^]*?(<\/style>)/g, '$1$2');

/** Runs the emitted code in this process, with its imports brought by the front end. */
async function evaluate({ module, parsed, face, source, locale }: ValidateOptions): Promise<unknown> {
  const names: string[] = ['$'];
  const values: unknown[] = [face.runtime];
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

function compare(
  expected: string,
  actual: string,
  part: string,
  preview: string,
  options: ValidateOptions,
): void {
  if (expected === actual) return;
  let at = 0;
  while (expected[at] === actual[at]) at++;
  const excerpt = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 60), at + 60));
  throw new Refusal({
    code: 'TRANSLATION_DIFFERS',
    message: [
      `The compiled ${part} of "${options.source.id}" (${options.locale}, preview "${preview}") differs from the template's own at character ${at}:`,
      `  template: ${excerpt(expected)}`,
      `  compiled: ${excerpt(actual)}`,
    ].join('\n'),
    hint: 'Simplify the expression that prints this place, or keep the value concrete; this is also worth a report to letterlock.',
    location: { file: options.source.file, line: 1, column: 1 },
  });
}
