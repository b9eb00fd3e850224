import type * as React from 'react';
import type { ImageOptions } from '../../../template.ts';
import type { Location } from '../../../errors.ts';
import { CompileError, Refusal } from '../../diagnostics.ts';
import { context, type Expression, helper, literal } from '../../expression.ts';
import type { Catalog, FrontEnd, ParsedTemplate, PlainRendering, TemplateSource } from '../../template.ts';
import { Marks } from '../marks.ts';
import { clockRefusal, watchClockAsync } from './clock.ts';
import { contextTypeOf } from './context-type.ts';
import { callSite, toRefusal } from './faults.ts';
import { createLoader, HOOKS, type Loaded, type Loader } from './loader.ts';
import { operationsOf } from './operations.ts';
import { distribute, paths } from './paths.ts';
import { forgetSetUps } from './provenance.ts';
import { containsSymbolic, reify } from './reify.ts';
import { hoist } from './hoist.ts';
import { renderToHtml, ROOT } from './render.ts';
import { currentSession, type Session, setSession } from './session.ts';
import { inspect, symbolic } from './values.ts';
import { renderComponent } from './wrappers.ts';

export interface ReactFrontEndOptions {
  /** Absolute path of the folder of templates; packages are looked up from here. */
  readonly root: string;
  /** What `image()` gives when a template is rendered as plain React, for comparison with the compiled one. */
  readonly plainImage?: ((source: unknown, options: ImageOptions) => string) | undefined;
}

/** Templates written in React: `.tsx` and `.jsx`. */
export function createReactFrontEnd(options: ReactFrontEndOptions): FrontEnd {
  process.env.NODE_ENV ??= 'production';
  let loader: Promise<Loader> | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  /** Templates share globals (the operations, React's state), so they are evaluated one after the other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work);
    queue = result.catch(() => undefined);
    return result;
  };
  return Object.freeze({
    extensions: Object.freeze(['.tsx', '.jsx']),
    parse: (source: TemplateSource, catalog: Catalog) =>
      inTurn(async () => {
        loader ??= createLoader(options.root);
        return parse(await loader, source, catalog, options, inTurn);
      }),
    async close() {
      await queue;
      await (await loader)?.close();
      loader = undefined;
    },
  });
}

type Component = ((props: unknown) => unknown) & {
  readonly PreviewProps?: unknown;
  readonly previews?: unknown;
  readonly subject?: unknown;
};

async function parse(
  loader: Loader,
  source: TemplateSource,
  catalog: Catalog,
  options: ReactFrontEndOptions,
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<ParsedTemplate | undefined> {
  const place: Location = { file: source.file, line: 1, column: 1 };
  const react = (await loader.native('react')) as unknown as typeof React;
  const server = await loader.native('react-dom/server');
  const runtime = await loader.native('react/jsx-runtime');
  const session = createSession(react, runtime, catalog);
  forgetSetUps();
  setSession(session);
  setHooks(catalog, options);
  try {
    const loaded = await loader.load('lifted', source.file);
    const component = rootComponent(loaded.module, react);
    if (!component) return undefined;
    const { value: Root } = component;
    const props = symbolic(context, place);
    // Rendered by React, so that the root may use hooks; called by hand, so that it gets the symbolic context itself.
    const Template = (): React.ReactNode =>
      paths(place, () => renderComponent(Root, props)) as React.ReactNode;
    const tree = react.createElement(ROOT, null, react.createElement(Template));
    const { value: rendered, reading } = await watchClockAsync(() => renderToHtml(react, server, tree));
    if (reading) throw clockRefusal(reading, session.foreign, place);
    const html = hoist(rendered, place);
    if (!component.isDefault && !/<html\b/.test(html)) return undefined;
    return {
      html,
      marks: session.marks,
      subject: subjectOf(loaded.module, component.value, props, place),
      contextType: await contextTypeOf(source.file, component.name),
      previews: await previewsOf(loader, source, loaded.module, react),
      importPackage: (specifier) => loader.importPackage(specifier, source.file),
      renderPlain: (values) => inTurn(() => renderPlain(loader, source, catalog, options, values)),
      dependencies: loaded.files,
      warnings: [],
    };
  } catch (error) {
    throw error instanceof CompileError ? error : toRefusal(error, place);
  } finally {
    setSession(undefined);
  }
}

function createSession(react: typeof React, runtime: Record<string, unknown>, catalog: Catalog): Session {
  const Slot = react.memo((props: { $: unknown }) => printSlot(props.$) as React.ReactNode);
  const Block = (props: { $: unknown }): React.ReactNode => printBlock(props.$) as React.ReactNode;
  return {
    react,
    jsx: runtime.jsx as Session['jsx'],
    jsxFunctions: new Set([runtime.jsx, runtime.jsxs]),
    marks: new Marks(),
    catalog,
    Slot,
    Block,
    foreign: new Map(),
  };
}

/** One value: its token. */
function printSlot(value: unknown): unknown {
  return currentSession().marks.slot(reify(value, { file: '', line: 1, column: 1 }), 'react');
}

/** Several pieces with tokens between them. */
function printBlock(value: unknown): unknown {
  const { marks } = currentSession();
  const inside = inspect(value);
  if (inside?.kind === 'choice') {
    const { open, otherwise, close } = marks.when(inside.test);
    return [open, inside.then, otherwise, inside.otherwise, close];
  }
  if (inside?.kind !== 'loop') return printSlot(value);
  const { open, close } = marks.each(inside.list, inside.item, inside.index);
  return [open, inside.body, close];
}

interface RootComponent {
  readonly name: string;
  readonly value: unknown;
  readonly isDefault: boolean;
}

/** The default export, or the only component that the file exports. */
function rootComponent(
  module: Readonly<Record<string, unknown>>,
  react: typeof React,
): RootComponent | undefined {
  const isComponent = (value: unknown): boolean =>
    typeof value === 'function' ||
    (typeof value === 'object' && value !== null && '$$typeof' in value && !react.isValidElement(value));
  if (isComponent(module.default)) return { name: 'default', value: module.default, isDefault: true };
  const named = Object.entries(module).filter(([name, value]) => /^[A-Z]/.test(name) && isComponent(value));
  const [only] = named;
  return named.length === 1 && only ? { name: only[0], value: only[1], isDefault: false } : undefined;
}

function setHooks(catalog: Catalog, options: ReactFrontEndOptions): void {
  const locale = (): string => catalog.locale;
  const dir = (): string => catalog.dir;
  const scopes = {
    lifted: { t: translate, locale, dir, image: symbolicImage },
    plain: {
      t: (key: string, args: Readonly<Record<string, unknown>> = {}) => catalog.format(key, args),
      locale,
      dir,
      image: (source: unknown, image: ImageOptions = {}) =>
        options.plainImage ? options.plainImage(source, image) : 'cid:preview@letterlock',
    },
  };
  (globalThis as { [HOOKS]?: unknown })[HOOKS] = {
    operations: operationsOf,
    template: (graph: 'lifted' | 'plain') => scopes[graph],
  };
}

/** `t(key, args)`: text where nothing in it depends on the context, else the expression of the message. */
function translate(key: unknown, args: unknown = {}): unknown {
  const location = callSite();
  return distribute(
    [key, args],
    ([name, values]) => {
      const inside = inspect(name) ?? inspect(values);
      if (inside || typeof values !== 'object' || values === null) {
        throw new Refusal({
          code: inspect(name) ? 'MESSAGE_KEY_SYMBOLIC' : 'MESSAGE_ARGUMENTS_SYMBOLIC',
          message: inspect(name)
            ? 'The key of this message is known at run time only.'
            : 'The arguments of this message are an object that is known at run time only.',
          hint: inspect(name)
            ? 'Choose between written-out keys, or use `select` in the message.'
            : 'Write the arguments out: `t("key", { name: props.name })`.',
          location,
        });
      }
      const expressions = Object.fromEntries(
        Object.entries(values).map(([argument, value]) => [argument, reify(value, location)]),
      );
      const message = currentSession().catalog.message(String(name), expressions, location);
      return message.kind === 'literal' ? message.value : symbolic(message, location);
    },
    location,
  );
}

function symbolicImage(source: unknown, options: ImageOptions = {}): unknown {
  const location = callSite();
  const args: Expression[] = [reify(source, location)];
  if (options.type !== undefined || options.filename !== undefined) args.push(reify(options.type, location));
  if (options.filename !== undefined) args.push(reify(options.filename, location));
  return symbolic(helper('image', args), location);
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

/** The same template as ordinary React, with real values. */
async function renderPlain(
  loader: Loader,
  source: TemplateSource,
  catalog: Catalog,
  options: ReactFrontEndOptions,
  values: unknown,
): Promise<PlainRendering> {
  const react = (await loader.native('react')) as unknown as typeof React;
  const server = await loader.native('react-dom/server');
  setHooks(catalog, options);
  const { module }: Loaded = await loader.load('plain', source.file);
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
