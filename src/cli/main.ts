import { buildCommand, devCommand } from './build.ts';
import { type Command, helpOf, parseOptions, UsageError } from './command.ts';
import { keysCommand } from './keys.ts';
import { renderCommand } from './render.ts';
import { describeError, formatError, processTerminal, type Terminal } from './terminal.ts';
import { verifyCommand } from './verify.ts';

const COMMANDS: readonly Command[] = [buildCommand, devCommand, renderCommand, verifyCommand, keysCommand];

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
  const [name, ...rest] = argv;
  const json = rest.includes('--json');
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.out(overview());
    return name === undefined ? 2 : 0;
  }
  try {
    const command = COMMANDS.find((candidate) => candidate.name === name);
    if (!command) {
      throw new UsageError({
        code: 'USAGE',
        message: `There is no command "${name}".`,
        hint: `The commands are: ${COMMANDS.map((candidate) => candidate.name).join(', ')}. See letterlock --help.`,
      });
    }
    const input = parseOptions(
      command,
      rest.map((argument) => (argument === '-h' ? '--help' : argument)),
    );
    if (input.options['help'] === true) {
      terminal.out(helpOf(command));
      return 0;
    }
    const result = await command.run({ ...input, terminal });
    terminal.out(json ? `${JSON.stringify(result.json, undefined, 2)}\n` : result.text);
    return result.ok ? 0 : 1;
  } catch (error) {
    if (json) terminal.out(`${JSON.stringify(describeError(error), undefined, 2)}\n`);
    else terminal.err(`${formatError(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}
