import { readFileSync } from 'node:fs';
import { buildCommand, devCommand } from './build.ts';
import { type Command, helpOf, parseOptions, UsageError } from './command.ts';
import { explainCommand } from './explain.ts';
import { keysCommand } from './keys.ts';
import { renderCommand } from './render.ts';
import { describeError, printError } from './report.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { verifyCommand } from './verify.ts';

const COMMANDS: readonly Command[] = [
  buildCommand,
  devCommand,
  renderCommand,
  verifyCommand,
  keysCommand,
  explainCommand,
];

const overview = (): string => {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    'letterlock compiles e-mail templates at build time, renders them in microseconds, signs and sends them.',
    '',
    'Usage: letterlock COMMAND [OPTIONS]',
    '',
    'Commands:',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'letterlock COMMAND --help shows options and examples. Every command has --json.',
    '',
    'Examples:',
    '  letterlock build',
    '  letterlock render welcome --locale de --format text',
    '',
  ].join('\n');
};

/**
 * Runs the command line.
 *
 * @returns the exit code: 0 done, 1 failed, 2 called wrongly
 */
export async function main(argv: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  const json = argv.includes('--json');
  const at = argv.findIndex((argument) => argument !== '--json');
  const name = argv[at];
  const show = (text: string, value: object | undefined): void => {
    if (!json) terminal.out(text);
    else if (value) terminal.out(`${JSON.stringify(value, undefined, 2)}\n`);
  };
  try {
    if (name === undefined) {
      if (!json) terminal.err(overview());
      throw usage('Say what to do.');
    }
    if (['--help', '-h', 'help'].includes(name)) {
      show(overview(), { ok: true, help: overview() });
      return 0;
    }
    if (['--version', '-V'].includes(name)) {
      show(`${version()}\n`, { ok: true, version: version() });
      return 0;
    }
    const command = COMMANDS.find((candidate) => candidate.name === name);
    if (!command) throw usage(`There is no command "${name}".`);
    const rest = argv.toSpliced(at, 1).map((argument) => (argument === '-h' ? '--help' : argument));
    const input = parseOptions(command, rest);
    if (input.options['help'] === true) {
      show(helpOf(command), { ok: true, help: helpOf(command) });
      return 0;
    }
    const result = await command.run({ ...input, terminal });
    show(result.text, result.json);
    return result.ok ? 0 : 1;
  } catch (error) {
    if (json) terminal.out(`${JSON.stringify(describeError(error), undefined, 2)}\n`);
    else terminal.err(`${printError(error, terminal)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

const usage = (message: string): UsageError =>
  new UsageError({
    code: 'USAGE',
    message,
    hint: `The commands are: ${COMMANDS.map(({ name }) => name).join(', ')}. See letterlock --help.`,
  });

/** The manifest lies two folders above, of the sources as of the built package. */
const version = (): string => {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return String((JSON.parse(manifest) as { version?: unknown }).version);
};
