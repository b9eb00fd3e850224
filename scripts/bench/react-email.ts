import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import IntlMessageFormat from 'intl-messageformat';
import { createElement, type FunctionComponent } from 'react';
import { render, toPlainText } from 'react-email';
import { setTemplateScope } from 'letterlock/template';
import { createServer } from 'vite';

export interface ReactEmailTemplate {
  readonly context: object;
  /** What react-email users do for a message: HTML, and the text made of it. */
  render(): Promise<{ readonly html: string; readonly text: string }>;
}

/** Loads a template of `emails/`, unmodified, in the way in which react-email would render it for every message. */
export async function loadReactEmail(root: string, id: string): Promise<ReactEmailTemplate> {
  const vite = await createServer({
    root,
    configFile: false,
    mode: 'production',
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    oxc: { jsx: { runtime: 'automatic', development: false } },
    resolve: { alias: { 'letterlock/template': join(root, 'src/template.ts') } },
  });
  try {
    const module = await vite.ssrLoadModule(`/emails/${id}.tsx`);
    const Template = module['default'] as FunctionComponent<object> & { PreviewProps: object };
    setTemplateScope({
      locale: 'en',
      dir: 'ltr',
      t: createTranslate(root),
      image: () => 'cid:bench@letterlock',
    });
    return {
      context: Template.PreviewProps,
      async render() {
        const html = await render(createElement(Template, Template.PreviewProps));
        return { html, text: toPlainText(html) };
      },
    };
  } finally {
    await vite.close();
  }
}

/** Messages over formatjs, each parsed once, so that it is react-email that is timed. */
function createTranslate(root: string): (key: string, args: Readonly<Record<string, unknown>>) => string {
  const catalog = JSON.parse(readFileSync(join(root, 'emails/locales/en.json'), 'utf8')) as unknown;
  const messages = new Map<string, IntlMessageFormat>();
  const formatters = createFormatters();
  return (key, args) => {
    let message = messages.get(key);
    if (!message) {
      message = new IntlMessageFormat(find(catalog, key), 'en', undefined, { formatters });
      messages.set(key, message);
    }
    return String(message.format(args as Record<string, string>));
  };
}

const find = (catalog: unknown, key: string): string => {
  const flat = (catalog as Record<string, unknown>)[key];
  if (typeof flat === 'string') return flat;
  let node = catalog;
  for (const name of key.split('.')) node = (node as Record<string, unknown>)[name];
  return node as string;
};

/** Formatters by their options: making one costs more than all the rest of a message. */
function createFormatters() {
  const remember = <Args extends readonly unknown[], Formatter>(make: (...args: Args) => Formatter) => {
    const made = new Map<string, Formatter>();
    return (...args: Args): Formatter => {
      const key = JSON.stringify(args);
      const known = made.get(key) ?? make(...args);
      made.set(key, known);
      return known;
    };
  };
  return {
    getNumberFormat: remember(
      (...args: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...args),
    ),
    getDateTimeFormat: remember(
      (...args: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...args),
    ),
    getPluralRules: remember(
      (...args: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...args),
    ),
  };
}

/** Tags and words, without what says the same in another way: styles, comments, preloading, references, spaces. */
export const skeleton = (html: string): string =>
  html
    .replaceAll(/<!--[^]*?-->/g, '')
    .replaceAll(/<style\b[^]*?<\/style>/g, '')
    .replaceAll(/<link\b[^>]*>/g, '')
    .replaceAll(/<(\/?[a-z0-9]+)\b[^>]*>/gi, '<$1>')
    .replaceAll('&nbsp;', '\u00A0')
    .replaceAll(/[ \n\t\r]+/g, ' ')
    .trim();
