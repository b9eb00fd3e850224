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
      at: '<a',
    }));
  test('a loop statement over the context', () =>
    refused(
      component(
        'const rows = []; for (const item of props.items) rows.push(<b>{item}</b>);\n  return <html><body>{rows}</body></html>;',
      ),
      { code: 'LOOP_STATEMENT', at: 'props.items', message: /`items`/ },
    ));
  test('forEach', () =>
    refused(
      component(
        'const rows: any[] = []; props.items.forEach((item: any) => rows.push(item));\n  return <html><body>{rows}</body></html>;',
      ),
      { code: 'LOOP_STATEMENT', at: 'forEach' },
    ));
  test('too many paths', () =>
    refused(
      component('let i = 0; while (i < props.n) { i = i + 1; }\n  return <html><body>{i}</body></html>;'),
      { code: 'TOO_MANY_PATHS', at: 'i < props.n', message: /64/ },
    ));
  test('a class name that is free text, under Tailwind', () =>
    refused(
      component(
        'return <Html><Tailwind><Head/><Body className={props.color}>x</Body></Tailwind></Html>;',
        `import { Html, Head, Body, Tailwind } from 'react-email';`,
      ),
      { code: 'CLASS_NAME_SYMBOLIC', at: 'color', message: /`color`/ },
    ));
  test('an element type from the context', () =>
    refused(component('const Tag = props.tag;\n  return <html><body><Tag>x</Tag></body></html>;'), {
      code: 'ELEMENT_TYPE_SYMBOLIC',
      at: '<Tag',
    }));
  test('a style object from the context', () =>
    refused(component('return <html><body style={props.style}>x</body></html>;'), {
      code: 'STYLE_SYMBOLIC',
      at: '<body',
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
      { code: 'SYMBOLIC_IN_COMPONENT', at: '<Markdown' },
    ));
  test('recursion over the context', () =>
    refused(
      component(
        'return <html><body>{sum(props.tree)}</body></html>;',
        'const sum = (node: any): number => node.children.reduce((total: number, child: any) => total + sum(child), 0);',
      ),
      { code: 'RECURSION', at: 'reduce' },
    ));
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
