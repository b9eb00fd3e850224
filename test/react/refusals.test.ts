import { afterAll, describe, expect, test } from 'vitest';
import type { LetterlockError } from '../../src/errors.ts';
import { templates } from './harness.ts';

const { parse, close } = templates();
afterAll(close);

interface Expected {
  readonly code: string;
  /** The text at the place that the error names. */
  readonly at: string;
  readonly message?: RegExp;
}

/** Compiles `body` inside a component and compares the error; `at` is where its text begins in the source. */
async function refused(source: string, { code, at, message }: Expected): Promise<void> {
  const error = await parse(source).then(
    () => undefined,
    (reason: unknown) => reason as LetterlockError,
  );
  expect(error?.code, error?.stack).toBe(code);
  const { line = 0, column = 0, file } = error?.location ?? {};
  expect(file).toMatch(/template\.tsx$/);
  expect((source.split('\n')[line - 1] ?? '').slice(column - 1)).toMatch(
    new RegExp(`^${at.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')}`),
  );
  expect(error?.hint).not.toBe('');
  if (message) expect(error?.message).toMatch(message);
}

const component = (body: string, above = ''): string => `${above}
export default function Email(props: any) {
  ${body}
}`;

describe('what cannot be compiled is refused where it stands', () => {
  test('a symbolic object spread into an element', () =>
    refused(component('return <html><body><a {...props.link}>x</a></body></html>;'), {
      code: 'SPREAD_SYMBOLIC',
      at: 'props.link',
    }));
  test('a loop statement over the context', () =>
    refused(
      component(
        'const rows = []; for (const item of props.items) { if (!item) break; rows.push(<b>{item}</b>); }\n  return <html><body>{rows}</body></html>;',
      ),
      { code: 'LOOP_STATEMENT', at: 'props.items', message: /`items`/ },
    ));
  test('forEach', () =>
    refused(
      component(
        'const rows: any[] = []; props.items.forEach((item: any) => rows.unshift(item));\n  return <html><body>{rows}</body></html>;',
      ),
      { code: 'LOOP_STATEMENT', at: 'forEach' },
    ));
  test('too many paths', () =>
    refused(
      component(
        'const all = []; let i = 0; while (i < props.n) { all.push(<b/>); i = i + 1; }\n  return <html><body>{all}</body></html>;',
      ),
      { code: 'TOO_MANY_PATHS', at: 'i < props.n', message: /64/ },
    ));
  test('a class name that is free text, under Tailwind', () =>
    refused(
      component(
        'return <Html><Tailwind><Head/><Body className={props.color}>x</Body></Tailwind></Html>;',
        `import { Html, Head, Body, Tailwind } from 'react-email';`,
      ),
      { code: 'CLASS_NAME_SYMBOLIC', at: 'props.color', message: /`color`/ },
    ));
  test('an element type from the context', () =>
    refused(component('const Tag = props.tag;\n  return <html><body><Tag>x</Tag></body></html>;'), {
      code: 'ELEMENT_TYPE_SYMBOLIC',
      at: '<Tag',
    }));
  test('a style object from the context', () =>
    refused(component('return <html><body style={props.style}>x</body></html>;'), {
      code: 'STYLE_SYMBOLIC',
      at: 'props.style',
    }));
  test('an element handed to a package', () =>
    refused(
      component(
        'return <html><body>{format(<b/>, props.a)}</body></html>;',
        `import { format } from 'date-fns';`,
      ),
      { code: 'FOREIGN_CALL', at: 'format(' },
    ));
  test('changing the context', () =>
    refused(component('props.a = 1;\n  return <html><body>x</body></html>;'), {
      code: 'CHANGES_CONTEXT',
      at: 'a = 1',
    }));
  test('assigning to an object of the context', () =>
    refused(
      component('const all = Object.assign(props.o, { b: 1 });\n  return <html><body>{all.b}</body></html>;'),
      { code: 'CHANGES_CONTEXT', at: 'assign' },
    ));
  test('sorting a list of the context in place', () =>
    refused(component('const sorted = props.items.sort();\n  return <html><body>{sorted}</body></html>;'), {
      code: 'CHANGES_CONTEXT',
      at: 'sort()',
      message: /`items\.sort/,
    }));
  test('sorting a list that is read again', () =>
    refused(
      component(
        'const copy = [...props.items];\n  copy.reverse();\n  return <html><body>{copy.map((x) => x)}</body></html>;',
      ),
      { code: 'CHANGES_CONTEXT', at: 'reverse()' },
    ));
  test('sorting values of the context', () =>
    refused(
      component('const two = [props.a, props.b]; two.sort();\n  return <html><body>{two}</body></html>;'),
      { code: 'CHANGES_CONTEXT', at: 'sort()' },
    ));
  test('a property name from the context', () =>
    refused(
      component('const o = { [props.k]() {} };\n  return <html><body>{JSON.stringify(o)}</body></html>;'),
      { code: 'SYMBOLIC_KEY', at: 'props.k' },
    ));
  test('Markdown from the context', () =>
    refused(
      component(
        'return <Html><Body><Markdown>{props.text}</Markdown></Body></Html>;',
        `import { Html, Body, Markdown } from 'react-email';`,
      ),
      { code: 'SYMBOLIC_IN_COMPONENT', at: 'props.text' },
    ));
  test('recursion over the context', () =>
    refused(
      component(
        'return <html><body>{sum(props.tree)}</body></html>;',
        'const sum = (node: any): any => node.children.map((child: any) => <b>{sum(child)}</b>);',
      ),
      { code: 'RECURSION', at: 'map' },
    ));
  const tree = (around: (tree: string) => string, above: string): string =>
    component(`return ${around('<Tree node={props.tree}/>')};`, above);
  const plainly = (inner: string): string => `<html><body>${inner}</body></html>`;
  const withTailwind = (inner: string): string =>
    `<Html><Tailwind><Head/><Body className="p-4">${inner}</Body></Tailwind></Html>`;
  const reactEmail = `import { Body, Head, Html, Tailwind } from 'react-email';\n`;
  const direct = `const Tree = ({ node }: any): any => <div>{node.title}
    {node.children.map((c: any) => <Tree node={c}/>)}</div>;`;
  test.each([
    ['itself for each item', plainly, direct],
    ['itself for each item, under Tailwind', withTailwind, reactEmail + direct],
    [
      'itself twice for each item',
      plainly,
      `const Tree = ({ node }: any): any => <div>{node.title}{node.a.map((c: any) =>
        <Tree node={c}/>)}{node.b.map((c: any) => <Tree node={c}/>)}</div>;`,
    ],
    [
      'itself in a condition',
      plainly,
      `const Tree = ({ node }: any): any => <div>{node.title}{node.next &&
        <Tree node={node.next}/>}</div>;`,
    ],
    [
      'itself in an early return, in memo',
      plainly,
      `import { memo } from 'react';
      const Tree: any = memo(({ node }: any) => { if (!node) return null; return <div>{node.title}
        <Tree node={node.next}/></div>; });`,
    ],
    [
      'itself as a class, behind a class name of the context',
      plainly,
      `import { Component } from 'react';
      class Tree extends Component<any> { render(): any { const { node } = this.props; return <div>{node.title}
        {node.children.map((c: any) => <Tree node={c} className={node.kind}/>)}</div>; } }`,
    ],
    [
      'itself after a wait',
      plainly,
      `const Tree: any = async ({ node }: any) => { await null; return <div>{node.title}
        {node.next && <Tree node={node.next}/>}</div>; };`,
    ],
    [
      'itself among children of another component',
      plainly,
      `const Box = ({ children }: any) => <section>{children}</section>;
      const Tree = ({ node }: any): any => <Box>{node.title}{node.next &&
        <Tree node={node.next}/>}</Box>;`,
    ],
  ])('a component that makes %s of the context', (_, around, above) =>
    refused(tree(around, above), { code: 'RECURSION', at: '<Tree node={', message: /<Tree>|A component/ }),
  );
  test.each([
    ['', plainly, ''],
    [', under Tailwind', withTailwind, reactEmail],
  ])('components that make each other%s', (_, around, above) =>
    refused(
      tree(
        around,
        `${above}const Tree = ({ node }: any): any => <div>{node.title}<Rows rows={node.rows}/></div>;
        const Rows = ({ rows }: any): any => <ul>{rows.map((row: any) => <li><Tree node={row}/></li>)}</ul>;`,
      ),
      { code: 'RECURSION', at: '<', message: /<Tree>|<Rows>/ },
    ),
  );
  test('a component without end whose data is known', () =>
    refused(
      tree(plainly, 'const Tree = (_: any): any => <div>\n<Tree node={1}/></div>;').replace(
        'props.tree',
        '1',
      ),
      {
        code: 'TEMPLATE_THROWS',
        at: '<Tree node={1}/></div>',
        message: /<Tree> makes itself without end/,
      },
    ));
  test('a method of a value that is undefined', () =>
    refused(
      component('const rate: any = undefined;\n  return <html><body>{rate.toFixed(2)}</body></html>;'),
      {
        code: 'TEMPLATE_THROWS',
        at: 'toFixed(2)',
        message: /undefined/,
      },
    ));
  test('a list that is undefined, spread', () =>
    refused(component('const more: any = undefined;\n  return <html><body>{[...more]}</body></html>;'), {
      code: 'TEMPLATE_THROWS',
      at: '[...more]',
    }));
  test.each([
    '<b>{props.at}</b>',
    '[<b/>, <i title={props.at}/>]',
    '{ of: <p><b>a{props.at}</b></p> } as any',
  ])('an element with a value of the context inside, handed to a package: %s', (argument) =>
    refused(
      component(
        `return <html><body>{format(${argument} as any, 'P')}</body></html>;`,
        `import { format } from 'date-fns';`,
      ),
      { code: 'FOREIGN_CALL', at: 'format(', message: /`at`/ },
    ),
  );
  test('the template throws', () =>
    refused(component('const a: any = undefined;\n  return <html><body>{a.b}</body></html>;'), {
      code: 'TEMPLATE_THROWS',
      at: 'b}',
      message: /undefined/,
    }));
  test('the template throws by itself, in a helper', () =>
    refused(
      component(
        'return <html><body>{fail()}</body></html>;',
        'function fail(): string {\n  throw new Error("no luck");\n}',
      ),
      { code: 'TEMPLATE_THROWS', at: 'throw', message: /no luck/ },
    ));
  test('a template that does not parse', () =>
    refused(component('return <html><body>{</body></html>;'), { code: 'TEMPLATE_SYNTAX', at: '/body' }));
  test('a template that does not parse, of which Babel makes a sentence', () =>
    refused('const a = 1;\nconst a = 2;\nexport default () => <b/>;\nlet x = await', {
      code: 'TEMPLATE_SYNTAX',
      at: '',
      message: /[^.]\.$/,
    }));
  test('a package that is not installed', () =>
    refused(component('return <html><body>{x}</body></html>;', `import { x } from 'no-such-package';`), {
      code: 'MODULE_NOT_FOUND',
      at: '',
      message: /no-such-package/,
    }));
  test('catching errors does not catch refusals', () =>
    refused(
      component(
        'try { for (const x of props.items) console.log(x); } catch { return null; }\n  return <html><body>x</body></html>;',
      ),
      { code: 'LOOP_STATEMENT', at: 'props.items' },
    ));
});
