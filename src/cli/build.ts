import { resolve } from 'node:path';
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
];

const settingsOf = ({ options, terminal }: CommandInput) => ({
  emails: resolve(terminal.cwd, stringOption(options, 'emails') ?? 'emails'),
  out: resolve(terminal.cwd, stringOption(options, 'out') ?? 'dist/emails'),
  locales: listOption(options, 'locales'),
});

export const buildCommand: Command = {
  name: 'build',
  summary: 'Compile a folder of templates to artifacts.',
  usage: '[--emails DIR] [--out DIR] [--locales a,b]',
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
  usage: '[--emails DIR] [--out DIR] [--locales a,b]',
  options: OPTIONS,
  examples: ['letterlock dev', 'letterlock dev --emails mail/emails --out mail/dist'],
  async run(input) {
    const { terminal } = input;
    const json = input.options['json'] === true;
    const watcher = await buildOnChange({
      ...settingsOf(input),
      onBuild: (built) => {
        warn(built, terminal);
        terminal.out(
          json
            ? `${JSON.stringify({ ok: true, ...summary(built) })}\n`
            : `${report(built)}\nWatching for changes. Ctrl+C ends.\n`,
        );
      },
      onError: (error) => {
        if (json) terminal.out(`${JSON.stringify(describeError(error))}\n`);
        else terminal.err(`${printFailure(error, terminal)}Waiting for a change.\n`);
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
  templates: built.templates.map(({ id, locales, hash }) => ({ id, locales, hash })),
  defaultLocale: built.defaultLocale,
  files: built.files.length,
  warnings: built.warnings.map(describeFinding),
});

function warn(built: CompileResult, terminal: Terminal): void {
  for (const warning of built.warnings) terminal.err(`${printFinding(warning, terminal)}\n\n`);
}

function report(built: CompileResult): string {
  const bytes = built.files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  const rows = built.templates.map(({ id, locales, hash }) => [id, locales.join(' '), hash]);
  const count = `${built.templates.length} ${built.templates.length === 1 ? 'template' : 'templates'}`;
  return `${formatTable(['template', 'locales', 'hash'], rows)}\n\nBuilt ${count}: ${built.files.length} files, ${Math.ceil(bytes / 1024)} KB.\n`;
}
