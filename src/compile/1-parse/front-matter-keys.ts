import { extname } from 'node:path';
import type { Location } from '../../errors.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { nearNames } from '../messages/near-names.ts';
import type { TemplateFiles } from './handlebars/files.ts';

const FIELDS = ['subject', 'preheader', 'layout', 'styles', 'previews', 'context'] as const;

/** A name in front matter that is a constant, or a field that is misspelt. */
export interface DoubtfulKey {
  readonly name: string;
  /** The field that may be meant. */
  readonly field: string;
  readonly location: Location;
}

export const doubtfulKey = (name: string, location: Location): readonly DoubtfulKey[] =>
  nearNames(name, FIELDS)
    .slice(0, 1)
    .filter((field) => field !== name)
    .map((field) => ({ name, field, location }));

/** `contact` is near to `context` and a good constant; what nobody prints is no constant. */
export const warnOfKeys = (keys: readonly DoubtfulKey[], files: TemplateFiles): readonly Diagnostic[] =>
  keys
    .filter(({ name }) => !files.dependencies.some((file) => mentions(name, file, files.read(file))))
    .map(({ name, field, location }) => ({
      severity: 'warning',
      code: 'FRONT_MATTER_KEY',
      message: `"${name}" in the front matter is no field that letterlock knows, and no template prints it.`,
      hint: `Did you mean "${field}"? Remove it otherwise.`,
      location,
    }));

function mentions(name: string, file: string, text: string): boolean {
  const word = `(?<![\\w$-])${name.replaceAll(/[^\w-]/g, '\\$&')}(?![\\w$-])`;
  const isReact = /^\.[jt]sx$/.test(extname(file));
  return new RegExp(isReact ? word : `\\{\\{[^}]*${word}`).test(text);
}
