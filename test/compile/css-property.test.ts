import fc from 'fast-check';
import { type Element, isTag } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import juice from 'juice';
import { expect, it } from 'vitest';
import { runsOr, SEED } from '../seed.ts';
import { Refusal } from '../../src/compile/diagnostics.ts';
import { Marks } from '../../src/compile/1-parse/marks.ts';
import { context, type Expression, local, member } from '../../src/compile/expression.ts';
import { rendererOf } from './harness.ts';

/** A template: elements whose classes, presence and number depend on a context. */
type Tree =
  | {
      readonly kind: 'element';
      readonly name: string;
      readonly classes: Classes;
      readonly children: readonly Tree[];
    }
  | {
      readonly kind: 'when';
      readonly test: Test;
      readonly then: readonly Tree[];
      readonly otherwise: readonly Tree[];
    }
  | { readonly kind: 'each'; readonly list: 'l' | 'm'; readonly children: readonly Tree[] };

type Test = 'a' | 'b' | 'item';
type Classes =
  | { readonly kind: 'fixed'; readonly names: string }
  | { readonly kind: 'choice'; readonly test: Test; readonly then: string; readonly otherwise: string }
  | { readonly kind: 'value' };

interface Context {
  readonly a: boolean;
  readonly b: boolean;
  readonly free: string;
  readonly l: readonly { readonly x: boolean }[];
  readonly m: readonly { readonly x: boolean }[];
}

const NAMES = ['div', 'span', 'b'];
const CLASSES = ['x', 'y', 'z'];
const names = fc.subarray(CLASSES).map((all) => all.join(' '));
const test = fc.constantFrom<Test>('a', 'b', 'item');
const classes: fc.Arbitrary<Classes> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('fixed' as const), names }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('choice' as const), test, then: names, otherwise: names }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'value' } as const) },
);

/** Up to four deep. */
function treeOf(depth: number): fc.Arbitrary<Tree> {
  const children = depth === 0 ? fc.constant([]) : fc.array(treeOf(depth - 1), { maxLength: 3 });
  const name = fc.constantFrom(...NAMES);
  const element: fc.Arbitrary<Tree> = fc.record({ kind: fc.constant('element'), name, classes, children });
  if (depth === 0) return element;
  return fc.oneof(
    { weight: 5, arbitrary: element },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('when'), test, then: children, otherwise: children }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('each'), list: fc.constantFrom('l', 'm'), children }),
    },
  );
}

const PSEUDO_CLASSES = [
  ':first-child',
  ':last-child',
  ':only-child',
  ':first-of-type',
  ':not(.x)',
  ':nth-child(even)',
  ':nth-child(2)',
  ':nth-child(-n+2)',
  ':nth-last-child(2n+1)',
  ':nth-of-type(2n)',
];

const compound = fc
  .tuple(
    fc.constantFrom('', ...NAMES),
    fc.constantFrom('', '', ...CLASSES.map((name) => `.${name}`)),
    fc.constantFrom('', '', '', '', ...PSEUDO_CLASSES),
  )
  .map((parts) => parts.join('') || '*');
const selector = fc
  .tuple(compound, fc.array(fc.tuple(fc.constantFrom(' ', ' > ', ' + ', ' ~ '), compound), { maxLength: 2 }))
  .map(([first, more]) => first + more.map((part) => part.join('')).join(''));
const rule = fc.record({
  selector,
  color: fc.option(fc.constantFrom('red', 'blue !important', 'var(--c, green)')),
});

/** A property of its own for each rule shows whether it matched; the shared one, which of them won. */
const sheetOf = (rules: readonly { selector: string; color: string | null }[]): string =>
  rules
    .map(({ selector: text, color }, index) => {
      // juice counts a pseudo-class like an element, and not like a class.
      const shared = color === null || text.includes(':') ? '' : `color: ${color};`;
      return `${text} { order: ${index}; p-${index}: 1; ${shared} }`.replace(/order: \d+; /, '');
    })
    .join('\n');

const records = fc.array(fc.record({ x: fc.boolean() }), { maxLength: 4 });
const contexts: fc.Arbitrary<Context> = fc.record({
  a: fc.boolean(),
  b: fc.boolean(),
  free: fc.constantFrom('', 'x', 'y z', 'other'),
  l: records,
  m: records,
});

/** Inside of a loop, `item` is what the innermost one is at. */
type Item = { readonly marked: Expression; readonly depth: number } | undefined;

function toMarked(trees: readonly Tree[], marks: Marks, item: Item = undefined): string {
  const expression = (which: Test): Expression =>
    which === 'item' && item ? item.marked : member(context, which === 'item' ? 'a' : which);
  const choose = (which: Test, then: string, otherwise: string): string => {
    const tokens = marks.when(expression(which));
    return tokens.open + then + tokens.otherwise + otherwise + tokens.close;
  };
  return trees
    .map((node) => {
      if (node.kind === 'when') {
        return choose(node.test, toMarked(node.then, marks, item), toMarked(node.otherwise, marks, item));
      }
      if (node.kind === 'each') {
        const depth = (item?.depth ?? 0) + 1;
        const [name, index] = [`item${(numbering.count += 1)}`, `index${numbering.count}`];
        const tokens = marks.each(member(context, node.list), name, index);
        const inner = toMarked(node.children, marks, { marked: member(local(name), 'x'), depth });
        return tokens.open + inner + tokens.close;
      }
      const value =
        node.classes.kind === 'fixed'
          ? node.classes.names
          : node.classes.kind === 'value'
            ? marks.slot(member(context, 'free'), 'handlebars')
            : choose(node.classes.test, node.classes.then, node.classes.otherwise);
      return `<${node.name} class="${value}">${toMarked(node.children, marks, item)}</${node.name}>`;
    })
    .join('');
}
const numbering = { count: 0 };

function toHtml(trees: readonly Tree[], values: Context, item?: boolean): string {
  const truth = (which: Test): boolean => (which === 'item' ? (item ?? values.a) : values[which]);
  return trees
    .map((node): string => {
      if (node.kind === 'when') return toHtml(truth(node.test) ? node.then : node.otherwise, values, item);
      if (node.kind === 'each') {
        return values[node.list].map(({ x }) => toHtml(node.children, values, x)).join('');
      }
      const { classes: own } = node;
      const value =
        own.kind === 'fixed'
          ? own.names
          : own.kind === 'value'
            ? values.free
            : truth(own.test)
              ? own.then
              : own.otherwise;
      return `<${node.name} class="${value}">${toHtml(node.children, values, item)}</${node.name}>`;
    })
    .join('');
}

/** Name and declarations of every element, in the order of the page. */
function stylesOf(html: string): readonly string[] {
  const all = (elements: readonly Element[]): readonly string[] =>
    elements.flatMap((element) => [
      `${element.name} ${(element.attribs['style'] ?? '').split(/;\s*/).toSorted().join(';')}`,
      ...all(element.children.filter(isTag)),
    ]);
  return all(parseDocument(html).children.filter(isTag));
}

const page = (css: string, body: string): string =>
  `<html><head><style>${css}</style></head><body>${body}</body></html>`;

it('T9 classes, elements and neighbours chosen at run time get the styles that juice gives the finished HTML', async () => {
  let compiled = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(treeOf(3), { minLength: 1, maxLength: 4 }),
      fc.array(rule, { minLength: 1, maxLength: 4 }),
      fc.array(contexts, { minLength: 6, maxLength: 6 }),
      async (trees, rules, samples) => {
        const css = sheetOf(rules);
        const marks = new Marks();
        const renderer = await rendererOf(page(css, toMarked(trees, marks)), { marks }).catch(
          (error: unknown) => {
            if (error instanceof Refusal && /^CSS_(?:UNDECIDED|TOO_MANY_CHOICES)$/.test(error.code))
              return undefined;
            throw error;
          },
        );
        if (!renderer) {
          refused++;
          return;
        }
        compiled++;
        for (const values of samples) {
          const { html } = renderer.render('test', { context: values });
          const expected = juice(page(css, toHtml(trees, values)), { preserveImportant: false });
          expect(stylesOf(html)).toEqual(stylesOf(expected));
        }
      },
    ),
    { numRuns: runsOr(400), seed: SEED },
  );
  // What is refused proves nothing; most has to be compiled.
  expect(compiled).toBeGreaterThan(refused * 2);
}, 120_000);
