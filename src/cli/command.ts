import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { LetterlockError } from '../errors.ts';
import type { Terminal } from './terminal.ts';

/** Values of options after parsing: strings, or true for flags. */
export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

export interface CommandInput {
  readonly positionals: readonly string[];
  readonly options: OptionValues;
  readonly terminal: Terminal;
}

export interface CommandOption {
  readonly name: string;
  /** Placeholder of the value, for example `DIR`; a flag has none. */
  readonly value?: string;
  readonly about: string;
}

export interface Command {
  readonly name: string;
  /** One sentence for the overview. */
  readonly summary: string;
  readonly usage: string;
  readonly options: readonly CommandOption[];
  /** How many arguments it takes that are no options. Default: none. */
  readonly positionals?: number | undefined;
  readonly examples: readonly string[];
  /** The result: an object for `--json`, a text for people, and whether all went well. */
  run(input: CommandInput): Promise<CommandResult>;
}

export interface CommandResult {
  readonly ok: boolean;
  /** Undefined where the command has written its lines itself. */
  readonly json: object | undefined;
  /** Written as is; a command that writes raw bytes leaves it empty. */
  readonly text: string;
}

/** A fault in how the command was called. */
export class UsageError extends LetterlockError {}

export const usageError = (message: string, command: string): UsageError =>
  new UsageError({ code: 'USAGE', message, hint: `See letterlock ${command} --help.` });

const COMMON: readonly CommandOption[] = [
  { name: 'json', about: 'Print the result as JSON.' },
  { name: 'help', about: 'Show this help.' },
];

/** Throws a UsageError for unknown options. */
export function parseOptions(command: Command, argv: readonly string[]): Omit<CommandInput, 'terminal'> {
  const config: ParseArgsOptionsConfig = {};
  for (const { name, value } of [...command.options, ...COMMON]) {
    config[name] = value === undefined ? { type: 'boolean' } : { type: 'string' };
  }
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options: config, allowPositionals: true });
    const extra = positionals[command.positionals ?? 0];
    if (extra !== undefined && values['help'] !== true)
      throw usageError(`"${extra}" is one argument too many.`, command.name);
    return { options: values as OptionValues, positionals };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // Only the first sentence is about what happened.
    throw usageError((error as Error).message.replace(/\.\s.*$/s, '.'), command.name);
  }
}

export function helpOf(command: Command): string {
  const options = [...command.options, ...COMMON];
  const label = ({ name, value }: CommandOption): string =>
    `--${name}${value === undefined ? '' : ` ${value}`}`;
  const width = Math.max(...options.map((option) => label(option).length));
  return [
    command.summary,
    '',
    `Usage: letterlock ${command.name} ${command.usage}`,
    '',
    'Options:',
    ...options.map((option) => `  ${label(option).padEnd(width)}  ${option.about}`),
    '',
    'Examples:',
    ...command.examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}

export const stringOption = (options: OptionValues, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

export const listOption = (options: OptionValues, name: string): readonly string[] | undefined =>
  stringOption(options, name)
    ?.split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
