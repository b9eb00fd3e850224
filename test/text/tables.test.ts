import { describe, expect, it } from 'vitest';
import { context, local, member } from '../../src/compile/expression.ts';
import { displayWidth } from '../../src/render/text-width.ts';
import { textOf, textWith } from './run.ts';

const lines = (...expected: string[]): string => expected.join('\n');
const row = (name: string, ...cells: string[]): string =>
  `<tr>${cells.map((cell) => `<${name}>${cell}</${name}>`).join('')}</tr>`;

describe('T7: tables in the text part', () => {
  it('align data under its headers, numbers to the right, wide characters counted', () => {
    const table =
      '<table><caption>Order</caption><thead><tr><th>Item</th><th>Qty</th></tr></thead><tbody>' +
      '<tr><td>日本茶</td><td align="right">2</td></tr><tr><td>Mug<br>blue</td><td align="right">1000</td></tr>' +
      '<tr><td colspan="2" style="text-align:right">Total: 1002 pieces</td></tr></tbody></table>';
    expect(textOf(`<p>a</p>${table}<p>b</p>`)).toBe(
      lines(
        'a',
        '',
        'Order',
        '',
        'Item           Qty',
        '------  ----------',
        '日本茶           2',
        'Mug           1000',
        'blue',
        'Total: 1002 pieces',
        '',
        'b',
      ),
    );
  });

  it('align to the near and the far end, which change sides in text that begins at the right', () => {
    const cells = (from: string, to: string): string =>
      `<tr><td align="${from}">قهوة</td><td align="${to}">2</td></tr>` +
      `<tr><td align="${from}">شاي أخضر</td><td align="${to}">1000</td></tr>`;
    const expected = lines('قهوة         2', 'شاي أخضر  1000');
    expect(textOf(`<div dir="rtl"><table>${cells('right', 'left')}</table></div>`)).toBe(expected);
    expect(textOf(`<table style="direction:rtl">${cells('right', 'left')}</table>`)).toBe(expected);
    expect(textOf(`<table>${cells('left', 'right')}</table>`)).toBe(expected);
    expect(textOf(`<div dir="rtl"><table dir="ltr">${cells('left', 'right')}</table></div>`)).toBe(expected);
  });

  it('align rows of names and values', () => {
    expect(textOf(`<table>${row('td', 'Order', '123')}${row('td', 'Date', '1 May')}</table>`)).toBe(
      lines('Order  123', 'Date   1 May'),
    );
  });

  it('drop columns and rows that are empty', () => {
    expect(
      textOf(
        `<table>${row('td', 'a', '&nbsp;', 'b')}${row('td', '', '', '')}${row('td', 'cc', ' ', 'd')}</table>`,
      ),
    ).toBe(lines('a   b', 'cc  d'));
  });

  it('become one block per row where they are too wide', () => {
    const long = 'a description of forty characters or so';
    const table = `<table>${row('th', 'Item', 'Note', 'Sum')}${row('td', long, long, '1')}${row('td', 'b', '', '2')}</table>`;
    expect(textOf(table)).toBe(lines(`Item: ${long}`, `Note: ${long}`, 'Sum: 1', '', 'Item: b', 'Sum: 2'));
  });

  it('that lay out are flattened: short cells share a line, long ones do not', () => {
    const long = 'a sentence that is too long to stand in a column beside another one';
    const table = (rows: string): string => `<table role="presentation">${rows}</table>`;
    expect(textOf(table(row('td', 'A', 'B') + row('td', 'C', long, 'D')))).toBe(
      lines('A  B', 'C', long, 'D'),
    );
    expect(textOf(table(row('td', '<p>A</p>', 'B', 'C')))).toBe(lines('A', '', 'B  C'));
    expect(textOf(`<table>${row('td', table(row('td', 'A', 'B')))}${row('td', 'C')}</table>`)).toBe(
      lines('A  B', 'C'),
    );
    expect(textOf(`<ul><li>${table(row('td', 'A', long))}</li></ul>`)).toBe(lines('- A', `  ${long}`));
  });

  it('that hold prose are no data, whatever they say', () => {
    const prose = 'one column of a letter that was set in two columns';
    expect(textOf(`<table>${row('td', prose, prose)}${row('td', prose, prose)}</table>`)).toBe(
      lines(prose, prose, prose, prose),
    );
    expect(textOf(`<table>${row('th', '<p>a</p><p>b</p>', '')}</table>`)).toBe(lines('a', '', 'b'));
    expect(textOf(`<table>${row('th', 'a', '<p>b</p>', 'c')}</table>`)).toBe(lines('a', '', 'b', '', 'c'));
  });

  it('stand in lists and quotes', () => {
    const table = `<table>${row('td', 'a', 'b')}${row('td', 'c', 'd')}</table>`;
    expect(textOf(`<blockquote>x${table}y</blockquote>`)).toBe(
      lines('> x', '>', '> a  b', '> c  d', '>', '> y'),
    );
    expect(textOf(`<ol><li>${table}</li></ol>`)).toBe(lines('1. a  b', '   c  d'));
  });

  it('have the rows that a loop gives', () => {
    const mail = (items: readonly unknown[]): string =>
      textWith(
        (marks) => {
          const { open, close } = marks.each(member(context, 'items'), 'item', 'index');
          const cell = (name: string): string => marks.slot(member(local('item'), name), 'react');
          const head = '<tr><th>Item</th><th>Sum</th></tr>';
          return `<p>a</p><table>${head}${open}<tr><td>${cell('name')}</td><td>${cell('sum')}</td></tr>${close}</table><p>b</p>`;
        },
        { items },
      );
    expect(
      mail([
        { name: 'Mug', sum: 1 },
        { name: 'Long name', sum: 20 },
      ]),
    ).toBe(lines('a', '', 'Item       Sum', '---------  ---', 'Mug        1', 'Long name  20', '', 'b'));
    expect(mail([])).toBe(lines('a', '', 'Item  Sum', '', 'b'));
  });
});

describe('display width', () => {
  it.each([
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['日本', 4],
    ['ｱ', 1],
    ['Ａ', 2],
    ['한국', 4],
    ['\u1112\u1161\u11ab', 2],
    ['👍', 2],
    ['👍🏽', 2],
    ['👨\u200D👩\u200D👧', 2],
    ['☎', 1],
    ['☎\uFE0F', 2],
    ['🇦🇹', 2],
    ['שָׁלוֹם', 4],
    ['สวัสดี', 4],
    ['𠮷', 2],
    ['€', 1],
  ])('of %s is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});
