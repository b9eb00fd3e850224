import { describe, expect, it } from 'vitest';
import { context, local, member } from '../../src/compile/expression.ts';
import { textOf, textWith } from './run.ts';

const lines = (...expected: string[]): string => expected.join('\n');

describe('T7: blocks of the text part', () => {
  it('underlines the first two levels of headings, as wide as they show', () => {
    expect(textOf('<h1>Hello <b>you</b></h1><h2>注文</h2><h3>Plain</h3><p>x</p>')).toBe(
      lines('Hello you', '=========', '', '注文', '----', '', 'Plain', '', 'x'),
    );
  });

  it('numbers lists from their start and indents what they hold', () => {
    expect(
      textOf('<ol start="9"><li>nine</li><li>ten<br>more<ul><li>in</li><li>side</li></ul></li></ol>'),
    ).toBe(lines('9. nine', '10. ten', '    more', '    - in', '    - side'));
  });

  it('prints no marker for an item without text, and none in a list without markers', () => {
    expect(textOf('<ul><li></li><li>a</li><li> <span></span></li></ul>')).toBe('- a');
    expect(textOf('<ol><li>a</li><li></li><li>c</li></ol>')).toBe(lines('1. a', '3. c'));
    expect(textOf('<ul style="list-style:none"><li>a</li><li>b</li></ul>')).toBe(lines('a', 'b'));
  });

  it('quotes quotes, their blank lines too', () => {
    expect(
      textOf(
        '<p>He said</p><blockquote><p>a</p><p>b</p><blockquote>c<br>d</blockquote></blockquote><p>e</p>',
      ),
    ).toBe(lines('He said', '', '> a', '>', '> b', '>', '> > c', '> > d', '', 'e'));
  });

  it('keeps line ends and indentation where the style says so', () => {
    expect(textOf('<pre>\n  a   b\n\tc  \n\n\n\nd</pre>')).toBe(lines('  a   b', '\tc', '', 'd'));
    expect(textOf('<p style="white-space:pre-line">a   b\n  c</p>')).toBe(lines('a b', 'c'));
  });

  it('takes distances from the style: margin 0 joins lines, padding and spacers part them', () => {
    expect(textOf('<p style="margin:0">a</p><p style="margin:0">b</p><p>c</p>')).toBe(
      lines('a', 'b', '', 'c'),
    );
    expect(textOf('<div>a</div><div style="padding:20px 0">b</div><div>c</div>')).toBe(
      lines('a', '', 'b', '', 'c'),
    );
    expect(textOf('<div>a</div><div style="height:20px">&#8202;</div><div>b</div>')).toBe(
      lines('a', '', 'b'),
    );
    expect(textOf('<div>a</div><p style="border-top:solid 1px #ccc;margin:0 auto"></p>b')).toBe(
      lines('a', '', '-'.repeat(40), '', 'b'),
    );
  });

  it('makes a blank line of two breaks and of an empty line, never two of more', () => {
    expect(textOf('a<br>b<br><br>c<br><br><br><br>d<div><br></div>e')).toBe(
      lines('a', 'b', '', 'c', '', 'd', '', 'e'),
    );
    expect(textOf('<br><p>&nbsp;</p><br>a<p> \u200B </p><br>')).toBe('a');
  });

  it('leaves out what the HTML does not show', () => {
    for (const style of [
      'display:none',
      'visibility: hidden',
      'max-height:0',
      'opacity:0',
      'font-size:0px',
      'DISPLAY:NONE !important',
      'display:none!important;display:block',
      'height:0;overflow:hidden',
    ]) {
      expect(textOf(`<div style="${style}">preheader</div><p>Body</p>`)).toBe('Body');
    }
    for (const attribute of [
      'hidden',
      'aria-hidden="true"',
      'data-skip-in-text',
      'data-skip-in-text="true"',
    ]) {
      expect(textOf(`<div ${attribute}>preheader</div><p>Body</p>`)).toBe('Body');
    }
    expect(
      textOf('<!-- c --><!--[if mso]>x<![endif]--><head><title>t</title></head><template>t</template>y'),
    ).toBe('y');
  });

  it('shows what only looks hidden: a size set again inside, HTML kept from Outlook', () => {
    expect(textOf('<td style="font-size:0">a<div style="font-size:13px">b</div></td>')).toBe('b');
    expect(textOf('<a href="https://a.example" style="mso-hide:all">b</a>')).toBe('b (https://a.example)');
    expect(textOf('<div data-skip-in-text="false" style="opacity:0.5;max-height:10px">b</div>')).toBe('b');
  });

  it('prints the text that the template gives for an element instead of its content', () => {
    expect(textOf('<div data-text="Rating: 4 of 5"><b>★★★★</b>☆</div>')).toBe('Rating: 4 of 5');
  });

  it('drops padding characters and keeps joiners inside words and emoji', () => {
    expect(textOf('a&zwnj;&nbsp;&zwnj;&#8199;&#847;&zwnj; b&shy;c\uFEFF')).toBe('a bc');
    expect(textOf('می\u200Cخواهم 👨\u200D👩\u200D👧')).toBe('می\u200Cخواهم 👨\u200D👩\u200D👧');
    expect(textOf('山田　太郎　')).toBe('山田　太郎');
  });

  it('prints the names of images, set off from the words beside them', () => {
    expect(textOf('<img alt="Logo"><p>See<img alt="a map">here<img alt=""><img src="x"></p>')).toBe(
      lines('Logo', '', 'See a map here'),
    );
    expect(textOf('<img alt="counter" width="1" height="1"><p>x</p>')).toBe('x');
  });

  it('is never empty when the HTML shows text', () => {
    for (const html of [
      'x',
      '<td>x</td>',
      '<a>x</a>',
      '<center><font>x',
      '<textarea>x</textarea>',
      '<button>x</button>',
    ]) {
      expect(textOf(html)).toBe('x');
    }
  });
});

const field = (name: string): ReturnType<typeof member> => member(context, name);

describe('T7: blocks that print nothing leave no trace', () => {
  it('around a condition', () => {
    const mail = (vip: boolean): string =>
      textWith(
        (marks) => {
          const { open, otherwise, close } = marks.when(field('vip'));
          return `<p>Hi</p>${open}<p>VIP</p><hr>${otherwise}${close}<p>Bye</p>`;
        },
        { vip },
      );
    expect(mail(true)).toBe(lines('Hi', '', 'VIP', '', '-'.repeat(40), '', 'Bye'));
    expect(mail(false)).toBe(lines('Hi', '', 'Bye'));
  });

  it('around a loop in a list inside a quote', () => {
    const mail = (list: readonly string[]): string =>
      textWith(
        (marks) => {
          const { open, close } = marks.each(field('list'), 'item', 'index');
          const item = marks.slot(local('item'), 'react');
          return `<p>Top</p><blockquote><ul>${open}<li>${item}</li>${close}</ul></blockquote><p>End</p>`;
        },
        { list },
      );
    expect(mail(['a', 'b\n c'])).toBe(lines('Top', '', '> - a', '> - b c', '', 'End'));
    expect(mail([])).toBe(lines('Top', '', 'End'));
    expect(mail(['', ' '])).toBe(lines('Top', '', 'End'));
  });

  it('between words', () => {
    const mail = (title: string | null): string =>
      textWith((marks) => `Dear ${marks.slot(field('title'), 'react')} <b>Ada</b>, hi`, { title });
    expect(mail('Dr.')).toBe('Dear Dr. Ada, hi');
    expect(mail('  ')).toBe('Dear Ada, hi');
    expect(mail(null)).toBe('Dear Ada, hi');
  });

  it('where a choice of style hides an element', () => {
    const mail = (open: boolean): string =>
      textWith(
        (marks) => {
          const shown = marks.when(field('open'));
          const style = `display:${shown.open}block${shown.otherwise}none${shown.close}`;
          return `<p>a</p><div style="${style}">b</div><p>c</p>`;
        },
        { open },
      );
    expect(mail(true)).toBe(lines('a', '', 'b', '', 'c'));
    expect(mail(false)).toBe(lines('a', '', 'c'));
  });
});

describe('T7: values in the text part', () => {
  const print = (value: unknown, how: 'react' | 'handlebars' | 'raw'): string =>
    textWith((marks) => `<p>${marks.slot(field('value'), how)}</p>`, { value });

  it('print as their template language prints them', () => {
    const values = [null, undefined, true, false, 0, ['a', ['b', null, 1]]];
    expect(values.map((value) => print(value, 'react'))).toEqual(['', '', '', '', '0', 'ab1']);
    expect(values.slice(0, 5).map((value) => print(value, 'handlebars'))).toEqual([
      '',
      '',
      'true',
      'false',
      '0',
    ]);
  });

  it('collapse like HTML, except in pre', () => {
    expect(print(' a \r\n\n b\u00A0\u0000\u200B ', 'react')).toBe('a b');
    expect(
      textWith((marks) => `<pre>${marks.slot(field('value'), 'react')}</pre>`, { value: 'a\r\n  b\rc' }),
    ).toBe(lines('a', '  b', 'c'));
  });

  it('are not markup, unless they are raw', () => {
    expect(print('<b>&amp;</b>', 'react')).toBe('<b>&amp;</b>');
    expect(print('<b>&amp;</b>', 'raw')).toBe('&');
  });

  it('that are HTML keep their structure', () => {
    const html =
      '<style>p{}</style><h2>Title</h2><p class="a>b">One &ndash; &#8364;&#x41; &unknown; 1 < 2</p><!-- no --><ul><li>a' +
      '<li>b</ul><blockquote>q<br/>r</blockquote><a href="https://a.example?x=1&amp;y=2">l</a> <img alt=\'pic\'>' +
      '<table><tr><td>1<td>2</table><ol start=3><li>c';
    expect(print(html, 'raw')).toBe(
      lines(
        'Title',
        '',
        'One – €A &unknown; 1 < 2',
        '',
        '- a',
        '- b',
        '',
        '> q',
        '> r',
        '',
        'l (https://a.example?x=1&y=2) pic',
        '',
        '1  2',
        '',
        '3. c',
      ),
    );
  });

  it('that are broken HTML neither spoil what follows nor take long', () => {
    expect(
      textWith((marks) => `${marks.slot(field('value'), 'raw')}<p>after</p>`, {
        value: '</ul><li><a href="x">a<q "',
      }),
    ).toBe(lines('- a (x)', '', 'after'));
    expect(print('<a '.repeat(100_000), 'raw')).toBe('');
    expect(print('<style>x</style>'.repeat(50_000), 'raw')).toBe('');
    expect(print('<!--'.repeat(100_000), 'raw')).toBe('');
    expect(print(`${'<blockquote><ul>'.repeat(50_000)}x`, 'raw')).toHaveLength(2 * 16 + 1);
    expect(print('&'.repeat(100_000), 'raw')).toBe('&'.repeat(100_000));
  });
});
