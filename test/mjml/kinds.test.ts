import { describe, expect, test } from 'vitest';
import { createMjmlFrontEnd } from '../../src/compile/1-parse/mjml.ts';
import { catalogOf } from '../handlebars/support.ts';
import { htmlOf, parse, project } from '../handlebars/project.ts';
import { findingsOf, runtime } from './agreement.ts';

/** Mails as people make them, one for each kind of component, with contexts of all sizes. */

const frontEnd = createMjmlFrontEnd({ runtime });

const page = (body: string, head = ''): string =>
  `<mjml><mj-head>${head}</mj-head><mj-body background-color="#f4f4f4">${body}</mj-body></mjml>`;
const column = (inner: string, own = ''): string =>
  `<mj-section${own}><mj-column>${inner}</mj-column></mj-section>`;

const long = 'Donaudampfschifffahrtsgesellschaft & “more” <text> '.repeat(40);

const product = (name: string, more: object = {}): object => ({
  name,
  price: 12.5,
  url: 'https://shop.example/p?id=1&ref=mail',
  image: 'https://cdn.example/p.png',
  ...more,
});

const FULL = {
  name: 'Ada',
  title: 'Spring sale',
  color: '#0a7',
  background: 'https://cdn.example/bg.jpg',
  url: 'https://shop.example/',
  vip: true,
  wide: true,
  n: 3,
  tags: ['new', 'hot'],
  products: [
    product('One'),
    product('<Two>', { sale: true, tags: ['a', 'b'] }),
    product('Three', { image: '', url: '' }),
  ],
  links: [
    { url: 'https://a.example', text: 'A', name: 'facebook' },
    { url: '', text: 'B' },
  ],
  rows: [
    { k: 'x', v: 1, sub: [{ k: 'y', v: 2 }] },
    { k: 'z', v: 0, sub: [] },
  ],
  html: '<b>raw</b>',
};

const CONTEXTS = {
  full: FULL,
  empty: {},
  falsy: {
    ...FULL,
    vip: false,
    wide: false,
    products: [],
    links: [],
    rows: [],
    tags: [],
    name: '',
    color: 'none',
    n: 0,
  },
  one: { ...FULL, products: [product('Only')], links: [FULL.links[0]] },
  long: { ...FULL, name: long, title: long, products: Array.from({ length: 12 }, () => product(long)) },
  rtl: { ...FULL, name: 'שלום', title: 'مرحبا بالعالم', products: [product('منتج')] },
};

const KINDS: Readonly<Record<string, string>> = {
  hero: page(
    `<mj-hero mode="{{#if wide}}fixed-height{{else}}fluid-height{{/if}}" height="469px" background-width="600px" background-height="469px" background-url="{{background}}" background-color="{{color}}" padding="100px 0px" vertical-align="middle">
      <mj-text padding="20px" color="{{color}}" align="center" font-size="45px" line-height="45px">{{title}}</mj-text>
      {{#if url}}<mj-button href="{{url}}" align="center" background-color="{{color}}">GO {{n}}</mj-button>{{else}}<mj-text css-class="none {{name}}">nothing</mj-text>{{/if}}
      {{#each tags}}<mj-text>{{this}} {{@index}}/{{../n}}</mj-text>{{/each}}
    </mj-hero>`,
  ),
  navbar: page(
    column(
      `<mj-navbar base-url="https://shop.example" hamburger="hamburger" ico-color="{{color}}">
        <mj-navbar-link href="/home" color="#fff">Home</mj-navbar-link>
        {{#each links}}<mj-navbar-link href="{{url}}" css-class="{{name}} link">{{text}}</mj-navbar-link>{{/each}}
        {{#if vip}}<mj-navbar-link href="/vip">VIP {{name}}</mj-navbar-link>{{else}}<mj-navbar-link href="/join">Join</mj-navbar-link>{{/if}}
      </mj-navbar>{{#if wide}}<mj-navbar hamburger="hamburger"><mj-navbar-link href="{{url}}">2</mj-navbar-link></mj-navbar>{{/if}}`,
      ' background-color="{{color}}"',
    ),
    '<mj-style>.link { letter-spacing: 1px }</mj-style>',
  ),
  'navbar in a loop': page(
    `{{#each products}}${column('<mj-navbar hamburger="hamburger"><mj-navbar-link href="{{url}}">{{name}}</mj-navbar-link></mj-navbar>')}{{/each}}`,
  ),
  social: page(
    column(`<mj-social font-size="15px" icon-size="30px" mode="horizontal" color="{{color}}">
      <mj-social-element name="facebook" href="{{url}}">Share {{name}}</mj-social-element>
      {{#each links}}<mj-social-element name="twitter" href="{{url}}">{{text}}</mj-social-element>{{/each}}
      {{#if vip}}<mj-social-element src="{{background}}" href="{{url}}" background-color="{{color}}">{{title}}</mj-social-element>{{/if}}
    </mj-social><mj-social mode="vertical">{{#unless vip}}<mj-social-element name="github-noshare" href="{{url}}"></mj-social-element>{{/unless}}</mj-social>`),
  ),
  carousel: page(
    column(`<mj-carousel icon-width="44px" thumbnails="visible">
      <mj-carousel-image src="https://cdn.example/1.png" alt="{{name}}" title="{{title}}" />
      <mj-carousel-image src="https://cdn.example/2.png" />
      <mj-carousel-image src="https://cdn.example/3.png" href="https://shop.example/3" />
    </mj-carousel>{{#if vip}}<mj-carousel thumbnails="hidden"><mj-carousel-image src="{{background}}" /><mj-carousel-image src="https://cdn.example/v2.png" /></mj-carousel>{{/if}}`),
  ),
  'carousel in a condition of sections': page(
    `{{#if vip}}${column('<mj-carousel><mj-carousel-image src="https://cdn.example/1.png" /><mj-carousel-image src="https://cdn.example/2.png" /></mj-carousel>')}{{else}}${column('<mj-carousel><mj-carousel-image src="https://cdn.example/3.png" /></mj-carousel>')}{{/if}}`,
  ),
  accordion: page(
    column(`<mj-accordion border="none" padding="1px" font-family="Arial">
      {{#each products}}<mj-accordion-element icon-wrapped-url="https://cdn.example/a.png" background-color="{{../color}}">
        <mj-accordion-title font-size="20px" color="{{../color}}" css-class="t {{name}}">{{name}} {{@index}}</mj-accordion-title>
        <mj-accordion-text>{{#if sale}}<b class="sale">Sale</b> {{/if}}{{currency price "EUR"}} {{#each tags}}<i>{{this}}</i>{{else}}none{{/each}}</mj-accordion-text>
      </mj-accordion-element>{{else}}<mj-accordion-element><mj-accordion-title>Nothing</mj-accordion-title></mj-accordion-element>{{/each}}
      {{#if vip}}<mj-accordion-element><mj-accordion-text>{{{html}}} {{title}}</mj-accordion-text></mj-accordion-element>{{/if}}
    </mj-accordion>`),
    '<mj-style>.sale { color: red } .t { margin: 0 }</mj-style>',
  ),
  'columns and groups': page(
    `<mj-section background-color="#fff" text-align="center">
      <mj-group width="60%" background-color="{{color}}">
        {{#if vip}}<mj-column width="50%"><mj-text>{{name}}</mj-text></mj-column>{{/if}}
        <mj-column vertical-align="middle"><mj-image src="{{background}}" alt="{{title}}" width="100px" /></mj-column>
      </mj-group>
      <mj-column width="40%" background-color="{{color}}" border="1px solid {{color}}" inner-border="2px solid #000" css-class="{{name}} side">
        {{#if wide}}{{#if vip}}<mj-text>both</mj-text>{{else}}<mj-text>wide</mj-text>{{/if}}{{else if vip}}<mj-text>vip</mj-text>{{else}}<mj-divider border-color="{{color}}" />{{/if}}
      </mj-column>
    </mj-section>
    <mj-section>{{#if vip}}{{#if wide}}<mj-column><mj-text>1</mj-text></mj-column>{{/if}}<mj-column><mj-text>2</mj-text></mj-column>{{else}}<mj-column><mj-text>3</mj-text></mj-column>{{/if}}<mj-column><mj-text>4 {{title}}</mj-text></mj-column></mj-section>
    <mj-section>{{#each products}}<mj-column width="33.33%"><mj-image src="{{image}}" href="{{url}}" /><mj-text>{{name}}</mj-text></mj-column>{{/each}}</mj-section>`,
  ),
  'background images': page(
    `<mj-wrapper background-url="{{background}}" background-color="{{color}}" background-size="cover" background-repeat="no-repeat" full-width="full-width" css-class="wrap {{name}}">
      ${column('<mj-text>{{title}}</mj-text>', ' background-url="{{background}}" background-position="center top" background-size="100px 50px" css-class="{{name}} in"')}
      {{#each tags}}${column('<mj-text>{{this}}</mj-text>', ' full-width="full-width" css-class="{{this}}"')}{{/each}}
    </mj-wrapper>
    ${column('<mj-spacer height="{{n}}px" />', ' background-url="https://cdn.example/{{name}}.png" border-radius="{{n}}px"')}`,
  ),
  'raw HTML': page(
    `<mj-raw><!--[if mso]><table role="presentation" width="600"><tr><td>{{#if vip}}{{name}}{{else}}-{{/if}}<![endif]--></mj-raw>
    ${column('<mj-text>x</mj-text><mj-raw><tr><td style="color:{{color}}">{{#each rows}}<p data-k="{{k}}">{{v}}</p>{{/each}}</td></tr></mj-raw>')}
    {{#if vip}}<mj-raw><div class="vip">{{{html}}}</div></mj-raw>{{/if}}
    <mj-raw><!--[if mso]></td></tr></table><![endif]--></mj-raw>`,
    '<mj-raw>{{#if vip}}<meta name="vip" content="{{name}}">{{/if}}</mj-raw><mj-style>.vip { color: gold }</mj-style>',
  ),
  table: page(
    column(`<mj-table color="{{color}}" cellpadding="4">
      <tr style="text-align:left"><th>Name</th><th>Value</th></tr>
      {{#each rows}}<tr {{#if @first}}class="first"{{/if}}><td style="padding: 0 {{v}}px">{{k}}</td><td>{{v}}</td></tr>
        {{#each sub}}<tr><td colspan="2">{{../k}}/{{k}} {{@index}} {{@../index}}</td></tr>{{/each}}
      {{else}}<tr><td colspan="2">None for {{name}}</td></tr>{{/each}}
    </mj-table>`),
    '<mj-style inline="inline">.first td { font-weight: bold }</mj-style>',
  ),
  'shared attributes': page(
    column(
      '<mj-text mj-class="big">{{name}}</mj-text><mj-button href="{{url}}">x</mj-button><mj-text css-class="{{name}}">y</mj-text>',
    ),
    `<mj-attributes><mj-text color="{{color}}" /><mj-class name="big" font-size="20px" css-class="{{name}} big" /><mj-button background-color="{{color}}" /><mj-all font-family="Arial, {{name}}" /></mj-attributes>`,
  ),
};

describe('T1: every kind of MJML mail prints what MJML prints', () => {
  test.each(Object.keys(KINDS))('%s', async (kind) => {
    const root = project({ 'a.mjml': KINDS[kind]! });
    expect(await findingsOf(frontEnd, root, 'a.mjml', CONTEXTS)).toEqual([]);
  });

  test.each(Object.keys(KINDS))('T3: %s, from right to left', async (kind) => {
    const parsed = await parse(
      frontEnd,
      project({ 'a.mjml': KINDS[kind]! }),
      'a.mjml',
      catalogOf('ar', 'rtl'),
    );
    const bodyOf = (html: string): string => parsed.settle!(html.slice(html.indexOf('<body')));
    for (const context of Object.values(CONTEXTS))
      expect(bodyOf(htmlOf(parsed, context))).toBe(bodyOf((await parsed.renderPlain!(context)).html));
  });

  test.each(['navbar', 'navbar in a loop', 'carousel', 'carousel in a condition of sections'])(
    'T11: %s is the same in every build, with an id for each',
    async (kind) => {
      const build = async (): Promise<string> =>
        (await parse(frontEnd, project({ 'a.mjml': KINDS[kind]! }), 'a.mjml')).html;
      expect(await build()).toBe(await build());
    },
  );
});

test('T1: with <mj-html-attributes>, elements without end stay without', async () => {
  const source = page(
    column(
      '<mj-text>a{{#if vip}}<br>{{name}}{{else}}<img alt="x>y" src="https://x/y.png"><br class=b>{{/if}} c<hr></mj-text>',
    ),
    '<mj-html-attributes><mj-selector path=".b"><mj-html-attribute name="data-x">1</mj-html-attribute></mj-selector></mj-html-attributes>',
  );
  const root = project({ 'a.mjml': source });
  expect(await findingsOf(frontEnd, root, 'a.mjml', CONTEXTS)).toEqual([]);
  const html = htmlOf(await parse(frontEnd, root, 'a.mjml'), { vip: true, name: 'N' });
  expect(html).toMatch(/a<br\/>N c<hr\/>/);
  expect(html).not.toContain('</br>');
});

test('T11: every menu has an id of its own, also in loops', async () => {
  const source = page(
    `{{#each products}}{{#each tags}}${column('<mj-navbar hamburger="hamburger"><mj-navbar-link href="/">{{this}}</mj-navbar-link></mj-navbar>')}{{/each}}{{/each}}${column('<mj-navbar hamburger="hamburger" />')}`,
  );
  const html = htmlOf(await parse(frontEnd, project({ 'a.mjml': source }), 'a.mjml'), {
    products: [{ tags: ['a', 'b'] }, { tags: ['c'] }],
  });
  const ids = [...html.matchAll(/id="([^"]*)" class="mj-menu-checkbox"/g)].map(([, id]) => id);
  expect(ids).toEqual(['mj1-0-0', 'mj1-0-1', 'mj1-1-0', 'mj2']);
  expect([...html.matchAll(/ for="([^"]*)"/g)].map(([, id]) => id)).toEqual(ids);
});

test('a carousel in a loop is refused: each has rules of its own', async () => {
  const source = page(
    `{{#each products}}${column('<mj-carousel><mj-carousel-image src="{{image}}" /></mj-carousel>')}{{/each}}`,
  );
  const findings = await findingsOf(frontEnd, project({ 'a.mjml': source }), 'a.mjml');
  expect(findings).toMatchObject([{ code: 'MJML_BLOCK_PLACE', location: { line: 1 } }]);
});

test.each([
  ['<mj-button href="{{url}}" />', '<mj-button>x</mj-button>'],
  ['<mj-all border-radius="{{n}}" />', '<mj-text>x</mj-text>'],
  [
    '<mj-class name="a" src="{{url}}" />',
    '<mj-social><mj-social-element mj-class="a">x</mj-social-element></mj-social>',
  ],
])('%s is refused, since MJML asks whether there is a value', async (attributes, inner) => {
  const source = page(column(inner), `<mj-attributes>${attributes}</mj-attributes>`);
  const findings = await findingsOf(frontEnd, project({ 'a.mjml': source }), 'a.mjml');
  expect(findings.map(({ code }) => code)).toEqual(['MJML_ATTRIBUTE_DYNAMIC']);
});
