import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { templatePath } from '../compile/3-emit/index-module.ts';
import type { CompileResult } from '../compile/index.ts';
import { buildOnce, buildOnChange } from '../vite/run.ts';
import {
  type Command,
  type CommandInput,
  type CommandOption,
  type CommandResult,
  listOption,
  stringOption,
} from './command.ts';
import { formatTable } from './table.ts';
import { describeError, describeFinding, printFailure, printFinding } from './report.ts';
import { progress, type Terminal } from './terminal.ts';

const OPTIONS: readonly CommandOption[] = [
  { name: 'emails', value: 'DIR', about: 'The folder of templates. Default: emails.' },
  { name: 'out', value: 'DIR', about: 'Where the artifacts go. Default: dist/emails.' },
  { name: 'locales', value: 'a,b', about: 'Locales to build. Default: every file in DIR/locales.' },
  {
    name: 'default-locale',
    value: 'L',
    about: 'For languages that there is no mail in. Default: en, or the first of the locales.',
  },
  { name: 'lift', value: 'a,b', about: 'Packages whose components are compiled with React templates.' },
  { name: 'minify', about: 'Leave out comments and white space that mail programs do not show.' },
];

const settingsOf = ({ options, terminal }: CommandInput) => ({
  emails: resolve(terminal.cwd, stringOption(options, 'emails') ?? 'emails'),
  out: resolve(terminal.cwd, stringOption(options, 'out') ?? 'dist/emails'),
  locales: listOption(options, 'locales'),
  defaultLocale: stringOption(options, 'default-locale'),
  lift: listOption(options, 'lift'),
  minify: options['minify'] === true,
});

export const buildCommand: Command = {
  name: 'build',
  summary: 'Compile a folder of templates to artifacts.',
  usage: '[--emails DIR] [--out DIR] [--locales a,b] [--default-locale L] [--lift a,b] [--minify]',
  options: OPTIONS,
  examples: [
    'letterlock build',
    'letterlock build --emails packages/mail/emails --out packages/mail/dist',
    'letterlock build --locales en,de --json',
  ],
  async run(input) {
    const { terminal } = input;
    const line = progress(terminal);
    let result: CompileResult | undefined;
    let failure: unknown;
    await buildOnce({
      ...settingsOf(input),
      onProgress: ({ id, done, total }) => line.show(`Compiling ${id} (${done + 1} of ${total}) …`),
      onBuild: (built) => (result = built),
      onError: (error) => (failure = error),
    }).catch((error: unknown) => (failure ??= error));
    line.clear();
    if (failure !== undefined) return failed(failure, terminal, input.options['json'] === true);
    const built = result as CompileResult;
    warn(built, terminal);
    return { ok: true, json: { ok: true, ...summary(built) }, text: report(built) };
  },
};

export const devCommand: Command = {
  name: 'dev',
  summary: 'Compile, then again whenever a template, message or image changes.',
  usage: '[--emails DIR] [--out DIR] [--locales a,b] [--default-locale L] [--lift a,b] [--minify]',
  options: OPTIONS,
  examples: ['letterlock dev', 'letterlock dev --emails mail/emails --out mail/dist'],
  async run(input) {
    const { terminal } = input;
    const json = input.options['json'] === true;
    let isFirst = true;
    const watcher = await buildOnChange({
      ...settingsOf(input),
      onBuild: (built) => {
        warn(built, terminal);
        const text = isFirst ? `${report(built)}\nWatching for changes. Ctrl+C ends.\n` : rebuilt(built);
        terminal.out(json ? `${JSON.stringify({ ok: true, ...summary(built) })}\n` : text);
        isFirst = false;
      },
      onError: (error, rest) => {
        if (json)
          terminal.out(`${JSON.stringify({ ...describeError(error), compiled: rest?.compiled ?? [] })}
`);
        else
          terminal.err(`${printFailure(error, terminal)}Waiting for a change.
`);
      },
    });
    await stopped(terminal);
    await watcher.close();
    return { ok: true, json: undefined, text: '' };
  },
};

function failed(error: unknown, terminal: Terminal, json: boolean): CommandResult {
  if (!json) terminal.err(printFailure(error, terminal));
  return { ok: false, json: describeError(error), text: '' };
}

const stopped = ({ signal }: Terminal): Promise<void> =>
  new Promise((done) => {
    if (signal) signal.addEventListener('abort', () => done(), { once: true });
    else for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => done());
  });

const summary = (built: CompileResult): object => ({
  templates: built.templates.map((template) => {
    const { id, locales, hash } = template;
    return { id, locales, hash, size: sizesOf(template, built) };
  }),
  defaultLocale: built.defaultLocale,
  files: built.files.length,
  compiled: built.compiled,
  warnings: built.warnings.map(describeFinding),
});

function warn(built: CompileResult, terminal: Terminal): void {
  for (const warning of built.warnings) terminal.err(`${printFinding(warning, terminal)}\n\n`);
}

/** One line for each change, so that the last ones stay in sight. */
function rebuilt({ compiled }: CompileResult): string {
  if (compiled.length === 0) return 'Nothing to rebuild.\n';
  const all = compiled.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const shown = compiled.slice(0, 5).map(({ id }) => id);
  const more = compiled.length - shown.length;
  return `Rebuilt ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''} in ${Math.round(all)} ms.\n`;
}

function report(built: CompileResult): string {
  const bytes = built.files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  const rows = built.templates.map((template) => {
    const { html, module, gzip } = sizesOf(template, built);
    return [template.id, template.locales.join(' '), ...[html, module, gzip].map(kilobytes), template.hash];
  });
  const count = `${built.templates.length} ${built.templates.length === 1 ? 'template' : 'templates'}`;
  return `${formatTable(['template', 'locales', 'html KB', 'module KB', 'gzip KB', 'hash'], rows)}\n\nBuilt ${count}: ${built.files.length} files, ${Math.ceil(bytes / 1024)} KB.\n`;
}

interface Sizes {
  /** Of the largest HTML, before values. */
  readonly html: number;
  /** Of the module with all locales, and of that compressed. */
  readonly module: number;
  readonly gzip: number;
}

/** Sizes of one template in bytes. */
function sizesOf({ id, html }: CompileResult['templates'][number], { files }: CompileResult): Sizes {
  const path = `${templatePath(id)}.js`;
  const code = files.find((file) => file.path === path)?.content ?? '';
  return { html, module: Buffer.byteLength(code), gzip: gzipSync(code).length };
}

const kilobytes = (bytes: number): number => Number((bytes / 1024).toFixed(1));
