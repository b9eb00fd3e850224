import { expect, test } from 'vitest';
import { isCollapsed, kindOf, VISIBLE } from '../../src/render/text-characters.ts';

const SPACE = 0x20;

test('the pattern and the table agree about every UTF-16 code unit', () => {
  const differ: string[] = [];
  for (let code = 0; code <= 0xffff; code++) {
    const unit = String.fromCharCode(code);
    if (isCollapsed(unit) !== (kindOf(code) === VISIBLE)) differ.push(code.toString(16));
    if (code !== SPACE && isCollapsed(`a ${unit} b`) !== (kindOf(code) === VISIBLE))
      differ.push(code.toString(16));
  }
  expect(differ).toEqual([]);
});

test.each([
  ['', false],
  [' a', false],
  ['a ', false],
  ['a  b', false],
  ['a b', true],
])('%j collapsed: %s', (text, expected) => {
  expect(isCollapsed(text)).toBe(expected);
});
