import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Names in capitals that are no codes: variables of the environment, and codes of Node and OpenSSL (`ERR_…`). */
const OTHERS = new Set(['NODE_ENV', 'NO_COLOR']);

/**
 * The codes that a source file can raise: every text in capitals with an underscore, wherever it stands, and single words
 * where they are given as `code`. `DELIVERY_` goes with each of the categories that the file declares.
 */
export function codesIn(source: string): readonly string[] {
  const long = [...source.matchAll(/'([A-Z][A-Z\d]*(?:_[A-Z\d]+)+)'/g)];
  const short = [...source.matchAll(/\bcode: '([A-Z]+)'/g)];
  const [, prefix] = /code: `([A-Z]+_)\$\{options\.category/.exec(source) ?? [];
  const [, union = ''] = /type DeliveryCategory =([^;]*);/.exec(source) ?? [];
  const categories = prefix ? [...union.matchAll(/'(\w+)'/g)] : [];
  return [
    ...[...long, ...short].map(([, code]) => code!),
    ...categories.map(([, category]) => `${prefix}${category!.toUpperCase()}`),
  ].filter((code) => !OTHERS.has(code) && !code.startsWith('ERR_'));
}

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

/** The codes of a folder of the sources, without the catalogue itself. */
export function codesOf(folder = ''): ReadonlySet<string> {
  const root = join(SOURCES, folder);
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[\\/]explanations[\\/]/.test(file));
  return new Set(files.flatMap((file) => codesIn(readFileSync(file, 'utf8'))));
}
