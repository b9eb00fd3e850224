import { afterAll, describe, test } from 'vitest';
import { expectSame, templates } from './harness.ts';

const { parse, close } = templates();
afterAll(close);

const contexts = [
  { ok: true, wide: true, x: 1, n: 5, c: 'red' },
  { ok: false, wide: false, x: 0, n: 0, c: '' },
  { ok: '', wide: 'y', x: '', n: -1.5, c: null },
  { ok: null, x: null, n: '12px', c: ' blue ' },
  { x: NaN, n: NaN, c: true },
  { ok: 1, wide: 1, x: false, n: false, c: 0 },
  { ok: 0, wide: 0, x: 'x', n: '', c: '<&">' },
];

const same = async (style: string, above = ''): Promise<void> =>
  expectSame(
    await parse(
      `export default ({ ok, wide, x, n, c }: any) => { ${above} return <html><body><p style={${style}}>t</p></body></html>; };`,
    ),
    contexts,
  );

describe('a declaration comes and goes as React prints it', () => {
  test('colour or none, a number', () => same('{ color: ok ? "red" : undefined, width: n }'));
  test('a number or a percentage', () => same('{ width: wide ? 600 : "100%" }'));
  test('a number behind &&', () => same('{ opacity: x && 0.5 }'));
  test('numbers with and without unit', () =>
    same('{ lineHeight: n, margin: n, zIndex: ok && n, padding: wide ? n : 0, flex: n }'));
  test('custom properties', () => same('{ "--w": n, "--c": ok ? c : null }'));
  test('all of several choices', () =>
    same('{ color: ok ? c : wide ? "blue" : undefined, border: x || "none", margin: n ?? 4 }'));
  test('nothing but choices', () => same('{ color: ok && "red", margin: wide ? "" : null }'));
  test('booleans and empty texts', () => same('{ color: ok ? "" : true, margin: ok ? false : "1px" }'));
  test('vendor prefixes', () => same('{ WebkitTransform: c, msTransform: ok ? c : "none", MozBoxFlex: n }'));
  test('template literals and calls', () =>
    same('{ width: `${n}px`, height: Math.max(1, n) + "px", color: String(c) }'));
  test('conditional spreads', () =>
    same('{ color: "red", ...(ok && { color: c }), ...(wide ? { padding: 1 } : { margin: 2 }) }'));
  test('objects chosen whole, and merged', () =>
    same(
      '{ ...base, ...(ok ? a : b) }',
      'const base = { margin: 1 }; const a = { color: c }; const b = {};',
    ));
  test('an object chosen whole', () => same('ok ? { color: c } : undefined'));
  test('the same declaration in both branches', () =>
    same('ok ? { color: "red", margin: n } : { margin: n }'));
  test('a table of objects', () =>
    same('STYLES[c]', 'const STYLES: any = { red: { color: "red" }, 0: { margin: n } };'));
});
