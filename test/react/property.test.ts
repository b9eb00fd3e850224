import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { LetterlockError } from '../../src/errors.ts';
import { expectSame, templates } from './harness.ts';

const { parse, close } = templates();
afterAll(close);

/* Generated components × contexts: the compiled template prints what plain React prints. */

/** What may be named at some place: inside of a loop also its item and index. */
interface Scope {
  readonly depth: number;
  readonly loops: number;
}
type Arb = fc.Arbitrary<string>;

const inner = ({ depth, loops }: Scope): Scope => ({ depth: depth - 1, loops });

const pick = (...options: readonly (Arb | string)[]): Arb =>
  fc.oneof(...options.map((option) => (typeof option === 'string' ? fc.constant(option) : option)));

const joined = (template: TemplateStringsArray, ...parts: readonly Arb[]): Arb =>
  fc.tuple(...parts).map((values) => String.raw({ raw: template }, ...values));

const leaf = ({ loops }: Scope): Arb =>
  pick(
    'props.a',
    'props.n',
    'props.o?.p?.q',
    'name',
    'rest.k',
    'TABLE[props.k]',
    '"text"',
    'props.items.length',
    'total',
    'shout(props.a)',
    ...(loops > 0
      ? [`item${loops}.name`, `item${loops}.qty * 2`, `index${loops} + 1`, `item${loops}.tags.join("+")`]
      : []),
  );

const value = (scope: Scope): Arb => {
  if (scope.depth <= 0) return leaf(scope);
  const next = inner(scope);
  return pick(
    leaf(scope),
    joined`\`${fc.constantFrom('x', '<', '')}\${${value(next)}}-\``,
    joined`(${condition(next)} ? ${value(next)} : ${value(next)})`,
    joined`(${value(next)} ?? ${value(next)})`,
    joined`(${value(next)} || ${value(next)})`,
    joined`(${condition(next)} && ${value(next)})`,
    joined`String(${value(next)}).toUpperCase()`,
    joined`String(${value(next)}).length`,
    joined`String(${value(next)}).replace(/[a-m]/g, "*").split("").reverse().join("")`,
    joined`JSON.stringify({ v: ${value(next)}, t: ${condition(next)} })`,
    joined`plural(props.items.length, String(${value(next)}))`,
    joined`grade(${value(next)})`,
    joined`[${value(next)}, ${condition(next)} && "z"].filter(Boolean).join(" ")`,
    joined`props.items.toSorted((l: any, r: any) => ${fc.constantFrom('l.qty - r.qty', 'l.name.localeCompare(r.name)')}).map((x: any) => x.name).join()`,
    joined`props.items.find((x: any) => ${fc.constantFrom('x.on', 'x.qty > 1')})?.name`,
    joined`Object.keys(props.items[0] ?? {}).${fc.constantFrom('length', 'join(".")', 'includes("on").toString()')}`,
    joined`(({ q = ${value(next)}, ...others }: any) => q + Object.keys(others).length)(props.o?.p ?? { z: 1 })`,
    joined`props.items.flatMap((x: any) => x.tags).slice(0, 2).join("/")`,
    joined`clsx("c", ${condition(next)} && "d", { e: ${condition(next)} })`,
    joined`format(new Date(Date.UTC(2026, props.items.length, 3, 12)), ${condition(next)} ? "yyyy-MM" : "dd.MM.yy")`,
    joined`props.items.filter((x: any) => ${fc.constantFrom('x.on', 'x.qty > 1', '!x.on', 'x.name')}).length`,
    joined`props.items.map((x: any) => ${fc.constantFrom('x.name', 'x.qty', '`${x.name}/${x.tags.length}`')}).join(", ")`,
  );
};

const condition = (scope: Scope): Arb => {
  const { loops } = scope;
  const simple = [
    'props.b',
    'props.a',
    'props.n > 1',
    'props.k === "x"',
    'props.items.length > 0',
    'props.items.some((x: any) => x.on)',
    'props.o?.p',
    'flag',
    ...(loops > 0 ? [`item${loops}.on`, `index${loops} === 0`, `item${loops}.qty > props.n`] : []),
  ];
  if (scope.depth <= 0) return pick(...simple);
  const next = inner(scope);
  return pick(
    ...simple,
    joined`!${condition(next)}`,
    joined`(${condition(next)} && ${condition(next)})`,
    joined`(${condition(next)} || ${condition(next)})`,
    joined`(${value(next)} === ${value(next)})`,
  );
};

const attributes = (scope: Scope): Arb =>
  pick(
    '',
    joined` className={${condition(scope)} ? "on" : "off"}`,
    joined` className={\`a \${${condition(scope)} ? "b" : "c"} \${${condition(scope)} && "d"}\`}`,
    joined` title={${value(scope)} as any}`,
    joined` style={{ color: ${condition(scope)} ? "red" : undefined, width: props.n, margin: 1 }}`,
    joined` style={{ ...(${condition(scope)} && { color: "blue" }), width: "50%" }}`,
    joined` style={${condition(scope)} ? { margin: 3 } : undefined}`,
    joined` className={clsx("c", ${condition(scope)} && "d", { e: ${condition(scope)} })}`,
    joined` {...(${condition(scope)} ? { id: "i", title: ${value(scope)} as any } : {})}`,
    joined` hidden={${condition(scope)} as any}`,
    joined` data-x={${value(scope)} as any}`,
  );

const node = (scope: Scope): Arb => {
  if (scope.depth <= 0) return pick('text', joined`{${value(scope)}}`, '<br/>');
  const next = inner(scope);
  const loop = `${scope.loops + 1}`;
  const inside = { depth: next.depth, loops: scope.loops + 1 };
  const list = pick(
    'props.items',
    'props.items.slice(0, 2)',
    'props.items.filter((x: any) => x.on)',
    'props.items.toReversed()',
    'Object.entries(props.o ?? {}).map(([key]) => ({ name: key, qty: 1, on: true, tags: [] }))',
    ...(scope.loops > 0
      ? [`item${scope.loops}.tags.map((name: string) => ({ name, qty: name.length, on: false, tags: [] }))`]
      : []),
  );
  return pick(
    joined`{${value(next)}}`,
    joined`<span${attributes(next)}>${nodes(next)}</span>`,
    joined`{${condition(next)} && <b>${nodes(next)}</b>}`,
    joined`{${condition(next)} ? ${element(next)} : ${pick(element(next), 'null', '"none"')}}`,
    joined`{${value(next)} || ${element(next)}}`,
    joined`{${list}.map((item${fc.constant(loop)}: any, index${fc.constant(loop)}: number) => <code key={index${fc.constant(loop)}}${attributes(inside)}>${nodes(inside)}</code>)}`,
    joined`{props.items.flatMap((x: any, i: number) => (${fc.constantFrom('x.on', 'i > 0')} ? [<b key="b">{x.name}</b>, <i key="i">{i}</i>] : []))}`,
    joined`{props.items.map(({ name: title, ...more }: any, at: number) => { if (!more.on) return null; const last = at === props.items.length - 1; return <tt key={at} className={last ? "last" : "not"}>{title}{more.qty}${nodes(next)}</tt>; })}`,
    joined`{[1, 2].map((k) => <kbd key={k}>{k}${nodes(next)}</kbd>)}`,
    joined`{[${condition(next)} && <b key="1">1</b>, ${element(next)}].filter(Boolean)}`,
    joined`<Render>{(what: any) => <var>{what}${nodes(next)}</var>}</Render>`,
    joined`<Rows rows={props.items} head={${value(next)}} />`,
    joined`{pickElement(${value(next)})}`,
    joined`<Slots left={${element(next)}} right={${condition(next)} && ${element(next)}}>${nodes(next)}</Slots>`,
    joined`<span dangerouslySetInnerHTML={{ __html: String(${value(next)}).replaceAll("<", "") as any }} />`,
    joined`<Box on={${condition(next)}} label={${value(next)}}>${nodes(next)}</Box>`,
    joined`<Case kind={${pick('props.k', '"x"', 'props.b ? "y" : "z"')}}>${nodes(next)}</Case>`,
    joined`<Group>${nodes(next)}</Group>`,
    joined`<Theme.Provider value={${value(next)} as any}><Themed/>${nodes(next)}</Theme.Provider>`,
  );
};

const element = (scope: Scope): Arb =>
  pick(joined`<i${attributes(scope)}>${node(inner(scope))}</i>`, joined`<>${node(inner(scope))}<u/></>`);

const nodes = (scope: Scope): Arb =>
  fc.array(node(scope), { minLength: 1, maxLength: scope.depth > 1 ? 3 : 2 }).map((list) => list.join(''));

const component: Arb = nodes({ depth: 3, loops: 0 }).map(
  (body) => `
import clsx from 'clsx'; import { format } from 'date-fns';
import { Children, createContext, memo, useContext } from 'react';
const TABLE: any = { x: 'Ex', y: 2, z: '' };
const Theme = createContext<any>('none');
const Themed = memo(function Themed() { return <em>{useContext(Theme)}</em>; });
const plural = (n: number, word: string) => (n === 1 ? \`1 \${word}\` : \`\${n} \${word}s\`);
function grade(v: any): string {
  let mark = 'none';
  if (v === 'x') mark = 'a';
  else if (v === 5 || v === 0) { mark = 'number'; mark += '!'; }
  if (!v) return mark + '?';
  switch (typeof v) { case 'string': return 's' + mark; case 'boolean': return 'b'; }
  return mark;
}
const pickElement = (v: any) => { if (v === '') return <hr/>; if (typeof v === 'string') return <small>{v}</small>; return v ? <sub>{String(v)}</sub> : null; };
const Render = ({ children }: any) => children('given');
const Slots = ({ left, right, children, ...rest }: any) => <div {...rest}>{left}{right ?? 'none'}{children}</div>;
function Rows({ rows, head }: any) {
  if (rows.length === 0) return <em>no {head}</em>;
  const sum = rows.reduce((total: any, row: any) => ({ qty: total.qty + row.qty, names: [...total.names, row.name] }), { qty: 0, names: [] });
  return <table><tbody>{rows.map((row: any, i: number) => <tr key={i}>{Object.entries(row).map(([k, v]: any) => k !== 'tags' && <td key={k}>{k}={String(v)}</td>)}<td>{row.tags.map((t: string, j: number) => (j ? ', ' : '') + t)}</td></tr>)}</tbody><tfoot><tr><td>{sum.qty} {sum.names.join('|')}</td></tr></tfoot></table>;
}
const shout = (text: any) => (text ? \`\${text}!\` : 'silence');
function Box({ on, label = 'unnamed', children }: any) {
  if (!label) return <s>{children}</s>;
  if (on) return <section title={label}>{children}</section>;
  return <div>{label}: {children}</div>;
}
function Case({ kind, children }: any) {
  switch (kind) {
    case 'x': return <q>{children}</q>;
    case 'y': { const twice = [1, 2]; return <>{twice.map((n) => <q key={n}>{n}</q>)}{children}</>; }
    default: return kind ? children : null;
  }
}
const Group = ({ children }: any) => <div>{Children.map(children, (child, i) => <dfn className={i > 0 ? "more" : "first"}>{child}</dfn>)}</div>;
export default function Email({ name = 'friend', b: flag, ...rest }: any) {
  const props = { ...rest, b: flag, name };
  let total = 0;
  if (props.b) total = props.items.reduce((sum: number, x: any) => sum + x.qty, 0);
  return <html><head/><body>${body}</body></html>;
}`,
);

const item = fc.record({
  name: fc.constantFrom('One', '& "Two"', '', 'Three'),
  qty: fc.integer({ min: 0, max: 3 }),
  on: fc.boolean(),
  tags: fc.array(fc.constantFrom('t', 'uv'), { maxLength: 2 }),
});

const context = fc.record(
  {
    a: fc.constantFrom('x', '', '<&">', null, 0, 5, true, false),
    b: fc.constantFrom(true, false, 0, 1, 'yes', '', null),
    n: fc.constantFrom(0, 1, 2, 1.5, -1),
    k: fc.constantFrom('x', 'y', 'z', 'w', ''),
    o: fc.constantFrom({ p: { q: 'deep' } }, { p: null }, {}, null),
    name: fc.constantFrom('Ann', '', null),
    items: fc.array(item, { maxLength: 3 }),
  },
  { requiredKeys: ['items', 'n'] },
);

const LIMITS = ['TOO_MANY_CHOICES', 'TOO_MANY_PATHS', 'CHILDREN_SYMBOLIC'];
const RUNS = Number(process.env.LETTERLOCK_PROPERTY_RUNS ?? 40);

test('generated components print what plain React prints', { timeout: 300_000 }, async ({ annotate }) => {
  const seed = Number(process.env.LETTERLOCK_PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31));
  await annotate(`seed ${seed}`);
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      component,
      fc.array(context, { minLength: 6, maxLength: 8 }),
      async (source, contexts) => {
        const parsed = await parse(source).catch((error: unknown) => error as LetterlockError);
        if (!(parsed instanceof Error)) return expectSame(parsed, contexts);
        expect(LIMITS, parsed.stack).toContain(parsed.code);
        refused++;
        return undefined;
      },
    ),
    { seed, numRuns: RUNS, endOnFailure: false },
  );
  await annotate(`${refused} of ${RUNS} refused`);
  expect(refused / RUNS).toBeLessThan(0.25);
});
