import { afterAll, describe, expect, test } from 'vitest';
import { expectSame, templates } from './harness.ts';

const { parse, close } = templates();
afterAll(close);

const IMPORTS = `
import { Html, Head, Body, Container, Section, Row, Column, Heading, Text, Link, Button, Img, Hr, Preview, Tailwind,
  Font, pixelBasedPreset } from 'react-email';
import clsx from 'clsx';`;

const CONTEXTS = [
  {
    on: true,
    kind: 'good',
    n: 3,
    list: [
      { id: 1, on: true },
      { id: 2, on: false },
    ],
    name: 'Ann <b>',
  },
  { on: false, kind: 'bad', n: 0, list: [], name: '' },
  { kind: 'other', n: 1, list: [{ id: 3 }], name: null },
];

/** A document under Tailwind around a body. */
const page = (body: string, { config = '', above = '' } = {}): string => `${IMPORTS}
${above}
export default function Email(props: any) {
  return <Html><Tailwind${config}><Head /><Preview>Hi {props.name}</Preview><Body>${body}</Body></Tailwind></Html>;
}`;

async function same(source: string, ...rules: readonly string[]): Promise<void> {
  const parsed = await parse(source);
  await expectSame(parsed, CONTEXTS, { hasSameRules: false });
  for (const rule of rules) expect(parsed.html).toContain(rule);
}

describe('variants', () => {
  test.each([
    ['dark:bg-black', 'prefers-color-scheme:dark'],
    ['sm:p-8', '@media'],
    ['md:text-lg', '@media'],
    ['max-sm:hidden', '@media'],
    ['sm:dark:p-2', '@media'],
    ['hover:underline', ':hover'],
    ['focus:ring-2', ':focus'],
    ['group-hover:text-red-500', ':hover'],
    ['[&>p]:mt-2', ''],
    ['print:hidden', 'print'],
  ])('%s, literal, chosen, in a loop and in a condition', (name, rule) =>
    same(
      page(`<Section className="group ${name} p-4"><Text className={props.on ? '${name} m-1' : 'm-2'}>a</Text>
        {props.list.map((item: any) => <Text key={item.id} className={\`m-3 \${item.on ? '${name}' : ''}\`}>{item.id}</Text>)}
        {props.on && <Link href="https://a.example" className="${name}">b</Link>}</Section>`),
      rule,
    ),
  );
});

test('first: and last: where the neighbours are known', () =>
  same(
    page(
      '<Section><Text className="first:mt-0 last:mb-0">a</Text>{props.on && <Text>b</Text>}<Text className="last:mb-0">c</Text></Section>',
    ),
  ));

test.each([
  '<Text key={item.id} className="m-3 first:mt-0 last:mb-0 even:p-1">{item.id}</Text>',
  '<Text key={item.id} className={item.on ? "first:mt-0 even:p-1" : "last:mb-0"}>{item.id}</Text>',
  'item.on ? <Text key={item.id} className="first:mt-0 even:p-1">{item.id}</Text> : <Link key={item.id} className="last:mb-0">b</Link>',
])('first:, last: and even: in a loop whose rounds print one element each: %s', (item) =>
  same(
    page(`<Section>{props.list.map((item: any) => ${item.startsWith('<') ? item : `(${item})`})}</Section>`),
  ),
);

describe('class names', () => {
  test.each([
    'p-[3px] w-[calc(100%-10px)] text-[#123456] bg-[rgb(1,2,3)]',
    'space-x-4 space-y-2 divide-x',
    '-mt-2 !p-4 bg-red-500/50 w-1/2 leading-[1.5]',
    'rounded-xl border border-solid border-gray-200 shadow-sm',
    'bg-[url(https://x.example/a.png)] font-sans tracking-tight line-through',
    'grid grid-cols-2 gap-4 flex items-center',
    'unknown-class also-unknown',
    'before:content-["x"] uppercase truncate',
  ])('%s', (names) =>
    same(
      page(`<Section className='${names}'><Row><Column className={props.on ? '${names.replaceAll('"', '\\"')}' : ''}>a</Column></Row>
        <div className={clsx('p-1', props.on && '${names}')}><span>b</span><span>c</span></div></Section>`),
    ),
  );
  test('chosen by clsx, templates, joined lists and tables', () =>
    same(
      page(
        `<Text className={clsx('m-1', { 'text-red-500': props.on, 'text-blue-500': !props.on }, props.n > 1 && ['p-2', props.on ? 'sm:p-4' : null])}>a</Text>
         <Text className={\`\${BASE} \${props.on ? 'font-bold' : 'font-normal'} \${KINDS[props.kind] ?? 'bg-gray-100'}\`}>b</Text>
         <Text className={['m-2', props.on && 'sm:underline', KINDS[props.kind]].filter(Boolean).join(' ')}>c</Text>
         <Button className={'px-4 ' + (props.on ? 'py-2' : 'py-3')} href="https://a.example">d</Button>
         <Badge kind={props.kind}>e</Badge>`,
        {
          above: `const BASE = 'm-0 p-4'; const KINDS: any = { good: 'bg-green-100 dark:bg-green-900', bad: 'bg-red-100' };
          const Badge = ({ kind, className = '', children }: any) =>
            <span className={\`rounded px-2 \${kind === 'good' ? 'text-green-800' : 'text-red-800'} \${className}\`}>{children}</span>;`,
        },
      ),
      'dark',
    ));
});

describe('its configuration', () => {
  test('colours, fonts, screens, spacing and presets', () =>
    same(
      page(
        '<Section className="bg-brand p-gap tablet:p-2 font-title text-brand-dark"><Text className={props.on ? "text-brand tablet:hidden" : "text-lg"}>a</Text></Section>',
        {
          config: ` config={{ presets: [pixelBasedPreset], theme: { extend: { colors: { brand: { DEFAULT: '#123456', dark: '#000011' } }, spacing: { gap: '7px' }, fontFamily: { title: ['Georgia', 'serif'] }, screens: { tablet: { max: '700px' } } } } }}`,
        },
      ),
      '700px',
    ));
  test('chosen by the context', () =>
    same(
      `${IMPORTS}
      const themes: any = { good: { theme: { extend: { colors: { brand: '#00ff00' } } } }, bad: { theme: { extend: { colors: { brand: '#ff0000' } } } } };
      export default function Email(props: any) {
        const config = props.kind === 'good' ? themes.good : themes.bad;
        return <Html><Tailwind config={config}><Head /><Body><Text className="text-brand sm:p-2">a</Text></Body></Tailwind></Html>;
      }`,
    ));
});

test('a component of the template may be called Tailwind and take anything', () =>
  same(
    `import { Html, Head, Body, Text, Tailwind as Original } from 'react-email';
    const Tailwind = ({ theme, children }: any) => <Original><Head /><Body className={theme === 'good' ? 'bg-white' : 'bg-black'}>{children}</Body></Original>;
    export default function Email(props: any) { return <Html><Tailwind theme={props.kind}><Text className="p-4">a</Text></Tailwind></Html>; }`,
  ));

describe('its place', () => {
  const BODY = `<Text className="p-4 sm:p-2">{props.name}</Text>{props.on && <Hr className="my-2" />}`;
  test.each([
    [
      'around everything',
      `<Tailwind><Html><Head /><Body className="bg-white">${BODY}</Body></Html></Tailwind>`,
    ],
    [
      'around head and body',
      `<Html><Tailwind><Head><title>{props.name}</title></Head><Body>${BODY}</Body></Tailwind></Html>`,
    ],
    [
      'around plain head and body',
      `<html><Tailwind><head><meta name="x" content="y" /></head><body>${BODY}</body></Tailwind></html>`,
    ],
    ['a fragment inside', `<Html><Tailwind><><Head /><Body>${BODY}</Body></></Tailwind></Html>`],
    [
      'in the body, without rules for the head',
      `<Html><Head /><Body><Tailwind>${BODY.replace(' sm:p-2', '')}</Tailwind></Body></Html>`,
    ],
    [
      'twice',
      `<Html><Tailwind><Head /><Body>${BODY}<Tailwind><Text className="m-2">in</Text></Tailwind></Body></Tailwind></Html>`,
    ],
    [
      'around the body only',
      `<Html><Head /><Preview>Hi {props.name}</Preview><Tailwind><Body>${BODY.replace(' sm:p-2', '')}</Body></Tailwind></Html>`,
    ],
    [
      'in a branch',
      `<Html><Head />{props.on ? <Tailwind><Body><Text className="p-4">a</Text></Body></Tailwind> : <Tailwind><Body className="bg-red-500">b</Body></Tailwind>}</Html>`,
    ],
    [
      'in a loop',
      `<Html><Head /><Body>{props.list.map((item: any) => <Tailwind key={item.id}><Text className={item.on ? 'p-4' : 'm-2'}>{item.id}</Text></Tailwind>)}</Body></Html>`,
    ],
  ])('%s', (_, tree) => same(`${IMPORTS}\nexport default function Email(props: any) { return ${tree}; }`));
  test('components and layouts around and inside', () =>
    same(
      page('<Card title={props.name} wide={props.on}><Text className="sm:m-2">in</Text></Card>', {
        above: `const Card = ({ title, wide, children }: any) => <Section className={wide ? 'w-full sm:w-1/2' : 'w-1/2'}>{title && <Heading as="h2" className="text-xl">{title}</Heading>}{children}</Section>;`,
      }),
      '@media',
    ));
  test('rules for the head without a head', async () => {
    const source = `${IMPORTS}\nexport default function Email(props: any) { return <Html><Head /><Body><Tailwind><Text className={props.on ? 'sm:p-2' : ''}>a</Text></Tailwind></Body></Html>; }`;
    await expect(parse(source)).rejects.toMatchObject({
      code: 'TEMPLATE_THROWS',
      message: expect.stringContaining('<head>'),
    });
  });
});

describe('what stands in the head', () => {
  test('fonts, also with values of the context', () =>
    same(
      page('<Text className="font-sans">a</Text>').replace(
        '<Head />',
        `<Head><Font fontFamily={props.on ? 'Roboto' : 'Inter'} fallbackFontFamily={['Arial', 'Helvetica']} fontWeight={props.on ? 700 : 400} fontStyle="normal" webFont={{ url: 'https://x.example/a.woff2', format: 'woff2' }} />
         {props.on && <Font fontFamily="Lato" fallbackFontFamily="Verdana" />}<meta name="color-scheme" content="light dark" /><style>{'.a { color: red } @media (max-width: 600px) { .a { color: blue } }'}</style></Head>`,
      ),
    ));
  test('previews of one, of several and of chosen pieces', () =>
    same(
      page('<Text>a</Text>').replace(
        '<Preview>Hi {props.name}</Preview>',
        '<Preview>{props.on ? `Hello ${props.name}` : "Hello"} and {props.n} more{props.on && "!"}</Preview>',
      ),
    ));
  test('attributes of the document', () =>
    same(
      page('<Text>a</Text>')
        .replace(
          '<Html>',
          '<Html lang={props.on ? "de" : "en"} dir={props.on ? "rtl" : "ltr"} className="a" style={{ margin: 0 }}>',
        )
        .replace(
          '<Body>',
          '<Body lang={props.kind} className={props.on ? "bg-white p-4" : "bg-black"} style={{ fontFamily: props.name, backgroundColor: props.on ? "red" : undefined }}>',
        ),
    ));
});
