import { expect, it } from 'vitest';
import { Marks } from '../../src/compile/1-parse/marks.ts';
import { parseHtml } from '../../src/compile/1-parse/html.ts';
import { minify } from '../../src/compile/2-transform/minify.ts';
import { printMarked } from '../../src/compile/3-emit/marked.ts';
import { context, member } from '../../src/compile/expression.ts';
import { compile } from '../../src/compile/index.ts';
import { folder } from '../artifact/folder.ts';

const location = { file: 'a.html', line: 1, column: 1 };

function short(html: string, marks: Marks = new Marks()): string {
  const document = parseHtml(html, marks, location);
  return printMarked(minify(document, { minify: true } as never), marks);
}

it.each([
  ['comments', '<p>a<!-- x -->b</p>', '<p>ab</p>'],
  ['space around a comment', '<p>a <!-- x --> b</p>', '<p>a b</p>'],
  [
    'what Outlook reads',
    '<p> <!--[if mso]> <b>1</b> <![endif]--> </p>',
    '<p> <!--[if mso]> <b>1</b> <![endif]--> </p>',
  ],
  [
    'what Outlook does not read',
    '<p>a <!--[if !mso]><!--> b <!--<![endif]--> c</p>',
    '<p>a <!--[if !mso]><!--> b <!--<![endif]--> c</p>',
  ],
  ['space between words and elements', '<p>a  <b>b</b>\n<i>c</i></p>', '<p>a <b>b</b> <i>c</i></p>'],
  [
    'space inside of tables',
    '<table>\n <tr>\n <td> a </td>\n </tr>\n</table>',
    '<table><tr><td>a</td></tr></table>',
  ],
  ['no-break spaces', '<p>a\u00a0 &nbsp; b</p>', '<p>a\u00a0 &nbsp; b</p>'],
  ['preformatted text', '<pre> a\n\n <b> b </b> </pre>', '<pre> a\n\n <b> b </b> </pre>'],
  ['a text area', '<textarea> a\n\n b </textarea>', '<textarea> a\n\n b </textarea>'],
  [
    'a style of its own',
    '<p style="white-space: pre-line"> a\n b</p>',
    '<p style="white-space: pre-line"> a\n b</p>',
  ],
])('keeps what is shown and Outlook needs: %s', (_name, html, expected) => {
  expect(short(html)).toBe(expected);
});

it('leaves all white space where a style sheet may keep it', () => {
  const html = '<style>@media print { p { white-space: pre } }</style><p> a\n b</p>';
  expect(short(html)).toBe(html);
});

it('does not take the ends of a branch for those of a cell', () => {
  const marks = new Marks();
  const { open, close } = marks.when(member(context, 'a'));
  expect(short(`<table><tr><td> x${open} y ${close}z </td></tr></table>`, marks)).toBe(
    `<table><tr><td>x${open} y ${close}z</td></tr></table>`,
  );
});

it('is an option of the build, and the previews still agree', async () => {
  const page = `---
previews: { one: { name: 'A', list: [1, 2] }, two: { name: '', list: [] } }
---
<!-- note --> <table> {{#each list}} <tr> <td> {{this}} <!-- x --> </td> </tr> {{/each}} </table> <p> {{#if name}} {{name}} {{/if}} </p>
`;
  const emails = folder({ 'a.html': page });
  const html = async (minified: boolean): Promise<string> => {
    const { files, warnings } = await compile({ emails, minify: minified });
    expect(warnings).toEqual([]);
    return String(files.find(({ path }) => path === 'templates/a.js')!.content);
  };
  expect(await html(false)).toContain('<!-- note -->');
  expect(await html(true)).not.toContain('<!--');
  expect((await html(true)).length).toBeLessThan((await html(false)).length);
});

it('leaves white space where a value may decide to keep it', () => {
  const marks = new Marks();
  const value = marks.slot(member(context, 'a'), 'handlebars');
  const { open, otherwise, close } = marks.when(member(context, 'a'));
  for (const style of [
    `white-space: ${value}`,
    `white-space: ${open}normal${otherwise}pre${close}`,
    `color: red; ${value}`,
    `${open}color: red${otherwise}${value}${close}`,
  ]) {
    const html = `<p style="${style}"> a\n b</p>`;
    expect(short(html, marks)).toBe(html);
  }
  expect(short(`<p style="color: ${value}"> a\n b</p>`, marks)).toBe(`<p style="color: ${value}"> a b</p>`);
});
