import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inferContextType } from '../../src/compile/3-emit/types.ts';
import { each, type Node, slot, when } from '../../src/compile/document.ts';
import {
  array,
  binary,
  call,
  conditional,
  context,
  type Expression,
  helper,
  lambda,
  literal,
  local,
  member,
  spread,
  unary,
} from '../../src/compile/expression.ts';
import { build } from '../../src/compile/index.ts';
import { folder, write } from './folder.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** Lines of `consumer.ts` in which the TypeScript compiler finds fault. */
function faultyLines(root: string): Promise<readonly number[]> {
  return new Promise((done) => {
    execFile(process.execPath, [path('node_modules/typescript/bin/tsc'), '-p', root], (_, stdout, stderr) => {
      const faults = [...`${stdout}${stderr}`.matchAll(/^(.*?)\((\d+),\d+\): error (.*)$/gm)];
      // Anything but a fault of the consumer is a fault of the test or of the declarations.
      const others = faults.filter(([, file]) => !file!.endsWith('consumer.ts')).map(([line]) => line);
      expect(others).toEqual([]);
      done(faults.map(([, , line]) => Number(line)));
    });
  });
}

const CONSUMER = `
import { defaultLocale, render, renderBytes, templates, type Contexts, type Locale, type TemplateId } from './out/index.js';

const when = new Date();
render('hello', { context: { name: 'Ada', when } });
render('hello', { locale: 'de', context: { name: 'Ada', when, count: 2 } });
render('hello', { locale: 'pt-BR', context: { name: 'Ada', when } });
render('Magic Links/Sign In', { context: { code: 'a' } });
render('plain');
render('plain', { locale: 'de' });
render('note', { context: { title: 'x', items: [{ name: 'a' }] } });
render('note', { context: { title: 'x', items: [], vip: true } });
const { subject, html, text, images, locale, dir } = render('plain');
const parts: readonly string[] = [subject, html, text, locale, dir, ...images.map(({ cid }) => cid)];
const bytes: Uint8Array = renderBytes('plain').html;
const ids: readonly TemplateId[] = templates.map(({ id }) => id);
const locales: readonly Locale[] = ['en', 'de', defaultLocale];
const given: Contexts['hello'] = { name: 'Ada', when };
export { bytes, given, ids, locales, parts };

render('helo', { context: { name: 'Ada', when } }); // error
render('hello'); // error
render('hello', {}); // error
render('hello', { context: { when } }); // error
render('hello', { context: { name: 5, when } }); // error
render('hello', { context: { name: 'Ada', when: 'today' } }); // error
render('hello', { context: { name: 'Ada', when, cuont: 2 } }); // error
render('hello', { locale: 5, context: { name: 'Ada', when } }); // error
render('Magic Links/Sign In', { context: { code: 1 } }); // error
render('note', { context: { items: [] } }); // error
render('note', { context: { title: 'x', items: [{}] } }); // error
render('note', { context: { title: 'x', items: 'a' } }); // error
const wrong: Locale = 'fr'; // error
const other: Contexts['nothing'] = {}; // error
export { other, wrong };
`;

describe('the types of artifacts', () => {
  it('G4 an unknown id or a wrong context does not typecheck, a right one does', async () => {
    const root = folder({
      'emails/locales/en.json': '{"hi": "Hi"}',
      'emails/locales/de.json': '{"hi": "Hallo"}',
      'emails/hello.tsx': `
        import { Html } from 'react-email';
        import type { Counted } from './types';
        interface HelloProps extends Counted { name: string; when: Date }
        export default function Hello({ name, when, count = 1 }: HelloProps) {
          return <Html><body>{name}{when.toISOString()}{count}</body></Html>;
        }`,
      'emails/types.ts': 'export interface Counted { count?: number }',
      'emails/Magic Links/Sign In.tsx': `
        import { Html } from 'react-email';
        export const SignIn = ({ code }: { code: string }) => <Html><body>{code}</body></Html>;`,
      'emails/plain.tsx': `
        import { Html } from 'react-email';
        export default () => <Html><body>Hi</body></Html>;`,
      'emails/note.md':
        '---\nsubject: "{{title}}"\n---\n{{#each items}}{{name}} {{/each}}{{#if vip}}Dear{{/if}}\n',
    });
    await build({ emails: join(root, 'emails'), out: join(root, 'out') });
    write(root, {
      'consumer.ts': CONSUMER,
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          target: 'es2023',
          lib: ['es2024', 'dom'],
          module: 'nodenext',
          strict: true,
          exactOptionalPropertyTypes: true,
          noEmit: true,
          types: [],
          skipLibCheck: false,
          paths: { letterlock: [path('dist/lib/index.d.ts')] },
        },
        files: ['consumer.ts'],
      }),
    });
    const marked = CONSUMER.split('\n').flatMap((line, index) =>
      line.endsWith('// error') ? [index + 1] : [],
    );
    expect(marked).toHaveLength(14);
    expect(await faultyLines(root)).toEqual(marked);
  });
});

describe('an inferred context', () => {
  const of = (name: string, owner: Expression = context): Expression => member(owner, name);
  const lookup = (name: string, owner: Expression = context): Expression =>
    helper('handlebarsLookup', [owner, literal(name)]);
  const print = (expression: Expression): Node => slot(expression, 'handlebars');
  const typeOf = (nodes: readonly Node[], ...previews: readonly unknown[]): string =>
    inferContextType([{ document: nodes, subject: literal('') }], previews)
      .type.replaceAll(/\s+/g, ' ')
      .replaceAll('readonly "', '"');

  it.each<[string, Node, string]>([
    ['a printed field', print(of('a')), '{ "a": string | number | boolean | null; }'],
    ['a looked up field', print(lookup('a')), '{ "a": string | number | boolean | null; }'],
    [
      'a field of a field',
      print(lookup('b', lookup('a'))),
      '{ "a": { "b": string | number | boolean | null; }; }',
    ],
    [
      'a tested field',
      when(unary('!', helper('handlebarsTruthy', [lookup('a')])), []),
      '{ "a"?: string | number | boolean | null | undefined; }',
    ],
    [
      'a compared field',
      print(conditional(binary('===', of('a'), literal(1)), literal('x'), literal('y'))),
      '{ "a"?: string | number | boolean | null | undefined; }',
    ],
    [
      'a date',
      print(helper('handlebarsDate', [literal('f'), lookup('a'), literal('a')])),
      '{ "a": Date | number | string; }',
    ],
    [
      'a number',
      print(helper('handlebarsNumber', [literal('f'), lookup('a'), literal('a')])),
      '{ "a": bigint | number | string; }',
    ],
    ['an image', print(helper('image', [of('a')])), '{ "a": Uint8Array | string; }'],
    ['a number of a message', print(helper('messageNumber', [of('a'), literal('a')])), '{ "a": number; }'],
    ['a count of a message', print(helper('messageCount', [of('a'), literal('a')])), '{ "a": number; }'],
    [
      'a date of a message',
      print(helper('messageDate', [of('a'), literal('a')])),
      '{ "a": Date | number | string; }',
    ],
    [
      'an argument of a message',
      print(helper('messageArgument', [of('a'), literal('a')])),
      '{ "a": number | string; }',
    ],
    [
      'words in a list',
      print(helper('handlebarsList', [literal('f'), of('a')])),
      '{ "a": readonly (number | string)[]; }',
    ],
    ['a method', print(call(of('trim', of('a')), [])), '{ "a": string | number | boolean | null; }'],
    ['a length', print(of('length', of('a'))), '{ "a": string | readonly unknown[]; }'],
    ...['filter', 'slice', 'toSorted'].map((method): [string, Node, string] => [
      `the items of ${method}`,
      print(call(of('map', call(of(method, of('a')), [])), [lambda(['i'], of('n', local('i')))])),
      '{ "a": readonly { "n": string | number | boolean | null; }[]; }',
    ]),
    [
      'an item that is found',
      print(of('n', call(of('find', of('a')), [lambda(['i'], of('m', local('i')))]))),
      '{ "a": readonly { "n": string | number | boolean | null; "m": string | number | boolean | null; }[]; }',
    ],
    [
      'the items of flatMap',
      print(
        call(of('map', call(of('flatMap', of('a')), [lambda(['i'], of('b', local('i')))])), [
          lambda(['j'], of('n', local('j'))),
        ]),
      ),
      '{ "a": readonly { "b": readonly { "n": string | number | boolean | null; }[]; }[]; }',
    ],
    [
      'the items of a copy',
      print(call(of('map', array([spread(of('a'))])), [lambda(['i'], of('n', local('i')))])),
      '{ "a": readonly { "n": string | number | boolean | null; }[]; }',
    ],
    [
      'an item by its number',
      print(lookup('n', lookup('0', lookup('a')))),
      '{ "a": readonly { "n": string | number | boolean | null; }[]; }',
    ],
    [
      'one of two that are tested',
      when(conditional(helper('handlebarsTruthy', [lookup('a')]), lookup('a'), lookup('b')), []),
      '{ "a"?: string | number | boolean | null | undefined; "b"?: string | number | boolean | null | undefined; }',
    ],
    [
      'a callback',
      print(call(of('map', of('a')), [lambda(['i'], of('n', local('i')))])),
      '{ "a": readonly { "n": string | number | boolean | null; }[]; }',
    ],
  ])('knows %s', (_, node, type) => {
    expect(typeOf([node])).toBe(type);
  });

  it('lets a field be absent only where every use asks for it first', () => {
    const asked = when(helper('handlebarsTruthy', [lookup('a')]), [
      print(lookup('a')),
      print(lookup('b', lookup('a'))),
    ]);
    expect(typeOf([asked])).toContain('"a"?:');
    expect(typeOf([asked, print(lookup('b', lookup('a')))])).toContain('"a":');
    const fallback = print(conditional(binary('===', of('a'), literal(undefined)), literal('x'), of('a')));
    expect(typeOf([fallback])).toContain('"a"?:');
    expect(typeOf([fallback, print(of('a'))])).toContain('"a":');
  });

  it('suits every use of a field', () => {
    const uses = [
      print(helper('messageArgument', [of('a'), literal('a')])),
      print(helper('handlebarsNumber', [literal('f'), of('a'), literal('a')])),
      print(helper('messageNumber', [of('a'), literal('a')])),
    ];
    expect(typeOf(uses)).toBe('{ "a": number; }');
  });

  it.each([
    ['handlebarsEntries', (item: Expression) => lookup('n', of('value', item))],
    ['handlebarsValues', (item: Expression) => lookup('n', item)],
  ])('knows what an item of %s is', (name, use) => {
    const loop = each({
      list: helper(name, [lookup('rows')]),
      item: 'row',
      index: 'i',
      children: [print(use(local('row')))],
    });
    expect(typeOf([loop])).toBe('{ "rows": readonly { "n": string | number | boolean | null; }[]; }');
    expect(typeOf([loop], { rows: [{ n: 1 }, {}] })).toBe(
      '{ "rows": readonly { "n"?: number | undefined; }[]; }',
    );
    expect(typeOf([loop], { rows: { x: { n: 'a' } } })).toBe(
      '{ "rows": Readonly<Record<string, { "n": string; }>>; }',
    );
  });

  it('lets what a loop asks keys of be an object or a list, and a letter be of a text', () => {
    const loop = each({
      list: helper('handlebarsEntries', [lookup('rows')]),
      item: 'row',
      index: 'i',
      children: [print(of('key', local('row'))), print(of('value', local('row')))],
    });
    const value = 'string | number | boolean | null';
    expect(typeOf([loop])).toBe(`{ "rows": Readonly<Record<string, ${value}>> | readonly (${value})[]; }`);
    expect(typeOf([loop], { rows: [1] })).toBe('{ "rows": readonly number[]; }');
    expect(typeOf([loop], { rows: { a: 1 } })).toBe('{ "rows": Readonly<Record<string, number>>; }');
    expect(typeOf([print(member(of('name'), literal(0)))], { name: 'Ada' })).toBe('{ "name": string; }');
  });

  it('knows a section that goes over a list, into an object or is a truth', () => {
    const section = each({
      list: helper('handlebarsSection', [lookup('who'), context]),
      item: 'item',
      index: 'i',
      children: [print(lookup('n', local('item')))],
    });
    const person = '{ "n": string; }';
    expect(typeOf([section], { who: { n: 'a' } })).toBe(`{ "who"?: ${person} | undefined; }`);
    expect(typeOf([section], { who: [{ n: 'a' }] })).toBe(`{ "who"?: readonly ${person}[] | undefined; }`);
    expect(typeOf([section], { who: true })).toBe('{ "who"?: boolean | undefined; }');
  });

  it('takes the kinds of leaves from previews, where a field that one of them lacks may be absent', () => {
    const nodes = ['a', 'b', 'c'].map((name) => print(of(name)));
    expect(typeOf(nodes, { a: 1, b: new Date(0), c: null }, { a: 'x', c: true })).toBe(
      '{ "a": number | string; "b"?: Date | undefined; "c": boolean | null; }',
    );
  });

  it('knows what any of the locales uses', () => {
    const programs = ['a', 'b'].map((name) => ({ document: [print(of(name))], subject: of('s') }));
    const { type } = inferContextType(programs, [{ a: 1, b: 2, s: 'x' }]);
    expect(type).toBe('{\n  readonly "a": number;\n  readonly "s": string;\n  readonly "b": number;\n}');
  });
});
