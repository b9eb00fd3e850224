import { describe, expect, it } from 'vitest';
import { parseHtml } from '../../src/compile/1-parse/html.ts';
import { Marks } from '../../src/compile/1-parse/marks.ts';
import { printMarked } from '../../src/compile/3-emit/marked.ts';
import { context, member } from '../../src/compile/expression.ts';

const location = { file: 'x.html', line: 1, column: 1 };
const field = (name: string) => member(context, name);

const roundTrip = (html: string, marks = new Marks()): string =>
  printMarked(parseHtml(html, marks, location), marks);

describe('marked HTML', () => {
  it.each([
    ['doctype', '<!DOCTYPE html><html><head><title>T</title></head><body><p>x</p></body></html>'],
    ['character references', '<p>a &amp; b &nbsp; &#39; &copy;</p>'],
    [
      'Outlook comments',
      '<!--[if mso]><table><tr><td><![endif]--><p>x</p><!--[if mso]></td></tr></table><![endif]-->',
    ],
    ['revealed comments', '<!--[if !mso]><!--><p>x</p><!--<![endif]-->'],
    [
      'style with child selectors',
      '<style>a > b { color: red } @media (width < 600px) { p { color: blue } }</style>',
    ],
    ['text in tables', '<table><tbody>stray<tr><td>x</td></tr></tbody></table>'],
    ['wide characters', '<p>ünï 🎉 日本</p>'],
  ])('keeps %s', (_name, html) => {
    expect(roundTrip(html)).toBe(html);
  });

  it('prints every attribute in double quotes', () => {
    expect(roundTrip(`<a title='say "hi"' href=x>y</a>`)).toBe(
      '<a title="say &quot;hi&quot;" href="x">y</a>',
    );
  });

  it('keeps slots in text, attributes, comments and style', () => {
    const marks = new Marks();
    const token = marks.slot(field('x'), 'react');
    const html = `<!--[if mso]>${token}<![endif]--><style>p{color:${token}}</style><p title="a${token}b">${token}</p>`;
    expect(roundTrip(html, marks)).toBe(html);
  });

  it.each(['<b><i>x</b>y</i>', '<div><b>x</div><p>y</p>', '<ul><li><a href="x">y</ul><img src="z">'])(
    'refuses %j, where browsers open an element again',
    (html) => {
      expect(() => roundTrip(html)).toThrowError(expect.objectContaining({ code: 'ELEMENT_MISNESTED' }));
    },
  );

  it.each(['<p>a<b>b<p>c</b>', '<div><p><span>a<table></table></div>', '<p><a href="x">a<ul><li>b</ul></a>'])(
    'refuses %j, where browsers close a paragraph that the source leaves open',
    (html) => {
      expect(() => roundTrip(html)).toThrowError(expect.objectContaining({ code: 'ELEMENT_MISNESTED' }));
    },
  );

  it.each([
    ['<p>a<p>b', '<p>a</p><p>b</p>'],
    ['<p>a<b>b</b><div>c</div>', '<p>a<b>b</b></p><div>c</div>'],
    // Browsers see the same in what is printed as in what was written.
    ['<p><span><div>a</div></span></p>', '<p><span><div>a</div></span></p>'],
    ['<p><button><div>a</div></button>b', '<p><button><div>a</div></button>b</p>'],
    ['<td><p><b>x</p></td><td>y</td>', '<td><p><b>x</b></p></td><td>y</td>'],
    ['<p><b><i>x</b></i> y</p>', '<p><b><i>x</i></b> y</p>'],
    ['<ul><li>x<li>y</ul>z', '<ul><li>x</li><li>y</li></ul>z'],
    ['<p>x<b>y', '<p>x<b>y</b></p>'],
  ])('closes %j, where nothing is shown behind', (html, expected) => {
    expect(roundTrip(html)).toBe(expected);
  });

  it('keeps conditions and loops, around elements, rows and attributes', () => {
    const marks = new Marks();
    const when = marks.when(field('a'));
    const each = marks.each(field('list'), 'item', 'index');
    const html =
      `<table><tbody>${each.open}<tr>${when.open}<td>1</td>${when.otherwise}<td>2</td>${when.close}</tr>${each.close}` +
      `</tbody></table><p title="${when.open}x${when.otherwise}y${when.close}">z</p>`;
    expect(roundTrip(html, marks)).toBe(html);
    const [conditional] = parseHtml(`<p ${when.open} class="c" ${when.close} id="i">z</p>`, marks, location);
    expect(conditional).toMatchObject({ attributes: [{ kind: 'attribute-when' }, { name: 'id' }] });
  });

  it.each([
    [
      'a condition that opens an element only in one branch',
      (open: string, close: string) => `${open}<div>${close}</div>`,
    ],
    [
      'a condition that ends in an inner element',
      (open: string, close: string) => `${open}<div>${close}</div><p></p>`,
    ],
    ['a condition that never ends', (open: string) => `<div>${open}</div>`],
  ])('refuses %s', (_name, build) => {
    const marks = new Marks();
    const { open, close } = marks.when(field('a'));
    expect(() => parseHtml(build(open, close), marks, location)).toThrow(
      expect.objectContaining({ code: 'BLOCK_MISNESTED', location }),
    );
  });

  it('refuses an attribute whose name depends on the context', () => {
    const marks = new Marks();
    expect(() => parseHtml(`<p ${marks.slot(field('a'), 'raw')}="1">x</p>`, marks, location)).toThrow(
      expect.objectContaining({ code: 'ATTRIBUTE_NAME_DYNAMIC' }),
    );
  });
});
