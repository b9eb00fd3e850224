import fc from 'fast-check';

/* Contexts: everyday values and odd ones. */

const TEXTS = [
  'x',
  '',
  'Ann Lee',
  '<b>&amp;</b> "q" \'a\'',
  'a,b, c',
  '  spaced\n out ',
  'שלום <עולם>',
  '👩‍👩‍👧 é̂',
  '\uE000s0\uE001',
  'javascript:alert(1)',
  'toString',
  '0',
  '12.5kg',
  '$& $1 \\ `${x}`',
] as const;

const text = fc.constantFrom(...TEXTS);

const item = fc.record({
  name: fc.constantFrom('One', '& "Two"', '', 'Three', '3'),
  qty: fc.integer({ min: 0, max: 3 }),
  on: fc.boolean(),
  tags: fc.array(fc.constantFrom('t', 'uv', '<i>'), { maxLength: 2 }),
});

const number = fc.constantFrom(
  1,
  0,
  2,
  1.5,
  -1,
  -0,
  3,
  1e21,
  123_456.789,
  0.1 + 0.2,
  Number.NaN,
  Number.POSITIVE_INFINITY,
);

export interface Context {
  readonly items: readonly object[];
  readonly n: number;
}

export const context: fc.Arbitrary<Context> = fc.record(
  {
    items: fc.array(item, { maxLength: 3 }),
    n: number,
    s: text,
    a: fc.oneof(fc.constantFrom('x', '', '<&">', null, 0, 5, true, false, undefined), text, number),
    b: fc.constantFrom(true, false, 0, 1, 'yes', '', null),
    // Not 'toString': a table read by a key is its own entries to the compiler, not what objects inherit.
    k: fc.constantFrom('x', 'y', 'z', 'w', '', 'p'),
    at: fc.constantFrom(0, 1_700_000_000_000, '2026-02-28T12:00:00Z'),
    url: fc.constantFrom('https://letterlock.test/?a=1&b=2', '', null, 'JavaScript:alert(1)', '/a b"c'),
    o: fc.constantFrom({ p: { q: 'deep' } }, { p: null }, {}, null, { p: { q: 0 }, q: '', k: 'k', w: false }),
    dict: fc.constantFrom({ u: 1, v: 'two', 'a-b': null }, {}, { z: true, 1: '<' }, { u: '' }),
    list: fc.constantFrom([], ['a', ['b', null, [0]], true], ['<', undefined, Number.NaN], [['']]),
    name: fc.constantFrom('Ann', '', null, undefined),
  },
  { requiredKeys: ['items', 'n', 's', 'k', 'at'] },
);

/** The contexts that belong to a number, always the same. */
export const contextsOf = (seed: number, count: number): readonly Context[] =>
  fc.sample(context, { seed, numRuns: count });
