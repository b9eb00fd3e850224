import { readFileSync } from 'node:fs';
import { parseDocument } from 'htmlparser2';
import type { Element } from 'domhandler';
import { describe, expect, it } from 'vitest';
import { Marks } from '../../src/compile/1-parse/marks.ts';
import { context, helper, literal, member } from '../../src/compile/expression.ts';
import type { Diagnostic } from '../../src/compile/diagnostics.ts';
import { rendererOf } from './harness.ts';

interface Case {
  readonly html: string;
  readonly css?: readonly string[];
  readonly expect?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly kept?: readonly string[];
  readonly kept_in_style?: readonly string[];
}

const { cases } = JSON.parse(
  readFileSync(new URL('../vectors/css_inlining.json', import.meta.url), 'utf8'),
) as { cases: readonly Case[] };

const inline = async (html: string): Promise<string> => (await rendererOf(html)).render('test').html;

describe('CSS inlining', () => {
  it.each(cases.map((entry) => [entry.html, entry] as const))('T9 %s', async (_name, entry) => {
    const sheets = (entry.css ?? []).map((css) => `<style>${css}</style>`).join('');
    const html = await inline(sheets + entry.html);
    for (const [selector, declarations] of Object.entries(entry.expect ?? {})) {
      expect(declarationsOf(html, selector)).toEqual(declarations);
    }
    for (const kept of entry.kept ?? []) expect(html).toContain(kept);
    for (const kept of entry.kept_in_style ?? [])
      expect(html).toMatch(new RegExp(`<style>[^]*${kept}[^]*</style>`));
  });

  it('keeps dark mode rules and fonts in the style sheet', async () => {
    const css =
      '@media (prefers-color-scheme: dark) { p { color: #fff !important } } @font-face { font-family: F; src: url(https://x/f) }';
    const html = await inline(`<style>${css} p { color: #000 }</style><p>x</p>`);
    expect(html).toMatch(/prefers-color-scheme: dark[^]*color: #fff !important[^]*@font-face/);
    expect(declarationsOf(html, 'p')).toEqual({ color: '#000' });
  });

  it('leaves a slot in a style attribute where it was', async () => {
    const marks = new Marks();
    const slot = marks.slot(helper('styleValue', [literal('color'), member(context, 'color')]), 'react');
    const source = `<style>p { margin: 0; color: red }</style><p style="color:${slot};padding:1px">x</p>`;
    const renderer = await rendererOf(source, { marks });
    const style = (color: unknown) =>
      declarationsOf(renderer.render('test', { context: { color }, strict: false }).html, 'p');
    expect(style('blue')).toMatchObject({ margin: '0', color: 'blue', padding: '1px' });
    expect(style(null)).toEqual({ margin: '0', padding: '1px' });
    const { html: hostile } = renderer.render('test', { context: { color: '"><script>' } });
    expect(hostile).toContain('&quot;&gt;&lt;script&gt;');
    expect(hostile).not.toContain('<script>');
  });

  it('gives each branch the rules of its own classes', async () => {
    const marks = new Marks();
    const { open, otherwise, close } = marks.when(member(context, 'big'));
    const renderer = await rendererOf(
      `<style>.a{font-size:20px}.b{font-size:10px}</style>${open}<p class="a">x</p>${otherwise}<p class="b">x</p>${close}`,
      { marks },
    );
    const size = (big: boolean) => declarationsOf(renderer.render('test', { context: { big } }).html, 'p');
    expect(size(true)).toEqual({ 'font-size': '20px' });
    expect(size(false)).toEqual({ 'font-size': '10px' });
  });

  it('inlines each of two documents by its own style sheet', async () => {
    const marks = new Marks();
    const { open, otherwise, close } = marks.when(member(context, 'old'));
    const page = (css: string) => `<html><head><style>${css}</style></head><body><p>x</p></body></html>`;
    const renderer = await rendererOf(
      `${open}${page('p{color:red}')}${otherwise}${page('p{margin:0}')}${close}`,
      { marks },
    );
    const style = (old: boolean) => declarationsOf(renderer.render('test', { context: { old } }).html, 'p');
    expect([style(true), style(false)]).toEqual([{ color: 'red' }, { margin: '0' }]);
  });

  it('refuses a style sheet that only some renderings have, unless it is to stay one', async () => {
    const marks = new Marks();
    const { open, close } = marks.when(member(context, 'a'));
    const source = (attribute: string) =>
      `${open}<style${attribute}>p { color: red }</style>${close}<p>x</p>`;
    await expect(rendererOf(source(''), { marks })).rejects.toMatchObject({ code: 'CSS_CONDITIONAL' });
    const { render } = await rendererOf(source(' data-embed'), { marks });
    expect(render('test', { context: { a: true } }).html).toMatch(/<style[^]*color: red[^]*<p>x/);
    expect(render('test', { context: { a: false } }).html).toBe('<p>x</p>');
  });

  it('warns of selectors that look at siblings where a condition can change them', async () => {
    const marks = new Marks();
    const { open, close } = marks.when(member(context, 'a'));
    const warnings: Diagnostic[] = [];
    await rendererOf(`<style>p + p { color: red }</style>${open}<p>1</p>${close}<p>2</p>`, {
      marks,
      warnings,
    });
    expect(warnings.map(({ code }) => code)).toEqual(['CSS_SIBLING_SELECTOR']);
  });
});

function declarationsOf(html: string, selector: string): Record<string, string> {
  const [, name = '', index = '0'] = /^(\w+)(?:\[(\d+)\])?$/.exec(selector) ?? [];
  const found = all(parseDocument(html, { decodeEntities: false }).children as Element[], name)[
    Number(index)
  ];
  const style = found?.attribs['style'] ?? '';
  return Object.fromEntries(
    style
      .split(/;\s*/)
      .filter((declaration) => declaration.includes(':'))
      .map((declaration) => {
        const [property = '', ...value] = declaration.split(':');
        return [property.trim(), value.join(':').trim()];
      }),
  );
}

const all = (nodes: readonly Element[], name: string): readonly Element[] =>
  nodes.flatMap((node) => [
    ...(node.name === name ? [node] : []),
    ...all((node.children ?? []) as Element[], name),
  ]);
