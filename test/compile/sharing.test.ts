import { describe, expect, it } from 'vitest';
import { Marks } from '../../src/compile/1-parse/marks.ts';
import { call, context, type Expression, local, member } from '../../src/compile/expression.ts';
import { emit, rendererOf } from './harness.ts';

const field = (name: string) => member(context, name);
const method = (object: Expression, name: string) => call(member(object, name), []);

/** A context whose method counts its calls. */
const counted = () => {
  let calls = 0;
  return { value: { run: () => String(++calls) }, calls: () => calls };
};

describe('what is computed twice', () => {
  it('is computed once, in text and in attributes', async () => {
    const marks = new Marks();
    const slot = marks.slot(method(field('a'), 'run'), 'react');
    const { render } = await rendererOf(`<p title="x${slot}">${slot} ${slot}</p>`, { marks });
    const a = counted();
    expect(render('test', { context: { a: a.value } }).html).toBe('<p title="x1">1 1</p>');
    // Once for the HTML, once for the text part.
    expect(a.calls()).toBe(2);
  });

  it('is not computed where no branch reaches it', async () => {
    const marks = new Marks();
    const slot = marks.slot(method(field('a'), 'run'), 'react');
    const { open, close } = marks.when(field('shown'));
    const { render } = await rendererOf(`${open}<p>${slot}</p><p>${slot}</p>${close}`, { marks });
    const a = counted();
    render('test', { context: { a: a.value, shown: false } });
    expect(a.calls()).toBe(0);
    expect(render('test', { context: { a: a.value, shown: true } }).html).toBe('<p>1</p><p>1</p>');
  });

  it('is there after a branch that was not taken', async () => {
    const marks = new Marks();
    const slot = marks.slot(method(field('a'), 'run'), 'react');
    const { open, close } = marks.when(field('shown'));
    const source = `${open}<b>${slot}</b>${close}<i>${slot}</i><u>${slot}</u>`;
    const { render } = await rendererOf(source, { marks });
    const html = (shown: boolean) => render('test', { context: { a: counted().value, shown } }).html;
    expect([html(false), html(true)]).toEqual(['<i>1</i><u>1</u>', '<b>1</b><i>1</i><u>1</u>']);
    expect(await emit(source, { marks })).toMatch(
      /\(t0 \?\?= c\.a\.run\(\)\)[^]*\(t0 \?\?= c\.a\.run\(\)\)[^]*x\.react\(t0/,
    );
  });

  it('is computed for each round of its loop, and once for all rounds if it does not depend on them', async () => {
    const marks = new Marks();
    const { open, close } = marks.each(field('list'), 'item', 'index');
    const own = marks.slot(method(local('item'), 'run'), 'react');
    const common = marks.slot(method(field('a'), 'run'), 'react');
    const { render } = await rendererOf(`${open}<p>${own}${own}${common}${common}</p>${close}`, { marks });
    const [a, b, c] = [counted(), counted(), counted()];
    const { html } = render('test', { context: { a: a.value, list: [b.value, c.value] } });
    expect(html).toBe('<p>1111</p><p>1111</p>');
    expect([a.calls(), b.calls(), c.calls()]).toEqual([2, 2, 2]);
  });
});

it('the text part does not repeat what branches have in common', async () => {
  const marks = new Marks();
  const { open, otherwise, close } = marks.when(field('big'));
  const slot = marks.slot(field('a'), 'react');
  const source = `${open}<p class="a">Hello ${slot}</p>${otherwise}<p class="b">Hello ${slot}</p>${close}`;
  const code = await emit(source, { marks });
  expect(code.match(/w\.slot/g)).toHaveLength(1);
  const { render } = await rendererOf(source, { marks });
  expect(render('test', { context: { big: false, a: 'x' } }).text).toBe('Hello x');
});
