import { join } from 'node:path';
import type { Location } from '../../errors.ts';
import { CompileError, Refusal, toDiagnostic } from '../diagnostics.ts';
import { listFolder, readBytes } from '../reading.ts';
import { readMessages, type MessageSource } from './file.ts';

export interface LocaleFile {
  readonly locale: string;
  readonly file: string;
  readonly messages: ReadonlyMap<string, MessageSource>;
}
export type LocaleFiles = ReadonlyMap<string, LocaleFile>;

/**
 * All `<locale>.json` of a folder, by canonical language tag; none when there is no such folder.
 *
 * @throws Refusal LOCALE_FILE_INVALID, LOCALE_FILE_UNREADABLE; CompileError when several files are bad
 */
export function readLocaleFiles(directory: string): LocaleFiles {
  const files = new Map<string, LocaleFile>();
  const errors: unknown[] = [];
  for (const entry of listJson(directory)) {
    const file = join(directory, entry);
    try {
      const locale = localeOfFile(entry, file);
      const twin = files.get(locale);
      if (twin) throw fileInvalid(file, `It names the same locale as ${twin.file}.`, 'Keep one of the two.');
      files.set(locale, { locale, file, messages: readMessages(readUtf8(file), file) });
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) {
    throw new CompileError(errors.map((error) => toDiagnostic(error, startOf(directory))));
  }
  return files;
}

function listJson(directory: string): readonly string[] {
  try {
    const entries = listFolder(directory);
    return entries.filter((entry) => entry.endsWith('.json') && !entry.startsWith('.'));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw unreadable(directory, cause);
  }
}

function localeOfFile(entry: string, file: string): string {
  const name = entry.slice(0, -'.json'.length);
  const locale = canonicalLocale(name);
  if (locale !== undefined) return locale;
  const hint = 'Name locale files by their language tag: de.json, de-AT.json, zh-Hant.json.';
  throw fileInvalid(file, `${JSON.stringify(name)} is not a language tag.`, hint);
}

function readUtf8(file: string): string {
  const bytes = read(file);
  try {
    // Drops a byte order mark.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fileInvalid(file, 'The file is not UTF-8.', 'Save it as UTF-8.');
  }
}

function read(file: string): Uint8Array {
  try {
    return readBytes(file);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** `DE-at` → `de-AT`, `iw` → `he`; undefined for what is not a language tag. */
export const canonicalLocale = (tag: string): string | undefined => {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
};

export const startOf = (file: string): Location => ({ file, line: 1, column: 1 });

const fileInvalid = (file: string, message: string, hint: string): Refusal =>
  new Refusal({ code: 'LOCALE_FILE_INVALID', message, hint, location: startOf(file) });

const unreadable = (path: string, cause: unknown): Refusal =>
  new Refusal({
    code: 'LOCALE_FILE_UNREADABLE',
    message: `${path} cannot be read.`,
    hint: 'Check that it exists and that you may read it.',
    location: startOf(path),
    cause,
  });
