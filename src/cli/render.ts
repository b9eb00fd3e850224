import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Rendered } from '../artifact.ts';
import { parseTagged } from '../compile/3-emit/manifest.ts';
import { makeFolder } from '../compile/make-folder.ts';
import { LetterlockError } from '../errors.ts';
import { compose } from '../message/compose.ts';
import { negotiate } from '../render/locale.ts';
import { draft } from '../send/draft.ts';
import { type Artifacts, loadArtifacts } from './artifacts.ts';
import { type Command, type CommandInput, stringOption, usageError } from './command.ts';

const FORMATS = ['html', 'text', 'subject', 'json', 'eml'] as const;
type Format = (typeof FORMATS)[number];

export const renderCommand: Command = {
  name: 'render',
  summary: 'Fill a compiled template and print the result.',
  usage:
    'ID [--locale L] [--context FILE|-] [--format html|text|subject|json|eml] [--out FILE] [--artifacts DIR]',
  positionals: 1,
  options: [
    {
      name: 'locale',
      value: 'L',
      about: 'A language tag or a list of preferences. Default: the default locale of the build.',
    },
    {
      name: 'context',
      value: 'FILE',
      about:
        'JSON with the values, - for standard input; a Date is {"$date": "2026-03-01T09:30Z"}. Default: a preview of the template.',
    },
    {
      name: 'preview',
      value: 'NAME',
      about: 'Which of the previews of the template to take. Default: the first.',
    },
    {
      name: 'format',
      value: 'FORMAT',
      about: 'html, text, subject, json, or eml (an unsent draft). Default: html.',
    },
    { name: 'out', value: 'FILE', about: 'Write to a file instead of standard output.' },
    { name: 'artifacts', value: 'DIR', about: 'Where letterlock build wrote. Default: dist/emails.' },
  ],
  examples: [
    'letterlock render welcome --locale de --format text',
    'echo \'{"name":"Ada"}\' | letterlock render welcome --context - --out welcome.html',
    'letterlock render invoice --context invoice.json --format eml --out invoice.eml',
  ],
  async run(input) {
    const [id] = input.positionals;
    if (id === undefined) throw usageError('Give the id of one template.', 'render');
    const format = stringOption(input.options, 'format') ?? 'html';
    if (!isFormat(format))
      throw usageError(`There is no format "${format}"; take one of ${FORMATS.join(', ')}.`, 'render');
    const { cwd } = input.terminal;
    const artifacts = await loadArtifacts(
      resolve(cwd, stringOption(input.options, 'artifacts') ?? 'dist/emails'),
    );
    const locale = stringOption(input.options, 'locale');
    const rendered = artifacts.render(id, {
      context: await contextOf(id, artifacts, input),
      locale,
      strict: true,
    });
    if (locale !== undefined && !isMet(locale, id, artifacts)) {
      input.terminal.err(`There is no locale "${locale}"; this is ${rendered.locale}.\n`);
    }
    const output = print(rendered, format);
    const file = stringOption(input.options, 'out');
    if (file !== undefined) write(resolve(cwd, file), output);
    const text = file === undefined ? output : `Wrote ${file} (${Buffer.byteLength(output)} bytes).\n`;
    return {
      ok: true,
      json: {
        ok: true,
        ...toJson(rendered),
        ...(format === 'eml' ? { eml: output } : {}),
        ...(file === undefined ? {} : { file }),
      },
      text,
    };
  },
};

/** Whether a template has what is asked for. A `*` is met by every locale. */
const isMet = (locale: string, id: string, { templates }: Artifacts): boolean =>
  locale.includes('*') ||
  negotiate(locale, templates.find((info) => info.id === id)?.locales ?? [], '') !== '';

function write(file: string, output: string): void {
  try {
    makeFolder(dirname(file));
    writeFileSync(file, output);
  } catch (cause) {
    throw new LetterlockError({
      code: 'FILE_UNWRITABLE',
      message: `"${file}" cannot be written.`,
      hint: 'Check the path and the permission to write there.',
      cause,
    });
  }
}

const isFormat = (format: string): format is Format => (FORMATS as readonly string[]).includes(format);

async function contextOf(
  id: string,
  artifacts: Artifacts,
  { options, terminal }: CommandInput,
): Promise<unknown> {
  const file = stringOption(options, 'context');
  if (file === undefined) return previewOf(id, artifacts, stringOption(options, 'preview'));
  const source = file === '-' ? await terminal.readStdin() : readContext(resolve(terminal.cwd, file));
  try {
    return parseTagged(source);
  } catch (cause) {
    throw new LetterlockError({
      code: 'CONTEXT_FILE_INVALID',
      message: `The context in ${file === '-' ? 'standard input' : `"${file}"`} is not JSON: ${(cause as Error).message}.`,
      hint: 'Give a JSON object whose fields are the values that the template uses.',
      cause,
    });
  }
}

function readContext(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new LetterlockError({
      code: 'CONTEXT_FILE_MISSING',
      message: `The context file "${file}" cannot be read.`,
      hint: 'Check the path; - reads standard input.',
      cause,
    });
  }
}

function previewOf(id: string, artifacts: Artifacts, name: string | undefined): unknown {
  const previews = artifacts.previews[id] ?? {};
  const names = Object.keys(previews);
  if (name === undefined) return previews[names[0] ?? ''] ?? {};
  if (Object.hasOwn(previews, name)) return previews[name];
  throw new LetterlockError({
    code: 'PREVIEW_UNKNOWN',
    message: `"${id}" has no preview "${name}".`,
    hint:
      names.length > 0 ? `It has: ${names.join(', ')}.` : 'It has none; give a context with --context FILE.',
  });
}

function print(rendered: Rendered, format: Format): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(toJson(rendered), undefined, 2)}\n`;
    case 'eml':
      return new TextDecoder().decode(draft(compose(rendered, {})).bytes);
    default:
      return `${rendered[format].replace(/\n+$/, '')}\n`;
  }
}

/** Images without their bytes, which nobody wants to read. */
const toJson = (rendered: Rendered): object => ({
  ...rendered,
  images: rendered.images.map(({ base64: _, ...image }) => image),
});
