import { describe } from 'vitest';
import { ANYTHING, LINES, LISTS, NUMBER_LISTS, OBJECTS, PRIMITIVES, page, testSame } from './cases.ts';

describe('lists as people write them', () => {
  testSame([
    [
      'nested loops',
      page(
        '{props.l.map((x: any, i: number) => <div key={i}>{x.n}{x.sub.map((s: any, j: number) => <b key={j}>{i}.{j}.{s}{x.q > 0 && s}</b>)}{x.sub.map((s: any) => <i>{s}{props.l.map((y: any) => <u>{y.k}{x.k === y.k ? "=" : "!"}</u>)}</i>)}</div>)}',
      ),
      LINES,
    ],
    [
      'entries',
      page('{Object.entries(props.o).map(([k, v]: any, i) => <b key={k}>{i}{k}:{v}</b>)}'),
      OBJECTS,
    ],
    [
      'entries typed',
      page(
        '{(Object.entries(props.o) as [string, any][]).filter(([, v]) => v).map(([k, v]) => <b key={k}>{k}:{String(v)}</b>)}',
      ),
      OBJECTS,
    ],
    ['keys', page('{Object.keys(props.o).sort().map((k) => <b key={k}>{k}{props.o[k]}</b>)}'), OBJECTS],
    [
      'values',
      page('{Object.values(props.o).map((v: any, i) => <b key={i}>{v}</b>)}{Object.values(props.o).length}'),
      OBJECTS,
    ],
    [
      'fromEntries',
      page(
        '{Object.entries(Object.fromEntries(Object.entries(props.o).map(([k, v]) => [k.toUpperCase(), v]))).map(([k, v]: any) => <b key={k}>{k}{v}</b>)}',
      ),
      OBJECTS,
    ],
    [
      'Map',
      page('{[...new Map(props.l.map((x: any) => [x.k, x])).values()].map((x: any) => <b>{x.n}</b>)}'),
      LINES,
    ],
    [
      'Map get',
      page(
        '{props.l.map((x: any) => <b>{m.get(x.k) ?? "none"}{m.has(x.k) ? 1 : 2}</b>)}',
        'const m = new Map([["x", "Ex"], ["y", "Why"]]);',
      ),
      LINES,
    ],
    [
      'Map of context',
      page(
        '{props.l.map((x: any) => <b>{m.get(x.k)?.n}</b>)}',
        '',
        'const m = new Map<any, any>(props.l.map((x: any) => [x.k, x]));',
      ),
      LINES,
    ],
    [
      'Set',
      page(
        '{[...new Set(props.l)].map((x: any) => <b>{x}</b>)}{new Set(props.l).size}{Array.from(new Set(props.l)).join()}',
      ),
      LISTS,
    ],
    [
      'Set.has',
      page(
        '{props.l.map((x: any) => <b className={s.has(x.k) ? "in" : "out"}>{x.n}</b>)}',
        'const s = new Set(["x"]);',
      ),
      LINES,
    ],
    [
      'Set forEach',
      page(
        '{rows}',
        '',
        'const rows: any[] = []; new Set(["a", "b"]).forEach((x) => rows.push(<b>{x}{props.l.length}</b>));',
      ),
      LISTS,
    ],
    ['flatMap el', page('{props.l.flatMap((x: any) => [<b>{x.n}</b>, <i>{x.q}</i>])}'), LINES],
    ['flatMap nested', page('{props.l.flatMap((x: any) => x.sub.map((s: any) => <i>{x.n}{s}</i>))}'), LINES],
    [
      'flatMap data',
      page('{props.l.flatMap((x: any) => x.sub).map((s: any, i: number) => <i key={i}>{i}{s}</i>)}'),
      LINES,
    ],
    ['flatMap cond', page('{props.l.flatMap((x: any) => x.q ? [<b>{x.n}</b>] : [])}'), LINES],
    [
      'filter Boolean map',
      page('{props.l.filter(Boolean).map((x: any, i: number) => <b key={i}>{i}{x}</b>)}'),
      LISTS,
    ],
    [
      'filter Boolean known',
      page(
        '{[props.l[0], props.l[1], "c"].filter(Boolean).map((x: any, i: number) => <b key={i}>{i}{x}</b>)}',
      ),
      LISTS,
    ],
    ['reduce total', page('{props.l.reduce((t: number, x: any) => t + x.q * x.p, 0).toFixed(2)}'), LINES],
    ['reduce no initial', page('{props.l.length > 0 && props.l.reduce((a: any, b: any) => a + b)}'), LISTS],
    [
      'reduce max',
      page('{props.l.reduce((m: any, x: any) => x.q > m.q ? x : m, { q: -1, n: "none" }).n}'),
      LINES,
    ],
    [
      'reduce group spread',
      page(
        '{Object.entries(g).map(([k, xs]: any) => <b key={k}>{k}{xs.map((x: any) => <i>{x.n}</i>)}</b>)}',
        '',
        'const g = props.l.reduce((acc: any, x: any) => ({ ...acc, [x.k]: [...(acc[x.k] ?? []), x] }), {});',
      ),
      LINES,
    ],
    [
      'reduce Map',
      page(
        '{[...g].map(([k, n]: any) => <b>{k}{n}</b>)}',
        '',
        'const g = props.l.reduce((m: any, x: any) => m.set(x.k, (m.get(x.k) ?? 0) + 1), new Map());',
      ),
      LINES,
    ],
    [
      'Object.groupBy',
      page(
        '{Object.entries(Object.groupBy(props.l, (x: any) => x.k)).map(([k, xs]: any) => <b>{k}{xs.length}</b>)}',
      ),
      LINES,
    ],
    [
      'Map.groupBy',
      page('{[...Map.groupBy(props.l, (x: any) => x.k)].map(([k, xs]: any) => <b>{k}{xs.length}</b>)}'),
      LINES,
    ],
    [
      'toSorted',
      page('{props.l.toSorted((a: any, b: any) => b - a).map((x: any) => <b>{x}</b>)}'),
      NUMBER_LISTS,
    ],
    [
      'toSorted named fn',
      page(
        '{props.l.toSorted(by).map((x: any) => <b>{x.n}</b>)}',
        'const by = (a: any, b: any) => a.q - b.q || a.k.localeCompare(b.k);',
      ),
      LINES,
    ],
    [
      'spread sort',
      page(
        '{[...props.l].sort((a: any, b: any) => a.q - b.q).map((x: any) => <b>{x.n}</b>)}{props.l.map((x: any) => x.n)}',
      ),
      LINES,
    ],
    [
      'spread sort named',
      page(
        '{sorted.map((x: any) => <b>{x}</b>)}{props.l}',
        '',
        'const sorted = [...props.l].sort((a: any, b: any) => a - b);',
      ),
      NUMBER_LISTS,
    ],
    [
      'sort ternaries',
      page(
        '{[...props.l].sort((a: any, b: any) => { if (a.q < b.q) return -1; if (a.q > b.q) return 1; return 0; }).map((x: any) => <b>{x.n}</b>)}',
      ),
      LINES,
    ],
    [
      'slice',
      page(
        '{props.l.slice(1).map((x: any) => <b>{x}</b>)}{props.l.slice(0, 2)}{props.l.slice(-1)}{props.l.slice(props.l.length - 1).length}',
      ),
      LISTS,
    ],
    [
      'slice more',
      page(
        '{props.l.slice(0, 2).map((x: any) => <b>{x}</b>)}{props.l.length > 2 && <i>and {props.l.length - 2} more</i>}',
      ),
      LISTS,
    ],
    [
      'reverse',
      page(
        '{[...props.l].reverse().map((x: any) => <b>{x}</b>)}{props.l.toReversed()}{props.l.slice().reverse()}',
      ),
      LISTS,
    ],
    [
      'findLast',
      page(
        '{props.l.findLast((x: any) => x.q)?.n}{props.l.findLastIndex((x: any) => x.q > 1)}{props.l.find((x: any) => x.q === 0)?.n ?? "none"}{props.l.findIndex((x: any) => x.q === 1)}',
      ),
      LINES,
    ],
    ['at', page('{props.l.at(-1)}{props.l.at(0)}{props.l.at(5) ?? "no"}'), LISTS],
    [
      'Array.from',
      page(
        '{Array.from(props.l, (x: any, i: number) => <b>{i}{x}</b>)}{Array.from(props.l).length}{Array.from({ length: props.l.length }, (_, i) => <i>{i}</i>)}{Array.from("abc").map((c) => <u>{c}{props.l.length}</u>)}',
      ),
      LISTS,
    ],
    [
      'Array fill',
      page(
        '{Array(3).fill(0).map((_, i) => <b>{i}{props.l[i]}</b>)}{new Array(props.l.length).fill("x").join("-")}{[...Array(2).keys()].map((i) => <i>{props.l[i]}</i>)}',
      ),
      LISTS,
    ],
    [
      'chunks',
      page(
        '{chunk(props.l, 2).map((row: any, i: number) => <tr key={i}>{row.map((x: any) => <td>{x}</td>)}</tr>)}',
        'const chunk = (xs: any[], n: number) => Array.from({ length: Math.ceil(xs.length / n) }, (_, i) => xs.slice(i * n, i * n + n));',
      ),
      LISTS,
    ],
    [
      'chunks reduce',
      page(
        '{chunk(props.l, 2).map((row: any, i: number) => <tr key={i}>{row.map((x: any) => <td>{x}</td>)}</tr>)}',
        'const chunk = (xs: any[], n: number) => xs.reduce((rows: any[], x, i) => (i % n === 0 ? [...rows, [x]] : [...rows.slice(0, -1), [...rows.at(-1), x]]), []);',
      ),
      LISTS,
    ],
    [
      'optional chaining',
      page(
        '{props.a?.b?.c}{props.a?.["b"]}{props.a?.f?.(1)}{props.a?.list?.[0]?.n ?? "none"}{props.a?.list?.map((x: any) => <b>{x.n}</b>)}',
      ),
      [
        {},
        { a: null },
        { a: { list: [] } },
        { a: { b: '', list: [{ n: 'x' }, { n: 0 }] } },
        { a: 0 },
        { a: 'str' },
      ],
    ],
    [
      'optional method',
      page(
        '{props.a?.toUpperCase()}{props.a?.trim().length}{props.a?.split(",").map((s: string) => <b>{s}</b>)}',
      ),
      [{}, { a: '' }, { a: 'a, b' }, { a: null }],
    ],
    [
      'spread known object',
      page(
        '<a {...attrs} {...(props.a ? { title: "t" } : {})}>x</a><Box {...{ x: 1 }} {...props} y={2} />',
        'const attrs = { href: "h", "data-x": 1, style: { color: "red" } }; const Box = ({ x, y, a, ...rest }: any) => <b title={rest.title}>{x}{y}{a}{Object.keys(rest).join()}</b>;',
      ),
      [...ANYTHING.slice(0, 12), { a: 1, title: 'T', x: 5, y: 6 }],
    ],
    [
      'rest props to element',
      page(
        '<Link to={props.a} title="t" className="c">go</Link>',
        'const Link = ({ to, children, ...rest }: any) => <a href={to} {...rest}>{children}</a>;',
      ),
      PRIMITIVES,
    ],
    [
      'rest props with value',
      page(
        '<Link to="x" title={props.a} hidden={props.a}>go</Link>',
        'const Link = ({ to, children, ...rest }: any) => <a href={to} {...rest}>{children}</a>;',
      ),
      PRIMITIVES,
    ],
    [
      'switch fallthrough',
      page(
        '{label(props.a)}',
        'function label(k: any) { let out = ""; switch (k) { case 0: out += "zero"; case "": out += "empty"; break; case null: return "null"; case "x": { out += "x"; } default: out += "d"; case true: out += "T"; } return out; }',
      ),
      PRIMITIVES,
    ],
    [
      'switch elements',
      page(
        '<Card k={props.a}/>',
        'function Card({ k }: any) { switch (k) { case 0: return <b>0</b>; case "x": case "": return <i>x{k}</i>; default: return null; } }',
      ),
      PRIMITIVES,
    ],
    [
      'switch default first',
      page(
        '<Card k={props.a}/>',
        'function Card({ k }: any) { switch (k) { default: return <u>d</u>; case 0: return <b>0</b>; case "x": return <i>x</i>; } }',
      ),
      PRIMITIVES,
    ],
    [
      'switch true',
      page(
        '<Card k={props.a}/>',
        'function Card({ k }: any) { switch (true) { case k === 0: return <b>0</b>; case typeof k === "string": return <i>{k}</i>; default: return <u>{String(k)}</u>; } }',
      ),
      PRIMITIVES,
    ],
    [
      'switch in loop',
      page(
        '{props.l.map((x: any) => { switch (x.k) { case "x": return <b>{x.n}</b>; case "y": return null; default: return x.n; } })}',
      ),
      LINES,
    ],
    [
      'guards',
      page(
        '<Card k={props.a}/>',
        'function Card({ k }: any) { if (k === null) return null; if (!k) return <i>falsy {String(k)}</i>; if (typeof k === "number") { if (k > 1) return <b>{k}</b>; } return <u>{k}</u>; }',
      ),
      PRIMITIVES,
    ],
    [
      'render prop',
      page(
        '<List items={props.l} render={(x: any, i: number) => <b>{i}{x.n}</b>}/><List items={props.l}>{(x: any) => x.q}</List>',
        'const List = ({ items, render, children }: any) => <ul>{items.map((x: any, i: number) => <li key={i}>{(render ?? children)(x, i)}</li>)}</ul>;',
      ),
      LINES,
    ],
    [
      'component prop',
      page(
        '<List items={props.l} as="ol" Item={Item}/><List items={props.l} Item={({ n }: any) => <s>{n}</s>}/>',
        'const Item = ({ n, q = 5 }: any) => <i>{n}{q}</i>; const List = ({ items, as: Tag = "ul", Item }: any) => <Tag>{items.map((x: any, i: number) => <li key={i}><Item {...x}/></li>)}</Tag>;',
      ),
      LINES,
    ],
  ]);
});
