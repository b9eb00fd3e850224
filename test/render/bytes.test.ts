import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Marks } from '../../src/compile/1-parse/marks.ts';
import { context, member } from '../../src/compile/expression.ts';
import { strict } from '../../src/render/printer.ts';
import { Utf8Sink } from '../../src/render/utf8.ts';
import { rendererOf } from '../compile/harness.ts';

const field = (name: string) => member(context, name);
const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** Every kind of slot, a loop and branches, with static parts of both widths. */
async function everything() {
  const marks = new Marks();
  const slot = (name: string, print: 'react' | 'handlebars' | 'raw') => marks.slot(field(name), print);
  const rows = marks.each(field('rows'), 'row', 'index');
  const when = marks.when(field('shown'));
  return rendererOf(
    `<h1>Grüße – ${slot('a', 'react')}</h1><p title="${slot('a', 'handlebars')}!">${slot('b', 'handlebars')}</p>` +
      `${when.open}<b>${slot('b', 'react')}</b>${when.otherwise}<i>no</i>${when.close}${slot('c', 'raw')}` +
      `<ul>${rows.open}<li>${slot('a', 'react')}</li>${rows.close}</ul><a href="${slot('a', 'react')}">“x”</a>`,
    { marks },
  );
}

const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', ' ', '<', '&', '"', "'", '`', '=', '\n', 'ü', '€', '😀', '\uD800', '\uDC00'),
  }),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined));
const values = fc.record({
  a: text,
  b: value,
  c: value,
  shown: fc.boolean(),
  rows: fc.array(fc.constant(0)),
});

describe('HTML in pieces', () => {
  it('says what the string says; the static pieces are the same array each time', async () => {
    const { render, renderPieces } = await everything();
    const statics = new Set<readonly string[]>();
    fc.assert(
      fc.property(values, (given) => {
        const settings = { context: given, strict: false };
        const { html, ...rest } = renderPieces('test', settings);
        const { html: expected, ...others } = render('test', settings);
        const texts = html.pieces.map((piece) => (typeof piece === 'number' ? html.statics[piece] : piece));
        expect(texts.join('')).toBe(expected);
        expect(rest).toEqual(others);
        // Half a character in one value may be completed by the next.
        expect(html.pieces.some((piece, index) => isText(piece) && isText(html.pieces[index + 1]))).toBe(
          false,
        );
        statics.add(html.statics);
      }),
      { numRuns: 200 },
    );
    expect(statics.size).toBe(1);
  });
});

const isText = (piece: string | number | undefined): boolean => typeof piece === 'string';

describe('HTML as bytes', () => {
  it('is the UTF-8 of the string, by renderBytes and by renderInto', async () => {
    const { render, renderBytes, renderInto } = await everything();
    fc.assert(
      fc.property(values, fc.nat(4000), (given, room) => {
        const settings = { context: given, strict: false };
        const expected = new TextEncoder().encode(render('test', settings).html);
        expect(renderBytes('test', settings).html).toEqual(expected);
        const buffer = new Uint8Array(room).fill(7);
        const size = renderInto('test', buffer, settings);
        expect(size).toBe(expected.length);
        if (size > room) return;
        expect(buffer.subarray(0, size)).toEqual(expected);
        expect(buffer.subarray(size).every((octet) => octet === 7)).toBe(true);
      }),
    );
  });

  it('needs no more room than it takes, and says how much that is', async () => {
    const { render, renderInto } = await everything();
    const settings = { context: { a: 'Zoë & 李', b: '<b>', c: '€', shown: true, rows: [1, 2] } };
    const html = new TextEncoder().encode(render('test', settings).html);
    const exact = new Uint8Array(html.length);
    expect(renderInto('test', exact, settings)).toBe(html.length);
    expect(exact).toEqual(html);
    expect(renderInto('test', new Uint8Array(0), settings)).toBe(html.length);
    expect(renderInto('test', new Uint8Array(html.length - 1), settings)).toBe(html.length);
  });

  it('a strict rendering refuses what the string would, and the next one is whole again', async () => {
    const { renderBytes, renderInto, render } = await everything();
    const buffer = new Uint8Array(4096);
    const missing = { context: { a: 'x', c: '', shown: true, rows: [] }, strict: true };
    expect(() => renderBytes('test', missing)).toThrow('The context has no `b`');
    expect(() => renderInto('test', buffer, missing)).toThrow('The context has no `b`');
    const whole = { context: { ...missing.context, b: 'y' }, strict: true };
    const size = renderInto('test', buffer, whole);
    expect(decode(buffer.subarray(0, size))).toBe(render('test', whole).html);
    const unsafe = { context: { ...whole.context, a: 'javascript:alert(1)' }, strict: true };
    expect(() => renderBytes('test', unsafe)).toThrow('would run code');
  });

  it('a getter of the context that renders in turn disturbs nothing', async () => {
    const { render, renderBytes } = await everything();
    const inner = { context: { a: 'inner', b: 'inner', c: '', shown: false, rows: [] }, strict: false };
    const outer = {
      context: {
        ...inner.context,
        get b(): string {
          return decode(renderBytes('test', inner).html);
        },
      },
      strict: false,
    };
    expect(decode(renderBytes('test', outer).html)).toBe(render('test', outer).html);
  });

  it('grows beyond any buffer', () => {
    const sink = new Utf8Sink(['<p>', '</p>'], strict);
    const long = '€'.repeat(100_000);
    sink.begin(new Uint8Array(10));
    sink.part(0);
    sink.raw(long, '');
    sink.part(1);
    const { size, buffer } = sink.end();
    expect(decode(buffer.subarray(0, size))).toBe(`<p>${long}</p>`);
  });
});
