import { describe, expect, test } from 'vitest';
import { parseHtml } from '../../src/compile/1-parse/html.ts';
import { Marks } from '../../src/compile/1-parse/marks.ts';
import { emitText } from '../../src/compile/3-emit/text.ts';
import { textOf } from './run.ts';

const methods = (html: string): readonly string[] =>
  emitText(parseHtml(html, new Marks(), { file: 'test.html', line: 1, column: 1 })).map((node) =>
    node.kind === 'op' ? node.method : node.kind,
  );

describe('static text with nothing but breaks between', () => {
  test('is one instruction', () => {
    expect(methods('<p>one</p><p>two<br>three</p>')).toEqual(['block', 'paragraphs', 'block']);
  });

  test.each([
    ['one after the other', '<p>one</p><div>two<br><br>three</div>', 'one\n\ntwo\n\nthree'],
    ['in a quote', '<blockquote><p>one</p><p>two<br>three</p></blockquote>', '> one\n>\n> two\n> three'],
    ['in an item', '<ul><li><p>one</p><p>two</p></li><li>three</li></ul>', '- one\n\n  two\n\n- three'],
    ['with spaces around breaks', '<p>one <br> two </p> three', 'one\ntwo\n\nthree'],
    ['in a layout cell', '<table><tr><td>a<br>b</td><td>c</td></tr></table>', 'a\nb\nc'],
  ])('reads as it did: %s', (_title, html, expected) => {
    expect(textOf(html)).toBe(expected);
  });
});
