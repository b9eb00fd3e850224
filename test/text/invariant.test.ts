import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attribute,
  type AttributeNode,
  type Document,
  each,
  element,
  type Node,
  slot,
  text,
  when,
} from '../../src/compile/document.ts';
import { context, type Expression, local, member } from '../../src/compile/expression.ts';
import { ModuleScope } from '../../src/compile/3-emit/scope.ts';
import { emitText } from '../../src/compile/3-emit/text.ts';
import { printTextProgram } from '../../src/compile/3-emit/text-javascript.ts';
import { reactText } from '../../src/render/react.ts';
import * as runtime from '../../src/render/runtime.ts';
import { evaluate, run } from './run.ts';

type Locals = Readonly<Record<string, unknown>>;

const escape = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A Document with a context filled in: no slot, when or each is left. */
function expand(nodes: readonly Node[], values: unknown, locals: Locals = {}): Document {
  return nodes.flatMap((node): readonly Node[] => {
    switch (node.kind) {
      case 'slot': {
        const value = evaluate(node.expression, values, locals);
        if (node.print === 'raw') return [text(String(value ?? ''))];
        return [text(escape(node.print === 'react' ? reactText(value) : String(value ?? '')))];
      }
      case 'when':
        return expand(evaluate(node.test, values, locals) ? node.then : node.otherwise, values, locals);
      case 'each':
        return (evaluate(node.list, values, locals) as unknown[]).flatMap((item, index) =>
          expand(node.children, values, { ...locals, [node.item]: item, [node.index]: index }),
        );
      case 'element':
        return [
          element(
            node.name,
            expandAttributes(node.attributes, values, locals),
            expand(node.children, values, locals),
          ),
        ];
      default:
        return [node];
    }
  });
}

const expandAttributes = (
  nodes: readonly AttributeNode[],
  values: unknown,
  locals: Locals,
): readonly AttributeNode[] =>
  nodes.flatMap((node) =>
    node.kind === 'attribute'
      ? [attribute(node.name, expand(node.value, values, locals))]
      : expandAttributes(evaluate(node.test, values, locals) ? node.then : node.otherwise, values, locals),
  );

// ── random documents ────────────────────────────────────────────────────────────────────────────────────────────────

const field = (name: string): Expression => member(context, name);
const test = fc.constantFrom(
  ...['yes', 'no', 'word', 'empty', 'missing'].map(field),
  member(local('item'), 'on'),
);
const plainValue = fc.constantFrom(
  ...['word', 'empty', 'missing', 'spaced', 'url', 'number', 'yes'].map(field),
  member(local('item'), 'name'),
);

const word = fc.constantFrom(
  'a',
  'Hello',
  ' ',
  '  ',
  ' b ',
  '\n',
  'c\n d',
  '&nbsp;',
  '&amp;',
  '\u3000',
  '日本',
  '&zwnj;',
  'x&zwnj;',
  '&shy;',
  '\u200B',
  '👍',
  'https://a.example',
  'a rather long piece of text that fills a line of its own',
);
const style = fc.constantFrom(
  'color:red',
  'display:none',
  'display:block',
  'white-space:pre',
  'white-space:pre-line',
  'margin:0',
  'padding:20px',
  'font-size:0',
  'font-size:14px',
  'display:inline',
  'background:#000;padding:9px',
);

const operandNodes: fc.Arbitrary<readonly Node[]> = fc.array(
  fc.oneof(
    fc.constantFrom('https://a.example', '/x', 'mailto:', '#', 'Logo').map(text),
    plainValue.map((expression) => slot(expression, 'react')),
    fc
      .tuple(test, fc.constantFrom('?a', ''))
      .map(([condition, part]) => when(condition, [text(part)], [text('&amp;b')])),
  ),
  { maxLength: 3 },
);

const styled: fc.Arbitrary<readonly AttributeNode[]> = fc.oneof(
  { weight: 4, arbitrary: fc.constant([]) },
  style.map((value) => [attribute('style', [text(value)])]),
  fc.tuple(test, style, style).map(([condition, one, other]): readonly AttributeNode[] => [
    {
      kind: 'attribute-when',
      test: condition,
      then: [attribute('style', [text(one)])],
      otherwise: [attribute('style', [text(other)])],
    },
  ]),
  fc.tuple(test, style).map(([condition, value]) => [attribute('style', [when(condition, [text(value)])])]),
);

const { blocks, inline } = fc.letrec<{ inline: readonly Node[]; blocks: readonly Node[] }>((tie) => {
  const many = (key: 'inline' | 'blocks'): fc.Arbitrary<readonly Node[]> =>
    tie(key) as fc.Arbitrary<readonly Node[]>;
  const control = (key: 'inline' | 'blocks'): fc.Arbitrary<Node>[] => [
    fc
      .tuple(test, many(key), many(key))
      .map(([condition, then, otherwise]) => when(condition, then, otherwise)),
    fc
      .tuple(fc.constantFrom('none', 'some'), many(key))
      .map(([list, children]) => each({ list: field(list), item: 'item', index: 'index', children })),
  ];
  const leaf: fc.Arbitrary<Node> = fc.oneof(
    { weight: 3, arbitrary: word.map(text) },
    fc
      .tuple(plainValue, fc.constantFrom('react', 'handlebars', 'raw'))
      .map(([expression, print]) => slot(expression, print as 'react')),
    fc.constant(element('br', [], [])),
    operandNodes.map((alt) => element('img', [attribute('alt', alt)], [])),
  );
  const inlineNode: fc.Arbitrary<Node> = fc.oneof(
    { maxDepth: 3 },
    { weight: 5, arbitrary: leaf },
    fc.tuple(styled, many('inline')).map(([attributes, children]) => element('span', attributes, children)),
    fc
      .tuple(styled, operandNodes, many('inline'))
      .map(([attributes, href, children]) =>
        element('a', [...attributes, attribute('href', href)], children),
      ),
    ...control('inline'),
  );
  const cell = (key: 'inline' | 'blocks'): fc.Arbitrary<Node> =>
    many(key).map((nodes) => element('td', [], nodes));
  const rows = (key: 'inline' | 'blocks'): fc.Arbitrary<readonly Node[]> =>
    fc.array(
      fc
        .tuple(fc.array(cell(key), { minLength: 2, maxLength: 3 }), fc.constantFrom('plain', 'when', 'each'))
        .map(([cells, kind]): Node => {
          const row = element('tr', [], cells);
          if (kind === 'when') return when(field('no'), [row]);
          return kind === 'each'
            ? each({ list: field('some'), item: 'item', index: 'index', children: [row] })
            : row;
        }),
      { maxLength: 3 },
    );
  const items = many('blocks').chain((nodes) =>
    fc.constantFrom('plain', 'each').map((kind): readonly Node[] => {
      const item = element('li', [], nodes);
      return kind === 'plain'
        ? [item, text('\n'), item]
        : [each({ list: field('some'), item: 'item', index: 'index', children: [item] })];
    }),
  );
  const blockNode: fc.Arbitrary<Node> = fc.oneof(
    { maxDepth: 3 },
    { weight: 3, arbitrary: leaf },
    fc
      .tuple(fc.constantFrom('p', 'div', 'h1', 'h2', 'h3'), styled, many('inline'))
      .map((made) => element(...made)),
    fc
      .tuple(fc.constantFrom('div', 'blockquote', 'pre', 'section'), styled, many('blocks'))
      .map((made) => element(...made)),
    fc.tuple(fc.constantFrom('ul', 'ol'), items).map(([name, children]) => element(name, [], children)),
    rows('blocks').map((children) => element('table', [attribute('role', [text('presentation')])], children)),
    rows('inline').map((children) => element('table', [], children)),
    fc.constant(element('hr', [], [])),
    ...control('blocks'),
  );
  return {
    inline: fc.array(inlineNode, { maxLength: 4 }),
    blocks: fc.array(blockNode, { maxLength: 4 }),
  };
}) as { inline: fc.Arbitrary<readonly Node[]>; blocks: fc.Arbitrary<readonly Node[]> };

const values = fc.record({
  yes: fc.constant(true),
  no: fc.boolean(),
  word: fc.constantFrom('Ada', 'Ada Lovelace', '0'),
  empty: fc.constant(''),
  missing: fc.constantFrom(null, undefined),
  spaced: fc.constantFrom(' x ', 'a\n\nb', '\t', 'y\u00A0 \u200B', '\u3000z', 'é\u200C'),
  url: fc.constantFrom('https://a.example', 'https://b.example/?q=1'),
  number: fc.constantFrom(0, 42, -1.5),
  none: fc.constant([]),
  some: fc.array(fc.record({ name: fc.constantFrom('one', ' two', ''), on: fc.boolean() }), { maxLength: 3 }),
});

/** Loop variables must mean something outside loops too, for the evaluator. */
const inLoop = (nodes: readonly Node[]): Document => [
  each({ list: field('outer'), item: 'item', index: 'index', children: nodes }),
];

describe('T7: the text part of any template with any context', () => {
  it('is the text of the template with that context filled in, without stray blanks', () => {
    fc.assert(
      fc.property(fc.oneof(blocks, inline), values, (nodes, filled) => {
        const document = inLoop(nodes);
        const scope = { ...filled, outer: [{ name: 'top', on: true }] };
        const dynamic = run(emitText(document), scope);
        expect(dynamic).toBe(run(emitText(expand(document, scope)), {}));
        for (const line of dynamic.split('\n')) expect(line).toBe(line.trimEnd());
        expect(dynamic).not.toMatch(/\n\n\n|^\n|\n$/);
      }),
      { numRuns: 4000 },
    );
  });

  it('is the same from the emitted code, whatever its pieces without values wrote before', () => {
    let pieces = 0;
    fc.assert(
      fc.property(
        fc.oneof(blocks, inline),
        fc.array(values, { minLength: 2, maxLength: 4 }),
        (nodes, all) => {
          const program = emitText(inLoop(nodes));
          const module = new ModuleScope();
          const body = printTextProgram(program, module);
          pieces += module.pieces.length;
          const code = `${module.pieces.join('\n')}\nreturn (c, x) => {\n${body}\n};`;
          const compiled = new Function('$', code)(runtime) as (context: object) => string;
          for (const filled of [...all, ...all]) {
            const scope = { ...filled, outer: [{ name: 'top', on: true }] };
            expect(compiled(scope)).toBe(run(program, scope));
          }
        },
      ),
      { numRuns: 4000 },
    );
    expect(pieces).toBeGreaterThan(500);
  });
});
