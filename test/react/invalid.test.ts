import { describe, expect, test } from 'vitest';
import { buildExample, foundIn } from '../explain/examples.ts';

const page = (body: string, around = ''): string => `
  import { Container, Section } from 'react-email';
  import { Foot } from './_foot.tsx';
  import foot from './_foot.tsx';
  ${around}
  export default function Email({ name, html }: { name: string; html?: string }) {
    return <html><body>${body}</body></html>;
  }`;
const foot = 'export const Footer = () => <p>Bye</p>;';

describe('what React refuses is refused at its place, all at once', () => {
  test('components that are not there, content of void elements, two contents, styles as text', async () => {
    const body = `<Foot>{name}</Foot><foot.Line/><br>{name}</br><img>x</img>
      <p dangerouslySetInnerHTML={{ __html: 'a' }}>b</p><p dangerouslySetInnerHTML="c"/><b style="color:red">d</b>`;
    expect(await foundIn({ 'x.tsx': page(body), '_foot.tsx': `${foot} export default {};` })).toEqual([
      'ELEMENT_INVALID x.tsx <Foot>{name}</Fo',
      'ELEMENT_INVALID x.tsx <foot.Line/><br>',
      'ELEMENT_INVALID x.tsx <br>{name}</br><',
      'ELEMENT_INVALID x.tsx <img>x</img>',
      "ELEMENT_INVALID x.tsx { __html: 'a' }}",
      'ELEMENT_INVALID x.tsx <p dangerouslySe',
      'ELEMENT_INVALID x.tsx <b style="color:',
    ]);
  });

  test('HTML that a component of a package hands on, where the template wrote it', async () => {
    const body =
      '<Section dangerouslySetInnerHTML={{ __html: html }} /><Container dangerouslySetInnerHTML={{ __html: name }} />';
    expect(await foundIn({ 'x.tsx': page(body), '_foot.tsx': foot })).toEqual([
      'ELEMENT_INVALID x.tsx { __html: html }',
      'ELEMENT_INVALID x.tsx { __html: name }',
    ]);
  });

  test('not what a choice leaves out, nor content that is nothing', async () => {
    const source = `
      const Line = ({ children }: { children?: string }) => <br>{children}</br>;
      export default function Email({ html }: { html?: string }) {
        const content = html ? { __html: html } : undefined;
        return <html><body><p dangerouslySetInnerHTML={content} /><Line /></body></html>;
      }
      export const previews = { a: {}, b: { html: '<i>h</i>' } };`;
    expect(await foundIn({ 'x.tsx': source })).toEqual([]);
  });
});

test('a cache of a module is not told to compute a running total', async () => {
  const { findings } = await buildExample({
    files: {
      'emails/x.tsx': `
        const made = new Map<string, Intl.NumberFormat>();
        function money(value: number, currency: string) {
          let format = made.get(currency);
          if (!format) {
            format = new Intl.NumberFormat('en', { style: 'currency', currency });
            made.set(currency, format);
          }
          return format.format(value);
        }
        export default function Email({ prices }: { prices: number[] }) {
          return <html><body>{prices.map((price, i) => <p key={i}>{money(price, 'EUR')}</p>)}</body></html>;
        }`,
    },
  });
  expect(findings).toMatchObject([{ code: 'CHANGES_OUTSIDE', hint: expect.stringContaining('cache') }]);
});

test('names that nothing declares, where they stand, and not those that are asked for or not reached', async () => {
  const source = `
    declare const lost: string;
    let counted = 0;
    const at = typeof window === 'undefined' ? 'node' : window.location.href;
    export default function Email({ name, count }: { name: string; count: number }) {
      const browser = typeof navigatr !== 'undefined' && navigatr.userAgent;
      function sum() { return arguments.length + counted; }
      return <html><body><p>{nme}{coun + 1}{lost}{browser}{at}{sum()}</p><Foter /><Ui.Line>{count > 1 ? nme.x : name}</Ui.Line></body></html>;
    }`;
  expect(await foundIn({ 'x.tsx': source })).toEqual([
    'NAME_UNKNOWN x.tsx nme}{coun + 1}{l',
    'NAME_UNKNOWN x.tsx coun + 1}{lost}{',
    'NAME_UNKNOWN x.tsx lost}{browser}{a',
    'NAME_UNKNOWN x.tsx Foter /><Ui.Line',
    'NAME_UNKNOWN x.tsx Ui.Line>{count >',
    'NAME_UNKNOWN x.tsx nme.x : name}</U',
  ]);
});

test('the network is not asked at build', async () => {
  const source = `
    export default async function Email({ id }: { id: string }) {
      const all = await fetch('http://127.0.0.1:9/all');
      const one = await fetch('http://127.0.0.1:9/one', { method: 'POST', body: id });
      return <html><body>{all.status}{one.status}{id}</body></html>;
    }`;
  expect(await foundIn({ 'x.tsx': source })).toEqual([
    "AWAIT_SYMBOLIC x.tsx fetch('http://12",
    "AWAIT_SYMBOLIC x.tsx fetch('http://12",
  ]);
});
