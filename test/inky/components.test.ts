import { describe, expect, test } from 'vitest';
import { inky, normal } from './tree.ts';

const table = (attributes: string, cells: string): string =>
  `<table role="presentation"${attributes}><tbody><tr>${cells}</tr></tbody></table>`;
const same = async (source: string, expected: string): Promise<void> =>
  expect(normal(await inky(source))).toBe(normal(expected));

describe('T11 the components of Foundation for Emails 2', () => {
  test('container and wrapper are centred and keep their attributes', async () => {
    await same(
      '<container class="body" bgcolor="#eee">x</container>',
      table(' align="center" class="body container" bgcolor="#eee"', '<td>x</td>'),
    );
    await same(
      '<wrapper id="top" align="left">x</wrapper>',
      table(' class="wrapper" align="center" id="top"', '<td class="wrapper-inner">x</td>'),
    );
  });

  test.each([
    ['', true],
    ['no-expander', false],
    ['no-expander="true"', false],
    ['no-expander="false"', true],
    ['large="12" small="6"', true],
    ['large="11"', false],
  ])('columns %s', async (attributes, hasExpander) => {
    const html = await inky(`<row><columns ${attributes}>x</columns></row>`);
    expect(html.includes('<th class="expander"></th>')).toBe(hasExpander);
    expect(html).not.toContain('no-expander');
  });

  test('columns share twelve, whatever their classes', async () => {
    const sizes = async (source: string): Promise<readonly string[]> =>
      [...(await inky(source)).matchAll(/small-\d+ large-\d+/g)].map(([found]) => found);
    const column = (attributes = ''): string => `<columns ${attributes}>x</columns>`;
    expect(await sizes(column().repeat(5))).toEqual(Array<string>(5).fill('small-12 large-2'));
    expect(await sizes(column('large="8"') + column())).toEqual(['small-12 large-8', 'small-12 large-6']);
    expect(await sizes(column('small="6" large="4"'))).toEqual(['small-6 large-4']);
    expect(await sizes(column().repeat(13))).toContain('small-12 large-1');
  });

  test('a button with a link, a target and more', async () => {
    await same(
      '<button class="radius" href="https://e.com/?a=1&amp;b=2" target="_blank" title="Go">Go</button>',
      table(
        ' class="button radius"',
        `<td>${table('', '<td><a href="https://e.com/?a=1&amp;b=2" target="_blank" title="Go">Go</a></td>')}</td>`,
      ),
    );
    await same('<button>Go</button>', table(' class="button"', `<td>${table('', '<td>Go</td>')}</td>`));
  });

  test.each(['expand', 'expanded'])('a button over the whole width: %s', async (name) => {
    const link = '<center><a href="u" align="center" class="float-center">Go</a></center>';
    await same(
      `<button class="${name}" href="u">Go</button>`,
      table(` class="button ${name}"`, `<td>${table('', `<td>${link}</td>`)}</td><td class="expander"></td>`),
    );
  });

  test('menus, also vertical ones', async () => {
    const items = [
      '<th class="menu-item"><a href="a" target="_blank">A</a></th>',
      '<th class="menu-item on"><a href="b">B</a></th>',
    ];
    await same(
      '<menu class="vertical"><item href="a" target="_blank">A</item><item href="b" class="on">B</item></menu>',
      table(' class="menu vertical"', `<td>${table('', items.join(''))}</td>`),
    );
  });

  test('center centres its children, and the items of a menu', async () => {
    const item = '<th class="float-center menu-item"><a href="a">A</a></th>';
    await same(
      '<center><menu><item href="a">A</item></menu><p class="x" align="left">P</p></center>',
      `<center>${table(
        ' class="float-center menu" align="center"',
        `<td>${table('', item)}</td>`,
      )}<p class="float-center x" align="center">P</p></center>`,
    );
    expect(await inky('<center><button href="u">B</button></center>')).toContain(
      '<table role="presentation" class="button float-center" align="center">',
    );
  });

  test('spacers by the size of the screen', async () => {
    const gap = (names: string, size: number): string =>
      table(
        ` class="${names}"`,
        `<td height="${size}" style="font-size:${size}px;line-height:${size}px;">&nbsp;</td>`,
      );
    const [small, large] = [gap('hide-for-large spacer', 10), gap('show-for-large spacer', 20)];
    await same('<spacer size-sm="10"></spacer>', small);
    await same('<spacer size-lg="20"></spacer>', large);
    await same('<spacer size-sm="10" size-lg="20"></spacer>', small + large);
  });

  test('h-line, block-grid, callout', async () => {
    await same('<h-line class="dark"></h-line>', table(' class="dark h-line"', '<th>&nbsp;</th>'));
    await same(
      '<block-grid up="3" class="x"><td>a</td><td>b</td></block-grid>',
      table(' class="block-grid up-3 x"', '<td>a</td><td>b</td>'),
    );
    await same(
      '<callout data-a="1">C</callout>',
      table(' class="callout" data-a="1"', '<th class="callout-inner">C</th><th class="expander"></th>'),
    );
  });

  test('what is raw stays', async () => {
    await same('<raw><row>{a}</row></raw><b>c</b>', '<row>{a}</row><b>c</b>');
  });

  test('tags may be closed where they are opened', async () => {
    const html = await inky('<columns><spacer size="5"/><h1>Hi</h1><h-line/></columns>');
    expect(html).toContain('<h1>Hi</h1>');
    expect(html).toContain('height="5"');
  });
});
