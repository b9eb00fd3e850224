import { afterAll, describe, expect, test } from 'vitest';
import { expectSame, templates } from './harness.ts';

const { parse, close } = templates();
afterAll(close);

/** Every component of react-email: for each of its props two values, as they stand between the braces. */
type Props = Readonly<Record<string, readonly [string, string]>>;

/** What every element may have; `text` may be any value of the context. */
const GLOBAL: Props = {
  id: ["'a'", "'b'"],
  className: ["'p-4 text-red-500 sm:p-2'", "'m-2 hover:underline'"],
  style: ["{ color: 'red', padding: 4 }", "{ margin: '0 auto' }"],
  title: ["'t'", "'u'"],
  dir: ["'rtl'", "'ltr'"],
  lang: ["'de'", "'en'"],
  'data-x': ["'1'", "'2'"],
  'aria-label': ["'l'", "'m'"],
  hidden: ['true', 'false'],
};
const TABLE: Props = {
  ...GLOBAL,
  align: ["'left'", "'center'"],
  width: ['100', "'50%'"],
  bgcolor: ["'#fff'", "'#000'"],
  role: ["'presentation'", "'list'"],
};
const COMPONENTS: Readonly<Record<string, { readonly children?: string; readonly props: Props }>> = {
  Container: { children: 'in', props: { ...TABLE, tdClassName: ["'p-4'", "'p-2'"] } },
  Section: { children: 'in', props: { ...TABLE, tdClassName: ["'p-4'", "'p-2'"] } },
  Row: { children: '<Column>in</Column>', props: TABLE },
  Column: {
    children: 'in',
    props: { ...TABLE, colSpan: ['1', '2'], valign: ["'top'", "'middle'"], height: ['10', "'20'"] },
  },
  Button: {
    children: 'in',
    props: {
      ...GLOBAL,
      href: ["'https://a.example'", "'https://b.example'"],
      target: ["'_self'", "'_blank'"],
      style: ["{ padding: '4px 8px' }", "{ paddingTop: 12, paddingLeft: '2em' }"],
      rel: ["'x'", "'y'"],
    },
  },
  Link: {
    children: 'in',
    props: {
      ...GLOBAL,
      href: ["'https://a.example'", "'mailto:b@b.example'"],
      target: ["'_self'", "'_blank'"],
      rel: ["'x'", "'y'"],
    },
  },
  Img: {
    props: {
      ...GLOBAL,
      src: ["'https://a.example/a.png'", "'https://b.example/b.png'"],
      alt: ["'a'", "'b'"],
      width: ['10', "'20'"],
      height: ['10', "'20'"],
    },
  },
  Text: {
    children: 'in',
    props: { ...GLOBAL, style: ["{ margin: '1px 2px' }", '{ marginTop: 3, fontSize: 10 }'] },
  },
  Heading: {
    children: 'in',
    props: {
      ...GLOBAL,
      as: ["'h2'", "'h3'"],
      ...Object.fromEntries(
        ['m', 'mx', 'my', 'mt', 'mr', 'mb', 'ml'].map((name) => [name, ['4', "'5'"]] as const),
      ),
    },
  },
  Hr: { props: GLOBAL },
  CodeInline: { children: 'in', props: GLOBAL },
  Markdown: {
    children: '{"**b** [l](https://x.example)"}',
    props: {
      id: ["'a'", "'b'"],
      children: ["'# a'", "'**b**'"],
      markdownCustomStyles: [
        "{ bold: { color: 'blue' } }",
        "{ bold: { color: 'green' }, h1: { margin: 1 } }",
      ],
      markdownContainerStyles: ["{ padding: '4px' }", '{ padding: 8 }'],
    },
  },
  CodeBlock: {
    props: {
      code: ["'const a = 1;'", "'let b;'"],
      language: ["'javascript'", "'css'"],
      theme: ['dracula', 'nord'],
      lineNumbers: ['true', 'false'],
      fontFamily: ["'Arial'", "'monospace'"],
      style: ['{ padding: 4 }', '{ margin: 2 }'],
    },
  },
};
const NEEDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CodeBlock: { code: "'a'", language: "'javascript'", theme: 'dracula' },
};
/** A value of the context is refused here. */
const KNOWN = new Set(
  [
    // Which images a message holds has tests of its own.
    'className tdClassName style as src',
    'Markdown.children Markdown.id Markdown.markdownCustomStyles Markdown.markdownContainerStyles',
    'CodeBlock.code CodeBlock.language CodeBlock.theme CodeBlock.lineNumbers CodeBlock.fontFamily CodeBlock.style',
  ].flatMap((names) => names.split(' ')),
);

const page = (body: string, from: string): string => `
import { Html, Head, Body, Container, Section, Row, Column, Heading, Text, Link, Button, Img, Hr, Preview, Tailwind,
  Font, Markdown, CodeBlock, CodeInline, dracula, nord } from '${from}';
export default function Email(props: any) {
  return <Html><Tailwind><Head /><Body>${body}</Body></Tailwind></Html>;
}`;

const elementOf = (name: string, prop: string, value: string, more = ''): string => {
  const { children } = COMPONENTS[name]!;
  const given = { ...NEEDED[name], [prop]: value };
  const attributes = Object.entries(given).map(([one, text]) => ` ${one}={${text}}`);
  const open = `<${name}${more}${attributes.join('')}`;
  return children === undefined || prop === 'children' ? `${open} />` : `${open}>${children}</${name}>`;
};

const CONTEXTS = [
  {
    on: 1,
    off: false,
    v: 'x<&">',
    items: [
      { k: 1, on: 1, v: 'a' },
      { k: 2, on: 0, v: 12 },
    ],
  },
  { on: 0, off: true, v: null, items: [] },
  { on: '', v: 12, items: [{ k: 3, v: '' }] },
  { v: '', items: [{ k: 4, on: true, v: undefined }] },
];

/** Each prop literal, chosen, optional, in a loop and in a condition, and as a value of the context. */
function formsOf(name: string, prop: string, [one, other]: readonly [string, string]): readonly string[] {
  const known = KNOWN.has(prop) || KNOWN.has(`${name}.${prop}`);
  const isNeeded = NEEDED[name]?.[prop] !== undefined || (name === 'Markdown' && prop === 'children');
  return [
    elementOf(name, prop, one),
    elementOf(name, prop, `props.on ? ${one} : ${other}`),
    ...(isNeeded ? [] : [elementOf(name, prop, `props.on ? ${one} : undefined`)]),
    `{props.items.map((item: any) => ${elementOf(name, prop, `item.on ? ${one} : ${other}`, ' key={item.k}')})}`,
    `{props.on ? ${elementOf(name, prop, other)} : props.off && ${elementOf(name, prop, one)}}`,
    ...(known
      ? []
      : [
          elementOf(name, prop, 'props.v'),
          `{props.items.map((item: any) => ${elementOf(name, prop, 'item.v', ' key={item.k}')})}`,
          elementOf(name, prop, `props.v ?? ${one}`),
        ]),
  ];
}

describe.each(['react-email', '@react-email/components'])('the components of %s', (from) => {
  test.each(Object.keys(COMPONENTS))('<%s>', async (name) => {
    const bodies = Object.entries(COMPONENTS[name]!.props).map(([prop, values]) =>
      formsOf(name, prop, values).join('\n'),
    );
    await expectSame(await parse(page(bodies.join('\n'), from)), CONTEXTS);
  });
  test.each([
    ['Text', 'className', 'CLASS_NAME_SYMBOLIC'],
    ['Text', 'style', 'STYLE_SYMBOLIC'],
    ['Button', 'style', 'STYLE_SYMBOLIC'],
    ['Row', 'style', 'STYLE_SYMBOLIC'],
    ['Heading', 'as', 'ELEMENT_TYPE_SYMBOLIC'],
    ['Markdown', 'children', 'SYMBOLIC_IN_COMPONENT'],
    ['Markdown', 'markdownCustomStyles', 'SYMBOLIC_IN_COMPONENT'],
    ['CodeBlock', 'code', 'SYMBOLIC_IN_COMPONENT'],
    ['CodeBlock', 'theme', 'SYMBOLIC_IN_COMPONENT'],
    ['CodeBlock', 'language', 'SYMBOLIC_IN_COMPONENT'],
  ])('<%s> whose %s is a value of the context is refused in its own line', async (name, prop, code) => {
    const source = page(`\n${elementOf(name, prop, 'props.v')}\n`, from);
    const line = source.split('\n').findIndex((text) => text.includes('props.v')) + 1;
    await expect(parse(source)).rejects.toMatchObject({
      diagnostics: [expect.objectContaining({ code, location: expect.objectContaining({ line }) })],
    });
  });
});
