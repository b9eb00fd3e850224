import { expect, it } from 'vitest';
import { Marks } from '../../src/compile/1-parse/marks.ts';
import { context, locate, member } from '../../src/compile/expression.ts';
import { sizeWarnings } from '../../src/compile/size.ts';
import { rendererOf, toDocument } from './harness.ts';

const SOURCE = { id: 'news', file: '/emails/news.html', root: '/emails' };
const text = (kilobytes: number): string => `<p>${'Lorem ip'.repeat(kilobytes * 128)}</p>`;

it('warns of what Gmail would cut off, with the size of each section and the longest branch', async () => {
  const marks = new Marks();
  const place = { file: SOURCE.file, line: 7, column: 3 };
  const { open, close } = marks.when(locate(member(context, 'long'), place));
  const page = `<html><head><style>@media print { p { margin: 0 } }</style></head><body><table><tr>
    <td class="intro">${text(30)}</td><td>${open}${text(70)}${close}</td><td id="foot">${text(10)}</td></tr></table></body></html>`;
  const [warning, ...more] = sizeWarnings(await toDocument(page, { marks }), SOURCE, 'en');
  expect(more).toEqual([]);
  expect(warning).toMatchObject({ severity: 'warning', code: 'SIZE_CLIPPED', location: place });
  expect(warning!.hint).toContain('70 KB of it are in one branch of a condition (line 7)');
  expect(warning!.message.split('\n').slice(1)).toEqual([
    '     70 KB  <td> "Lorem ipLorem ipLorem ipLorem …"',
    '     30 KB  <td class="intro"> "Lorem ipLorem ipLorem ipLorem …"',
    '     10 KB  <td id="foot"> "Lorem ipLorem ipLorem ipLorem …"',
    '    0.0 KB  style sheets',
  ]);
});

it('measures what is printed', async () => {
  const page = `<html><body><table width="100%"><tr><td>ä${text(2)}</td></tr></table><!-- x --><br></body></html>`;
  const { html } = (await rendererOf(page)).render('test');
  // One void element has no end tag.
  const size = Buffer.byteLength(html) + '</br>'.length - '/'.length;
  const warned = (extra: number) =>
    toDocument(page + 'x'.repeat(102 * 1024 - size + extra)).then((document) =>
      sizeWarnings(document, SOURCE, 'en'),
    );
  expect(await warned(0)).toEqual([]);
  expect(await warned(1)).toHaveLength(1);
});

it('warns of style sheets that Gmail would drop', async () => {
  const rule = (index: number): string => `@media print { p { margin: ${index}px !important } }`;
  const page = (rules: number): string =>
    `<html><head><style>${Array.from({ length: rules }, (_, index) => rule(index)).join('')}</style></head><body><p>x</p></body></html>`;
  const codes = async (rules: number) =>
    sizeWarnings(await toDocument(page(rules)), SOURCE, 'en').map(({ code }) => code);
  expect(await codes(400)).toEqual(['SIZE_STYLES']);
  expect(await codes(100)).toEqual([]);
});
