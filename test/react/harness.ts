import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import clsx from 'clsx';
import * as dateFns from 'date-fns';
import dayjs from 'dayjs';
import localizedFormat from 'dayjs/plugin/localizedFormat.js';
import { expect } from 'vitest';
import { parseHtml } from '../../src/compile/1-parse/html.ts';
import { createReactFrontEnd } from '../../src/compile/1-parse/react/index.ts';
import { literal, call, imported, object } from '../../src/compile/expression.ts';
import type { Catalog, FrontEnd, ParsedTemplate } from '../../src/compile/template.ts';
import { simplifyExpression } from '../../src/compile/2-transform/simplify.ts';
import { transform } from '../../src/compile/2-transform/index.ts';
import { withoutReferences } from '../../src/compile/3-emit/ascii.ts';
import { printMarked } from '../../src/compile/3-emit/marked.ts';
import { emitTemplateModule } from '../../src/compile/3-emit/module.ts';
import { emitText } from '../../src/compile/3-emit/text.ts';
import { AssetStore } from '../../src/compile/assets.ts';
import type { Document } from '../../src/compile/document.ts';
import { createRenderer, type Renderer } from '../../src/render/render.ts';
import * as runtime from '../../src/render/runtime.ts';
import { evaluate, evaluateExpression, type Modules } from './evaluate.ts';

export const modules: Modules = new Map<string, Record<string, unknown>>([
  ['clsx', { default: clsx, clsx }],
  ['dayjs', { default: dayjs }],
  ['dayjs/plugin/localizedFormat.js', { default: localizedFormat }],
  ['date-fns', dateFns as never],
  ['messages', { format: (key: string, args: object) => `${key}${JSON.stringify(args)}` }],
]);

/** Messages are their key and arguments. */
export const catalog: Catalog = {
  locale: 'en',
  dir: 'ltr',
  message: (key, args) =>
    Object.keys(args).length === 0
      ? literal(key)
      : call(imported('messages', 'format'), [
          literal(key),
          object(Object.entries(args).map(([name, value]) => [literal(name), value] as const)),
        ]),
  format: (key, args) => (Object.keys(args).length === 0 ? key : `${key}${JSON.stringify(args)}`),
};

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Somebody else's folder of templates: outside of the project, without packages of its own. */
export function templates(options: { readonly lift?: readonly string[] } = {}): {
  parse(source: string, files?: Readonly<Record<string, string>>, name?: string): Promise<ParsedTemplate>;
  parseFile(file: string): Promise<ParsedTemplate | undefined>;
  readonly folder: string;
  close(): Promise<void>;
} {
  const folder = mkdtempSync(join(tmpdir(), 'letterlock react '));
  let frontEnd: FrontEnd | undefined;
  let count = 0;
  const parseFile = async (file: string): Promise<ParsedTemplate | undefined> => {
    frontEnd ??= createReactFrontEnd({
      root: packageRoot,
      ...options,
      plainImage: () => 'cid:test@letterlock',
    });
    return frontEnd.parse({ id: 'template', file, root: folder }, catalog);
  };
  return {
    folder,
    parseFile,
    async parse(source, files = {}, name = 'template.tsx') {
      const place = join(folder, String(count++));
      for (const [path, text] of Object.entries({ ...files, [name]: source })) {
        mkdirSync(dirname(join(place, path)), { recursive: true });
        writeFileSync(join(place, path), text);
      }
      const parsed = await parseFile(join(place, name));
      if (!parsed) throw new Error('The file is no template.');
      return parsed;
    },
    async close() {
      await frontEnd?.close?.();
    },
  };
}

/** HTML as far as a browser tells it apart: names of attributes in lower case. */
const normalize = (html: string): string =>
  html
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/ ([\w:-]+)=/g, (text) => text.toLowerCase()))
    .replace(/></g, '>\n<');

/** The compiled template must print what plain React prints, for every context. */
export async function expectSame(
  parsed: ParsedTemplate,
  contexts: readonly unknown[],
  /** Whether Tailwind's style sheet has the same rules in every context. */
  { hasSameRules = true }: { readonly hasSameRules?: boolean } = {},
): Promise<void> {
  for (const context of contexts) {
    const plain = await parsed.renderPlain?.(context);
    const shown = (html: string): string => normalize(hasSameRules ? html : withoutStyles(html));
    expect(shown(evaluate(parsed, context, modules)), JSON.stringify(context)).toBe(shown(plain?.html ?? ''));
    const subject = parsed.subject && evaluateExpression(parsed.subject, context, modules);
    expect(subject === undefined ? undefined : String(subject)).toBe(plain?.subject);
  }
  const renderer = await rendererOf(parsed);
  for (const context of contexts) {
    const plain = await parsed.renderPlain?.(context);
    const expected = printMarked(await toDocument(plain?.html ?? '', parsed, context), parsed.marks);
    const { html } = renderer.render('test', { context, strict: false });
    expect(comparable(html), JSON.stringify(context)).toBe(comparable(expected));
  }
}

const STYLES = /<style\b[^]*?<\/style>/g;
const withoutStyles = (html: string): string => html.replaceAll(STYLES, '');

/**
 * Style sheets hold the rules of all branches in the compiled template, of the taken ones in a plain rendering; images
 * of the context have a name of their own each; emitted code writes wide characters as references.
 */
export const comparable = (html: string): string =>
  withoutReferences(
    html
      // As in UTF-8, which has no halves of characters.
      .toWellFormed()
      .replaceAll(STYLES, '')
      .replaceAll(/cid:[^"]*@letterlock/g, 'cid:test@letterlock'),
  );

const LOCATION = { file: packageRoot, line: 1, column: 1 };

/** Every text inside a value. */
const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
};

export const toDocument = (html: string, { marks }: ParsedTemplate, context?: unknown): Promise<Document> =>
  transform(parseHtml(html, marks, LOCATION), {
    source: { id: 'test', file: packageRoot, root: packageRoot },
    marks,
    location: LOCATION,
    assets: new AssetStore(),
    files: [],
    values: new Set(textsOf(context)),
    warn: () => {},
  });

/** The code that the compiler emits, run in this process. `context`: what the HTML has been filled with already. */
export async function rendererOf(parsed: ParsedTemplate, context?: unknown): Promise<Renderer> {
  const document = await toDocument(parsed.html, parsed, context);
  const { body, imports, assets } = emitTemplateModule({
    id: 'test',
    runtime: 'letterlock',
    assetSpecifier: () => './asset.js',
    units: [
      {
        locale: 'en',
        dir: 'ltr',
        document,
        text: emitText(document),
        subject: simplifyExpression(parsed.subject ?? literal('')),
      },
    ],
  });
  const names = [...imports, ...assets].map(({ as }) => as);
  const values = [
    ...imports.map(({ specifier, name }) =>
      name === '*' ? modules.get(specifier) : modules.get(specifier)?.[name],
    ),
    ...assets.map(({ asset: { cid, filename, type } }) => ({ cid, filename, type, base64: '', size: 0 })),
  ];
  const template: unknown = new Function('$', ...names, `${body}\nreturn template;`)(runtime, ...values);
  return createRenderer([template as never], 'en');
}
