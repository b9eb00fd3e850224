import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/compile/diagnostics.ts';
import { bodyOf } from './page.ts';

/** Values and conditions inside of tags. */

describe('names', () => {
  it.each([
    '<h{{level}}>x</h{{level}}>',
    '<{{name}}>x',
    '<p>x</{{name}}>',
    '<{{#if a}}b{{else}}i{{/if}}>x',
    '<p>{{#if a}}<{{/if}}b>x</p>',
    '<!DOCTYPE {{name}}><p>x</p>',
  ])('TAG_DYNAMIC refuses %s', async (source) => {
    await expect(bodyOf(source, {})).rejects.toMatchObject({ code: 'TAG_DYNAMIC' });
  });

  it.each([
    '<p data-{{#if a}}x{{/if}}="1">x</p>',
    '<p {{#if a}}id{{else}}class{{/if}}="1">x</p>',
    '<p {{#if a}}hidden{{/if}}{{#if b}}dir{{/if}}>x</p>',
    '<p {{#each a}}hidden{{/each}}>x</p>',
  ])('ATTRIBUTE_NAME_DYNAMIC refuses %s', async (source) => {
    const refused = bodyOf(source, {});
    await expect(refused).rejects.toThrow(Refusal);
    await expect(refused).rejects.toMatchObject({ code: 'ATTRIBUTE_NAME_DYNAMIC' });
  });

  it('a < is text where no tag can begin', async () => {
    const source =
      '<p title="<{{x}}">1 < {{x}}</p><script>1<{{x}};a<b{{#if x}} {{x}}{{/if}}</script><!--[if mso]><{{x}}><![endif]-->';
    expect(await bodyOf(source, { x: 2 })).toBe(
      '<p title="<2">1 < 2</p><script>1<2;a<b 2</script><!--[if mso]><2><![endif]-->',
    );
  });
});

describe('attributes that are there on a condition', () => {
  it.each([
    ['<td{{#if a}} class="x"{{/if}}>y</td>', '<td class="x">y</td>', '<td>y</td>'],
    [
      '<td{{#if a}} class="x"{{else}} id="z"{{/if}} dir="rtl">y</td>',
      '<td class="x" dir="rtl">y</td>',
      '<td id="z" dir="rtl">y</td>',
    ],
    [
      '<style{{#if a}} media="print"{{/if}} data-embed>p<b{{#if a}} c{{/if}}</style>',
      '<style media="print">p<b c</style>',
      '<style>p<b</style>',
    ],
    ['<b{{#if a}} class="x"{{/if}}>y</b>{{#if a}}1{{else}}2{{/if}}', '<b class="x">y</b>1', '<b>y</b>2'],
    ['<br{{#if a}} class="x"{{/if}}/>', '<br class="x"/>', '<br/>'],
    ['<input {{#if a}}checked{{else}}disabled{{/if}}>', '<input checked=""/>', '<input disabled=""/>'],
    ['<p {{#if a}}class="x"{{/if}}id="y">y</p>', '<p class="x" id="y">y</p>', '<p id="y">y</p>'],
  ])('%s', async (source, one, other) => {
    expect([await bodyOf(source, { a: true }), await bodyOf(source, {})]).toEqual([one, other]);
  });
});
