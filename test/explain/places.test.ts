import { expect, it } from 'vitest';
import { buildExample } from './examples.ts';

const page = (line: string): string => `<html>\n<head></head><body>\n  ${line}\n</body></html>\n`;

it.each([
  ['BLOCK_MISNESTED', 'x.html', page('<b>{{#if vip}}<i>Gold{{/if}}</i></b>'), 3, 6],
  ['BLOCK_MISNESTED', 'x.html', page('<b>{{#each items}}</b>{{/each}}'), 3, 6],
  ['ATTRIBUTE_NAME_DYNAMIC', 'x.html', page('<b {{side}}="right">Total</b>'), 3, 8],
  ['CSS_UNDECIDED', 'x.html', page('<style>p:first-child { margin: 0 }</style>{{{a}}}<p>a</p>'), 3, 10],
  ['CSS_CONDITIONAL', 'x.html', page('{{#each a}}<style>p{ margin: 0 }</style>{{/each}}<p>a</p>'), 3, 21],
  ['LOCALE_FILE_INVALID', 'locales/en.json', '{\n  "a": "A",\n  "b": 1\n}\n', 3, 8],
])('%s points to its line of emails/%s, with the code around it', async (code, path, text, line, column) => {
  const { findings } = await buildExample({
    files: { 'emails/y.html': '<p>y</p>', [`emails/${path}`]: text },
  });
  expect(findings).toMatchObject([{ code, location: { line, column } }]);
  expect(findings[0]?.location?.file.replaceAll('\\', '/')).toMatch(new RegExp(`/emails/${path}$`));
  expect(findings[0]?.frame).toContain(`> ${line} | ${text.split('\n')[line - 1]}`);
});
