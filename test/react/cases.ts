import { afterAll, expect, test } from 'vitest';
import type { LetterlockError } from '../../src/errors.ts';
import { expectSame, templates } from './harness.ts';

/** What a case is about, its source, the contexts to render it with, other files beside it. */
export type Case = readonly [
  name: string,
  source: string,
  contexts: readonly unknown[],
  files?: Readonly<Record<string, string>>,
];
export type Refused = readonly [name: string, source: string, code: string];

/** A document around a body; helpers above the component, statements before its return. */
export const page = (body: string, above: string = '', before: string = ''): string => `${above}
export default function Email(props: any) { ${before}
  return <html lang="en"><body>${body}</body></html>;
}`;

type Context = Readonly<Record<string, unknown>>;
const each = (values: readonly unknown[]): readonly Context[] => values.map((a) => ({ a }));

/** Every kind of value as `a`; `PRIMITIVES` are those that may be an attribute. */
const VALUES = [0, '', null, undefined, NaN, true, false, 1.5, -0, 'x', '<&">', 'two words'];
export const PRIMITIVES: readonly Context[] = each(VALUES);
export const ANYTHING: readonly Context[] = each([...VALUES, [], ['p', 'q'], [['a', ['b', 0]], null, false]]);
export const TEXTS: readonly Context[] = each(['', 'x', 'Hello, World', '<a&b>', 'ß ü', '  pad ', 'a-b-c']);
export const NUMBERS: readonly Context[] = each([0, 1, -1.5, 1234567.891, NaN, 1e21]);
export const DATES: readonly Context[] = each(['2026-03-04T12:00:00Z', '2024-02-29T23:59:59Z', 0]);
export const LISTS: readonly Context[] = [
  { l: [] },
  { l: [3, 1, 2] },
  { l: [0, '', null, undefined, NaN, true, false, 'x', '<'] },
  { l: ['b', 'a', 'c', 'b'] },
  { l: [1] },
];
export const NUMBER_LISTS: readonly Context[] = [{ l: [] }, { l: [5, 3, 10, 1] }, { l: [0, -1] }];
/** A list `l` of lines: name, quantity, price, kind, sub-items. */
export const LINES: readonly Context[] = [
  { l: [] },
  {
    l: [
      { n: 'a', q: 2, p: 1.5, k: 'x', sub: ['s', 't'] },
      { n: '<b>', q: 0, p: 0, k: 'y', sub: [] },
      { n: null, q: 1, p: 3, k: 'x', sub: [0, null, ''] },
    ],
  },
  { l: [{ n: 'z', q: 1, p: 2, k: '', sub: [''] }] },
];
export const OBJECTS: readonly Context[] = [
  { o: {} },
  { o: { a: 1, b: 'x', c: null, d: 0, e: '' } },
  { o: { z: [1, 2], '2': 'two', '1': 'one' } },
];

/** Each case prints, compiled, what plain React prints. */
export function testSame(cases: readonly Case[]): void {
  const { parse, close } = templates();
  test.each(cases.map((one) => [one[0], one] as const))('%s', async (_, [, source, contexts, files]) =>
    expectSame(await parse(source, files), contexts),
  );
  afterAll(close);
}

/** Each case is refused, with a place in the template. */
export function testRefused(cases: readonly Refused[]): void {
  const { parse, close } = templates();
  test.each(cases)('%s', async (_, source, code) => {
    const error = await parse(source).catch((reason: unknown) => reason as LetterlockError);
    expect(error).toMatchObject({ code, location: { file: expect.stringMatching(/template\.tsx$/) } });
  });
  afterAll(close);
}
