import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { keyOf } from '../../src/compile/expression.ts';
import { evaluateExpression } from './evaluate.ts';
import { expectSame, modules, templates } from './harness.ts';

const { parse, parseFile, folder, close } = templates();
afterAll(close);

const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('what a file offers', () => {
  test('a named export, previews, a subject', async () => {
    const parsed = await parse(`
      export const Mail = (props: any) => <html><body>{props.name}</body></html>;
      Mail.PreviewProps = { name: 'Ann' };
      export const previews = { long: { name: 'Annabel', at: new Date(86_400_000) } };
      export const subject = (props: any) => \`Hello \${props.name ?? 'you'}\`;`);
    expect(parsed.previews).toEqual({
      default: { name: 'Ann' },
      long: { name: 'Annabel', at: new Date(86_400_000) },
    });
    expect(parsed.subject && evaluateExpression(parsed.subject, { name: 'Bo' }, modules)).toBe('Hello Bo');
    await expectSame(parsed, [{ name: 'x' }, {}]);
  });

  test('a constant subject is a literal', async () => {
    const parsed = await parse(
      `export const subject = 'Hi'; export default () => <html><body>x</body></html>;`,
    );
    expect(parsed.subject).toEqual({ kind: 'literal', value: 'Hi' });
    expect(parsed.contextType).toBeUndefined();
  });

  test('a path that no module can have', async () => {
    for (const name of ['what?.tsx', 'no#1.tsx']) {
      const file = join(folder, name);
      writeFileSync(file, 'export default () => <html><body>x</body></html>;');
      await expect(parseFile(file)).rejects.toMatchObject({ code: 'TEMPLATE_NAME', location: { file } });
    }
  });

  test('helpers beside templates are no templates', async () => {
    for (const [name, code] of Object.entries({
      'theme.tsx': 'export const theme = { a: 1 };',
      'parts.tsx': 'export const A = () => <b/>; export const B = () => <i/>;',
      'button.tsx': 'export const Button = ({ href }: any) => <a href={href}>x</a>;',
    })) {
      writeFileSync(join(folder, name), code);
      expect(await parseFile(join(folder, name)), name).toBeUndefined();
    }
  });

  test('files read are dependencies', async () => {
    const parsed = await parse(
      `import { x } from './lib/x'; export default () => <html><body>{x}</body></html>;`,
      { 'lib/x.ts': 'export const x = 1;' },
    );
    expect(parsed.dependencies.map((file) => file.replace(/.*[\\/]/, '')).toSorted()).toEqual([
      'template.tsx',
      'x.ts',
    ]);
  });

  test('JSX without types', async () => {
    const parsed = await parse(
      'export default ({ a = 1 }) => <html><body>{a > 1 ? <b>{a}</b> : "one"}</body></html>;',
      {},
      'template.jsx',
    );
    await expectSame(parsed, [{}, { a: 3 }]);
  });
});

describe('what a file imports', () => {
  test('images, JSON, text, process.env, nested folders', async () => {
    const parsed = await parse(
      `import logo from './static/Logo 1.png'; import data from './data.json'; import css from './mail.css?raw';
       const base = process.env.LETTERLOCK_NONE ? 'x' : 'https://x.example';
       export default (props: any) => <html><head><style>{css}</style></head><body><img src={logo}/><img src={props.dark ? logo : base}/>{data.list.map((n: number) => <b key={n}>{n}</b>)}{base}</body></html>;`,
      { 'static/Logo 1.png': 'png', 'data.json': '{ "list": [1, 2] }', 'mail.css': 'a > b { color: red }' },
    );
    expect(parsed.html).toContain(
      pathToFileURL(
        join(parsed.dependencies.find((file) => file.endsWith('template.tsx')) ?? '', '../static/Logo 1.png'),
      ).href,
    );
    expect(parsed.html).toContain('a > b { color: red }');
    await expectSame(parsed, [{ dark: 1 }, {}]);
  });

  test('messages, locale and direction', async () => {
    const parsed = await parse(`
      import { t, locale, dir, image } from 'letterlock/template';
      const title = t('title');
      export const subject = (props: any) => t('subject', { name: props.name });
      export default (props: any) => <html lang={locale()} dir={dir()}><body className={title === 'title' ? 'a' : 'b'}>{title}{t('hi', { name: props.name ?? 'x', n: 2 })}<img src={image(props.qr)} alt={t('alt')}/></body></html>;`);
    expect(parsed.html).toContain('lang="en" dir="ltr"');
    expect(parsed.html).toContain('class="a"');
    await expectSame(parsed, [{ name: 'Ann', qr: PNG }, { qr: PNG }]);
  });

  test('the current time and random values belong to the render', async () => {
    const parsed =
      await parse(`export const subject = () => String(new Date().getFullYear() + Math.random() + Date.now());
      export default () => <html><body>x</body></html>;`);
    expect(parsed.subject && keyOf(parsed.subject)).toMatch(/new\(global:Date\).*"random".*"now"/);
  });

  test('what configures a package at build configures it at run time', async () => {
    const parsed =
      await parse(`import dayjs from 'dayjs'; import localizedFormat from 'dayjs/plugin/localizedFormat.js'; dayjs.extend(localizedFormat);
      export const subject = (props: any) => dayjs(props.d).format('LL'); export default () => <html><body>x</body></html>;`);
    expect(parsed.subject && keyOf(parsed.subject)).toContain(
      'import:dayjs/plugin/localizedFormat.js#default',
    );
  });
});

describe('the type of the context', () => {
  const typeOf = async (code: string, files?: Record<string, string>): Promise<unknown> =>
    (await parse(code, files)).contextType;
  const body = '<html><body>x</body></html>';

  test('an interface and what it needs', async () => {
    expect(
      await typeOf(`
      interface Line { title: string; tags?: Tag[] }
      type Tag = 'a' | 'b';
      interface Unused { x: 1 }
      export interface Props extends Base { lines: Line[] }
      interface Base { id: number }
      export default function Email({ lines }: Props) { return ${body}; }`),
    ).toEqual({
      type: 'Props',
      declarations: [
        'interface Props extends Base { lines: Line[] }',
        'interface Base { id: number }',
        'interface Line { title: string; tags?: Tag[] }',
        "type Tag = 'a' | 'b';",
      ],
    });
  });
  test('a type literal', async () => {
    expect(await typeOf(`export default ({ a }: { a: string }) => ${body};`)).toEqual({
      type: '{ a: string }',
      declarations: [],
    });
  });
  test('React.FC and PreviewProps', async () => {
    expect(
      await typeOf(
        `import * as React from 'react'; type P = { a: 1 }; const E: React.FC<P> = () => ${body}; export default E;`,
      ),
    ).toEqual({ type: 'P', declarations: ['type P = { a: 1 };'] });
    expect(
      await typeOf(
        `type P = { a: 1 }; const E = (props) => ${body}; E.PreviewProps = { a: 1 } as P; export default E;`,
      ),
    ).toEqual({ type: 'P', declarations: ['type P = { a: 1 };'] });
  });
  test('types of other files are copied, types of packages imported', async () => {
    expect(
      await typeOf(
        `import type { Order as O } from './types'; import type { Dayjs } from 'dayjs'; export default ({ o }: { o: O; d: Date }) => ${body};`,
        {
          'types.ts': 'export type Order = { id: Id }; type Id = string;',
        },
      ),
    ).toEqual({
      type: '{ o: O; d: Date }',
      declarations: ['type Order = { id: Id };', 'type Id = string;', 'type O = Order;'],
    });
  });
  test('a type that needs a value is not told', async () => {
    expect(await typeOf(`const x = { a: 1 }; export default (props: typeof x) => ${body};`)).toBeUndefined();
  });
});

describe('other shapes of components', () => {
  test('hooks, async components and classes', async () => {
    const parsed = await parse(`
      import { Component, Suspense, use, useMemo, useState } from 'react';
      const later = Promise.resolve('later');
      const Later = () => <u>{use(later)}</u>;
      async function Wait({ a }: any) { const text = await Promise.resolve('w'); if (a) return <b>{text}{a}</b>; return <i>{text}</i>; }
      class Old extends Component<any> { render() { const { a } = this.props; return a ? <s>{a}</s> : null; } }
      export default function Email({ a }: any) {
        const [n] = useState(3); const twice = useMemo(() => a + a, [a]);
        return <html><body>{n}{twice}<Suspense fallback="…"><Later /><Wait a={a} /></Suspense><Old a={a} /></body></html>;
      }`);
    await expectSame(parsed, [{ a: 'x' }, { a: '' }]);
  });

  test('children, cloneElement, Children, render props', async () => {
    const parsed = await parse(`
      import React, { Children, cloneElement, isValidElement } from 'react';
      const Item = ({ n, last, children }: any) => <li className={last ? 'last' : undefined}>{n}{children}</li>;
      const List = ({ children }: any) => <ul>{Children.map(children, (child, i) => isValidElement(child) ? cloneElement(child as any, { n: i, last: i === 1 }) : child)}</ul>;
      export default (props: any) => <html><body><List><Item className={props.a ? 'x' : 'y'}>{props.a}</Item><Item>{props.a && 'b'}</Item></List>{React.createElement('p', { title: props.a }, props.a, 'x')}</body></html>;`);
    await expectSame(parsed, [{ a: 'x' }, { a: 0 }]);
  });
});
