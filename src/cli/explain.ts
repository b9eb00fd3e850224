import type { Example, Explanation, ExplanationGroup } from '../compile/explanations/explanation.ts';
import { nearNames } from '../compile/messages/near-names.ts';
import { type Command, type CommandResult, UsageError } from './command.ts';
import { EXPLANATIONS } from './explanations/index.ts';

export const explainCommand: Command = {
  name: 'explain',
  summary: 'Explain the code of an error, with a wrong and a right example.',
  usage: '[CODE]',
  positionals: 1,
  options: [],
  examples: ['letterlock explain', 'letterlock explain LOOP_STATEMENT'],
  async run({ positionals: [code] }) {
    return code === undefined ? list() : explain(code.toUpperCase());
  },
};

function list(): CommandResult {
  const width = Math.max(...EXPLANATIONS.flatMap(({ entries }) => entries.map(({ code }) => code.length)));
  const section = ({ title, entries }: ExplanationGroup): string =>
    [title, ...entries.map((entry) => `  ${entry.code.padEnd(width)}  ${entry.title}`)].join('\n');
  return {
    ok: true,
    json: {
      ok: true,
      groups: EXPLANATIONS.map(({ title, entries }) => ({
        title,
        codes: entries.map((entry) => ({ code: entry.code, title: entry.title })),
      })),
    },
    text: `${EXPLANATIONS.map(section).join('\n\n')}\n\nletterlock explain CODE says more about one.\n`,
  };
}

function explain(code: string): CommandResult {
  const group = EXPLANATIONS.find(({ entries }) => entries.some((entry) => entry.code === code));
  const entry = group?.entries.find((candidate) => candidate.code === code);
  if (!group || !entry) throw unknown(code);
  return { ok: true, json: { ok: true, group: group.title, ...entry }, text: describe(entry) };
}

function describe({ code, title, why, remedy, wrong, right }: Explanation): string {
  return [
    `${code}: ${title}`,
    wrapped(why),
    ...(remedy === undefined ? [] : [`What to do: ${remedy}`].map(wrapped)),
    ...(wrong ? [printed('Wrong', wrong)] : []),
    ...(right ? [printed('Right', right)] : []),
  ]
    .join('\n\n')
    .concat('\n');
}

function printed(label: string, { files, locales }: Example): string {
  const command = locales ? [`letterlock build --locales ${locales.join(',')}`] : [];
  const parts = Object.entries(files).map(([path, text]) => `${path}\n${indent(text.trimEnd())}`);
  return `${label}:\n\n${indent([...parts, ...command].join('\n\n'))}`;
}

const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

const WIDTH = 80;

/** Lines of up to 80 characters. */
function wrapped(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) lines.splice(-1, 1, `${last} ${word}`);
    else lines.push(word);
  }
  return lines.join('\n');
}

function unknown(code: string): UsageError {
  const codes = EXPLANATIONS.flatMap(({ entries }) => entries.map((entry) => entry.code));
  const near = nearNames(code, codes);
  return new UsageError({
    code: 'USAGE',
    message: `There is no code ${JSON.stringify(code.slice(0, 80))}.`,
    hint: `${near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''}letterlock explain lists all codes.`,
  });
}
