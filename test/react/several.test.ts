import { describe, expect, test } from 'vitest';
import { buildExample, foundIn } from '../explain/examples.ts';

describe('all that is refused is reported at once, in the order of the source, each where it stands', () => {
  test('in one component: statements, expressions, attributes, children, messages and images', async () => {
    expect(
      await foundIn({
        'x.tsx': `
          import { t } from 'letterlock/template';
          export default function Email(props: any) {
            const rows = [];
            for (const item of props.items) rows.unshift(<b>{item.name}</b>);
            props.seen = true;
            const Tag = props.tag;
            return <html><body style={props.style}>
              <p>{rows}{t(props.key)}{t('lost')}</p>
              <Tag>{props.seen}</Tag>
              <a href="#" {...props.link}>{props.name}</a>
              <img src="./lost.png"/><img src={'./' + props.photo}/><img src="./gone.png"/>
            </body></html>;
          }`,
      }),
    ).toEqual([
      'LOOP_STATEMENT x.tsx props.items) row',
      'CHANGES_CONTEXT x.tsx seen = true;',
      'STYLE_SYMBOLIC x.tsx props.style}>',
      'MESSAGE_KEY_SYMBOLIC x.tsx t(props.key)}{t(',
      "MESSAGE_MISSING x.tsx t('lost')}</p>",
      'ELEMENT_TYPE_SYMBOLIC x.tsx <Tag>{props.seen',
      'SPREAD_SYMBOLIC x.tsx props.link}>{pro',
      'ASSET_MISSING x.tsx lost.png"/><img',
      "ASSET_DYNAMIC x.tsx './' + props.pho",
      'ASSET_MISSING x.tsx gone.png"/>',
    ]);
  });

  test('in several components and files, once each, however many templates use them', async () => {
    const page = (name: string): string => `
      import { Badge } from './_components/badge.tsx';
      export default function Email(props: any) {
        return <html><body><Badge link={props.link} /><Badge link={props.other} /><i {...props.${name}}>x</i></body></html>;
      }`;
    expect(
      await foundIn({
        'a.tsx': page('a'),
        'b.tsx': page('b'),
        '_components/badge.tsx': `
          const Inner = ({ link }: any) => <a {...link}>x</a>;
          export const Badge = ({ link }: any) => <p style={link.style}><Inner link={link} /></p>;`,
      }),
    ).toEqual([
      'SPREAD_SYMBOLIC _components/badge.tsx link}>x</a>;',
      'STYLE_SYMBOLIC _components/badge.tsx link.style}><Inn',
      'SPREAD_SYMBOLIC a.tsx props.a}>x</i></',
      'SPREAD_SYMBOLIC b.tsx props.b}>x</i></',
    ]);
  });

  test('in all branches, on all paths and in loops', async () => {
    expect(
      await foundIn({
        'x.tsx': `
          export default function Email(props: any) {
            if (props.closed) return <html><body><b {...props.b}>b</b></body></html>;
            return <html><body>
              {props.vip ? <i {...props.i}>i</i> : <u {...props.u}>u</u>}
              {props.items.map((item: any) => <s {...item}>s</s>)}
            </body></html>;
          }`,
      }),
    ).toEqual([
      'SPREAD_SYMBOLIC x.tsx props.b}>b</b></',
      'SPREAD_SYMBOLIC x.tsx props.i}>i</i> :',
      'SPREAD_SYMBOLIC x.tsx props.u}>u</u>}',
      'SPREAD_SYMBOLIC x.tsx item}>s</s>)}',
    ]);
  });

  test('what packages read, under Tailwind', async () => {
    expect(
      await foundIn({
        'x.tsx': `
          import { Body, Head, Html, Link, Markdown, Tailwind, Text } from 'react-email';
          export default function Email(props: any) {
            return <Html><Tailwind><Head /><Body className={props.body}>
              <Text className={props.text}>x</Text><p className={\`p-\${props.size}\`}>x</p>
              <Link className="p-1" {...props.link}>x</Link><Markdown>{props.notes}</Markdown>
            </Body></Tailwind></Html>;
          }`,
      }),
    ).toEqual([
      'CLASS_NAME_SYMBOLIC x.tsx props.body}>',
      'CLASS_NAME_SYMBOLIC x.tsx props.text}>x</T',
      'CLASS_NAME_SYMBOLIC x.tsx `p-${props.size}',
      'SPREAD_SYMBOLIC x.tsx props.link}>x</L',
      'SYMBOLIC_IN_COMPONENT x.tsx props.notes}</Ma',
    ]);
  });

  test('what follows from a refused value is no fault of its own', async () => {
    expect(
      await foundIn({
        'x.tsx': `
          import { format } from 'date-fns';
          export default function Email(props: any) {
            const rows = props.items.map((item: any) => <b key={item.id}>{item.id}</b>);
            const some = rows.slice(0, 3);
            const link = { ...some, href: some.length > 2 ? some[0] : './' + some[1] };
            for (const one of some) link.href = one;
            if (some.length > 3) return <html><body className={some}>{format(some, some)}</body></html>;
            return <html><body style={some}><a {...link}>{some.map((one: any) => <i {...one}>{one}</i>)}</a>
              <img src={some.join('/')}/></body></html>;
          }`,
      }),
    ).toEqual(['LOOP_READ x.tsx slice(0, 3);']);
  });

  test('in several locales, once', async () => {
    expect(
      await foundIn({
        'locales/en.json': '{ "hello": "Hello {name}", "bye": "Bye {when, nonsense}" }',
        'locales/de.json': '{ "hello": "Hallo {name}", "bye": "Tschau" }',
        'x.tsx': `
          import { t } from 'letterlock/template';
          export default function Email(props: any) {
            return <html><body>{t('lost')}{t('hello')}{t('hello', { nam: 1 })}{t('bye')}<i {...props.x}/></body></html>;
          }`,
      }),
    ).toEqual([
      'MESSAGE_SYNTAX locales/en.json nonsense}" }',
      "MESSAGE_MISSING x.tsx t('lost')}{t('he",
      "MESSAGE_ARGUMENT_MISSING x.tsx t('hello')}{t('h",
      "MESSAGE_ARGUMENT_MISSING x.tsx t('hello', { nam",
      'SPREAD_SYMBOLIC x.tsx props.x}/></body',
    ]);
  });

  test('imports that are missing, all of a file', async () => {
    expect(
      await foundIn({
        'x.tsx': `
          import { a } from './lost.ts';
          import b from 'no-such-package';
          export default () => <html><body>{a}{b}</body></html>;`,
      }),
    ).toEqual(["MODULE_NOT_FOUND x.tsx './lost.ts';", "MODULE_NOT_FOUND x.tsx 'no-such-package"]);
  });

  test('several arguments of a message', async () => {
    const { findings } = await buildExample({
      files: {
        'emails/locales/en.json': '{ "hello": "Hello {first} {last}" }',
        'emails/x.html': '<p>{{t "hello"}}</p>',
      },
    });
    expect(findings).toMatchObject([
      {
        code: 'MESSAGE_ARGUMENT_MISSING',
        message: 'The message "hello" needs the arguments "first", "last" in en.',
        hint: 'Pass it: {{t "hello" first=… last=…}}.',
      },
    ]);
  });

  test('too many paths through functions that call each other, each where it decides', async () => {
    expect(
      await foundIn({
        'x.tsx': `
          const stars = (n: number) => { const all = []; let i = 0;
            while (i < n) { all.push(<i>*</i>); i = i + 1; } return all; };
          const Row = ({ of }: any) => { let sum = <b />;
            if (of.a) sum = <p>{stars(of.x)}</p>; else sum = <p>{stars(of.y)}</p>;
            for (let i = 0; i < of.n; i++) { sum = <b>{sum}</b>; }
            if (sum > of.most) return <b>{sum}</b>;
            return <i>{sum}</i>; };
          export default ({ rows }: any) => <html><body>{rows.map((row: any) => <Row of={row} />)}<Row of={rows} /></body></html>;`,
      }),
    ).toEqual(['TOO_MANY_PATHS x.tsx i < n) { all.pus', 'TOO_MANY_PATHS x.tsx i < of.n; i++) {']);
  });
});
