import type * as React from 'react';
import type { Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import { context, type Expression, literal } from '../../expression.ts';
import type { Catalog, FrontEnd, ParsedTemplate, PlainRendering, TemplateSource } from '../../template.ts';
import type { ReactLayout, ReactLayoutInput } from '../markdown.ts';
import { contextTypeOf } from './context-type.ts';
import { evaluating } from './evaluation.ts';
import { renderLayout } from './layout.ts';
import { createLoader, type Loader } from './load/loader.ts';
import { paths } from './values/paths.ts';
import { recovering } from './recovery.ts';
import { containsSymbolic, reify } from './values/reify.ts';
import { renderToHtml } from './render.ts';
import { ReactStyles } from './styles.ts';
import { rootComponent } from './root-component.ts';
import { type PlainImage, setHooks } from './template-scope.ts';
import { symbolic } from './values/values.ts';

export interface ReactFrontEndOptions {
  /** Absolute path of the folder of templates; packages are looked up from here. */
  readonly root: string;
  /** What `image()` gives when a template is rendered as plain React, for comparison with the compiled one. */
  readonly plainImage?: PlainImage | undefined;
  /** Names of published packages that are compiled with the templates, as their own files are. */
  readonly lift?: readonly string[] | undefined;
}

export interface ReactFrontEnd extends FrontEnd {
  /**
   * A component around the content of a template of another language: marked HTML of a whole document. The component
   * gets `children` (the content), `title`, `preheader` and the constants of the front matter as props; all other props
   * are those of the context. Throws a Refusal, or a CompileError with several diagnostics.
   */
  renderLayout(file: string, input: ReactLayoutInput): Promise<ReactLayout>;
}

/** Templates written in React: `.tsx` and `.jsx`. */
export function createReactFrontEnd(options: ReactFrontEndOptions): ReactFrontEnd {
  let loader: Promise<Loader> | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  /** Templates share globals (the operations, React's state), so they are evaluated one after the other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work);
    queue = result.catch(() => undefined);
    return result;
  };
  const close = async (): Promise<void> => {
    await queue;
    await (await loader)?.close();
    loader = undefined;
  };
  return Object.freeze({
    extensions: Object.freeze(['.tsx', '.jsx']),
    parse: (source: TemplateSource, catalog: Catalog) =>
      inTurn(async () => {
        loader ??= createLoader(options.root, options.lift);
        return parse(await loader, source, catalog, options, inTurn);
      }),
    renderLayout: (file: string, input: ReactLayoutInput) =>
      inTurn(async () => {
        loader ??= createLoader(options.root, options.lift);
        return renderLayout(await loader, file, input, options.plainImage);
      }),
    async refresh(moved: readonly string[]) {
      await queue;
      if ((await loader)?.refresh(moved) === false) await close();
    },
    close,
  });
}

type Component = ((props: unknown) => unknown) & {
  readonly PreviewProps?: unknown;
  readonly previews?: unknown;
  readonly subject?: unknown;
};

/** Modules are named by URLs, in which these characters begin something else. */
const unloadable = (place: Location): Refusal =>
  new Refusal({
    code: 'TEMPLATE_NAME',
    message: 'A React template cannot be loaded from a path with "#" or "?" in it.',
    hint: 'Rename the file or folder.',
    location: place,
  });

async function parse(
  loader: Loader,
  source: TemplateSource,
  catalog: Catalog,
  options: ReactFrontEndOptions,
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<ParsedTemplate | undefined> {
  const place: Location = { file: source.file, line: 1, column: 1 };
  const { plainImage } = options;
  if (/[#?]/.test(source.file)) throw unloadable(place);
  return evaluating<ParsedTemplate | undefined>(
    { loader, catalog, plainImage, place },
    async ({ react, session, render }) => {
      const loaded = await loader.load('lifted', source.file);
      const component = rootComponent(loaded.module, react);
      if (!component) return undefined;
      const props = symbolic(context, place);
      const page = await render(component.value, props);
      if (!component.isDefault && !/<html\b/.test(page)) return undefined;
      const styles = new ReactStyles(source, loaded);
      /** Whoever prints the previews: the classes of all of them are in the compiled template. */
      const validation = {};
      return {
        html: styles.complete(page),
        marks: session.marks,
        subject: recovering(
          place,
          [],
          () => subjectOf(loaded.module, component.value, props, place),
          () => undefined,
        ),
        contextType: await contextTypeOf(source.file, component.name),
        previews: await previewsOf(loader, source, loaded.module, react),
        importPackage: (specifier) => loader.importPackage(specifier, source.file),
        renderPlain: (values) =>
          inTurn(async () => {
            const plain = await renderPlain(
              { loader, source, catalog, plainImage, user: validation },
              values,
            );
            return { ...plain, html: styles.complete(plain.html) };
          }),
        dependencies: styles.dependencies,
        warnings: [],
      };
    },
  );
}

function subjectOf(
  module: Readonly<Record<string, unknown>>,
  component: unknown,
  props: unknown,
  place: Location,
): Expression | undefined {
  const subject = module.subject ?? (component as Component).subject;
  if (subject === undefined) return undefined;
  const value = typeof subject === 'function' ? paths(place, () => (subject as Component)(props)) : subject;
  const expression = reify(value, place);
  return expression.kind === 'literal' ? literal(String(expression.value ?? '')) : expression;
}

async function previewsOf(
  loader: Loader,
  source: TemplateSource,
  module: Readonly<Record<string, unknown>>,
  react: typeof React,
): Promise<Readonly<Record<string, unknown>>> {
  const previews = readPreviews(module, react);
  // A preview may hold what is known at run time only (`new Date()`); the plain template has its real value.
  return containsSymbolic(previews)
    ? readPreviews((await loader.load('plain', source.file)).module, react)
    : previews;
}

function readPreviews(
  module: Readonly<Record<string, unknown>>,
  react: typeof React,
): Record<string, unknown> {
  const component = rootComponent(module, react)?.value as Component | undefined;
  const { PreviewProps, previews } = component ?? ({} as Partial<Component>);
  const single = module.PreviewProps ?? PreviewProps;
  const named = module.previews ?? previews;
  return {
    ...(single === undefined ? {} : { default: single }),
    ...(typeof named === 'object' ? named : {}),
  };
}

interface PlainOptions {
  readonly loader: Loader;
  readonly source: TemplateSource;
  readonly catalog: Catalog;
  readonly plainImage: PlainImage | undefined;
  /** See Loader.load. */
  readonly user: object;
}

/** The same template as ordinary React, with real values. */
async function renderPlain(
  { loader, source, catalog, plainImage, user }: PlainOptions,
  values: unknown,
): Promise<PlainRendering> {
  const react = (await loader.react('react')) as unknown as typeof React;
  const server = await loader.react('react-dom/server');
  setHooks(catalog, plainImage);
  const { module } = await loader.load('plain', source.file, user);
  const component = rootComponent(module, react);
  const html = await renderToHtml(
    react,
    server,
    react.createElement(component?.value as React.FC, values as object),
  );
  const subject = module.subject ?? (component?.value as Component | undefined)?.subject;
  const text: unknown = typeof subject === 'function' ? (subject as Component)(values) : subject;
  return { html, subject: text === undefined ? undefined : String(text as string) };
}
