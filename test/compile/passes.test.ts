import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Marks } from '../../src/compile/1-parse/marks.ts';
import { binary, context, helper, literal, local, member } from '../../src/compile/expression.ts';
import { emit, rendererOf, toDocument } from './harness.ts';

const field = (name: string) => member(context, name);
const ROOT = join(import.meta.dirname, 'fixtures');
const FILE = join(ROOT, 'template.html');

describe('images', () => {
  const render = async (html: string) => (await rendererOf(html, { root: ROOT, file: FILE })).render('test');

  it('C5 C6 makes cid parts of src, background and CSS url()', async () => {
    const { html, images } = await render(
      '<style>@media (min-width:1px){.x{background:url(static/dot.png)}}</style>' +
        '<table class="x" background="/dot.png"><tr><td style="background-image:url(\'static/dot.png\')"><img src="static/dot.png"></td></tr></table>' +
        '<!--[if mso]><v:fill type="frame" src="/static/dot.png"/><![endif]-->',
    );
    expect(images).toMatchObject([{ filename: 'dot.png', type: 'image/png', size: 70 }]);
    const cid = `cid:${images[0]?.cid}`;
    expect(html.split(cid)).toHaveLength(6);
    expect(html).not.toContain('dot.png"');
  });

  it('C8 shows the same image once, and one that only a branch shows only then', async () => {
    const marks = new Marks();
    const { open, close } = marks.when(field('shown'));
    const renderer = await rendererOf(
      `${open}<p><img src="static/dot.png"><img src="static/dot.png"></p>${close}`,
      {
        marks,
        root: ROOT,
        file: FILE,
      },
    );
    expect(renderer.render('test', { context: { shown: true } }).images).toHaveLength(1);
    expect(renderer.render('test', { context: { shown: false } }).images).toHaveLength(0);
  });

  it('leaves what lies on the web alone', async () => {
    const source =
      '<img src="https://example.com/a.png"/><img src="data:image/gif;base64,R0lG"/><img src="cid:x@y"/>';
    const { html, images } = await render(source);
    expect(html).toBe(source);
    expect(images).toEqual([]);
  });

  it('knows a colour that MJML writes as a background from a picture', async () => {
    const source = '<table><tr><td background="white"></td><td background="#fff"></td></tr></table>';
    expect((await render(source)).html).toBe(source);
  });

  it.each([
    ['gone.png', 'ASSET_MISSING', 'https:'],
    ['/../gone.png', 'ASSET_MISSING', 'https:'],
    ['../passes.test.ts', 'ASSET_TYPE_UNKNOWN', '.png'],
    ['/../../../package.json', 'ASSET_TYPE_UNKNOWN', '.png'],
    ['../'.repeat(20) + 'etc/passwd', 'ASSET_OUTSIDE', 'import'],
  ])('refuses %s: %s', async (path, code, hint) => {
    await expect(render(`<img src="${path}">`)).rejects.toMatchObject({
      code,
      location: { file: FILE },
      hint: expect.stringContaining(hint),
    });
  });

  it('names the line where the template names the missing image', async () => {
    await expect(render('<img src="static/missing.png">')).rejects.toMatchObject({
      location: { file: FILE, line: 2, column: 18 },
    });
  });
});

describe('joining branches', () => {
  it('keeps one element where only the class differs', async () => {
    const marks = new Marks();
    const { open, otherwise, close } = marks.when(field('big'));
    const document = await toDocument(
      `${open}<td class="a"><b>x</b></td>${otherwise}<td class="b"><b>x</b></td>${close}`,
      { marks },
    );
    expect(document).toHaveLength(1);
    expect(document[0]).toMatchObject({
      name: 'td',
      attributes: [{ name: 'class', value: [{ kind: 'when' }] }],
      children: [{ name: 'b' }],
    });
  });

  it('moves what is equal at both ends out of the condition', async () => {
    const marks = new Marks();
    const { open, otherwise, close } = marks.when(field('a'));
    const document = await toDocument(`${open}<p>1</p>x<hr/>${otherwise}<p>1</p>y<hr/>${close}`, { marks });
    expect(document.map(({ kind }) => kind)).toEqual(['element', 'when', 'element']);
  });

  it('drops a condition whose branches are equal', async () => {
    const marks = new Marks();
    const { open, otherwise, close } = marks.when(field('a'));
    const document = await toDocument(`${open}<p>1</p>${otherwise}<p>1</p>${close}`, { marks });
    expect(document).toMatchObject([{ name: 'p' }]);
  });

  it('keeps the presence of an attribute that only one branch has', async () => {
    const marks = new Marks();
    const { open, otherwise, close } = marks.when(field('a'));
    const renderer = await rendererOf(`${open}<p id="x" title="t">1</p>${otherwise}<p id="x">1</p>${close}`, {
      marks,
    });
    const html = (a: boolean) => renderer.render('test', { context: { a } }).html;
    expect([html(true), html(false)]).toEqual(['<p id="x" title="t">1</p>', '<p id="x">1</p>']);
  });
});

describe('emitted code', () => {
  it('merges static text, numbers loops apart, and is the same each time', async () => {
    const build = () => {
      const marks = new Marks();
      const outer = marks.each(field('rows'), 'row', 'i');
      const inner = marks.each(member(local('row'), 'cells'), 'cell', 'j');
      const html = `<table>${outer.open}<tr>${inner.open}<td>${marks.slot(local('cell'), 'react')}</td>${inner.close}</tr>${outer.close}</table>`;
      return { html, marks };
    };
    const [one, two] = [build(), build()];
    expect(await emit(one.html, one)).toBe(await emit(two.html, two));
    const renderer = await rendererOf(one.html, one);
    const { html } = renderer.render('test', { context: { rows: [{ cells: [1, 2] }, { cells: ['<'] }] } });
    expect(html).toBe('<table><tr><td>1</td><td>2</td></tr><tr><td>&lt;</td></tr></table>');
  });

  it('makes a constant formatter once for the module', async () => {
    const marks = new Marks();
    const formatter = () =>
      ({
        kind: 'new',
        callee: member({ kind: 'global', name: 'Intl' }, 'NumberFormat'),
        args: [literal('de')],
      }) as const;
    const formatted = (name: string) =>
      marks.slot({ kind: 'call', callee: member(formatter(), 'format'), args: [field(name)] }, 'react');
    const source = `<p>${formatted('a')} ${formatted('b')}</p>`;
    const code = await emit(source, { marks });
    expect(code.match(/NumberFormat/g)).toHaveLength(1);
    expect(code).toMatch(/^const k0 = .*NumberFormat/m);
    const { html } = (await rendererOf(source, { marks })).render('test', { context: { a: 1234.5, b: 2 } });
    expect(html).toBe('<p>1.234,5 2</p>');
  });

  it('prints operators so that they mean the same again', async () => {
    const marks = new Marks();
    const [a, b, c] = [field('a'), field('b'), field('c')];
    const product = binary('*', binary('+', a, b), binary('-', a, binary('-', b, c)));
    const power = binary('**', literal(-2), b);
    const source = `<p>${marks.slot(product, 'react')} ${marks.slot(power, 'react')} ${marks.slot(
      { kind: 'template', parts: [literal('`${x}\\\r\n'), a] },
      'react',
    )}</p>`;
    const { html } = (await rendererOf(source, { marks })).render('test', { context: { a: 2, b: 3, c: 5 } });
    expect(html).toBe('<p>20 -8 `${x}\\\r\n2</p>');
  });

  it('gives the bytes that the string would give', async () => {
    const marks = new Marks();
    const source = `<p title="${marks.slot(field('t'), 'react')}">ünï ${marks.slot(field('x'), 'react')} 日本 ${marks.slot(
      helper('plainText', [field('x'), literal('react')]),
      'raw',
    )}</p>`;
    const renderer = await rendererOf(source, { marks });
    for (const context of [
      { x: 'plain', t: 'a' },
      { x: 'ü 🎉', t: '日' },
      { x: '\uD800 lone', t: null },
    ]) {
      const expected = Buffer.from(renderer.render('test', { context }).html);
      expect(Buffer.from(renderer.renderBytes('test', { context }).html).equals(expected)).toBe(true);
    }
  });
});
