import { describe } from 'vitest';
import { ANYTHING, DATES, LINES, LISTS, NUMBERS, PRIMITIVES, TEXTS, page, testSame } from './cases.ts';

describe('code as people write it', () => {
  testSame([
    [
      'Intl',
      page(
        '{new Intl.NumberFormat("de", { style: "currency", currency: props.c ?? "EUR" }).format(props.a)}{new Intl.PluralRules("en").select(props.a)}{new Intl.RelativeTimeFormat("en").format(2, "day")}{new Intl.ListFormat("en").format(["a", String(props.a)])}{new Intl.DisplayNames("en", { type: "region" }).of("DE")}{new Intl.NumberFormat("en").formatToParts(props.a).map((p) => <i>{p.type}</i>)}',
      ),
      [{ a: 1 }, { a: 1234.5, c: 'USD' }, { a: 0 }],
    ],
    [
      'Intl collator segmenter',
      page(
        '{[...props.l].sort(new Intl.Collator("de").compare).join()}{[...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(props.a)].length}',
      ),
      [{ l: ['b', 'ä', 'a'], a: 'x👍🏽' }],
    ],
    [
      'Intl helpers',
      page(
        '{date(props.a)}{money(1.5, props.c)}{date(props.a, { month: "long" })}',
        'const date = (d: any, o: any = { dateStyle: "long" }) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...o }).format(new Date(d)); const money = (n: number, c = "EUR") => new Intl.NumberFormat("en", { style: "currency", currency: c }).format(n);',
      ),
      [{ a: 0 }, { a: '2026-01-02', c: 'USD' }],
    ],
    [
      'Date',
      page(
        '{d.getUTCFullYear()}-{d.getUTCMonth() + 1}{d.toISOString()}{+d}{d > new Date("2025-01-01") ? "new" : "old"}{days(props.a)}{new Date(+d + 864e5).toJSON()}',
        'const days = (a: any) => Math.ceil((new Date(a).getTime() - new Date("2026-01-01").getTime()) / 864e5);',
        'const d = new Date(props.a);',
      ),
      DATES,
    ],
    [
      'Math',
      page(
        '{Math.round(props.a)}{Math.max(0, props.a, ...[1, 2])}{Math.min(...[props.a, 3])}{Math.floor(props.a / 2)}{Math.abs(props.a)}{Math.PI.toFixed(2)}{(props.a ** 2).toLocaleString("en")}{Number.isInteger(props.a) ? "i" : "f"}{Number(props.a).toFixed(1)}{parseInt(String(props.a), 10)}{props.a | 0}{isNaN(props.a) && "nan"}',
      ),
      NUMBERS,
    ],
    ['spread Math.max', page('{Math.max(...props.l.map((x: any) => x.q))}'), LINES],
    [
      'strings',
      page(
        '{props.a.toUpperCase()}{props.a.split(" ").map((w: string) => w.charAt(0).toUpperCase() + w.slice(1)).join(" ")}{props.a.padStart(6, "*")}{props.a.includes("x") ? 1 : 0}{props.a[0]}{props.a.length > 5 ? props.a.slice(0, 5) + "…" : props.a}{props.a.startsWith("H") && "H!"}{props.a.repeat(2)}{props.a.trim().replaceAll(" ", "_")}{props.a.at(-1)}{props.a.codePointAt(0)}{props.a.normalize().localeCompare("x")}{[...props.a].reverse().join("")}{props.a.concat("y", "z")}{encodeURIComponent(props.a)}{props.a.substring(1, 3)}{props.a.indexOf("l")}',
      ),
      TEXTS,
    ],
    [
      'initials',
      page(
        '{initials(props.a)}',
        'const initials = (n: string) => n.split(/[\\s-]+/).filter(Boolean).map(([c]) => c).slice(0, 2).join("").toUpperCase();',
      ),
      TEXTS,
    ],
    [
      'regex',
      page(
        '{/^h/i.test(props.a) ? "H" : "-"}{props.a.match(/l+/g)?.join("|") ?? "none"}{props.a.replace(/(\\w)-(\\w)/g, (_: string, x: string, y: string) => `${y}+${x}`)}{props.a.search(/o/)}{/(?<first>\\w)/.exec(props.a)?.groups?.first}{props.a.split(/[, ]/).length}{new RegExp(`^${props.b ?? "H"}`).test(props.a) ? "y" : "n"}',
      ),
      TEXTS,
    ],
    [
      'dayjs',
      page(
        '{dayjs(props.a).format("YYYY")}{dayjs(props.a).add(1, "month").toISOString()}{dayjs(props.a).isBefore("2025-01-01") ? "old" : "new"}{dayjs("2026-01-01").diff(props.a, "day")}',
        'import dayjs from "dayjs";',
      ),
      DATES,
    ],
    [
      'date-fns',
      page(
        '{format(new Date(props.a), "yyyy-MM", {})}{addDays(new Date(props.a), 2).toISOString()}{isAfter(new Date(props.a), new Date("2025-01-01")) ? 1 : 2}{formatDistance(new Date(props.a), new Date(0))}',
        'import { format, addDays, isAfter, formatDistance } from "date-fns";',
      ),
      DATES,
    ],
    [
      'try throw',
      page(
        '{safe(props.a)}',
        'function safe(a: any) { try { if (!a) throw new Error("no"); return a; } catch (e: any) { return e.message; } }',
      ),
      PRIMITIVES,
    ],
    [
      'generator',
      page(
        '{[...gen(props.a)].map((x: any) => <b>{x}</b>)}',
        'function* gen(a: any) { yield 1; yield a; yield* [2, a]; }',
      ),
      PRIMITIVES,
    ],
    [
      'generator cond',
      page(
        '{[...gen(props.a)].map((x: any) => <b>{x}</b>)}',
        'function* gen(a: any) { if (a) yield a; yield 3; }',
      ),
      PRIMITIVES,
    ],
    [
      'own classes',
      page(
        '{new Money(props.a, "EUR").format()}{new Money(1, "USD").plus(props.a).format()}{Money.zero.format()}',
        'class Money { static zero = new Money(0, "X"); constructor(readonly n: number, private c: string) {} plus(n: number) { return new Money(this.n + n, this.c); } format() { return `${this.c} ${this.n}`; } }'.replace(
          'constructor(readonly n: number, private c: string) {}',
          'n: number; c: string; constructor(n: number, c: string) { this.n = n; this.c = c; }',
        ),
      ),
      NUMBERS,
    ],
    [
      'own classes param props',
      page(
        '{new Money(props.a, "EUR").format()}',
        'class Money { constructor(readonly n: number, private c: string) {} format() { return `${this.c} ${this.n}`; } }',
      ),
      NUMBERS,
    ],
    [
      'labelled',
      page(
        '{find(props.a)}',
        'function find(a: any) { let out = "none"; outer: for (const x of [1, 2]) { for (const y of [1, 2]) { if (x === y) continue outer; if (a && x > y) { out = `${x}${y}`; break outer; } out += "."; } } return out; }',
      ),
      PRIMITIVES,
    ],
    [
      'tagged',
      page(
        '<p title={css`a ${props.a} b`}>{css`x${1}`}{String.raw`a\\n${props.a}`}</p>',
        'const css = (s: any, ...v: any[]) => s.reduce((out: string, x: string, i: number) => out + x + (v[i] ?? ""), "");',
      ),
      PRIMITIVES,
    ],
    [
      'TypeScript',
      page(
        '{LABEL[props.a as Kind] ?? "none"}{Color.Red}{Color[1]}{(props as any)!.a!}{K.length}{cast<string>(props.a)}',
        `enum Color { Red, Green = 'g', Blue = 1 } const K = ['x', 'y'] as const; type Kind = (typeof K)[number]; const LABEL = { x: 'Ex', y: 'Why' } satisfies Record<Kind, string>; function cast<T>(x: unknown): T { return x as T; } declare const nothing: string; abstract class A { abstract x(): void; } interface I { a: 1 } namespace Types { export type X = 1; }`,
      ),
      PRIMITIVES,
    ],
    [
      'const enum',
      page(
        '{props.a === Status.Paid ? "paid" : "open"}{Object.keys(Status).length}',
        'enum Status { Open = "open", Paid = "x" }',
      ),
      PRIMITIVES,
    ],
    [
      'default params',
      page(
        '<Box a={props.a}/>{f(props.a)}',
        'const Box = ({ a, b = a, c = `${b}!`, d = b ? 1 : 2 }: any) => <b title={c}>{b}{d}</b>; const f = (a: any = 7, b = a, { c = b } = {} as any, [d = c] = [] as any[]) => `${a}${b}${c}${d}`;',
      ),
      PRIMITIVES,
    ],
    [
      'closures over loop variables',
      page(
        '{fns.map((f: any) => <b>{f()}</b>)}',
        '',
        'const fns: any[] = []; for (let i = 0; i < 3; i++) fns.push(() => i + String(props.a)); for (var j = 0; j < 2; j++) fns.push(() => j);',
      ),
      PRIMITIVES,
    ],
    [
      'closures over map',
      page(
        '{props.l.map((x: any, i: number) => { const label = () => `${i}:${x.n}`; const f = (y: any) => y === x.k; return <b>{label()}{f("x") ? 1 : 2}{["x", "y"].map((k) => f(k) && <i>{k}{label()}</i>)}</b>; })}',
      ),
      LINES,
    ],
    [
      'let reassign',
      page(
        '{out}{n}',
        '',
        'let out = ""; let n = 0; if (props.a) { out += "t"; n++; } else out += "f"; out = out + props.a; n += 2; n++;',
      ),
      PRIMITIVES,
    ],
    [
      'ternary chain',
      page(
        '{props.a === 0 ? <b>0</b> : props.a === "" ? "empty" : props.a === null ? <i>null</i> : typeof props.a === "boolean" ? String(props.a) : props.a}',
      ),
      ANYTHING,
    ],
    [
      'and number',
      page(
        '{props.a && <b>x</b>}{props.a > 0 && "pos"}{!!props.a && "y"}{Boolean(props.a) && "z"}{props.a?.length && <i>{props.a.length}</i>}',
      ),
      ANYTHING,
    ],
    [
      'nested arrays',
      page('{[props.a, [props.a, ["x", null]]]}{[[<b>1</b>], props.a && [<i>2</i>]]}'),
      ANYTHING,
    ],
    [
      'in / instanceof',
      page(
        '{"x" in props ? 1 : 2}{props.a instanceof Date ? 3 : 4}{Array.isArray(props.a) ? 5 : 6}{typeof props.a}',
      ),
      ANYTHING,
    ],
    [
      'nullish assign',
      page(
        '{x}{y}{z.a}',
        '',
        'let x = props.a; x ??= "d"; let y = props.a; y ||= "o"; let z: any = { a: 1 }; z.a &&= props.a;',
      ),
      PRIMITIVES,
    ],
    ['comma void', page('{(0, props.a)}{void 0}{[props.a,].length}'), PRIMITIVES],
    [
      'delete',
      page('{JSON.stringify(copy)}', '', 'const copy: any = { a: props.a, b: 1 }; delete copy.b;'),
      PRIMITIVES,
    ],
    [
      'object spread ctx',
      page('{Object.entries({ ...props, b: 1 }).map(([k, v]: any) => <b>{k}{String(v)}</b>)}'),
      PRIMITIVES,
    ],
    ['structuredClone', page('{JSON.stringify(structuredClone(props))}'), PRIMITIVES.slice(0, 3)],
    [
      'getter setter object',
      page('{o.x}{o.y()}', '', 'const o = { get x() { return props.a; }, y() { return this.x; } };'),
      PRIMITIVES,
    ],
    [
      'symbol iterator',
      page(
        '{[...range].map((i) => <b>{i}{props.a}</b>)}',
        'const range = { *[Symbol.iterator]() { yield 1; yield 2; } };',
      ),
      PRIMITIVES,
    ],
    [
      'while known',
      page('{n}{props.a}', '', 'let n = 0; while (n < 5) n++; do { n--; } while (n > 2);'),
      PRIMITIVES,
    ],
    [
      'iife',
      page(
        '{(() => { if (props.a) return <b>x</b>; return <i>y</i>; })()}{(function () { return props.a; })()}',
      ),
      PRIMITIVES,
    ],
    [
      'if else jsx variable',
      page(
        '{content}',
        '',
        'let content; if (props.a === 0) { content = <b>0</b>; } else if (props.a) content = <i>{props.a}</i>; else content = null;',
      ),
      PRIMITIVES,
    ],
    [
      'array push cond',
      page(
        '{parts.join(", ")}{els}',
        '',
        'const parts: string[] = []; const els: any[] = []; if (props.a) parts.push("a"); if (props.a === 0) { parts.push("zero"); els.push(<b/>); } parts.push("end");',
      ),
      PRIMITIVES,
    ],
    [
      'array destructure',
      page('{x}{y}{rest.length}', '', 'const [x, y = "d", ...rest] = props.a ?? [];'),
      ANYTHING.slice(9),
    ],
    ['swap', page('{x}{y}', '', 'let x = props.a, y: any = 1; [x, y] = [y, x];'), PRIMITIVES],
    [
      'URLSearchParams',
      page('<a href={`https://x.example?${new URLSearchParams({ a: props.a, b: "1" })}`}>x</a>'),
      TEXTS,
    ],
    [
      'currying',
      page(
        '{add(1)(props.a)}{compose((x: any) => x + 1, (x: any) => x * 2)(props.a)}',
        'const add = (x: number) => (y: number) => x + y; const compose = (f: any, g: any) => (x: any) => f(g(x));',
      ),
      NUMBERS,
    ],
    [
      'recursion known depth',
      page('{fact(5)}{props.a}', 'const fact = (n: number): number => n <= 1 ? 1 : n * fact(n - 1);'),
      PRIMITIVES,
    ],
    [
      'shared sort',
      page(
        '{props.l.filter(Boolean).sort().join()}{props.l.filter(Boolean).join()}{props.l.map((x: any) => x).reverse().join()}{props.l.map((x: any) => x).join()}',
      ),
      LISTS,
    ],
    [
      'fill',
      page(
        '{new Array(props.l.length).fill("x").join("-")}{Array(props.l.length).fill(0).map((_, i) => <b>{i}</b>)}',
      ),
      LISTS,
    ],
    [
      'regex literal',
      page(
        '{/o/g.test(props.a) ? 1 : 2}{/o/y.exec(props.a)?.index}{/o/g.test(props.a) ? 1 : 2}{props.a.replace(/o/y, "0")}{props.a.replace(/o/gy, "0")}{props.a.match(/o/y)?.index}',
      ),
      [...TEXTS, ...TEXTS],
    ],
    [
      'regex const in fn',
      page('{f(props.a)}', 'const f = (a: any) => { const re = /o/g; return re.test(a) ? 1 : 2; };'),
      TEXTS,
    ],
    ['regex in map', page('{props.l.map((x: any) => /b/g.test(x) ? 1 : 2)}'), LISTS],
    [
      'regex sticky module replace',
      page('{props.a.replace(RE, "0")}', 'const RE = /o/y;'),
      [...TEXTS, ...TEXTS],
    ],
    [
      'try finally',
      page(
        '{safe(props.a)}',
        'function safe(a: any) { try { return String(a).trim(); } finally { void 0; } }',
      ),
      TEXTS,
    ],
    [
      'try known',
      page(
        '{safe("{}")}{props.a}',
        'function safe(a: any) { try { return JSON.parse(a).x; } catch { return "bad"; } }',
      ),
      PRIMITIVES,
    ],
  ]);
});
