import { afterAll, expect, test } from 'vitest';
import { compareWithPlain } from './compare.ts';
import { templates } from './harness.ts';

const { parse, close } = templates();
afterAll(close);

/*
 * What the property test once found: the compiled template printed something else than plain React, or one of the two
 * threw. Each in its smallest form.
 */

interface Disagreement {
  /** What is inside of the body. */
  readonly body: string;
  /** Above the component. */
  readonly module?: string;
  /** Before the `return` of the component. */
  readonly statements?: string;
  readonly contexts: readonly object[];
}

const FOUND: Readonly<Record<string, Disagreement>> = {
  'a field of an entry that the table may not have': {
    module: `const STATUS: any = { a: { label: 'A', tone: 'red' }, b: { label: 'B', tone: 'blue' } };`,
    body: '<b className={STATUS[props.k].tone}>{STATUS[props.k].label}</b>',
    contexts: [{ k: 'a' }, { k: 'b' }, { k: 'c' }, {}],
  },
  'an optional field of an entry that the list may not have': {
    body: `{[{ name: props.s }, { name: 'two' }][props.n]?.name}`,
    contexts: [{ n: 0, s: 'one' }, { n: 1 }, { n: 2 }, { n: -1 }],
  },
  'a branch that throws at build too': {
    module: 'const EMPTY: any = {};',
    body: `{props.b ? <b title={EMPTY.deep.er}>bold</b> : 'plain'}`,
    contexts: [{ b: true }, { b: false }],
  },
  'a field of a spread null': {
    body: '{({ k: undefined, ...props.o }).k}{({ ...props.o }).q}',
    contexts: [{ o: null }, {}, { o: { k: 'k', q: 0 } }],
  },
  'a call of what a spread context may hold': {
    statements: 'const all = { ...props, extra: 1 };',
    body: '{all.missing?.(1)}{all.n.toFixed(all.extra)}',
    contexts: [{ n: 2 }, {}],
  },
  'an image of the context whose address has an ampersand': {
    body: '<img src={props.url} alt=""/>',
    contexts: [{ url: '/a?b=1&c=2' }, { url: '/a "b".png' }],
  },
  'Children over what a list of the context was mapped to': {
    module: `const Group = ({ children }: any) => <div>{Children.map(children, (child, i) => <b className={i > 0 ? 'more' : 'first'}>{child}</b>)}</div>;`,
    body: `<Group>{props.items.map((text: string) => text + ',')}last</Group><Group>{props.b ? Object.keys(props.o) : 'none'}</Group>`,
    contexts: [{ items: ['a', 'b'], b: true, o: { x: 1, y: 2 } }, { items: [] }],
  },
  'an iterator that is gone through twice': {
    body: `{[1, 2].map((n) => <p key={n}>{[...props.items.entries()].map(([i, x]: any) => <b key={i}>{x}</b>)}{[...props.s.matchAll(/[a-z]/g)].length}</p>)}`,
    contexts: [{ items: ['a', 'b'], s: 'a1b' }],
  },
  'a list as text': {
    body: '{props.items.map((text: string) => text + "!").toString()}',
    contexts: [{ items: ['a', 'b'] }, { items: [] }],
  },
  'checked and selected elsewhere than on fields': {
    body: '<span checked={props.b as any}/><i {...{ selected: props.b }}/><input type="checkbox" checked={props.b as any}/>',
    contexts: [{ b: true }, { b: 'yes' }, { b: 0 }, {}],
  },
};

test('a method of lists belongs to no list of an earlier template', async () => {
  const page = (body: string): string =>
    `export default function Email(props: any) { return <html><head/><body>${body}</body></html>; }`;
  await parse(page('{"a,b".split(",").map((part) => part + props.n)}'));
  const parsed = await parse(page('{JSON.stringify({ all: [10, 20].map((x) => ({ x })), n: props.n })}'));
  const compare = await compareWithPlain(parsed);
  expect(await compare({ n: 1 })).toEqual({ kind: 'equal' });
});

test.each(Object.entries(FOUND))('%s', async (_, { body, module = '', statements = '', contexts }) => {
  const parsed = await parse(`
import { Children, Fragment } from 'react';
${module}
export default function Email(props: any) {
  ${statements}
  return <html><head/><body>${body}</body></html>;
}`);
  const compare = await compareWithPlain(parsed);
  for (const context of contexts) {
    expect(['equal', 'thrown'], JSON.stringify(context)).toContain((await compare(context)).kind);
  }
});

/* Callbacks for items and both branches run once at build; what they change outside would be as it was then. */
test.each([
  [
    'a running total',
    '',
    'let total = 0;',
    '{props.items.map((x: any) => { total += x.qty; return <b>{total}</b>; })}',
  ],
  [
    'a heading per group',
    '',
    'let last: any;',
    '{props.items.map((x: any) => { const head = x.g !== last && <h3>{x.g}</h3>; last = x.g; return <p>{head}</p>; })}',
  ],
  [
    'items that were seen',
    'const seen = new Set();',
    '',
    '{props.items.filter((x: any) => !seen.has(x) && seen.add(x)).length}',
  ],
  [
    'a counter of the module',
    'let id = 0; const next = () => ++id;',
    '',
    '{props.items.map(() => <b id={`b${next()}`}>x</b>)}',
  ],
  [
    'a counter in one branch',
    '',
    'let c = 0; const tick = () => { c++; return c; };',
    '{props.b && <b>{tick()}</b>}{tick()}',
  ],
  [
    'a counter on several paths',
    'let id = 0; const next = () => ++id;',
    'const a = next(); if (props.b) return <html><head/><body>{a}</body></html>;',
    '<b>{next()}</b>',
  ],
])('%s is refused: CHANGES_OUTSIDE', async (_, module, statements, body) => {
  const source = `${module} export default function Email(props: any) { ${statements} return <html><head/><body>${body}</body></html>; }`;
  await expect(parse(source)).rejects.toMatchObject({ code: 'CHANGES_OUTSIDE' });
});

test.each([
  [
    'a total over written-out items',
    'let total = 0; for (const n of [1, 2]) { total += n; } [3].forEach((n) => { total += n; });',
    '{total}{props.n}',
  ],
  [
    'a list in a callback of its own',
    '',
    '{props.items.map((x: any) => { const parts: any[] = []; [1, 2].forEach((n) => parts.push(n * x.qty)); return parts.join(); }).join(" ")}',
  ],
  [
    'a counter that every path counts',
    'let c = 0; const tick = () => { c++; return c; };',
    '{tick()}{props.b ? "yes" : "no"}{tick()}',
  ],
])('%s is counted', async (_, statements, body) => {
  const parsed = await parse(
    `export default function Email(props: any) { ${statements} return <html><head/><body>${body}</body></html>; }`,
  );
  const compare = await compareWithPlain(parsed);
  expect(await compare({ items: [{ qty: 1 }, { qty: 2 }], n: 1, b: true })).toEqual({ kind: 'equal' });
});
