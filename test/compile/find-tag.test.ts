import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findTag } from '../../src/compile/find-tag.ts';
import { folder } from '../artifact/folder.ts';

it('finds a tag by what stands before it, in the one file that has it', () => {
  const root = folder({ 'a.html': '<p>x</p>\n<p>one</p>{{y}}<p>y</p>', 'b.html': '<i>\n  <b>two</b></i>' });
  const files = [join(root, 'a.html'), join(root, 'b.html'), join(root, 'a.html')];
  const html = '<p>x</p>\n<p>one</p>\uE000s1\uE001<p>y</p><i>\n  <b>two</b></i><b>three</b>';
  const place = (tag: string) => findTag(html, html.indexOf(tag), files);
  expect(place('<p>one')).toEqual({ file: files[0], line: 2, column: 1 });
  expect(place('</b></i>')).toEqual({ file: files[1], line: 2, column: 9 });
  // Only by its name, which is there three times.
  expect(place('<p>y')).toBeUndefined();
});
