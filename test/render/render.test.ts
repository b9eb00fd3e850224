import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Marks } from '../../src/compile/1-parse/marks.ts';
import { call, context, helper, literal, local, member, template } from '../../src/compile/expression.ts';
import { createRenderer } from '../../src/render/render.ts';
import { reactAttribute, reactText, styleValue } from '../../src/render/react.ts';
import { rendererOf } from '../compile/harness.ts';

const marks = new Marks();
const field = (name: string) => member(context, name);
const text = (name: string) => marks.slot(field(name), 'react');

const code = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
};

// Strict is the default unless in production, and tests run React's production build.
beforeEach(() => {
  vi.stubEnv('NODE_ENV', 'development');
});

describe('render refuses', () => {
  const greeting = () =>
    rendererOf(`<p>Hello ${text('name')}</p><a href="${text('url')}">x</a>`, {
      marks,
      subject: template([literal('For '), field('name')]),
    });

  it('an unknown template, naming those there are', async () => {
    const { render } = await greeting();
    expect(code(() => render('nope'))).toMatchObject({
      code: 'TEMPLATE_UNKNOWN',
      hint: 'The build holds: test.',
    });
  });

  it('T3 an ill-formed locale; an unknown one falls back', async () => {
    const { render } = await greeting();
    const context = { name: 'Ada', url: '/' };
    expect(code(() => render('test', { context, locale: 'not a tag!' }))).toMatchObject({
      code: 'LOCALE_INVALID',
    });
    expect(render('test', { context, locale: 'fr-CA' }).locale).toBe('en');
  });

  it.each([
    ['a text', { url: '/' }],
    ['a nested field', undefined],
  ])('a context without %s', async (_name, context) => {
    const { render } = await greeting();
    expect(code(() => render('test', { context }))).toMatchObject({
      code: 'CONTEXT_MISSING',
      message: expect.stringContaining('`name`'),
      hint: expect.stringContaining('null'),
    });
  });

  it('a field below one that is absent, and a list that is none', async () => {
    const m = new Marks();
    const { open, close } = m.each(member(field('order'), 'lines'), 'line', 'index');
    const { render } = await rendererOf(
      `${open}<p>${m.slot(member(local('line'), 'title'), 'react')}</p>${close}`,
      {
        marks: m,
      },
    );
    expect(code(() => render('test', { context: {} }))).toMatchObject({ code: 'CONTEXT_MISSING' });
    expect(code(() => render('test', { context: { order: { lines: [{}] } } }))).toMatchObject({
      code: 'CONTEXT_MISSING',
      message: expect.stringContaining('order.lines[].title'),
    });
    expect(render('test', { context: { order: { lines: [] } } }).html).toBe('');
  });

  it('an object where a text is printed', async () => {
    const { render } = await greeting();
    expect(code(() => render('test', { context: { name: { first: 'Ada' }, url: '/' } }))).toMatchObject({
      code: 'CONTEXT_INVALID',
      message: expect.stringContaining('first'),
    });
  });

  it.each(['Ada\r\nBcc: evil@example.com', 'Ada\nx', 'a\u0000'])(
    'a line end in the subject: %j',
    async (name) => {
      const { render } = await greeting();
      expect(code(() => render('test', { context: { name, url: '/' } }))).toMatchObject({
        code: 'SUBJECT_INVALID',
      });
    },
  );

  it('a link that runs code; leniently it is disarmed', async () => {
    const { render } = await greeting();
    const context = { name: 'Ada', url: ' java\tscript:alert(1)' };
    expect(code(() => render('test', { context }))).toMatchObject({ code: 'URL_UNSAFE' });
    const { html } = render('test', { context, strict: false });
    expect(html).not.toContain('alert');
  });

  it('a link of Handlebars that runs code', async () => {
    const m = new Marks();
    const source = `<a href="${m.slot(field('url'), 'handlebars')}">x</a><img src="https://x/${m.slot(field('url'), 'handlebars')}"/>`;
    const { render } = await rendererOf(source, { marks: m });
    const context = { url: 'javascript:alert(1)' };
    expect(code(() => render('test', { context }))).toMatchObject({ code: 'URL_UNSAFE' });
    expect(render('test', { context, strict: false }).html).toContain('href="javascript:alert(1)"');
    expect(render('test', { context: { url: 'https://x/?a=1' } }).html).toContain(
      'href="https://x/?a&#x3D;1"',
    );
  });

  it('a number that is not there', async () => {
    const m = new Marks();
    const price = helper('handlebarsLookup', [field('order'), literal('price')]);
    const formatter = {
      kind: 'new',
      callee: member({ kind: 'global', name: 'Intl' }, 'NumberFormat'),
      args: [literal('en')],
    } as const;
    const slot = m.slot(helper('handlebarsNumber', [formatter, price, literal('price')]), 'handlebars');
    const { render } = await rendererOf(`<p>${slot}</p>`, { marks: m });
    expect(code(() => render('test', { context: { order: {} } }))).toMatchObject({
      code: 'CONTEXT_MISSING',
      message: expect.stringContaining('`order.price`'),
    });
    expect(render('test', { context: { order: {} }, strict: false }).html).toBe('<p></p>');
    expect(render('test', { context: { order: { price: 1234 } } }).html).toBe('<p>1,234</p>');
  });

  it('nothing where a condition has asked whether the value is there', async () => {
    const m = new Marks();
    const { open, otherwise, close } = m.when(field('x'));
    const slot = m.slot(field('x'), 'react');
    const { render } = await rendererOf(`<p>${open}<b>${slot}</b>${otherwise}${slot}${close}</p>`, {
      marks: m,
    });
    const html = (context: object) => render('test', { context }).html;
    expect([html({}), html({ x: 0 }), html({ x: 'a' })]).toEqual(['<p></p>', '<p>0</p>', '<p><b>a</b></p>']);
  });

  it.each([null, 'text', 5])('a context that is no object: %j', async (context) => {
    const { render } = await greeting();
    expect(code(() => render('test', { context }))).toMatchObject({ code: 'CONTEXT_INVALID' });
  });

  it.each([[undefined], ['not base64!'], [new Uint8Array()], [new Uint8Array([1, 2, 3, 4])], [42]])(
    'an image that is none: %j',
    async (picture) => {
      const m = new Marks();
      const { render } = await rendererOf(
        `<img src="${m.slot(helper('image', [field('picture')]), 'react')}"/>`,
        { marks: m },
      );
      expect(code(() => render('test', { context: { picture } }))).toMatchObject({ code: 'IMAGE_INVALID' });
    },
  );
});

describe('render', () => {
  it('prints a missing value as nothing where that was asked for', async () => {
    const { render } = await rendererOf(`<p>${text('name')}</p>`, { marks });
    expect(render('test', { strict: false }).html).toBe('<p></p>');
    expect(render('test', { context: { name: null } }).html).toBe('<p></p>');
  });

  it('is lenient by default in production', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    const { render } = await rendererOf(`<p>${text('name')}</p>`, { marks });
    expect(render('test').html).toBe('<p></p>');
    expect(code(() => render('test', { strict: true }))).toMatchObject({ code: 'CONTEXT_MISSING' });
  });

  it('escapes values in HTML and leaves them raw in the text', async () => {
    const { render } = await rendererOf(`<p>${text('name')}</p>`, { marks });
    const rendered = render('test', { context: { name: `<script>"x" & 'y'</script>` } });
    expect(rendered.html).toBe('<p>&lt;script&gt;&quot;x&quot; &amp; &#x27;y&#x27;&lt;/script&gt;</p>');
    expect(rendered.text).toBe(`<script>"x" & 'y'</script>`);
  });

  it('T4 C8 makes an image of the context a part, the same bytes once', async () => {
    const m = new Marks();
    const source = (name: string) => `<img src="${m.slot(helper('image', [field(name)]), 'react')}"/>`;
    const { render } = await rendererOf(source('a') + source('b') + source('c'), { marks: m });
    const gif = 'R0lGODlhAQABAAAAACwAAAAAAQABAAA=';
    const png = Uint8Array.from(Buffer.from('iVBORw0KGgo=', 'base64'));
    const { html, images } = render('test', {
      context: { a: gif, b: `data:image/gif;base64,${gif}`, c: png },
    });
    expect(images).toMatchObject([
      { type: 'image/gif', filename: 'image.gif', base64: gif },
      { type: 'image/png', size: 8 },
    ]);
    expect(html.split(`cid:${images[0]?.cid}`)).toHaveLength(3);
  });

  it('is frozen, and says the locale and direction that were taken', async () => {
    const { render } = await rendererOf('<p>x</p>');
    const rendered = render('test', { locale: ['xx', 'en-GB'] });
    expect(rendered).toMatchObject({ locale: 'en', dir: 'ltr', images: [] });
    expect(Object.isFrozen(rendered) && Object.isFrozen(rendered.images)).toBe(true);
  });

  it('an empty build renders nothing', () => {
    expect(code(() => createRenderer([], 'en').render('x'))).toMatchObject({
      hint: 'The build holds no templates.',
    });
  });

  it('remembers formatters with options of the context', async () => {
    const m = new Marks();
    const formatter = {
      kind: 'new',
      callee: member({ kind: 'global', name: 'Intl' }, 'NumberFormat'),
      args: [
        literal('en'),
        {
          kind: 'object',
          entries: [
            [literal('style'), literal('currency')],
            [literal('currency'), field('currency')],
          ],
        },
      ],
    } as const;
    const { render } = await rendererOf(
      `<p>${m.slot(call(member(formatter, 'format'), [field('n')]), 'react')}</p>`,
      { marks: m },
    );
    const html = (currency: string) => render('test', { context: { n: 5, currency } }).html;
    expect([html('EUR'), html('JPY'), html('EUR')]).toEqual(['<p>€5.00</p>', '<p>¥5</p>', '<p>€5.00</p>']);
    expect(code(() => html('nonsense'))).toMatchObject({ code: 'CONTEXT_INVALID' });
  });
});

describe("React's rules for values", () => {
  it.each([
    [null, ''],
    [undefined, ''],
    [true, ''],
    [false, ''],
    [0, '0'],
    [-0, '0'],
    [Number.NaN, 'NaN'],
    ['', ''],
    [12n, '12'],
    [[1, [null, 'a'], [[true, 2]]], '1a2'],
    [new Set(['x', 'y']), 'xy'],
  ])('child %o prints %j', (value, printed) => expect(reactText(value)).toBe(printed));

  const VALUES = [
    null,
    undefined,
    true,
    false,
    0,
    -0,
    1,
    1.5,
    Number.NaN,
    '',
    'x',
    `"<>&'`,
    '100%',
    'javascript:alert(1)',
    [1, 2],
  ];
  const PLACES = [
    [
      'td',
      'title colSpan rowSpan align bgColor width height className id dir lang role tabIndex hidden aria-hidden data-x',
    ],
    ['a', 'href download target rel draggable contentEditable spellCheck'],
    ['link', 'href'],
    ['img', 'src alt srcSet border'],
    ['input', 'size disabled readOnly required autoFocus multiple name'],
    ['col', 'span'],
    ['ol', 'start reversed'],
    ['form', 'action noValidate'],
  ] as const;

  it.each(PLACES.flatMap(([tag, props]) => props.split(' ').map((prop) => [tag, prop] as const)))(
    'the attributes of <%s %s> are those that React prints',
    (tag, prop) => {
      const name = prop === 'className' ? 'class' : prop.toLowerCase();
      for (const value of VALUES) {
        const markup = renderToStaticMarkup(createElement(tag, { [prop]: value })).replace(
          /^<link rel="preload"[^>]*>/,
          '',
        );
        const expected = /^<\w+([^]*?)\/?>(?:<\/\w+>)?$/
          .exec(markup)?.[1]
          ?.replace(/^( \w+)([A-Z]\w*)(?==)/, (all) => all.toLowerCase());
        expect(reactAttribute(name, value, tag === 'a'), `${prop}=${String(value)}`).toBe(expected);
      }
    },
  );

  it.each([
    ['width', 5, '5px'],
    ['width', 0, '0'],
    ['line-height', 1.5, '1.5'],
    ['--gap', 5, '5'],
    ['color', ' red ', 'red'],
    ['color', '', null],
    ['color', false, null],
  ])('style %s: %j becomes %j', (name, value, printed) => expect(styleValue(name, value)).toBe(printed));
});
