import { describe, expect, it } from 'vitest';
import { context, member } from '../../src/compile/expression.ts';
import { linkTarget } from '../../src/render/text-link.ts';
import { textOf, textWith } from './run.ts';

const field = (name: string): ReturnType<typeof member> => member(context, name);
const link = (href: string, label: string): string => textOf(`<p><a href="${href}">${label}</a></p>`);

describe('T7: links in the text part', () => {
  it('print as label (url), the URL once where the label says it', () => {
    expect(link('https://a.example/x?a=1&amp;b=2', 'docs')).toBe('docs (https://a.example/x?a=1&b=2)');
    expect(link('https://a.example', 'https://a.example/')).toBe('https://a.example/');
    expect(link('https://a.example/', ' A.example ')).toBe('https://a.example/');
    expect(textOf('<p>a<a href="https://a.example"> b </a>c</p>')).toBe('a b (https://a.example) c');
  });

  it('print addresses and numbers without their scheme', () => {
    expect(link('mailto:a@example.com?subject=Hi', 'write')).toBe('write (a@example.com)');
    expect(link('mailto:a@example.com', 'a@example.com')).toBe('a@example.com');
    expect(link('tel:+431234567', '+43 1 234-567')).toBe('+43 1 234-567');
    expect(link('tel:+431234567', 'call')).toBe('call (+431234567)');
  });

  it('print the label alone where the link leads nowhere', () => {
    for (const href of ['#top', '', ' ', 'javascript:void(0)', 'cid:a@b', 'data:text/plain,x']) {
      expect(linkTarget(href)).toBe('');
      expect(link(href, 'top')).toBe('top');
    }
    expect(textOf('<a name="x">top</a>')).toBe('top');
  });

  it('print buttons as Label: url in a block of their own', () => {
    const filled = 'display:inline-block;background:#333;padding:12px';
    expect(textOf(`a<a href="https://a.example" style="${filled}">Pay now</a>b`)).toBe(
      'a\n\nPay now: https://a.example\n\nb',
    );
    expect(textOf('<a class="btn-primary" href="https://a.example">Shop →</a>')).toBe(
      'Shop → https://a.example',
    );
    const cell =
      '<table><tr><td bgcolor="#333"><a href="https://a.example" style="padding:9px">Pay</a></td></tr></table>';
    expect(textOf(cell)).toBe('Pay: https://a.example');
    expect(textOf('<a href="https://a.example" style="display:inline-block;padding:0 9px">Home</a>')).toBe(
      'Home (https://a.example)',
    );
  });

  it('print the URL of a picture without name, and once with a title behind or before it', () => {
    const picture = '<a href="https://a.example"><img src="x"></a>';
    const title = '<h2><a href="https://a.example">Title</a></h2>';
    expect(textOf(picture)).toBe('https://a.example');
    expect(textOf(`${picture}${title}<p>x</p>`)).toBe(
      'Title (https://a.example)\n-------------------------\n\nx',
    );
    expect(textOf(`<p><a href="https://a.example">Title</a></p>${picture}<p>x</p>`)).toBe(
      'Title (https://a.example)\n\nx',
    );
    expect(textOf(`${picture}<p>y</p>${title}`)).toContain(
      'https://a.example\n\ny\n\nTitle (https://a.example)',
    );
    expect(textOf('<a href="https://a.example"></a>x')).toBe('x');
  });

  it('print the URL of a card below it', () => {
    expect(textOf('<a href="https://a.example"><h3>Title</h3><p>Text</p></a><p>x</p>')).toBe(
      'Title\n\nText\nhttps://a.example\n\nx',
    );
  });

  it('are decided by the values of their slots', () => {
    const mail = (href: unknown, label: string): string =>
      textWith(
        (marks) =>
          `<p><a href="${marks.slot(field('href'), 'react')}">${marks.slot(field('label'), 'react')}</a></p>`,
        { href, label },
      );
    expect(mail('https://a.example', 'docs')).toBe('docs (https://a.example)');
    expect(mail('https://a.example', 'https://a.example')).toBe('https://a.example');
    expect(mail(null, 'docs')).toBe('docs');
    expect(mail('https://a.example/a b\n', 'docs')).toBe('docs (https://a.example/a%20b)');
  });

  it('take conditions and loops inside the URL', () => {
    const mail = (tags: readonly string[]): string =>
      textWith(
        (marks) => {
          const some = marks.when(member(field('tags'), 'length'));
          const loop = marks.each(field('tags'), 'tag', 'index');
          const tag = marks.slot({ kind: 'local', name: 'tag' }, 'handlebars');
          return `<a href="/?${some.open}t=1${some.otherwise}t=0${some.close}${loop.open}&amp;${tag}${loop.close}">x</a>`;
        },
        { tags },
      );
    expect(mail(['a', 'b'])).toBe('x (/?t=1&a&b)');
    expect(mail([])).toBe('x (/?t=0)');
  });
});
