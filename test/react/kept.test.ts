import { describe } from 'vitest';
import { DATES, LINES, LISTS, page, PRIMITIVES, testRefused, testSame, TEXTS } from './cases.ts';

const VALUES = [...PRIMITIVES, { a: '{"x":1}' }, { a: 'https://x.example/y' }];

describe('functions and loops that compute data are kept for run time where they cannot be evaluated', () => {
  testSame([
    [
      'reduce group mutate',
      page(
        '{Object.entries(g).map(([k, xs]: any) => <b key={k}>{k}{xs.map((x: any) => <i>{x.n}</i>)}</b>)}',
        '',
        'const g = props.l.reduce((acc: any, x: any) => { (acc[x.k] ??= []).push(x); return acc; }, {});',
      ),
      [...LINES, ...LINES],
    ],
    [
      'reduce group mutate 2',
      page(
        '{Object.entries(g).map(([k, xs]: any) => <b key={k}>{k}{xs.map((x: any) => <i>{x.n}</i>)}</b>)}',
        '',
        'const g = props.l.reduce((acc: any, x: any) => { const k = x.k; if (!acc[k]) acc[k] = []; acc[k].push(x); return acc; }, {});',
      ),
      LINES,
    ],
    [
      'reduce group in helper',
      page(
        '{Object.entries(groupBy(props.l, (x: any) => x.k)).map(([k, xs]: any) => <b key={k}>{k}{xs.length}</b>)}',
        'const groupBy = (l: any[], f: any) => l.reduce((acc: any, x: any) => { const k = f(x); acc[k] = acc[k] || []; acc[k].push(x); return acc; }, {});',
      ),
      LINES,
    ],
    [
      'group Map',
      page(
        '{[...group(props.l)].map(([k, xs]: any) => <b key={k}>{k}{xs.length}</b>)}',
        'function group(l: any[]) { const m = new Map<string, any[]>(); for (const x of l) { const list = m.get(x.k); if (list) list.push(x.n); else m.set(x.k, [x.n]); } return m; }',
      ),
      LINES,
    ],
    [
      'reduce count',
      page(
        '{JSON.stringify(g)}',
        '',
        'const g = props.l.reduce((acc: any, x: any) => { acc[x.k] = (acc[x.k] || 0) + 1; return acc; }, {});',
      ),
      LINES,
    ],
    [
      'reduce push',
      page(
        '{g.map((x: any) => <b>{x}</b>)}',
        '',
        'const g = props.l.reduce((acc: any, x: any) => { if (x.q) acc.push(x.n); return acc; }, []);',
      ),
      LINES,
    ],
    [
      'chunks loop',
      page(
        '{chunk(props.l, 2).map((row: any, i: number) => <tr key={i}>{row.map((x: any) => <td>{x}</td>)}</tr>)}',
        'function chunk(xs: any[], n: number) { const out = []; for (let i = 0; i < xs.length; i += n) out.push(xs.slice(i, i + n)); return out; }',
      ),
      LISTS,
    ],
    [
      'for of data',
      page(
        '{total}{max}',
        '',
        'let total = 0; let max = -1; for (const x of props.l) { total += x.q; if (x.q > max) max = x.q; }',
      ),
      LINES,
    ],
    [
      'for i data',
      page(
        '{s}',
        '',
        'let s = ""; for (let i = 0; i < props.l.length; i++) { if (i === 2) break; s += props.l[i].n + sep; }',
      ).replace('let s', 'const sep = ", "; let s'),
      LINES,
    ],
    ['while', page('{s}', '', 'let s = ""; while (s.length < props.a) s += "*";'), [{ a: 3 }, { a: 0 }, {}]],
    [
      'for of helper',
      page(
        '{total(props.l).toFixed(2)}{props.l.map((x: any) => <i>{total([x])}</i>)}',
        'export function total(l: any[]) { let t = 0; for (const { q, p } of l) t += q * p; return t; }',
      ),
      LINES,
    ],
    [
      'closure total',
      page(
        '{total()}',
        '',
        'const total = () => { let t = 0; for (const x of props.l) t += x.q; return t; };',
      ),
      LINES,
    ],
    [
      'lib',
      `import { total, fmt } from './lib/sum'; export default ({ l }: any) => <html><body>{total(l)}{fmt(3)}{l.map((x: any) => <b>{fmt(x.p)}</b>)}</body></html>;`,
      LINES,
      {
        'lib/sum.ts': `import { round } from './round'; const f = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' }); const RATES: Record<string, number> = { x: 2, y: 3 }; export const fmt = (n: number) => f.format(n); export function total(l: any[]): string { let t = 0; for (const x of l) { t += x.p * (RATES[x.k] ?? 1); } return fmt(round(t)); }`,
        'lib/round.ts': 'export const round = (n: number, to = 1) => Math.round(n * to) / to;',
      },
    ],
    [
      'Date setters',
      page(
        '{due(props.a).toISOString()}',
        'function due(a: any) { const d = new Date(a); d.setUTCDate(d.getUTCDate() + 14); return d; }',
      ),
      DATES,
    ],
    [
      'url',
      page(
        '<a href={u2(props.a)}>y</a>',
        'const u2 = (a: any) => { const u = new URL("https://x.example/p"); u.searchParams.set("a", a); return u.href; };',
      ),
      TEXTS,
    ],
    [
      'try catch',
      page(
        '{safe(props.a)}',
        'function safe(a: any) { try { return JSON.parse(a).x; } catch { return "bad"; } }',
      ),
      VALUES,
    ],
    [
      'try catch 2',
      page(
        '{safe(props.a)}',
        'function safe(a: any) { try { return new URL(a).hostname; } catch (e) { return a; } finally { void 0; } }',
      ),
      VALUES,
    ],
    [
      'try statement',
      page('{x}', '', 'let x; try { x = JSON.parse(props.a).x; } catch { x = "bad"; }'),
      VALUES,
    ],
    [
      'try helper throws',
      page(
        '{safe(props.a)}',
        'function need(a: any) { if (!a) throw new Error("no"); return a; } function safe(a: any) { try { return need(a); } catch (e: any) { return e.message; } }',
      ),
      VALUES,
    ],
    [
      'recursion',
      page(
        '{depth(props.t)}{sum(props.t)}',
        'const depth = (t: any): number => t ? 1 + depth(t.n) : 0; function sum(t: any): number { return t ? t.v + sum(t.n) + (t.c ?? []).reduce((s: number, c: any) => s + sum(c), 0) : 0; }',
      ),
      [{}, { t: { v: 1, n: { v: 5, n: null, c: [{ v: 7 }] } } }],
    ],
    [
      'recursion known',
      page(
        '{fact(5)}<p className={fact(3) === 6 ? "a" : "b"}>{props.a}</p>',
        'const fact = (n: number): number => n <= 1 ? 1 : n * fact(n - 1);',
      ),
      VALUES,
    ],
    [
      'regexp loop',
      page(
        '{find(props.a).join()}',
        'function find(a: string) { const RE = /o/g; const found: any[] = []; let m; while ((m = RE.exec(a))) found.push(m.index); return found; }',
      ),
      TEXTS,
    ],
    [
      'map with loop',
      page(
        '{props.l.map((x: any) => { let s = ""; for (const y of x.sub) s += y + ";"; return s; }).join("|")}',
        '',
      ),
      LINES,
    ],
    [
      'map el with loop',
      page(
        '{props.l.map((x: any) => { let s = ""; for (const y of x.sub) s += y + ";"; return <b>{s}</b>; })}',
        '',
      ),
      LINES,
    ],
    [
      'sort comparator',
      page(
        '{[...props.l].sort((a: any, b: any) => { for (const k of ["q", "p"]) { if (a[k] < b[k]) return -1; if (a[k] > b[k]) return 1; } return 0; }).map((x: any) => <b>{x.n}</b>)}',
      ),
      LINES,
    ],
    [
      'breaks',
      page(
        '{s}',
        '',
        'let s = 0; for (const k of [1, 2]) { for (const x of props.l) { if (x.q === 0) continue; if (x.q > k) break; s += x.q; } }',
      ),
      LINES,
    ],
    [
      'a loop over known keys, with a class name',
      page(
        '<p className={name}>x</p>',
        '',
        'let name = "a"; for (const k of ["b", "c"]) if (props[k]) name += " " + k;',
      ),
      [{}, { b: 1 }, { c: 'x' }, { b: true, c: true }],
    ],
    [
      'a loop that throws',
      page('{props.a}', '', 'for (const k of ["a"]) if (props[k] === 5) throw new Error(k);'),
      PRIMITIVES,
    ],
  ]);
});

describe('what makes elements or changes what it was given is not', () => {
  testRefused([
    [
      'for of building',
      page(
        '{rows}',
        '',
        'const rows = []; for (const x of props.l) { rows.push(<b>{x.n}</b>); if (x.q) break; }',
      ),
      'LOOP_STATEMENT',
    ],
    [
      'mutual recursion',
      page(
        '{even(props.a)}',
        'const even = (n: any): any => n > 0 ? odd(n - 1) : "e"; const odd = (n: any): any => n > 0 ? even(n - 1) : "o";',
      ),
      'RECURSION',
    ],
    [
      'impure helper',
      page(
        '{first(props.l)}{props.l.map((x: any) => x.n)}',
        'function first(l: any[]) { for (const x of l) x.n = "changed"; return l[0]?.n; }',
      ),
      'LOOP_STATEMENT',
    ],
    [
      'deep impure',
      page(
        '{first(props.l)}{props.l.map((x: any) => x.n)}',
        'function first(l: any[]) { const y: any[] = []; for (const x of l) y.push(x); y[0].n = "c"; return y.length; }',
      ),
      'CHANGES_CONTEXT',
    ],
    [
      'elements loop helper',
      page(
        '{rows(props.l)}',
        'function rows(l: any[]) { const out = []; for (const x of l) { if (!x) break; out.push(row(x)); } return out; } const row = (x: any) => <b>{x.n}</b>;',
      ),
      'LOOP_STATEMENT',
    ],
  ]);
});
