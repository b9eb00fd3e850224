import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { CompileError } from '../../src/compile/diagnostics.ts';
import { expectSame, modules, templates } from './harness.ts';

const { parse, parseFile, folder, close } = templates();
const lifting = templates({ lift: ['widgets', '@acme/tags'] });
afterAll(async () => {
  await close();
  await lifting.close();
});

/** Node finds no React beside a package in this folder, so the package has its own way to make elements. */
const NATIVE = `const jsx = (type, props, key = null) =>
    ({ $$typeof: Symbol.for('react.transitional.element'), type, key, ref: null, props, _store: {} });
  const Children = { map: (children, each) => [children].flat().map(each) };`;
const LIFTED = `import { jsx } from 'react/jsx-runtime'; import { Children } from 'react';`;
const packageOf = (above: string): Readonly<Record<string, string>> => ({
  'node_modules/widgets/package.json':
    '{ "name": "widgets", "type": "module", "exports": { ".": "./index.js", "./deep": "./deep.js" } }',
  'node_modules/widgets/deep.js': `${above} export const Deep = ({ of }) => jsx('em', { children: typeof of });`,
  'node_modules/widgets/index.js': `${above}
    export const Card = ({ title = 'Untitled', href, size, style, children }) => jsx('div', { style, children: [
      title ? jsx('h1', { children: title === 'x' ? 'ex' : typeof title === 'string' ? title : 'other' }, 1) : jsx('hr', {}, 1),
      href && jsx('a', { href, children: 'go' }, 2),
      jsx('p', { className: size === 'large' ? 'l' : 's', children: children ? jsx('b', { children }) : 'empty' }, 3)] });
    export const List = ({ items, render, children }) => items
      ? jsx('ul', { children: items.map((item, i) => jsx('li', { children: render(item, i) }, i)) })
      : jsx('ol', { children: Children.map(children, (child) => child ? jsx('li', { children: child }) : null) });`,
  'node_modules/@acme/tags/package.json': '{ "name": "@acme/tags", "module": "index.mjs" }',
  'node_modules/@acme/tags/index.mjs': `${above} export default ({ tag }) => jsx('i', { children: tag === 'a' ? 1 : 2 });`,
});
const PACKAGE = packageOf(NATIVE);
const card = (props: string, children = ''): string =>
  `import { Card } from 'widgets'; export default ({ a, b }: any) => <html><body><Card ${props}>${children}</Card></body></html>;`;
const CONTEXTS = [
  { a: 'x', b: 1 },
  { a: 'y', b: 'large' },
  { a: '', b: 0 },
  { a: null },
  {},
  { a: 0, b: 'red' },
  { a: 5 },
  { a: false },
  { a: NaN },
];

const CARDS = [
  ['title={a}', ''],
  ['title={a} href={b}', ''],
  ['title={`${a}!`}', 'x{a}y'],
  ['', '{a}'],
  ['', '{a && <i>{a}</i>}'],
  ['', '{[1, 2].map((n) => <i key={n}>{n}{a}</i>)}{b && "t"}'],
  ['size={a}', ''],
  ['size={b}', ''],
  ['size={b ? "large" : "small"}', 'text'],
  ['style={{ color: b ? "red" : undefined, width: 5, margin: a }}', '<i>{b}</i>'],
] as const;

describe('a component of a package gets what it may compare, or is refused', () => {
  test.each(CARDS)('<Card %s>%s</Card>', async (props, children) => {
    const parsed = await parse(card(props, children), PACKAGE).catch((error: unknown) => error);
    if (parsed instanceof Error) {
      const { diagnostics } = parsed as CompileError;
      expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['SYMBOLIC_IN_PACKAGE']));
      expect(diagnostics.map(({ location }) => location?.line)).toEqual(diagnostics.map(() => 1));
    } else {
      await expectSame(parsed as never, CONTEXTS);
    }
  });

  test.each([
    '<Card title={a}/>',
    '<Card size={a}/>',
    '<Card>{a}</Card>',
    '<Card>x{a}</Card>',
    '<Card href={`${a}`}/>',
    '<List items={[a]} render={() => 1}/>',
    '<List>{a.map((x: any) => <i>{x}</i>)}</List>',
    '<Card {...a}/>',
  ])('%s is refused', (element) =>
    expect(
      parse(
        `import { Card, List } from 'widgets'; export default ({ a }: any) => <html><body>${element}</body></html>;`,
        PACKAGE,
      ),
    ).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:SYMBOLIC_IN_PACKAGE|SPREAD_SYMBOLIC)$/),
      location: { line: 1 },
    }),
  );

  test('components that end in a function which the package calls', async () => {
    const tree = (end: string): string => `import { List } from 'widgets';
      const show = (node: any): any => <List items={[1, 2]} render={() => ${end}}/>;
      export default (props: any) => <html><body>{show(props.tree)}</body></html>;`;
    await expectSame(await parse(tree('<i>{node.n}</i>'), PACKAGE), [{ tree: { n: 1 } }]);
    await expect(parse(tree('show(node.next)'), PACKAGE)).rejects.toMatchObject({
      code: 'RECURSION',
      message: expect.stringContaining('<List>'),
      location: { line: 2 },
    });
  });
});

describe('packages named for lifting are compiled with the template', () => {
  test.each(CARDS)('<Card %s>%s</Card>', async (props, children) =>
    expectSame(await lifting.parse(card(props, children), packageOf(LIFTED)), CONTEXTS),
  );

  test('functions, lists of children, parts and scoped packages', async () => {
    const parsed = await lifting.parse(
      `import { List } from 'widgets'; import { Deep } from 'widgets/deep'; import Tag from '@acme/tags';
      export default ({ l, a }: any) => <html><body>
        <List items={l} render={(x: any, i: number) => <b>{i}{x}<Tag tag={x}/></b>}/>
        <List><b>1</b>{a && <i>{a}</i>}{a}</List><Deep of={a}/>
      </body></html>;`,
      packageOf(LIFTED),
    );
    await expectSame(
      parsed,
      CONTEXTS.map((context) => ({ ...context, l: ['a', '', 0, context.a] })),
    );
  });

  test('CommonJS is refused', () =>
    expect(
      lifting.parse(card('title={a}'), {
        'node_modules/widgets/package.json': '{ "name": "widgets", "main": "index.js" }',
        'node_modules/widgets/index.js': 'exports.Card = ({ title }) => title;',
      }),
    ).rejects.toMatchObject({ code: 'PACKAGE_COMMONJS' }));
});

test('a workspace package, reached through a link, is compiled with the template', async () => {
  const root = join(folder, 'workspace');
  const write = (path: string, text: string): void => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('packages/ui/package.json', '{ "name": "@acme/ui", "type": "module", "exports": "./src/index.ts" }');
  write('packages/ui/src/index.ts', `export * from './card.tsx';`);
  write(
    'packages/ui/src/card.tsx',
    `export const Card = ({ title, children }: any) => title === 'x' ? <h1>ex</h1> : <h2>{typeof title}{children}</h2>;`,
  );
  write(
    'apps/mail/emails/hello.tsx',
    `import { Card } from '@acme/ui'; export default ({ a }: any) => <html><body><Card title={a}>{a}</Card></body></html>;`,
  );
  mkdirSync(join(root, 'apps/mail/node_modules/@acme'), { recursive: true });
  symlinkSync(join(root, 'packages/ui'), join(root, 'apps/mail/node_modules/@acme/ui'), 'junction');
  const parsed = await parseFile(join(root, 'apps/mail/emails/hello.tsx'));
  if (!parsed) throw new Error('The file is no template.');
  await expectSame(parsed, CONTEXTS);
  expect(parsed.dependencies.some((file) => file.endsWith('card.tsx'))).toBe(true);
});

describe('packages that read the clock while they are loaded', () => {
  const CLOCKY = {
    'node_modules/clocky/package.json': '{ "name": "clocky", "type": "module", "main": "index.js" }',
    'node_modules/clocky/index.js': `
      export const start = new Date(0); export const year = start.getUTCFullYear() + Date.now() * 0;
      export const config = { year }; export default 'label'; export const inYears = (n) => year + n;
      export class Clock { year() { return year; } } export const Year = () => year;`,
  };
  const clocky = {
    start: new Date(0),
    year: 1970,
    config: { year: 1970 },
    default: 'label',
    inYears: (n: number) => 1970 + n,
    Clock: class {
      year(): number {
        return 1970;
      }
    },
  };

  test('what they made of it is read at run time', async () => {
    (modules as Map<string, unknown>).set('clocky', clocky);
    const parsed = await parse(
      `import label, { start, year, config as c, inYears, Clock } from 'clocky'; import * as all from 'clocky';
      const next = year + 1;
      export default ({ a }: any) => <html><body>{a}{next}{start.getTime()}{c.year}{label}{inYears(2)}{new Clock().year()}{all.year}{all.config.year}</body></html>;`,
      CLOCKY,
    );
    expect(parsed.html).not.toContain('1970');
    await expectSame(parsed, [{ a: 'x' }]);
  });

  test.each([
    [
      'a component',
      `import { Year } from 'clocky'; export default () => <html><body><Year/></body></html>;`,
      {},
    ],
    [
      'an export of an export',
      `import { year } from './barrel.ts'; export default () => <html><body>{year}</body></html>;`,
      { 'barrel.ts': `export { year } from 'clocky';` },
    ],
  ])('%s is refused', (_, source, files) =>
    expect(parse(source, { ...CLOCKY, ...files })).rejects.toMatchObject({ code: 'CLOCK_AT_BUILD' }),
  );
});
