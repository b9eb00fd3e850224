import { describe, expect, it } from 'vitest';
import { Marks } from '../../src/compile/1-parse/marks.ts';
import { parseDeclarations, parseSheet, printSheet } from '../../src/compile/2-transform/css/sheet.ts';
import { context, member } from '../../src/compile/expression.ts';
import { rendererOf } from './harness.ts';

const printed = (css: string): readonly string[] => printSheet(parseSheet(css)).split('\n');
const inlined = async (css: string, body: string): Promise<string> =>
  (await rendererOf(`<style>${css}</style>${body}`)).render('test', {}).html;

describe('style sheets of mails', () => {
  it.each<[string, ...string[]]>([
    ['p { *display: inline; _height: 1px; zoom: 1 }', 'p { *display: inline; _height: 1px; zoom: 1; }'],
    [
      `p { filter: progid:DXImageTransform.Microsoft.gradient(startColorstr='#80000000', endColorstr="#8") }`,
      `p { filter: progid:DXImageTransform.Microsoft.gradient(startColorstr='#80000000', endColorstr="#8"); }`,
    ],
    [
      'v\\:* { behavior: url(#default#VML); mso-style-parent:""; mso-a: exactly }',
      'v\\:* { behavior: url(#default#VML); mso-style-parent: ""; mso-a: exactly; }',
    ],
    [
      'p { color: red; color: rgb(1 2 3 / 4%); margin: 0 ! IMPORTANT; top: 0 !ie }',
      'p { color: red; color: rgb(1 2 3 / 4%); margin: 0 !important; top: 0 !ie; }',
    ],
    ['<!-- p { top: 0 } --> b { left: 0 }', 'p { top: 0; }', 'b { left: 0; }'],
    [
      'p { background: url(data:a;base64,A==); w: expression(a > 1 ? "x;" : 2) }',
      'p { background: url(data:a;base64,A==); w: expression(a > 1 ? "x;" : 2); }',
    ],
    ['p { } b { top: 0', 'b { top: 0; }'],
    ['@media print { p { top: 0 } ', '@media print {', 'p { top: 0; }', '}'],
    ['@font-face { src: url(x)', '@font-face { src: url(x) }'],
    ['@unknown x { y; { z } } @other; p { top: 0 }', '@unknown x { y; { z } }', '@other;', 'p { top: 0; }'],
    [
      'p { color red; top: 0; : x; ;; left: ; right: 0 } } b { top: 0 }',
      'p { top: 0; right: 0; }',
      'b { top: 0; }',
    ],
    ['p { $a: 1; //color: red;\n top: 0; /* ; */ left/**/: 0 }', 'p { top: 0; left: 0; }'],
    ['p { --a: { b: c; d: e }; --B:1 }', 'p { --a: { b: c; d: e }; --B: 1; }'],
    [
      'p { b { top: 0 } a:hover { top: 1px } + i & { top: 2px } left: 0 }',
      'p b { top: 0; }',
      'p a:hover { top: 1px; }',
      'p + i p { top: 2px; }',
      'p { left: 0; }',
    ],
    [
      '.a .b { .c & { top: 0 } &.d, > i { top: 1px } }',
      '.c :is(.a .b) { top: 0; }',
      '.a .b.d, .a .b > i { top: 1px; }',
    ],
    [
      'p, b { i& { top: 0 } [title="&"] { left: 0 } }',
      'i:is(p, b) { top: 0; }',
      ':is(p, b) [title="&"] { left: 0; }',
    ],
    ['p { i& { top: 0 } }', 'i:is(p) { top: 0; }'],
    ['\uFEFFp { top: 0 }', 'p { top: 0; }'],
  ])('T9 reads %s', (css, ...expected) => {
    expect(printed(css)).toEqual(expected);
  });

  it('T9 matches selectors that only old programs understand, each of a list by itself', async () => {
    const html = await inlined(
      'td[width=600], ::: { top: 0 } .3rd, b > { left: 0 } .\\31 0 { right: 0 } b, { bottom: 0 }',
      '<table><tr><td width="600" class="3rd 10"><b>x</b></td></tr></table>',
    );
    expect(html).toContain('class="3rd 10" style="left: 0; right: 0; top: 0;"');
    expect(html).toContain('<b style="bottom: 0;">');
  });

  it('T9 keeps selectors as they were written where it leaves rules to mail programs', async () => {
    const css = '@media print { td[width=6],\n.3rd   b { top: 0 } } b:is(:hover,.x) { left: 0 }';
    const html = await inlined(css, '<td width="6" class="3rd"><b>x</b></td>');
    expect(html).toContain(
      '@media print {\ntd[width=6], .3rd   b { top: 0; }\n}\nb:is(:hover,.x) { left: 0; }',
    );
  });

  it('T9 takes tokens of the context for letters, in names and in values', async () => {
    const marks = new Marks();
    const slot = marks.slot(member(context, 'x'), 'handlebars');
    const css = `.a { border: ${slot}px solid #${slot}; b${slot}: 1 } @media print { .b-${slot} { top: 0 } }`;
    const { render } = await rendererOf(
      `<style>${css}</style><p class="a b-${slot}" style="top: 0; /* ; */ width: ${slot}px">x</p>`,
      { marks },
    );
    const { html } = render('test', { context: { x: '3' } });
    expect(html).toContain('style="border: 3px solid #3; b3: 1; top: 0; width: 3px;"');
    expect(html).toContain('.b-3 { top: 0; }');
  });

  it('T9 tells what it could not read of a style attribute', () => {
    expect(parseDeclarations('color: red; nothing; top: 0; { a: b }')).toEqual({
      declarations: [
        { name: 'color', value: 'red', important: false },
        { name: 'top', value: '0', important: false },
      ],
      rest: ['nothing;', '{ a: b }'],
    });
  });
});
