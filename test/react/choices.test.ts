import { afterAll, describe, expect, test } from 'vitest';
import { expectSame, rendererOf, templates } from './harness.ts';

const { parse, close } = templates();
afterAll(close);

/** A document under Tailwind around a body, with helpers above it. */
const page = (body: string, above = ''): string => `
import { Html, Head, Body, Section, Row, Column, Text, Heading, Button, Link, Img, Hr, Container, Preview, Tailwind } from 'react-email';
${above}
export default function Email(props: any) {
  return <Html><Tailwind><Head /><Body>${body}</Body></Tailwind></Html>;
}
`;

const same = async (source: string, contexts: readonly unknown[]): Promise<void> =>
  expectSame(await parse(source), contexts);

const FALSY = [
  { on: true },
  { on: 'yes' },
  { on: false },
  { on: 0 },
  { on: '' },
  { on: null },
  {},
  { on: NaN },
];

describe('what stands behind &&', () => {
  test.each(['Text', 'Section', 'Container', 'Heading', 'Link', 'Button', 'div'])(
    'class names of <%s>',
    (name) => same(page(`<${name} className={props.on && 'p-4 text-red-500'}>a</${name}>`), FALSY),
  );
  test.each(['Text', 'Section', 'Container', 'Heading', 'Link', 'Button'])('the style of <%s>', (name) =>
    same(page(`<${name} style={props.on && { color: 'red', padding: 4 }}>a</${name}>`), FALSY),
  );
  test('entries of a style', () =>
    same(page(`<Text style={{ color: 'red', ...(props.on && { margin: 3 }) }}>a</Text>`), FALSY));
  test('class names that a component hands on', () =>
    same(
      page(
        `<Card className={props.on && 'p-4'} title={props.on}>a</Card>`,
        'const Card = ({ className, title, children }: any) => <Section className={className} title={title}>{children}</Section>;',
      ),
      FALSY,
    ));
  test('a condition that gives a boolean costs no second test', async () => {
    const parsed = await parse(page(`<Text className={props.n > 2 && 'p-4'}>a</Text>`));
    await expectSame(parsed, [{ n: 1 }, { n: 3 }]);
    expect(parsed.html).not.toContain('NaN');
  });
});

describe('tables of objects', () => {
  const TONES = `const TONES: any = { good: { text: 'green', label: 'Good', dot: { size: 4 } }, bad: { text: 'red', label: 'Bad' } };`;
  const kinds = [{ kind: 'good' }, { kind: 'bad' }, { kind: 'other' }, {}];
  test('an entry that is not there is asked with ?.', () =>
    same(
      page(
        `<Text style={{ color: tone?.text ?? 'gray', fontWeight: tone && props.kind ? 600 : 400 }}>{(tone ?? TONES.bad).label}{tone?.dot?.size}{tone?.label.toUpperCase()}</Text>`,
        TONES,
      ).replace('return <Html', 'const tone = props.kind ? TONES[props.kind] : undefined; return <Html'),
      kinds,
    ));
  test('an entry that is not there is an error of the message that asks for it only', async () => {
    const parsed = await parse(page('<Text>{TONES[props.kind].label.toLowerCase()}</Text>', TONES));
    await expectSame(parsed, kinds.slice(0, 2));
    const renderer = await rendererOf(parsed);
    expect(() => renderer.render('test', { context: { kind: 'other' }, strict: false })).toThrow('label');
  });
  test('class names of an entry that may not be there', async () => {
    const parsed = await parse(
      page(
        '{props.list.map((key: any) => <Section key={key} className={`p-4 ${LOOKS[key].text}`}><Text className={LOOKS[key].text + " m-2"} style={LOOKS[key].style}>a</Text></Section>)}',
        "const LOOKS: any = { a: { text: 'text-red-500', style: { margin: 1 } }, b: { text: 'text-blue-500' } };",
      ),
    );
    await expectSame(parsed, [{ list: ['a', 'b'] }, { list: [] }]);
    const renderer = await rendererOf(parsed);
    expect(() => renderer.render('test', { context: { list: ['c'] }, strict: false })).toThrow(
      "reading 'text'",
    );
  });
  test('rows that are pushed under conditions', () =>
    same(
      page(
        `<Text>{TONES[props.kind].label}</Text>{rows.map((row: any) => <Text key={row.label} style={{ color: row.tone ? TONES[row.tone].text : undefined }}>{row.label}</Text>)}`,
        TONES,
      ).replace(
        'return <Html',
        `const rows: any[] = [];
        if (props.a) rows.push({ label: props.a, tone: props.kind === 'good' ? 'good' : undefined });
        if (props.b) rows.push({ label: 'B', tone: 'bad' });
        return <Html`,
      ),
      [{ kind: 'good', a: 'x' }, { kind: 'bad', a: 'x', b: 1 }, { kind: 'bad' }],
    ));
  test('a table of many objects', () =>
    same(
      page(
        '<Text>{MANY[props.kind]?.name}</Text>',
        'const MANY: any = Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`k${i}`, { name: `name ${i}` }]));',
      ),
      [{ kind: 'k0' }, { kind: 'k31' }, { kind: 'none' }],
    ));
});

describe('errors of the template', () => {
  const translate = `function translate(locale: any, name: any) {
    switch (locale) {
      case 'en': return { hi: \`Hi \${name}\`, bye: 'Bye' };
      case 'de': return { hi: \`Hallo \${name}\`, bye: 'Tschüss' };
      default: throw new TypeError(\`No texts for \${locale}\`);
    }
  }`;
  test('a message that is known at run time only', async () => {
    const source = page('<Text>{texts.hi}{texts.bye}</Text>', translate);
    const parsed = await parse(
      source.replace('return <Html', 'const texts: any = translate(props.locale, props.name); return <Html'),
    );
    await expectSame(parsed, [
      { locale: 'en', name: 'Ann' },
      { locale: 'de', name: '' },
    ]);
    const renderer = await rendererOf(parsed);
    expect(() => renderer.render('test', { context: { locale: 'fr' }, strict: false })).toThrow(
      'No texts for fr',
    );
  });
  test('in one branch of a condition only', async () => {
    const parsed = await parse(
      page('<Text>{props.on ? read(undefined) : "off"}</Text>', 'const read = (value: any) => value.name;'),
    );
    await expectSame(parsed, [{ on: 0 }]);
    const renderer = await rendererOf(parsed);
    expect(() => renderer.render('test', { context: { on: 1 }, strict: false })).toThrow("reading 'name'");
  });
  test('in both branches is one of the build', async () => {
    const source = page(
      '<Text>{props.on ? read(undefined) : read(null)}</Text>',
      'const read = (value: any) => value.name;',
    );
    await expect(parse(source)).rejects.toMatchObject({ code: 'TEMPLATE_THROWS' });
  });
});

test('text of many choices', () =>
  same(
    page('<Text>{text}</Text>').replace(
      'return <Html',
      `const { a, b, c, d, e } = { ...{ a: 'A', b: 'B', c: 'C', d: 'D', e: { f: 'F' } }, ...props };
       const label = ({ x: 'X', y: 'Y' } as any)[a] ?? 'Z';
       const text = \`\${a}: [\${label}] \${e.f ?? 'none'} in \${b} (\${c}) \${d}\`;
       return <Html`,
    ),
    [{}, { a: 'x', b: '', c: null }, { a: 'y', d: 0, e: {} }],
  ));

test('the first and the last of a list that nobody else holds', async () => {
  await same(
    page(
      '<Text>{props.url.split("/").pop()}{props.url.split("?").shift()}{props.list.slice().reverse().pop()?.n}</Text>',
    ),
    [
      { url: 'https://x.example/a/b?c', list: [{ n: 1 }, { n: 2 }] },
      { url: '', list: [] },
    ],
  );
  const named = page('<Text>{parts.pop()}{parts.length}</Text>').replace(
    'return <Html',
    'const parts = props.url.split("/"); return <Html',
  );
  await expect(parse(named)).rejects.toMatchObject({ code: 'CHANGES_CONTEXT' });
});
