import { afterAll, describe, expect, test } from 'vitest';
import type { LetterlockError } from '../../src/errors.ts';
import { expectSame, templates } from './harness.ts';

const { parse, close } = templates();
afterAll(close);

const CONTEXTS = [
  { ok: true, b: 1, s: 'x', items: ['p', 'q', 'r'] },
  { ok: false, b: 0, s: '', items: [] },
  { ok: '', b: null, s: null, items: ['<one>'] },
  { ok: 'y', b: undefined, s: 0, items: ['p', 'q'] },
  { ok: null, b: 'z', s: false, items: [] },
];

/** `List` sees what stands inside of it in the body. */
const source = (list: string, body: string): string => `
  import React, { Children, cloneElement, isValidElement, Fragment } from 'react';
  const List = ({ children }: any) => { ${list.includes('return') ? list : `return ${list};`} };
  export default function Email({ ok, b, s, items }: any) { return <html><body><List>${body}</List></body></html>; }`;

const BODIES: Record<string, string> = {
  nothing: '',
  'one element': '<b>1</b>',
  'one choice': '{ok ? <b>1</b> : <i>2</i>}',
  'one that may be none': '{ok && <b>1</b>}',
  'text of the context alone': '{s}',
  'texts and elements': 'a{s}<b>1</b>{`${s}!`}',
  choices: '{ok ? <b>1</b> : null}<i>2</i>{b && <u>3</u>}{!ok && "text"}',
  'a loop': '{items.map((x: any) => <b key={x}>{x}</b>)}',
  'a loop among others': '<i>0</i>{items.map((x: any) => <b key={x}>{x}</b>)}{ok && <u>z</u>}',
  'a loop with choices': '{items.map((x: any) => (x === "p" ? <b key={x}>{x}</b> : null))}',
  'a choice of several': '{ok ? [<b key="1">1</b>, <i key="2">2</i>] : <u>3</u>}{b && <s>4</s>}',
  'a loop in a choice': '{ok ? items.map((x: any) => <b key={x}>{x}</b>) : <u>none</u>}<i>2</i>',
  'a fragment': '<>{ok && <b>1</b>}<i>2</i></>',
};

const LISTS: Record<string, string> = {
  count: '<p>{Children.count(children)}</p>',
  map: '<ul>{Children.map(children, (child) => <li>{child}</li>)}</ul>',
  'map with index':
    '<ul>{Children.map(children, (child, i) => <li className={i > 0 ? "more" : "first"}>{i}{child}</li>)}</ul>',
  'map to nothing': '<ul>{Children.map(children, (child, i) => (i % 2 ? null : child))}</ul>',
  'map what is there': '<ul>{Children.map(children, (child) => child && <li>{child}</li>)}</ul>',
  'map to clones':
    '<ul>{Children.map(children, (child, i) => (isValidElement(child) ? cloneElement(child as any, { title: "t" + i }) : child))}</ul>',
  'how many there are': '<p>{Children.toArray(children).length > 1 ? "several" : "few"}</p>',
  'an array, mapped': '<ul>{Children.toArray(children).map((child, i) => <li key={i}>{i}{child}</li>)}</ul>',
  'the first of an array': '<p>{Children.toArray(children)[0]}</p>',
  'elements only': '<p>{Children.toArray(children).filter((child) => isValidElement(child)).length}</p>',
  'collected by forEach':
    'const all: any[] = []; Children.forEach(children, (child, i) => { if (child) all.push(<li key={i}>{i}{child}</li>); }); return <ul>{all}</ul>;',
};

describe('React.Children over what is known at run time only: the same as React, or refused', () => {
  const refused: string[] = [];
  test.each(Object.entries(LISTS))('%s', async (name, list) => {
    let same = 0;
    for (const [what, body] of Object.entries(BODIES)) {
      const parsed = await parse(source(list, body)).catch((error: unknown) => error as LetterlockError);
      if (parsed instanceof Error) {
        expect(['CHILDREN_SYMBOLIC', 'LOOP_READ'], `${what}: ${parsed.stack}`).toContain(parsed.code);
        refused.push(`${name}: ${what}`);
      } else {
        await expectSame(parsed, CONTEXTS);
        same++;
      }
    }
    expect(same).toBeGreaterThan(7);
  });
  test('what is refused', () =>
    expect(refused).toMatchInlineSnapshot(`
      [
        "how many there are: a loop among others",
        "how many there are: a loop with choices",
        "how many there are: a loop in a choice",
        "an array, mapped: a loop among others",
        "an array, mapped: a loop with choices",
        "an array, mapped: a loop in a choice",
        "the first of an array: a loop",
        "the first of an array: a loop among others",
        "the first of an array: a loop with choices",
        "the first of an array: a loop in a choice",
        "elements only: a loop",
        "elements only: a loop among others",
        "elements only: a loop with choices",
        "elements only: a loop in a choice",
        "collected by forEach: a loop",
        "collected by forEach: a loop among others",
        "collected by forEach: a loop with choices",
        "collected by forEach: a loop in a choice",
      ]
    `));

  test('only', async () => {
    await expectSame(
      await parse(source('<p>{Children.only(children)}</p>', BODIES['one choice'] ?? '')),
      CONTEXTS,
    );
    await expect(parse(source('<p>{Children.only(children)}</p>', '{ok && <b/>}'))).rejects.toMatchObject({
      code: 'CHILDREN_SYMBOLIC',
    });
  });

  test('an array of the context is not taken for one child', async () => {
    const parsed = await parse(source(LISTS.map ?? '', '{s}<b/>'));
    await expectSame(parsed, CONTEXTS);
    await expect(expectSame(parsed, [{ s: ['x', 'y'] }])).rejects.toThrow('array of the context');
  });
});
