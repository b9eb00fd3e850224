import { readFileSync } from 'node:fs';
import { parseDocument } from 'htmlparser2';
import type { Element } from 'domhandler';
import { describe, expect, it } from 'vitest';
import { Marks } from '../../src/compile/1-parse/marks.ts';
import { withoutReferences } from '../../src/compile/3-emit/ascii.ts';
import { binary, context, helper, literal, local, member } from '../../src/compile/expression.ts';
import { rendererOf } from './harness.ts';

interface Case {
  readonly html: string;
  readonly css?: readonly string[];
  readonly expect?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly kept?: readonly string[];
  readonly kept_in_style?: readonly string[];
}

const { cases } = JSON.parse(
  readFileSync(new URL('../vectors/css_inlining.json', import.meta.url), 'utf8'),
) as { cases: readonly Case[] };

const inline = async (html: string, marks: Marks = new Marks()): Promise<string> =>
  withoutReferences((await rendererOf(html, { marks })).render('test', { strict: false }).html);

describe('CSS inlining', () => {
  it.each(cases.map((entry) => [entry.html, entry] as const))('T9 %s', async (_name, entry) => {
    const sheets = (entry.css ?? []).map((css) => `<style>${css}</style>`).join('');
    const html = await inline(sheets + entry.html);
    for (const [selector, declarations] of Object.entries(entry.expect ?? {})) {
      expect(declarationsOf(html, selector)).toEqual(declarations);
    }
    for (const kept of entry.kept ?? []) expect(html).toContain(kept);
    for (const kept of entry.kept_in_style ?? [])
      expect(html).toMatch(new RegExp(`<style>[^]*${kept}[^]*</style>`));
  });

  it('keeps dark mode rules and fonts in the style sheet', async () => {
    const css =
      '@media (prefers-color-scheme: dark) { p { color: #fff !important } } @font-face { font-family: F; src: url(https://x/f) }';
    const html = await inline(`<style>${css} p { color: #000 }</style><p>x</p>`);
    expect(html).toMatch(/prefers-color-scheme: dark[^]*color: #fff !important[^]*@font-face/);
    expect(declarationsOf(html, 'p')).toEqual({ color: '#000' });
  });

  it('leaves a slot in a style attribute where it was', async () => {
    const marks = new Marks();
    const slot = marks.slot(helper('styleValue', [literal('color'), member(context, 'color')]), 'react');
    const source = `<style>p { margin: 0; color: red }</style><p style="color:${slot};padding:1px">x</p>`;
    const renderer = await rendererOf(source, { marks });
    const style = (color: unknown) =>
      declarationsOf(renderer.render('test', { context: { color }, strict: false }).html, 'p');
    expect(style('blue')).toMatchObject({ margin: '0', color: 'blue', padding: '1px' });
    expect(style(null)).toEqual({ margin: '0', padding: '1px' });
    const { html: hostile } = renderer.render('test', { context: { color: '"><script>' } });
    expect(hostile).toContain('&quot;&gt;&lt;script&gt;');
    expect(hostile).not.toContain('<script>');
  });

  it('gives each branch the rules of its own classes', async () => {
    const marks = new Marks();
    const { open, otherwise, close } = marks.when(member(context, 'big'));
    const renderer = await rendererOf(
      `<style>.a{font-size:20px}.b{font-size:10px}</style>${open}<p class="a">x</p>${otherwise}<p class="b">x</p>${close}`,
      { marks },
    );
    const size = (big: boolean) => declarationsOf(renderer.render('test', { context: { big } }).html, 'p');
    expect(size(true)).toEqual({ 'font-size': '20px' });
    expect(size(false)).toEqual({ 'font-size': '10px' });
  });

  it('inlines each of two documents by its own style sheet', async () => {
    const marks = new Marks();
    const { open, otherwise, close } = marks.when(member(context, 'old'));
    const page = (css: string) => `<html><head><style>${css}</style></head><body><p>x</p></body></html>`;
    const renderer = await rendererOf(
      `${open}${page('p{color:red}')}${otherwise}${page('p{margin:0}')}${close}`,
      { marks },
    );
    const style = (old: boolean) => declarationsOf(renderer.render('test', { context: { old } }).html, 'p');
    expect([style(true), style(false)]).toEqual([{ color: 'red' }, { margin: '0' }]);
  });

  it('applies a style sheet that only some renderings have to those, and refuses one in a loop', async () => {
    const marks = new Marks();
    const { open, close } = marks.when(member(context, 'a'));
    const { render } = await rendererOf(`${open}<style>p { color: red }</style>${close}<p>x</p>`, { marks });
    expect(render('test', { context: { a: true } }).html).toBe('<p style="color: red;">x</p>');
    expect(render('test', { context: { a: false } }).html).toBe('<p>x</p>');
    const loop = marks.each(member(context, 'l'), 'item', 'index');
    const looped = `${loop.open}<style>p { color: red }</style>${loop.close}<p>x</p>`;
    await expect(rendererOf(looped, { marks })).rejects.toMatchObject({ code: 'CSS_CONDITIONAL' });
  });

  it('leaves a style sheet with data-embed, and one for all but Outlook, where it is', async () => {
    const html = await inline(
      '<style data-embed>p { color: red }</style>' +
        '<!--[if !mso]><!--><style>p { color: blue }</style><!--<![endif]-->' +
        '<!--[if mso]><style>p { color: green }</style><![endif]--><p>x</p>',
    );
    expect(html).toBe(
      '<style>p { color: red }</style>' +
        '<!--[if !mso]><!--><style>p { color: blue }</style><!--<![endif]-->' +
        '<!--[if mso]><style>p { color: green }</style><![endif]--><p>x</p>',
    );
  });

  it('works out conditions inside a style sheet', async () => {
    const marks = new Marks();
    const { open, otherwise, close } = marks.when(member(context, 'a'));
    const color = marks.slot(member(context, 'color'), 'handlebars');
    const css = `p { ${open}color: red;${otherwise}color: ${color};${close} margin: 0 }`;
    const renderer = await rendererOf(`<style>${css}</style><p>x</p>`, { marks });
    const html = (a: boolean) => renderer.render('test', { context: { a, color: 'blue' } }).html;
    expect(html(true)).toBe('<p style="color: red; margin: 0;">x</p>');
    expect(html(false)).toBe('<p style="color: blue; margin: 0;">x</p>');
  });

  it('stripes the rows of a loop, and knows the first and the last', async () => {
    const marks = new Marks();
    const { open, close } = marks.each(member(context, 'l'), 'item', 'index');
    const css =
      'tr:nth-child(even) { color: red } tr:last-child { margin: 0 } tr:not(:first-child) { top: 0 } tr + tr { left: 0 }';
    const renderer = await rendererOf(
      `<style>${css}</style><table><tr></tr>${open}<tr></tr>${close}</table>`,
      { marks },
    );
    const { html } = renderer.render('test', { context: { l: [1, 2] } });
    expect([0, 1, 2].map((row) => declarationsOf(html, `tr[${row}]`))).toEqual([
      {},
      { color: 'red', top: '0', left: '0' },
      { margin: '0', top: '0', left: '0' },
    ]);
  });

  it('refuses what cannot be known where the element is printed', async () => {
    const marks = new Marks();
    const { open, close } = marks.each(member(context, 'l'), 'item', 'index');
    const { open: choose, close: end } = marks.when(member(local('item'), 'big'));
    const raw = marks.slot(member(context, 'html'), 'raw');
    const refused = async (css: string, body: string) =>
      expect(rendererOf(`<style>${css}</style>${body}`, { marks })).rejects.toMatchObject({
        code: 'CSS_UNDECIDED',
      });
    await refused('.big + p { top: 0 }', `${open}<p class="${choose}big${end}">x</p>${close}`);
    await refused('p:nth-child(2) { top: 0 }', `${open}${choose}<p>x</p>${end}${close}<p>y</p>`);
    await refused('p:first-child { top: 0 }', `${raw}<p>y</p>`);
    await refused(
      '[title~=a] { top: 0 }',
      `<p title="${marks.slot(member(context, 't'), 'handlebars')}">y</p>`,
    );
  });

  it('asks attributes whose values the context brings', async () => {
    const marks = new Marks();
    const url = marks.slot(member(context, 'url'), 'handlebars');
    const css =
      'a[href^="tel:"] { top: 0 } a[href$=".pdf" i] { left: 0 } a[href^="https://x"] { right: 0 } #n1 { bottom: 0 } a[href="tel:1"] { margin: 0 }';
    const renderer = await rendererOf(
      `<style>${css}</style><a href="${url}">x</a><b id="n${url}">y</b><a href="https://x.y/${url}">z</a>`,
      { marks },
    );
    const styles = (value: string) => {
      const { html } = renderer.render('test', { context: { url: value } });
      return ['a[0]', 'b', 'a[1]'].map((name) => Object.keys(declarationsOf(html, name)).join(' '));
    };
    expect(styles('tel:1')).toEqual(['top margin', '', 'right']);
    expect(styles('a.PDF')).toEqual(['left', '', 'left right']);
    expect(styles('1')).toEqual(['', 'bottom', 'right']);
  });

  it('refuses a style with more versions than can be written out', async () => {
    const marks = new Marks();
    const classes = [...'abcdefg'].map((name) => {
      const { open, close } = marks.when(member(context, name));
      return `${open}${name} ${close}`;
    });
    const css = [...'abcdefg'].map((name, index) => `.${name} { p${index}: 0 }`).join('');
    await expect(
      rendererOf(`<style>${css}</style><p class="${classes.join('')}">x</p>`, { marks }),
    ).rejects.toMatchObject({ code: 'CSS_TOO_MANY_CHOICES' });
  });

  it('compares attributes with values of every kind', async () => {
    const marks = new Marks();
    const { open, close } = marks.when(member(context, 'a'));
    const big = marks.slot(binary('+', member(context, 'n'), literal(1n)), 'handlebars');
    const renderer = await rendererOf(
      `<style>.x { top: 0 }</style><p class="${open}x${close}" title="${big}">x</p>`,
      { marks },
    );
    const { html } = renderer.render('test', { context: { a: true, n: 2n } });
    expect(html).toBe('<p class="x" title="3" style="top: 0;">x</p>');
  });

  it('gives a descendant the style that the class of its ancestor brings', async () => {
    const marks = new Marks();
    const { open, otherwise, close } = marks.when(member(context, 'dark'));
    const renderer = await rendererOf(
      `<style>.dark p { color: white } .light > p { color: black }</style><div class="${open}dark${otherwise}light${close}"><p>x</p></div>`,
      { marks },
    );
    const color = (dark: boolean) => declarationsOf(renderer.render('test', { context: { dark } }).html, 'p');
    expect([color(true), color(false)]).toEqual([{ color: 'white' }, { color: 'black' }]);
  });

  it('puts the values of custom properties in place: inherited, scoped, with fallbacks, by a choice', async () => {
    const marks = new Marks();
    const { open, close } = marks.when(member(context, 'a'));
    const renderer = await rendererOf(
      '<html><head><style>:root { --main: red; --all: 1px solid var(--main) } .a { --main: blue }' +
        'p { color: var(--main); border: var(--all); top: var(--none, calc(1px + 2px)); left: var(--gone) }</style></head>' +
        `<body class="${open}a${close}"><p>x</p></body></html>`,
      { marks },
    );
    const style = (a: boolean) => declarationsOf(renderer.render('test', { context: { a } }).html, 'p');
    const rest = { top: 'calc(1px + 2px)', left: 'var(--gone)' };
    expect(style(false)).toEqual({ color: 'red', border: '1px solid red', ...rest });
    expect(style(true)).toEqual({ color: 'blue', border: '1px solid blue', ...rest });
  });

  it('leaves custom properties to mail programs where a media query sets them too', async () => {
    const html = await inline(
      '<html><head><style>:root { --ink: black; --gap: 1px } @media (prefers-color-scheme: dark) { :root { --ink: white } }' +
        'p { color: var(--ink); margin: var(--gap) }</style></head><body><p>x</p></body></html>',
    );
    expect(html).toContain('<p style="color: black; color: var(--ink); margin: 1px;">');
    expect(html).toContain(
      ':root { --ink: black; }\n@media (prefers-color-scheme: dark) {\n:root { --ink: white; }\n}',
    );
    expect(html).not.toContain('--gap');
  });

  it('keeps the definitions of custom properties that what stays uses', async () => {
    const html = await inline(
      '<html><head><style>:root { --a: var(--b); --b: red; --c: blue; --d: var(--e) } @media print { :root { --e: 1px } }' +
        'p:hover { color: var(--a) } p { top: var(--c); left: var(--d) }</style><style data-embed>b { color: var(--f) }</style></head>' +
        '<body><p style="--b: green; --c: pink; --f: tan">x</p></body></html>',
    );
    expect(html).toContain(':root { --a: var(--b); --b: red; --d: var(--e); }');
    expect(html).toContain('<p style="top: pink; left: var(--e); left: var(--d); --b: green; --f: tan;">');
  });

  it('keeps what mail programs decide and drops rules that can match nothing', async () => {
    const css =
      '@import url(https://x/y.css); a, a:hover { color: red } p::before { content: "x" } @supports (display: grid) { p { display: grid } .gone { top: 0 } }' +
      '@media print { .gone { top: 0 } } .gone:hover { top: 0 } u + .body p { left: 0 } @import url(https://x/late.css);' +
      '@media (width < 9px) { .ExternalClass p { top: 0 } }';
    const html = await inline(`<html><head><style>${css}</style></head><body><p><a>x</a></p></body></html>`);
    const [, kept] = /<style>\n([^]*)\n<\/style>/.exec(html) ?? [];
    expect(kept?.split('\n')).toEqual([
      '@import url(https://x/y.css);',
      'a:hover { color: red; }',
      'p::before { content: "x"; }',
      '@supports (display: grid) {',
      'p { display: grid; }',
      '}',
      'u + .body p { left: 0; }',
      '@media (width < 9px) {',
      '.ExternalClass p { top: 0; }',
      '}',
    ]);
    expect(html).toContain('<a style="color: red;">');
  });

  it('keeps at-rules inside of at-rules in a style sheet of their own, which Gmail drops', async () => {
    const css =
      'p:hover { top: 0 } @supports (color: red) { @media print { p { top: 1px } } } @media print { p { left: 0 } }';
    const html = await inline(`<html><head><style>${css}</style></head><body><p>x</p></body></html>`);
    expect([...html.matchAll(/<style>\n([^]*?)\n<\/style>/g)].map(([, sheet]) => sheet)).toEqual([
      'p:hover { top: 0; }',
      '@supports (color: red) {\n@media print {\np { top: 1px; }\n}\n}',
      '@media print {\np { left: 0; }\n}',
    ]);
  });

  it('knows all names that conditions can make of a class', async () => {
    const marks = new Marks();
    const { open, close } = marks.when(member(context, 'a'));
    const css = '@media print { .vip { top: 0 } .ab { top: 1px } .c { top: 2px } .b { top: 3px } }';
    const html = await inline(
      `<html><head><style>${css}</style></head><body><p class="a${open}b c${close}">x</p></body></html>`,
      marks,
    );
    expect(html).toContain('@media print {\n.ab { top: 1px; }\n.c { top: 2px; }\n}');
  });

  it('keeps rules for classes that a value may bring', async () => {
    const marks = new Marks();
    const css = '@media print { .vip { top: 0 } } .btn-big { left: 0 }';
    const kind = marks.slot(member(context, 'kind'), 'handlebars');
    const renderer = await rendererOf(
      `<html><head><style>${css}</style></head><body><p class="btn-${kind}">x</p></body></html>`,
      { marks },
    );
    const html = (value: string) => renderer.render('test', { context: { kind: value } }).html;
    expect(html('big')).toContain('.vip { top: 0; }');
    expect([html('big'), html('small')].map((page) => declarationsOf(page, 'p'))).toEqual([
      { left: '0' },
      {},
    ]);
  });

  it('refuses a value with spaces at run time where it goes on a class name, as its other names were not looked at', async () => {
    const marks = new Marks();
    const kind = marks.slot(member(context, 'kind'), 'handlebars');
    const { open, close } = marks.when(member(context, 'a'));
    const renderer = await rendererOf(
      `<style>.vip { top: 0 } .btn-big { left: 0 } .x { right: 0 }</style><p class="x btn-${kind}">x</p><b class="${kind} x-${open}${kind}${close}">y</b>`,
      { marks },
    );
    const html = (value: string, a = false) => renderer.render('test', { context: { kind: value, a } }).html;
    expect(html('big', true)).toBe(
      '<p class="x btn-big" style="left: 0; right: 0;">x</p><b class="big x-big">y</b>',
    );
    for (const value of ['big vip', ' vip', 'vip\n']) {
      expect(() => html(value)).toThrow(expect.objectContaining({ code: 'CLASS_SPACED' }));
    }
    const free = await rendererOf(`<style>.vip { top: 0 }</style><b class="${kind} x">y</b>`, { marks });
    expect(free.render('test', { context: { kind: 'big vip' } }).html).toBe(
      '<b class="big vip x" style="top: 0;">y</b>',
    );
  });

  it('reads CSS as browsers do: nesting, strings, escapes, comments, faults', async () => {
    const css =
      '/* } */ .sm\\:a { background: url("https://x/;y}.png"); & > b { top: 0 } i { left: 0 } &:hover { right: 0 } color: red; colour }' +
      ';;; p[title="a>b"] { color: blue !important; color: red } } b:is(.x, #y) { margin: 0 }';
    const html = await inline(
      `<style>${css}</style><p title="a>b" class="sm:a" style="font-family: &quot;A;B&quot;"><b id="y">x</b><i>y</i></p>`,
    );
    expect(html).toContain(
      `style="background: url('https://x/;y}.png'); font-family: 'A;B'; color: blue;"><b id="y" style="top: 0; margin: 0;">x</b><i style="left: 0;">`,
    );
    expect(html).toContain('.sm\\:a:hover { right: 0; }');
  });
});

function declarationsOf(html: string, selector: string): Record<string, string> {
  const [, name = '', index = '0'] = /^(\w+)(?:\[(\d+)\])?$/.exec(selector) ?? [];
  const found = all(parseDocument(html, { decodeEntities: false }).children as Element[], name)[
    Number(index)
  ];
  const style = found?.attribs['style'] ?? '';
  return Object.fromEntries(
    style
      .split(/;\s*/)
      .filter((declaration) => declaration.includes(':'))
      .map((declaration) => {
        const [property = '', ...value] = declaration.split(':');
        return [property.trim(), value.join(':').trim()];
      }),
  );
}

const all = (nodes: readonly Element[], name: string): readonly Element[] =>
  nodes.flatMap((node) => [
    ...(node.name === name ? [node] : []),
    ...all((node.children ?? []) as Element[], name),
  ]);
