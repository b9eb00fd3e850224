import { createElement, type CSSProperties } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Marks } from '../../src/compile/1-parse/marks.ts';
import { conditional, context, helper, literal, member } from '../../src/compile/expression.ts';
import { rendererOf } from './harness.ts';

const field = (name: string) => member(context, name);

/** `style` as React prints it, with slots for the properties of the context. */
const marked = (style: string, marks: Marks): string =>
  style.replaceAll(
    /([\w-]+):\$(\w+)/g,
    (_all, name: string, key: string) =>
      `${name}:${marks.slot(helper('styleValue', [literal(name), field(key)]), 'react')}`,
  );

const SAMPLES = [null, undefined, false, '', 0, 5, 'red', 'a"b'];

describe('declarations of style', () => {
  it.each<[string, (a: unknown, b: unknown) => object]>([
    ['margin:0;color:$a', (a) => ({ margin: 0, color: a })],
    ['color:$a;margin:0', (a) => ({ color: a, margin: 0 })],
    ['color:$a;margin:0;width:$b', (a, b) => ({ color: a, margin: 0, width: b })],
    ['color:$a;width:$b', (a, b) => ({ color: a, width: b })],
    ['color:$a', (a) => ({ color: a })],
    ['font-family:&quot;A B&quot;, serif;color:$a', (a) => ({ fontFamily: '"A B", serif', color: a })],
    [
      'color:$a;background:url(data:image/gif;base64,R0)',
      (a) => ({ color: a, background: 'url(data:image/gif;base64,R0)' }),
    ],
  ])('%s prints as React does, whatever the values', async (style, toStyle) => {
    const marks = new Marks();
    const { render } = await rendererOf(`<p style="${marked(style, marks)}">x</p>`, { marks });
    for (const a of SAMPLES) {
      for (const b of SAMPLES) {
        const expected = renderToStaticMarkup(
          createElement('p', { style: toStyle(a, b) as CSSProperties }, 'x'),
        );
        expect(render('test', { context: { a, b }, strict: false }).html).toBe(expected);
      }
    }
  });

  it('leaves out a value that is chosen to be null', async () => {
    const marks = new Marks();
    const chosen = marks.slot(conditional(field('a'), literal('red'), literal(null)), 'react');
    const { render } = await rendererOf(`<p style="margin:0;color:${chosen}">x</p>`, { marks });
    const html = (a: boolean) => render('test', { context: { a } }).html;
    expect([html(true), html(false)]).toEqual([
      '<p style="margin:0;color:red">x</p>',
      '<p style="margin:0">x</p>',
    ]);
  });

  it('keeps the form that CSS inlining gives', async () => {
    const marks = new Marks();
    const source = `<style>p{margin:0}</style><p style="${marked('color:$a;width:$b', marks)}">x</p><b style="${marked('color:$a', marks)}">y</b>`;
    const { render } = await rendererOf(source, { marks });
    const html = (a: unknown, b: unknown) => render('test', { context: { a, b }, strict: false }).html;
    expect(html('red', 5)).toBe(
      '<p style="margin: 0; color: red; width: 5px;">x</p><b style="color:red">y</b>',
    );
    expect(html(null, 5)).toBe('<p style="margin: 0; width: 5px;">x</p><b>y</b>');
    expect(html(null, null)).toBe('<p style="margin: 0;">x</p><b>y</b>');
  });

  it('rewrites inside of a choice between styles', async () => {
    const marks = new Marks();
    const { open, otherwise, close } = marks.when(field('big'));
    const source = `${open}<p style="${marked('margin:0;color:$a', marks)}">x</p>${otherwise}<p style="margin:1px">x</p>${close}`;
    const { render } = await rendererOf(source, { marks });
    const html = (big: boolean, a: unknown) => render('test', { context: { big, a }, strict: false }).html;
    expect([html(true, 'red'), html(true, null), html(false, 'red')]).toEqual([
      '<p style="margin:0;color:red">x</p>',
      '<p style="margin:0">x</p>',
      '<p style="margin:1px">x</p>',
    ]);
  });
});
