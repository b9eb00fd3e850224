import fc from 'fast-check';

/** Random MJML with Handlebars, and contexts for it. */

type Text = fc.Arbitrary<string>;

const value = fc.constantFrom(
  '{{name}}',
  '{{@root.name}}',
  '{{user.city}}',
  '{{missing}}',
  '{{{html}}}',
  'x & y',
  '{{#if yes}}a{{else}}b{{/if}}',
  '{{n}}',
  'ü&nbsp;–',
);
const escaped = fc.constantFrom(
  '{{name}}',
  '{{@root.user.city}}',
  '{{n}}',
  'x',
  '{{#if yes}}a{{/if}}',
  '{{missing}}',
);
const url = fc.constantFrom(
  '{{link}}',
  'https://x/{{kind}}?a=1&b={{n}}',
  'https://x/',
  '{{#if yes}}{{link}}{{else}}https://y/{{/if}}',
);
const color = fc.constantFrom('#ff0000', '{{color}}', '{{#if yes}}#111111{{else}}{{color}}{{/if}}', 'white');
const flag = fc.constantFrom(
  'yes',
  'no',
  'name',
  'user',
  'items',
  '(eq n 2)',
  '(not yes)',
  '(and yes user)',
  '@root.no',
);
const list = fc.constantFrom('items', 'none', '@root.items', 'map');

const attributes = (choices: Readonly<Record<string, Text>>): Text =>
  fc
    .subarray(Object.keys(choices), { maxLength: Math.min(3, Object.keys(choices).length) })
    .chain((names) => fc.tuple(...names.map((name) => choices[name]!.map((text) => ` ${name}="${text}"`))))
    .map((parts) => parts.join(''));

const px = fc.constantFrom('0', '10px', '5px 20px', '1px 2px 3px 4px');
const css = fc.constantFrom('card', 'card {{kind}}', '{{#if yes}}big{{else}}small{{/if}}', '{{kind}}');

const blocks = (inner: Text, loops: boolean): Text => {
  const when = fc.tuple(flag, inner, inner);
  return fc.oneof(
    { weight: 6, arbitrary: inner },
    {
      weight: 1,
      arbitrary: when.map(([test, then, other]) => `{{#if ${test}}}${then}{{else}}${other}{{/if}}`),
    },
    {
      weight: 1,
      arbitrary: when.map(
        ([test, then, other]) => `{{#if ${test}}}${then}{{else if no}}${then}{{else}}${other}{{/if}}`,
      ),
    },
    { weight: 1, arbitrary: when.map(([test, then]) => `{{#unless ${test}}}\n  ${then}\n{{/unless}}`) },
    { weight: 1, arbitrary: inner.map((then) => `{{#with user}}${then}{{/with}}`) },
    ...(loops
      ? [
          {
            weight: 1,
            arbitrary: fc.tuple(list, inner).map(([of, body]) => `{{#each ${of}}}${body}{{/each}}`),
          },
          {
            weight: 1,
            arbitrary: fc
              .tuple(list, inner, inner)
              .map(([of, body, none]) => `{{#each ${of} as |item|}}\n${body}{{else}}${none}{{/each}}`),
          },
        ]
      : []),
  );
};

const many = (inner: Text, maxLength = 2): Text =>
  fc.array(inner, { minLength: 1, maxLength }).map((parts) => parts.join('\n'));

const rich: Text = many(
  blocks(
    fc.oneof(
      value,
      value.map((text) => `<span style="color: red">${text}</span>`),
      fc.tuple(url, value).map(([href, text]) => `<a class="card" href="${href}">${text}</a> `),
      fc.constantFrom(
        '<br>',
        '<br />',
        '<b>bold</b> <i>x</i>',
        '<!-- note -->',
        '{{! gone }}',
        '{{> line}}',
        '{{> line name="p"}}',
      ),
      escaped.map((text) => `<!--[if mso]><b>${text}</b><![endif]-->`),
    ),
    true,
  ),
);

const row = value.map((text) => `<tr><td class="card">${text}</td><td>1</td></tr>`);
const table = many(blocks(row, true)).map((rows) => `<mj-table>${rows}</mj-table>`);

const socialElement = fc
  .tuple(url, escaped)
  .map(([href, text]) => `<mj-social-element name="github" href="${href}">${text}</mj-social-element>`);
const navbarLink = fc
  .tuple(url, escaped)
  .map(([href, text]) => `<mj-navbar-link href="${href}">${text}</mj-navbar-link>`);
const accordionElement = fc
  .tuple(escaped, rich)
  .map(
    ([title, text]) =>
      `<mj-accordion-element><mj-accordion-title>${title}</mj-accordion-title><mj-accordion-text>${text}</mj-accordion-text></mj-accordion-element>`,
  );

const common = {
  'css-class': css,
  padding: px,
  'container-background-color': color,
  align: fc.constantFrom('left', '{{align}}', 'center'),
};

const leaf: Text = fc.oneof(
  fc
    .tuple(
      attributes({
        ...common,
        color,
        'font-size': fc.constantFrom('12px', '{{n}}px'),
        'mj-class': fc.constantFrom('one', 'two one', 'none'),
      }),
      rich,
    )
    .map(([own, text]) => `<mj-text${own}>${text}</mj-text>`),
  fc
    .tuple(
      attributes({
        ...common,
        'background-color': color,
        href: url,
        width: fc.constantFrom('100px'),
        'inner-padding': px,
      }),
      many(blocks(value, true)),
    )
    .map(([own, text]) => `<mj-button${own}>${text}</mj-button>`),
  fc
    .tuple(
      attributes({
        ...common,
        alt: escaped,
        href: url,
        width: fc.constantFrom('50px'),
        'fluid-on-mobile': fc.constant('true'),
      }),
      url,
    )
    .map(([own, src]) => `<mj-image src="${src}"${own} />`),
  attributes({
    ...common,
    'border-color': color,
    'border-width': fc.constantFrom('1px', '{{n}}px'),
    width: fc.constantFrom('50%', '20px'),
  }).map((own) => `<mj-divider${own} />`),
  attributes({ height: fc.constantFrom('10px', '{{n}}px') }).map((own) => `<mj-spacer${own}></mj-spacer>`),
  table,
  many(blocks(socialElement, true)).map((inner) => `<mj-social>${inner}</mj-social>`),
  many(blocks(navbarLink, true)).map((inner) => `<mj-navbar base-url="https://z">${inner}</mj-navbar>`),
  many(blocks(accordionElement, true)).map((inner) => `<mj-accordion>${inner}</mj-accordion>`),
  rich.map((inner) => `<mj-raw><div>.${inner}</div></mj-raw>`),
);

const column = fc
  .tuple(
    attributes({
      width: fc.constantFrom('50%', '200px', '33%'),
      'background-color': color,
      padding: px,
      'css-class': css,
      border: fc.constantFrom('1px solid {{color}}', '2px solid red'),
      'vertical-align': fc.constantFrom('top', 'middle'),
    }),
    many(blocks(leaf, true)),
  )
  .map(([own, inner]) => `<mj-column${own}>${inner}</mj-column>`);

const sectionAttributes = attributes({
  'background-color': color,
  'background-url': url,
  'full-width': fc.constant('full-width'),
  padding: px,
  'css-class': css,
  direction: fc.constantFrom('rtl', 'ltr'),
  'text-align': fc.constantFrom('left', '{{align}}'),
});

const group = many(blocks(column, false)).map((inner) => `<mj-group>${inner}</mj-group>`);
const section = fc
  .tuple(sectionAttributes, many(blocks(fc.oneof({ weight: 4, arbitrary: column }, group), false)))
  .map(([own, inner]) => `<mj-section${own}>${inner}</mj-section>`);
const wrapper = fc
  .tuple(sectionAttributes, many(blocks(section, true), 2))
  .map(([own, inner]) => `<mj-wrapper${own}>${inner}</mj-wrapper>`);
const hero = many(blocks(leaf, true)).map(
  (inner) =>
    `<mj-hero mode="fluid-height" background-url="{{link}}" background-color="{{color}}">${inner}</mj-hero>`,
);

const head: Text = many(
  fc.constantFrom(
    '<mj-title>T {{name}}</mj-title>',
    '<mj-preview>P {{name}} {{#if yes}}a{{/if}}</mj-preview>',
    '<mj-style>.card { color: blue } .big { margin: 0 }</mj-style>',
    '<mj-style inline="inline">.card { color: green } .small { padding: 1px }</mj-style>',
    '<mj-style>.own { color: {{color}} }</mj-style>',
    '<mj-attributes><mj-class name="one" color="#123456" /><mj-class name="two" font-size="9px" align="right" /><mj-text line-height="2" /><mj-all font-family="Arial" /></mj-attributes>',
    '<mj-attributes><mj-column width="25%" /><mj-section background-color="{{color}}" /></mj-attributes>',
    '<mj-font name="Raleway" href="https://fonts.example/css?family=Raleway" />',
    '<mj-breakpoint width="320px" />',
    '<mj-html-attributes><mj-selector path=".card"><mj-html-attribute name="data-x">1</mj-html-attribute></mj-selector></mj-html-attributes>',
    '<mj-raw>{{#if yes}}<meta name="x" content="{{name}}">{{/if}}</mj-raw>',
  ),
  3,
);

export const document: Text = fc
  .tuple(head, many(blocks(fc.oneof({ weight: 3, arbitrary: section }, wrapper, hero), true)))
  .map(([first, body]) => `<mjml><mj-head>${first}</mj-head><mj-body width="600px">${body}</mj-body></mjml>`);

export const PARTIALS: Readonly<Record<string, string>> = {
  '_partials/line.mjml': '<em>{{name}}</em>\n{{#if n}}{{n}}{{/if}}',
};

const item = fc.record({ name: fc.constantFrom('i', '<&>"', ''), n: fc.constantFrom(0, 1, 2) });

export const context: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.record(
  {
    name: fc.constantFrom('Ada', '<A & "B">', "it's `=", ''),
    html: fc.constantFrom('<b>raw</b>', 'text', ''),
    n: fc.constantFrom(0, 1, 2, 14),
    yes: fc.boolean(),
    no: fc.boolean(),
    user: fc.option(fc.record({ city: fc.constantFrom('Köln', 'X'), name: fc.constant('u') })),
    items: fc.array(item, { maxLength: 3 }),
    map: fc.dictionary(fc.constantFrom('a', 'b'), item, { maxKeys: 2 }),
    color: fc.constantFrom('#ff0000', 'red'),
    align: fc.constantFrom('left', 'right'),
    kind: fc.constantFrom('k1', 'k2'),
    link: fc.constantFrom('https://x/?a=1&b', 'https://y'),
  },
  { requiredKeys: ['color', 'link', 'align', 'kind', 'n', 'name'] },
);
