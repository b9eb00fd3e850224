import { afterAll, describe, expect, test } from 'vitest';
import type { LetterlockError } from '../../src/errors.ts';
import { expectSame, templates } from './harness.ts';

const { parse, close } = templates();
afterAll(close);

const flags = [{ ok: true, b: 1 }, { ok: false, b: 0 }, { ok: '', b: 'x' }, { ok: 'y' }, {}];

const same = async (source: string): Promise<void> => expectSame(await parse(source), flags);

const email = (body: string, above = ''): string => `
  import { Body, Container, Head, Html, Preview, Tailwind, Text } from 'react-email';
  ${above}
  export default function Email({ ok, b }: any) { ${body.includes('return') ? body : `return ${body};`} }`;

describe('html, head and body that depend on the context', () => {
  test('a choice of class on the body, without Tailwind', () =>
    same(email('<Html><Head/><Preview>hi {b}</Preview><Body className={ok ? "a" : "b"}>x{b}</Body></Html>')));
  test('a choice of class on the body, inside Tailwind', () =>
    same(
      email(
        '<Html><Tailwind><Head/><Preview>hi {b}</Preview><Body className={ok ? "bg-white p-4" : "bg-black p-8"}><Text>x{b}</Text></Body></Tailwind></Html>',
      ),
    ));
  test('a choice of style on the body', () =>
    same(
      email(
        '<Html lang={ok ? "en" : "de"} dir={b ? "rtl" : "ltr"}><Head/><Body style={ok ? { color: "red" } : { margin: 0 }}>x</Body></Html>',
      ),
    ));
  test('class and boolean choices on plain html and body', () =>
    same(
      email(
        '<html className={ok ? "x" : "y"} hidden={!b}><body className={b ? "p" : undefined} title={ok}>{b && "t"}</body></html>',
      ),
    ));
  test('what stands before, between and behind head and body', () =>
    same(
      email(
        '<html>one{b && <i>{b}</i>}<head><meta name="a" content="b"/></head>two{ok ? <body className="x">three</body> : <body>four<title>t</title></body>}{b && "five"}</html>',
      ),
    ));
  test('contents of the head in branches and loops', () =>
    same(
      email(
        '<Html><Head>{ok && <title>{ok}</title>}{b ? <style>{"@media print { a > b { color: red } }"}</style> : <meta name="viewport" content="width=1"/>}<meta charSet="utf-8"/></Head><Body>x</Body></Html>',
      ),
    ));
  test('a head in a branch', () =>
    same(
      email('<html>{ok ? <head><title>a</title></head> : null}<body>{b}<title>late</title></body></html>'),
    ));
  test('a body in a branch', () =>
    same(email('<html><head/>{ok ? <body className="x">a{b}</body> : <p>none</p>}</html>')));
  test('another document, returned early', () =>
    same(
      email(
        'if (!ok) return <Html lang="de"><Head><title>none</title></Head><Body>none {b}</Body></Html>; return <Html lang="en"><Head><title>yes</title></Head><Preview>{String(ok)}</Preview><Body>x</Body></Html>;',
      ),
    ));
  test('another document in a branch, under one component', () =>
    same(
      email(
        '<Page>{ok ? <Body className="p-4"><Text>a</Text></Body> : <Body className="p-8">b</Body>}</Page>',
        'const Page = ({ children }: any) => <Html><Tailwind><Head/>{children}</Tailwind></Html>;',
      ),
    ));
  test('three bodies', () =>
    same(
      email(
        '<html><head/>{ok ? (b ? <body id="1">1</body> : <body id="2">2</body>) : <body id="3">{b ? 3 : 4}</body>}</html>',
      ),
    ));
  test('html of a template without html: a body alone', () =>
    same(email('<>{b && <i>{b}</i>}{ok ? <Body className="a">x</Body> : <Body>y</Body>}</>')));
  test.each([
    '{l.map((x: any) => <><meta name="a" content={x}/><link rel="next" href={x}/><meta name="b" content={x}/></>)}',
    '{l.map((x: any) => <>{ok && <meta name="a" content={x}/>}<meta name="viewport" content={x}/>{b ? <link rel="next" href={x}/> : <title>{x}</title>}</>)}<meta name="z"/>',
    '<title>t</title>{ok && <>{l.map((x: any) => <link key={x} rel="next" href={x}/>)}<meta name="c"/></>}<p>{l.map((x: any) => <i>{x}</i>)}</p>',
  ])('what a round of a loop gives to the head stays together: %s', async (body) => {
    const parsed = await parse(
      `export default function Email({ ok, b, l }: any) { return <html><head/><body>${body}</body></html>; }`,
    );
    await expectSame(
      parsed,
      [['x', 'y'], [], ['<z>']].flatMap((l) => flags.map((flag) => ({ ...flag, l }))),
    );
  });
  test('a title in an image and in a noscript stays there', () =>
    same(
      email(
        '<html><body><svg><title>{b}</title></svg>{ok && <noscript><meta name="a"/></noscript>}</body></html>',
      ),
    ));

  test.each([
    [
      'DOCUMENT_IN_LOOP',
      '<html><head/>{[1].map(() => 0)}\n{b.map((x: any) => <body key={x}>{x}</body>)}</html>',
      /^<body key/,
    ],
    ['DOCUMENT_TWICE', '<html><body>a</body>\n{ok && <body>b</body>}</html>', /^<body>b/],
    ['DOCUMENT_TWICE', '<Html><Head/><Body>a</Body>\n<Body>b</Body></Html>', /^<Body>b/],
    ['DOCUMENT_NESTED', '<html><head/><div>\n<body>b</body></div></html>', /^<body>b/],
    [
      'DOCUMENT_NESTED',
      '<html><head/><div><br/>x<img src="a"/></div><p><b>y</b>\n<body>b</body></p></html>',
      /^<body>b/,
    ],
    ['DOCUMENT_NESTED', '<html><body>\n<head><title>b</title></head></body></html>', /^<head>/],
    ['DOCUMENT_NESTED', '<Html><Head>\n<Body>b</Body></Head></Html>', /^<Body>b/],
    ['DOCUMENT_NESTED', '<div>\n<Html><Body>b</Body></Html></div>', /^<Html>/],
    ['DOCUMENT_NESTED', '<html><body>{ok && \n<Html><Body>b</Body></Html>}</body></html>', /^<html>/],
  ])('%s', async (code, source, at) => {
    const text = email(source);
    const error = await parse(text).then(
      () => undefined,
      (reason: unknown) => reason as LetterlockError,
    );
    expect(error).toMatchObject({ code });
    const { line = 0, column = 0 } = error?.location ?? {};
    expect((text.split('\n')[line - 1] ?? '').slice(column - 1)).toMatch(at);
  });
});
