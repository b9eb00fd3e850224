import { describe, expect, it } from 'vitest';
import { Marks } from '../../src/compile/1-parse/marks.ts';
import { escapeText } from '../../src/compile/escape.ts';
import {
  conditional,
  context,
  type Expression,
  literal,
  member,
  template,
} from '../../src/compile/expression.ts';
import { escapeHandlebars, escapeReact } from '../../src/render/escape.ts';
import { emit, rendererOf } from './harness.ts';

const field = (name: string) => member(context, name);
const greeting = template([literal('Hello <b> '), field('name'), literal(' & co')]);

const htmlOf = async (expression: Expression, values: object): Promise<string> => {
  const marks = new Marks();
  const { render } = await rendererOf(`<p>${marks.slot(expression, 'react')}</p>`, { marks });
  return render('test', { context: values, strict: false }).html;
};

describe('static text in slots', () => {
  it('is escaped at build as it would be at render', () => {
    const all = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('');
    expect(escapeText(all, 'react')).toBe(escapeReact(all));
    expect(escapeText(all, 'handlebars')).toBe(escapeHandlebars(all));
  });

  it('stands outside of the slot', async () => {
    const marks = new Marks();
    const code = await emit(`<p>${marks.slot(greeting, 'react')}</p>`, { marks });
    expect(code).toContain('"<p>Hello &lt;b&gt; "');
    expect(await htmlOf(greeting, { name: 'Ann & Bo' })).toBe('<p>Hello &lt;b&gt; Ann &amp; Bo &amp; co</p>');
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [true, 'true'],
    [[1, 2], '1,2'],
  ])('leaves to a template what %j is as a string', async (name, text) =>
    expect(await htmlOf(template([field('name')]), { name })).toBe(`<p>${text}</p>`),
  );

  it('becomes a condition where it is chosen', async () => {
    const chosen = conditional(
      field('a'),
      literal('yes & no'),
      conditional(field('b'), greeting, literal(null)),
    );
    const html = await Promise.all(
      [{ a: 1 }, { b: 1, name: 'x' }, {}].map((values) => htmlOf(chosen, values)),
    );
    expect(html).toEqual(['<p>yes &amp; no</p>', '<p>Hello &lt;b&gt; x &amp; co</p>', '<p></p>']);
  });

  it('leaves fields in a choice alone', async () => {
    const marks = new Marks();
    const chosen = conditional(field('a'), literal('x'), field('name'));
    expect(await emit(`<p>${marks.slot(chosen, 'react')}</p>`, { marks })).toContain(
      'x.react(c.a ? "x" : c.name, "")',
    );
  });
});
