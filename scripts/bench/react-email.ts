import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { IntlMessageFormat } from 'intl-messageformat';
import { createElement, type FunctionComponent } from 'react';
import { render, toPlainText } from 'react-email';
import { setTemplateScope } from 'letterlock/template';
import { rolldown } from 'rolldown';

export interface ReactEmailTemplate {
  readonly context: object;
  /** HTML, and the text made of it: the cheapest way to both. */
  render(context: object): Promise<{ readonly html: string; readonly text: string }>;
  /** `render` twice, the second time with its option for plain text. */
  renderTwice(context: object): Promise<{ readonly html: string; readonly text: string }>;
}

/** A template of `emails/`, unmodified, bundled for production in the way in which an application would be. */
export async function loadReactEmail(root: string, id: string, out: string): Promise<ReactEmailTemplate> {
  const bundle = await rolldown({
    input: join(root, `emails/${id}.tsx`),
    platform: 'node',
    external: /^[^./]/,
    transform: { jsx: { runtime: 'automatic', development: false } },
    plugins: [
      {
        name: 'images',
        load: (file) =>
          file.endsWith('.png') ? { code: "export default 'cid:image'", moduleType: 'js' } : undefined,
      },
    ],
  });
  const file = join(out, `${id}.js`);
  await bundle.write({ file });
  await bundle.close();
  const module = (await import(pathToFileURL(file).href)) as {
    default: FunctionComponent<object> & { PreviewProps: object };
  };
  setTemplateScope({ locale: 'en', dir: 'ltr', t: createTranslate(root), image: () => 'cid:image' });
  return {
    context: module.default.PreviewProps,
    async render(context) {
      const html = await render(createElement(module.default, context));
      return { html, text: toPlainText(html) };
    },
    async renderTwice(context) {
      const html = await render(createElement(module.default, context));
      return { html, text: await render(createElement(module.default, context), { plainText: true }) };
    },
  };
}

/** Messages by formatjs, each parsed once, so that it is react-email that is timed. */
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
