import { decodeHTML } from 'entities';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Marks } from '../../src/compile/1-parse/marks.ts';
import { toAscii, withoutReferences } from '../../src/compile/3-emit/ascii.ts';
import { printMarked } from '../../src/compile/3-emit/marked.ts';
import { emit, rendererOf, toDocument } from './harness.ts';

const WIDE = /[^\0-\x7F]/;

const print = async (html: string): Promise<string> =>
  printMarked(toAscii(await toDocument(html)), new Marks());

describe('wide characters of a template', () => {
  it('become references in text and attributes', async () => {
    const html = '<title>Grüße</title><p title="a – b">“fresh” 😀 é</p>';
    const { render } = await rendererOf(html);
    const printed = render('test', { context: {} }).html;
    expect(printed).not.toMatch(WIDE);
    expect(printed).toContain('<title>Gr&#252;&#223;e</title>');
    expect(printed).toContain('title="a &#8211; b"');
    expect(printed).toContain('&#8220;fresh&#8221; &#128512; &#233;');
  });

  it.each([
    '<style>@media print { .a::before { content: "–" } }</style><p class="a">x</p>',
    '<script>const a = "–";</script>',
    '<!--[if mso]><p>–</p><style>a { content: "–" }</style><![endif]-->',
    '<noscript>–</noscript>',
  ])('stay where HTML has no references: %s', async (html) => {
    expect(await print(html)).toContain('–');
    expect(await print(html)).not.toContain('&#8211;');
  });

  it('stay in a long text of another script, which references would make several times as large', async () => {
    expect(await print(`<p>${'Привет '.repeat(400)}</p>`)).toContain('Привет');
    expect(await emit(`<p>${'あ'.repeat(2000)}</p>`)).toContain('あ');
  });

  it('stay where HTML would read a reference in another way', async () => {
    expect(await print('<p>\u0085\u0092</p>')).toBe('<p>\u0085\u0092</p>');
  });

  it('mean what they meant before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), async (text) => {
        const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
        const html = `<p title="${escaped}">${escaped}</p>`;
        const before = printMarked(await toDocument(html), new Marks());
        const after = await print(html);
        expect(decodeHTML(after)).toBe(decodeHTML(before));
        expect(withoutReferences(after)).toBe(withoutReferences(before));
      }),
      { numRuns: 200 },
    );
  });
});
