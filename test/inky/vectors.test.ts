import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { classesOf, elementsOf, inky, select, textIn } from './tree.ts';

interface Case {
  readonly in: string;
  readonly source?: string;
  readonly expect: string;
}

const { cases } = JSON.parse(readFileSync(new URL('../vectors/inky.json', import.meta.url), 'utf8')) as {
  cases: readonly Case[];
};

const columns = async (source: string): Promise<readonly (readonly string[])[]> =>
  elementsOf(await inky(source)).map(classesOf);

/** How each case of the vectors is checked; the key is what it is called there. */
const CHECKS: Readonly<Record<string, (one: Case) => Promise<void>>> = {
  '<container></container>': found,
  '<row></row>': found,
  '<columns large="6" small="12">One</columns><columns large="6" small="12">Two</columns>': async (one) => {
    expect(await columns(one.in)).toEqual([
      ['small-12', 'large-6', 'columns', 'first'],
      ['small-12', 'large-6', 'columns', 'last'],
    ]);
    expect(select(await inky(one.in), 'th.expander')).toEqual([]);
  },
  '<columns small="4">': async (one) =>
    expect(await columns(`${one.in}x</columns>`)).toEqual([
      ['small-4', 'large-4', 'columns', 'first', 'last'],
    ]),
  'three columns': async () =>
    expect(await columns('<columns>1</columns><columns>2</columns><columns>3</columns>')).toEqual([
      ['small-12', 'large-4', 'columns', 'first'],
      ['small-12', 'large-4', 'columns'],
      ['small-12', 'large-4', 'columns', 'last'],
    ]),
  '<columns class="x">': async (one) =>
    expect((await columns(`${one.in}1</columns>`))[0]).toEqual(expect.arrayContaining(['x', 'columns'])),
  'nested row in columns': async () => {
    const html = await inky('<row><columns><row><columns>in</columns></row></columns></row>');
    const [outer] = select(html, 'table.row > tbody > tr > th.columns > table > tbody > tr');
    expect(outer!.children.map((cell) => (cell as { attribs?: unknown }).attribs)).toEqual([{}]);
    expect(select(html, 'th th th.expander')).toHaveLength(1);
  },
  '<button href="u">B</button>': found,
  '<spacer></spacer>': (one) => spacer(one.in, '16'),
  '<spacer size="10">': (one) => spacer(`${one.in}</spacer>`, '10'),
  '<callout class="primary">C</callout>': async (one) => {
    const html = await inky(one.in);
    const [inner, ...more] = select(html, 'table.callout > tbody > tr > th.callout-inner.primary');
    expect(more).toEqual([]);
    expect(textIn(inner!.children)).toBe('C');
    expect(select(html, 'table.callout > tbody > tr > th.expander')).toHaveLength(1);
  },
  '<wrapper class="header">': (one) => found({ ...one, in: `${one.in}x</wrapper>` }),
  '<block-grid up="4">': (one) => found({ ...one, in: `${one.in}<td>x</td></block-grid>` }),
  '<center><img></center>': async (one) =>
    expect(select(await inky(one.in), 'center > img.float-center[align=center]')).toHaveLength(1),
  'page example': async (one) => {
    const html = await inky(one.source!);
    const row = 'table.container > tbody > tr > td > table.row.header > tbody > tr';
    const [column, ...more] = select(html, `${row} > th.columns.small-12.large-12.first.last`);
    expect(more).toEqual([]);
    expect(textIn(column!.children).trim()).toBe('&nbsp;Welcome Jane!');
    expect(select(html, `${row} > th > table > tbody > tr > th > table.spacer`)).toHaveLength(1);
    expect(select(html, `${row} > th > table > tbody > tr > th > h1.text-center`)).toHaveLength(1);
    expect(select(html, `${row} > th > table > tbody > tr > th.expander`)).toHaveLength(1);
  },
};

/** The vectors say it as a selector. */
async function found({ in: source, expect: selector }: Case): Promise<void> {
  expect(select(await inky(source), selector)).toHaveLength(1);
}

async function spacer(source: string, size: string): Promise<void> {
  const [cell, ...more] = select(await inky(source), `table.spacer > tbody > tr > td[height=${size}]`);
  expect(more).toEqual([]);
  const style = cell!.attribs['style']!.split(/;\s*/).map((one) => one.replaceAll(/\s/g, ''));
  expect(style).toEqual(expect.arrayContaining([`font-size:${size}px`, `line-height:${size}px`]));
  expect(textIn(cell!.children)).toBe('&nbsp;');
}

describe('T11 Inky becomes tables, the shared vectors', () => {
  test.each(cases.map((one) => [one.in, one] as const))('%s', async (name, one) => {
    expect(CHECKS).toHaveProperty([name]);
    await CHECKS[name]!(one);
  });
});
