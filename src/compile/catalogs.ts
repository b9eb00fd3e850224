import { join } from 'node:path';
import type { Location } from '../errors.ts';
import { directionOf, fallbackChain } from '../locale.ts';
import { Refusal, type Diagnostic } from './diagnostics.ts';
import { compileMessage } from './messages.ts';
import type { MessageSource } from './messages/file.ts';
import { canonicalLocale, type LocaleFiles, readLocaleFiles, startOf } from './messages/locale-files.ts';
import { nearNames, nearNamesHint } from './messages/near-names.ts';
import { parseMessage, type Message } from './messages/parse.ts';
import { formatMessage } from './messages/reference.ts';
import { currentReading } from './reading.ts';
import type { Catalog } from './template.ts';

export interface CatalogsOptions {
  /** The folder that holds `<locale>.json`. It need not exist. */
  readonly directory: string;
  /** The locales to build; all that have a file when absent. `de-AT` may live on the file of `de` alone. */
  readonly locales?: readonly string[] | undefined;
  /** Where fallback ends: `en` if it has a file, else the first by name. */
  readonly defaultLocale?: string | undefined;
  /** IANA time zone of dates and times in messages; `UTC`, never the time zone of the machine. */
  readonly timeZone?: string | undefined;
}

/** The messages of a folder of templates. */
export interface Catalogs {
  /** Canonical tags, sorted. Never empty. */
  readonly locales: readonly string[];
  /** One of `locales`. */
  readonly defaultLocale: string;
  /** Absolute or as relative as `directory` is; for watching. */
  readonly files: readonly string[];
  /** Warnings: MESSAGE_FALLBACK for locales that lack messages of the default one. */
  readonly diagnostics: readonly Diagnostic[];
  /** Throws a Refusal LOCALE_MISSING for a locale that is not among `locales`. */
  catalog(locale: string): Catalog;
  /** The texts of every message in all files, and what else all messages depend on. */
  readonly sources: { readonly common: string; readonly texts: ReadonlyMap<string, string> };
}

/**
 * Reads the locale files of a project. A message is looked up in the file of its locale, then of the more
 * general ones (`de-AT` → `de`), then of the default locale.
 *
 * @throws Refusal LOCALE_FILE_INVALID, LOCALE_FILE_UNREADABLE, LOCALE_MISSING
 * @throws CompileError when several files are bad
 */
export async function loadCatalogs(options: CatalogsOptions): Promise<Catalogs> {
  const files = readLocaleFiles(options.directory);
  const present = [...files.keys()].sort();
  const known = (locale: string): string => requireLocale(locale, files, options.directory);
  const wanted = options.defaultLocale === undefined ? undefined : known(options.defaultLocale);
  const main = wanted ?? (present.includes('en') || present.length === 0 ? 'en' : present[0]!);
  const chosen = options.locales?.map(known) ?? (present.length > 0 ? [...present, main] : [main]);
  const locales = Object.freeze([...new Set(chosen.length > 0 ? chosen : [main])].sort());
  const library: Library = { files, locales, main, timeZone: options.timeZone ?? 'UTC' };
  const catalogs = new Map(locales.map((locale) => [locale, createCatalog(locale, library)]));
  return Object.freeze({
    locales,
    defaultLocale: locales.includes(main) ? main : locales[0]!,
    files: Object.freeze([...files.values()].map(({ file }) => file)),
    diagnostics: Object.freeze(locales.flatMap((locale) => fallbackWarnings(locale, library))),
    sources: sourcesOf(locales, library),
    catalog(locale: string): Catalog {
      const catalog = catalogs.get(locale);
      if (!catalog) throw localeMissing(locale, locales, 'Build it: add it to `locales`.');
      return catalog;
    },
  });
}

/** Without any file nothing is translated, and every locale will do: it chooses `lang`, `dir` and formats. */
function requireLocale(locale: string, files: LocaleFiles, directory: string): string {
  const canonical = canonicalLocale(locale);
  const served = canonical !== undefined && fallbackChain(canonical).some((tag) => files.has(tag));
  if (served || (canonical !== undefined && files.size === 0)) return canonical;
  throw localeMissing(locale, files.keys(), `Write ${join(directory, `${canonical ?? 'de'}.json`)}.`);
}

interface Library {
  readonly files: LocaleFiles;
  /** Those to build. */
  readonly locales: readonly string[];
  /** The locale where fallback ends. */
  readonly main: string;
  readonly timeZone: string;
}

function createCatalog(locale: string, library: Library): Catalog {
  const parsed = new Map<string, Message>();

  const find = (key: string, location: Location | undefined): Message => {
    currentReading()?.noteMessage(key);
    let message = parsed.get(key);
    if (!message) {
      const source = findSource(key, locale, library);
      if (!source) throw messageMissing(key, locale, library, location);
      // A message that comes from another language keeps that language's plurals and number formats.
      const own = sourceIn(key, locale, library.files) !== undefined;
      message = parseMessage(source, own ? locale : library.main);
      parsed.set(key, message);
    }
    return message;
  };

  return Object.freeze({
    locale,
    dir: directionOf(locale),
    message(key, args, location) {
      const message = find(key, location);
      checkArguments(message, args, library, location);
      return compileMessage(message, { args, timeZone: library.timeZone, location });
    },
    format: (key, args) => formatMessage(find(key, undefined), args, library.timeZone),
  } satisfies Catalog);
}

function sourcesOf(locales: readonly string[], { files, main, timeZone }: Library): Catalogs['sources'] {
  const texts = new Map<string, string>();
  for (const { locale, messages } of files.values()) {
    for (const [key, { text }] of messages) {
      texts.set(key, `${texts.get(key) ?? ''}${JSON.stringify([locale, text])}`);
    }
  }
  return { common: JSON.stringify([locales, main, timeZone, [...files.keys()]]), texts };
}

/** Keys of messages that are not in all locales what they were; `all` when it concerns every message. */
export function changedMessages(before: Catalogs | undefined, after: Catalogs): ReadonlySet<string> | 'all' {
  if (before === after) return new Set();
  if (before?.sources.common !== after.sources.common) return 'all';
  const [old, now] = [before.sources.texts, after.sources.texts];
  return new Set([...old.keys(), ...now.keys()].filter((key) => old.get(key) !== now.get(key)));
}

const sourceIn = (key: string, locale: string, files: LocaleFiles): MessageSource | undefined =>
  fallbackChain(locale)
    .map((tag) => files.get(tag)?.messages.get(key))
    .find((source) => source !== undefined);

const findSource = (key: string, locale: string, { files, main }: Library): MessageSource | undefined =>
  sourceIn(key, locale, files) ?? sourceIn(key, main, files);

function checkArguments(
  message: Message,
  args: Readonly<Record<string, unknown>>,
  library: Library,
  location: Location | undefined,
): void {
  const { key } = message.source;
  const given = new Set(Object.keys(args).filter((name) => !isUndefined(args[name])));
  const missing = [...message.arguments].filter((name) => !given.has(name));
  const [first] = missing;
  if (first !== undefined) {
    const near = nearNames(first, given).find((name) => !message.arguments.has(name));
    const hint =
      near === undefined
        ? `Pass it: ${callOf(key, missing, location)}.`
        : `The message has no "${near}"; did you mean "${first}"?`;
    const needing = library.locales.filter((locale) => {
      const names = argumentsIn(key, locale, library);
      return missing.some((name) => names.has(name));
    });
    const what = `argument${missing.length > 1 ? 's' : ''} ${missing.map((name) => `"${name}"`).join(', ')}`;
    const text = `The message "${key}" needs the ${what} in ${needing.join(', ')}.`;
    throw new Refusal({ code: 'MESSAGE_ARGUMENT_MISSING', message: text, hint, location });
  }
  for (const name of Object.keys(args)) {
    if (message.arguments.has(name) || usedInAnyLocale(key, name, library)) continue;
    const hint = nearNamesHint(name, message.arguments, `Remove it, or write {${name}} in the message.`);
    const text = `The message "${key}" has no argument "${name}" in any locale.`;
    throw new Refusal({ code: 'MESSAGE_ARGUMENT_UNKNOWN', message: text, hint, location });
  }
}

/** In the language of the template. */
const callOf = (key: string, names: readonly string[], location: Location | undefined): string =>
  /\.(?:mjml|md|html|hbs|inky)$/.test(location?.file ?? '')
    ? `{{t "${key}" ${names.map((name) => `${name}=…`).join(' ')}}}`
    : `t('${key}', { ${names.map((name) => `${name}: …`).join(', ')} })`;

const isUndefined = (value: unknown): boolean => {
  const { kind, value: constant } = value as { kind?: unknown; value?: unknown };
  return kind === 'literal' && constant === undefined;
};

/** The arguments of a message in one locale. */
function argumentsIn(key: string, locale: string, library: Library): ReadonlySet<string> {
  const source = findSource(key, locale, library);
  try {
    return new Set(source && parseMessage(source, locale).arguments);
  } catch {
    // Reported when that locale is compiled.
    return new Set();
  }
}

/** A translation may do without an argument that others need, as Japanese does without plurals. */
function usedInAnyLocale(key: string, name: string, { files }: Library): boolean {
  return [...files.values()].some(({ locale, messages }) => {
    const source = messages.get(key);
    try {
      return source !== undefined && parseMessage(source, locale).arguments.has(name);
    } catch {
      // Reported when that locale is compiled; until then it may well use the argument.
      return true;
    }
  });
}

/** One warning per locale whose mails would hold messages of another language. */
function fallbackWarnings(locale: string, { files, main }: Library): readonly Diagnostic[] {
  const wanted = fallbackChain(main).flatMap((tag) => [...(files.get(tag)?.messages.keys() ?? [])]);
  const lacking = [...new Set(wanted)].filter((key) => sourceIn(key, locale, files) === undefined);
  const file = fallbackChain(locale)
    .map((tag) => files.get(tag)?.file)
    .find((path) => path !== undefined);
  if (lacking.length === 0 || file === undefined) return [];
  const shown = lacking
    .slice(0, 20)
    .map((key) => `"${key}"`)
    .join(', ');
  const more = lacking.length > 20 ? ` and ${lacking.length - 20} more` : '';
  return [
    Object.freeze({
      severity: 'warning',
      code: 'MESSAGE_FALLBACK',
      message: `${file} lacks ${shown}${more}; the mail in ${locale} shows the text of ${main}.`,
      hint: 'Translate what is missing.',
      location: startOf(file),
    }),
  ];
}

const localeMissing = (locale: string, known: Iterable<string>, todo: string): Refusal =>
  new Refusal({
    code: 'LOCALE_MISSING',
    message: `There is no locale ${JSON.stringify(locale)}; there are: ${[...known].join(', ')}.`,
    hint: todo,
  });

function messageMissing(
  key: string,
  locale: string,
  library: Library,
  location: Location | undefined,
): Refusal {
  const tags = [...new Set([...fallbackChain(locale), ...fallbackChain(library.main)])];
  const files = tags.flatMap((tag) => library.files.get(tag) ?? []);
  const places = files.length > 0 ? files.map(({ file }) => file).join(' or ') : `a file ${locale}.json`;
  // The same for each of them, so that it is reported once.
  const lacking = library.locales.filter((other) => findSource(key, other, library) === undefined);
  const names = new Set(files.flatMap(({ messages }) => [...messages.keys()]));
  return new Refusal({
    code: 'MESSAGE_MISSING',
    message: `There is no message "${key}" for the ${lacking.length > 1 ? 'locales' : 'locale'} ${lacking.join(', ')}.`,
    hint: nearNamesHint(key, names, `Add it to ${places}.`),
    location,
  });
}
