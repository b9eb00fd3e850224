import { afterAll, describe, test } from 'vitest';
import { expectSame, templates } from './harness.ts';

const { parse, close } = templates();
afterAll(close);

/** A document around a body, with helpers above it. */
const page = (body: string, above = ''): string => `
${above}
export default function Email(props: any) {
  return <html lang="en"><body>${body}</body></html>;
}
`;

async function same(
  source: string,
  contexts: readonly unknown[],
  files?: Record<string, string>,
): Promise<void> {
  await expectSame(await parse(source, files), contexts);
}

const WORDS = [
  { a: 'x' },
  { a: '<&">' },
  { a: '' },
  { a: null },
  {},
  { a: 0 },
  { a: 1.5 },
  { a: NaN },
  { a: true },
  { a: false },
  { a: ['p', 'q'] },
];

describe('components that make themselves', () => {
  const TREE = `type Node = { name: string; of: readonly Node[] };
    const node = (depth: number): Node =>
      ({ name: 'n' + depth, of: depth === 0 ? [] : [node(depth - 1), node(depth - 1)] });
    const Tree = ({ node, tint }: any): any => <div title={tint}>{node.name}{tint}
      {node.of.map((inner: Node) => <Tree key={inner.name} node={inner} tint={tint}/>)}</div>;`;
  test('as deep and as often as known data goes', () =>
    same(page('<Tree node={node(7)} tint={props.a}/>', TREE), [{ a: 'x' }, {}]));
  test('as deep as a number says, over lists of the context', () =>
    same(
      page(
        '<Level nodes={props.nodes} depth={3}/>',
        `const Level = ({ nodes, depth }: any): any => depth === 0 ? null : <ul>{nodes.map((node: any, i: number) =>
          <li key={i}>{node.name}<Level nodes={node.of} depth={depth - 1}/></li>)}</ul>;`,
      ),
      [
        { nodes: [] },
        {
          nodes: [
            { name: 'a', of: [{ name: 'b', of: [{ name: 'c', of: [] }] }] },
            { name: 'd', of: [] },
          ],
        },
      ],
    ));
});

describe('leaves', () => {
  test('text prints by the rules of React', () => same(page('<p>Hello {props.a}!</p>'), WORDS));
  test('attributes', () =>
    same(
      page(
        '<a href={props.a} title={props.a} data-x={props.a} aria-label={props.a} className={props.a}>x</a>',
      ),
      WORDS.slice(0, -1),
    ));
  test('boolean and numeric attributes', () =>
    same(
      page(
        '<table hidden={props.a}><tr><td colSpan={props.a} rowSpan={props.a}><input size={props.a} disabled={props.a}/></td></tr></table>',
      ),
      WORDS.slice(0, -1),
    ));
  test('src of an image', () =>
    same(page('<img src={props.url} width={props.a} alt={props.a}/>'), [
      ...WORDS.slice(0, -1).map(({ a }) => ({ a, url: `https://x.example/${a}` })),
      { url: '' },
      { url: null },
      {},
    ]));
  test('style', () =>
    same(
      page('<p style={{ color: props.a, width: props.a, lineHeight: props.a, fontWeight: "bold" }}>x</p>'),
      WORDS.slice(0, -1),
    ));
  test('style alone', () => same(page('<p style={{ color: props.a }}>x</p>'), [{ a: 'red' }, { a: null }]));
  test('template literals', () =>
    same(page('<a href={`https://x.example/${props.a}?b=${props.b}`}>{`${props.a} and ${props.b}`}</a>'), [
      { a: 1, b: 'x' },
      {},
    ]));
  test('raw HTML', () =>
    same(page('<p dangerouslySetInnerHTML={{ __html: props.a }} />'), [{ a: '<b>x</b>' }, {}]));
});

describe('choices', () => {
  const flags = [
    { a: true, b: 1 },
    { a: false, b: 0 },
    { a: '', b: NaN },
    { a: 0, b: null },
    {},
    { a: 'x', b: 'y' },
  ];
  test('&&', () => same(page('<p>{props.a && <b>yes</b>}{props.b && "text"}</p>'), flags));
  test('||', () => same(page('<p>{props.a || <b>none</b>}{props.b || "default"}</p>'), flags));
  test('??', () => same(page('<p>{props.a ?? <b>none</b>}{props.b ?? "default"}</p>'), flags));
  test('?:', () => same(page('<p>{props.a ? <b>yes</b> : <i>no</i>}{props.b ? "a" : "b"}</p>'), flags));
  test('! and negations share a test', () =>
    same(page('<p>{!props.a && <b>not</b>}{props.a ? 1 : 2}{!props.a ? "n" : "y"}</p>'), flags));
  test('nested', () =>
    same(page('<p>{props.a ? (props.b ? <b>both</b> : <i>a</i>) : props.b && <u>b</u>}</p>'), flags));
  test('compound', () =>
    same(
      page(
        '<p>{props.a && props.b ? "both" : "no"}{props.a || props.b ? "any" : "none"}{(props.a ?? props.b) ? 1 : 2}</p>',
      ),
      flags,
    ));
  test('class names', () =>
    same(
      page(
        '<p className={props.a ? "red big" : "blue"}><b className={`x ${props.b ? "y" : "z"} ${props.a && "w"}`}>t</b></p>',
      ),
      flags,
    ));
  test('boolean expressions as attributes', () =>
    same(
      page('<p hidden={!props.a} title={props.a ? "yes" : undefined} id={props.b ? "i" : null}>t</p>'),
      flags,
    ));
  test('styles', () =>
    same(
      page(
        '<p style={{ color: props.a ? "red" : "blue", margin: props.b ? 4 : 0, padding: props.a ? undefined : 3 }}>t</p>',
      ),
      flags,
    ));
  test('spread styles', () =>
    same(
      page(
        '<p style={{ color: "red", ...(props.a && { margin: 1 }), ...(props.b ? { color: "blue" } : {}) }}>t</p>',
      ),
      flags,
    ));
  test('element types', () =>
    same(page('<Tag>t</Tag>').replace('return', 'const Tag = props.a ? "h1" : "h2"; return'), flags));
  test('lookup', () =>
    same(
      page(
        '<p className={C[props.a]} title={C[props.a]}>{L[props.a] ?? "?"}{E[props.a]}{N[props.b]}</p>',
        'const C: any = { x: "red", y: "blue" }; const L: any = { x: "Ex" }; const E: any = { x: <b>x</b> }; const N = ["zero", "one"];',
      ),
      flags,
    ));
});

describe('lists', () => {
  const lists = [
    {
      items: [
        { n: 'a', q: 2, sub: ['x', 'y'] },
        { n: '<b>', q: 1, sub: [] },
      ],
    },
    { items: [] },
  ];
  test('map with index', () =>
    same(
      page(
        '<ul>{props.items.map((item: any, i: number) => <li key={i} className={i % 2 ? "odd" : "even"}>{i + 1}. {item.n}</li>)}</ul>',
      ),
      lists,
    ));
  test('nested map', () =>
    same(
      page(
        '<ul>{props.items.map((item: any, i: number) => <li key={i}>{item.n}{item.sub.map((s: any, j: number) => <b key={s}>{i}.{j} {s} {item.q}</b>)}</li>)}</ul>',
      ),
      lists,
    ));
  test('map to data', () =>
    same(
      page(
        '<p>{props.items.map((item: any) => item.n).join(", ")}{props.items.map((item: any) => item.q)}</p>',
      ),
      lists,
    ));
  test('filter, slice, sort', () =>
    same(
      page(
        '<p>{[...props.items].sort((a: any, b: any) => a.q - b.q).filter((x: any) => x.q > 0).slice(0, 1).map((item: any) => <b key={item.n}>{item.n}</b>)}</p>',
      ),
      lists,
    ));
  test('reduce, some, every, find, length', () =>
    same(
      page(
        '<p>{props.items.reduce((sum: number, item: any) => sum + item.q, 0)}{props.items.some((x: any) => x.q > 1) ? "some" : "none"}{props.items.every((x: any) => x.q > 1) && "every"}{props.items.find((x: any) => x.q === 1)?.n}{props.items.length > 0 && <b>{props.items.length}</b>}</p>',
      ),
      lists,
    ));
  test('Object.entries and keys', () =>
    same(
      page(
        '<p>{Object.entries(props.o).map(([k, v]: any) => <b key={k}>{k}={v}</b>)}{Object.keys(props.o).length}</p>',
      ),
      [{ o: { a: 1, b: 'x' } }, { o: {} }],
    ));
  test('concrete lists with choices', () =>
    same(
      page(
        '<p>{["a", props.b && "b", props.c ? "c" : null].filter(Boolean).join(" ")}{[1, 2, 3].filter((n) => n > props.n).map((n) => <b key={n}>{n}</b>)}</p>',
      ),
      [
        { b: 1, c: 0, n: 1 },
        { b: 0, c: 1, n: 5 },
      ],
    ));
  test('star rating by length', () =>
    same(
      page(
        '<p>{Array.from({ length: props.n }, (_, i) => <b key={i}>★{i}</b>)}{[...Array(props.n)].map((_, i) => <i key={i}>{i}</i>)}{[1, 2, 3, 4, 5].map((n) => <u key={n}>{n <= props.n ? "★" : "☆"}</u>)}</p>',
      ),
      [{ n: 3 }, { n: 0 }],
    ));
  test('components with spread items', () =>
    same(
      page(
        '<ul>{props.items.map((item: any) => <Row key={item.n} {...item} extra="e" />)}</ul>',
        'const Row = ({ n, q = 7, extra, ...rest }: any) => <li>{n} {q} {extra} {rest.sub?.length}</li>;',
      ),
      lists,
    ));
  test('optional lists', () =>
    same(
      page(
        '<ul>{props.items?.map((item: any) => <li key={item.n}>{item.n}</li>)}{props.items?.length ? "some" : "none"}</ul>',
      ),
      [...lists, {}],
    ));
});

describe('statements', () => {
  const kinds = [{ kind: 'a', n: 1 }, { kind: 'b', n: 20 }, { kind: 'c', n: 0 }, {}];
  test('early return', () =>
    same(
      page(
        '<Card {...props} />',
        'function Card({ kind, n }: any) { if (!kind) return null; if (kind === "a") { return <b>A{n}</b>; } return <i>{kind}</i>; }',
      ),
      kinds,
    ));
  test('switch', () =>
    same(
      page(
        '<Card kind={props.kind} n={props.n} />',
        'function label(kind: any) { switch (kind) { case "a": return "Alpha"; case "b": case "c": return "Beta"; default: return "?"; } } function Card({ kind, n }: any) { return <b className={label(kind) === "Beta" ? "x" : "y"}>{label(kind)}{n}</b>; }',
      ),
      kinds,
    ));
  test('an if that only assigns', () =>
    same(
      page(
        '<Card kind={props.kind} n={props.n} />',
        'function Card({ kind, n }: any) { let color = "red"; let size = 1; if (kind === "a") { color = "blue"; size = size + n; } else if (n > 10) color = "green"; if (n) size += 2; return <b style={{ color }}>{color}{size}</b>; }',
      ),
      kinds,
    ));
  test('loops over known lists', () =>
    same(
      page(
        '<Card kind={props.kind} />',
        'function Card({ kind }: any) { const rows = []; for (const k of ["a", "b", "c"]) { if (k === kind) rows.push(<b key={k}>{k}</b>); else rows.push(<i key={k}>{k}</i>); } return <p>{rows}</p>; }',
      ),
      kinds,
    ));
  test('throwing on one path', async () => {
    const parsed = await parse(
      page(
        '<p>{need(props.kind)}</p>',
        'function need(kind: any) { if (!kind) throw new Error("kind is missing"); return kind; }',
      ),
    );
    await expectSame(parsed, kinds.slice(0, 3));
  });
  test('two documents', () =>
    same(
      'export default function Email(props: any) { if (props.kind === "a") return <html><head><title>A</title></head><body>A</body></html>; return <html><body>{props.kind}</body></html>; }',
      kinds,
    ));
});

describe('values', () => {
  test('default values and destructuring', () =>
    same(
      `export default function Email({ name = 'friend', user: { first, last = 'L' } = { first: 'F' } as any, tags: [one, two = 'T', ...more] = [] as any[], ...rest }: any) {
    return <html><body>{name} {first} {last} {one} {two} {more.length} {rest.z}</body></html>;
  }`,
      [{}, { name: '', user: { first: 'A' }, tags: ['x', 'y', 'z'], z: 9 }, { name: null, tags: ['q'] }],
    ));
  test('arithmetic and comparisons', () =>
    same(
      page(
        '<p>{props.a + props.b} {props.a - props.b} {props.a * 2} {props.a / props.b} {props.a % 2} {props.a ** 2} {-props.a} {+props.a} {props.a > props.b ? "gt" : "le"} {props.a === 3 ? "three" : ""} {typeof props.a} {String(props.a > 1)}</p>',
      ),
      [
        { a: 3, b: 2 },
        { a: '3', b: 0 },
        { a: null, b: 1 },
      ],
    ));
  test('Intl', () =>
    same(
      page(
        '<p>{money.format(props.n)} {new Intl.DateTimeFormat("en", { timeZone: "UTC" }).format(new Date(props.d))} {props.n.toFixed(2)} {props.n.toLocaleString("en")} {Math.round(props.n)} {Math.max(props.n, 3)}</p>',
        'const money = new Intl.NumberFormat("en", { style: "currency", currency: "EUR" });',
      ),
      [{ n: 1234.5, d: 0 }],
    ));
  test('packages', () =>
    same(
      page(
        '<p>{dayjs(props.d).format("LL")} {format(new Date(props.d), "yyyy")} <b className={clsx("a", props.x && "b", { c: props.y, d: !props.y })}>x</b></p>',
        'import dayjs from "dayjs"; import localizedFormat from "dayjs/plugin/localizedFormat.js"; import { format } from "date-fns"; import clsx from "clsx"; dayjs.extend(localizedFormat);',
      ),
      [
        { d: '2026-03-04T12:00:00Z', x: 1, y: 0 },
        { d: '2025-03-04T12:00:00Z', x: '', y: true },
      ],
    ));
  test('regular expressions start afresh in every render', () =>
    same(
      page(
        '<p>{/a/g.test(props.a) ? 1 : 2}{RE.exec(props.a)?.[1] ?? "-"}{props.a.replace(/a/g, "b")}{[...props.a.matchAll(/a(.)/g)].length}</p>',
        'const RE = /x(.)/i;',
      ),
      [{ a: 'a' }, { a: 'a' }, { a: 'ab xy' }, { a: 'ab xy' }, { a: 'ab xy' }],
    ));
  test('lists sorted where nobody else sees them', () =>
    same(
      page(
        '<p>{[...props.l].sort()}{props.l.filter(Boolean).reverse()}{Object.entries(props.o).sort(([l], [r]) => (l < r ? -1 : 1)).map(([k, v]: any) => <b key={k}>{v}</b>)}{props.l.slice().sort((l: any, r: any) => r - l).join()}{props.l}</p>',
      ),
      [
        { l: [3, 1, 2], o: { b: 1, a: 2 } },
        { l: [], o: {} },
      ],
    ));
  test('collections that the template fills', () =>
    same(
      `export default function Email(props: any) {
        const seen = new Set<number>().add(0);
        [1, 2, 2].forEach((n) => seen.add(n));
        const names = new Map([['a', 'A']]);
        names.set('b', 'B').set('c', 'C');
        return <html><body>{props.a} {seen.size} {[...seen].join()} {names.get('b')} {names.size}</body></html>;
      }`,
      [{ a: 'x' }, { a: '' }],
    ));
  test('helpers in other files, context, memo, forwardRef', () =>
    same(
      `
    import { createContext, useContext, memo, forwardRef, Fragment } from 'react';
    import { shout, Theme } from './lib/helpers';
    const Ctx = createContext('none');
    const Show = memo(function Show() { const value = useContext(Ctx); return <b>{value}</b>; });
    const Box = forwardRef<any, any>(({ children, big }, ref) => <div ref={ref} className={big ? 'big' : 'small'}>{children}</div>);
    export default function Email(props: any) {
      return <html><body><Ctx.Provider value={props.a}><Show /></Ctx.Provider><Box big={props.b}>{shout(props.a)}<Fragment key="x">f</Fragment></Box><Theme color={props.b ? 'red' : 'blue'}>{(c: string) => <i style={{ color: c }}>{props.a}</i>}</Theme></body></html>;
    }`,
      [
        { a: 'hi', b: 1 },
        { a: 'x', b: 0 },
      ],
      {
        'lib/helpers.tsx': `export const shout = (s: string) => s.toUpperCase() + '!'; export function Theme({ color, children }: any) { return children(color); }`,
      },
    ));
});

describe('react-email', () => {
  const email = (body: string, above = '', from = 'react-email'): string => `
    import { Html, Head, Body, Container, Section, Row, Column, Heading, Text, Link, Button, Img, Hr, Preview, Tailwind, Font } from '${from}';
    ${above}
    export default function Email(props: any) { return <Html><Tailwind><Head><Font fontFamily="Roboto" fallbackFontFamily="Verdana" /></Head><Preview>{props.preview} for {props.name ?? 'you'}</Preview><Body className="bg-white p-4">${body}</Body></Tailwind></Html>; }`;
  const contexts = [
    { name: 'Ann', on: true, preview: 'Hello', url: 'https://x.example' },
    { on: 0, preview: 'x'.repeat(400) },
    { name: '', preview: '', url: null, on: '' },
  ];
  const body =
    '<Container><Section className={props.on ? "bg-red-500 p-4" : "mt-2"}><Row><Column className="w-1/2 sm:w-full"><Heading as="h2" mt={4} className={`text-xl ${props.on ? "text-green-600" : "text-gray-500"}`}>Hi {props.name}</Heading></Column></Row><Text style={{ color: props.name, marginTop: props.on ? 3 : undefined }}>{props.on && <Link href={props.url}>link</Link>}</Text><Button href={props.url} className="bg-black px-5 py-3 text-white" style={{ padding: props.on ? "4px 8px" : 12 }}>Go</Button><Img src={props.url} alt={props.name} width={props.on ? 10 : 20} /><Hr className={props.on ? "my-2" : "my-4"} /></Section></Container>';
  test('Tailwind, choices of class names, Preview', () => same(email(body), contexts));
  test('the older package', () => same(email(body, '', '@react-email/components'), contexts));
  test('own components under Tailwind', () =>
    same(
      email(
        '<Card title={props.name} className={props.on ? "p-1" : "p-2"}><Text>in</Text>{props.on ? <Card title="inner" /> : null}</Card>',
        'function Card({ title, className, children }: any) { if (!title) return <Text className={className}>none</Text>; return <Section className={className}><Text className="m-0">{title}</Text>{children}</Section>; }',
      ),
      contexts,
    ));
  test('a conditional title and preview', () =>
    same(
      email('{props.on ? <Preview>{props.name}x</Preview> : <title>static</title>}').replace(
        /<Preview>.*?<\/Preview>/,
        '{props.name && <title>{props.name}</title>}',
      ),
      contexts,
    ));
});
