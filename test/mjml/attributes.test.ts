import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { Refusal } from '../../src/compile/diagnostics.ts';
import { createMjmlFrontEnd } from '../../src/compile/1-parse/mjml.ts';
import { htmlOf, parse, project } from '../handlebars/project.ts';
import { runtime } from './agreement.ts';

interface Component {
  readonly componentName: string;
  readonly allowedAttributes?: Readonly<Record<string, string>>;
}

interface Preset {
  readonly components: readonly Component[];
}

const require = createRequire(createRequire(import.meta.url).resolve('mjml'));
/** Comes with mjml. */
const PRESET = 'mjml-preset-core';
const preset = require(PRESET) as Preset & { readonly default?: Preset };
const { components } = preset.default ?? preset;

const inColumn = (inner: string): string =>
  `<mj-body><mj-section><mj-column>${inner}</mj-column></mj-section></mj-body>`;
const inBody = (inner: string): string => `<mj-body>${inner}</mj-body>`;
const column = '<mj-column><mj-text>x</mj-text></mj-column>';
const accordion = '<mj-accordion-title>t</mj-accordion-title><mj-accordion-text>x</mj-accordion-text>';

/** An element with its content, `@` for its attributes, in a document around. */
const PAGES: Readonly<Record<string, string>> = {
  'mj-text': inColumn('<mj-text @>t</mj-text>'),
  'mj-button': inColumn('<mj-button @>b</mj-button>'),
  'mj-image': inColumn('<mj-image src="i.png" @ />'),
  'mj-divider': inColumn('<mj-divider @ />'),
  'mj-spacer': inColumn('<mj-spacer @ />'),
  'mj-table': inColumn('<mj-table @><tr><td>x</td></tr></mj-table>'),
  'mj-social': inColumn(
    '<mj-social @><mj-social-element name="github" href="https://x">s</mj-social-element></mj-social>',
  ),
  'mj-social-element': inColumn(
    '<mj-social><mj-social-element name="github" @>s</mj-social-element></mj-social>',
  ),
  'mj-navbar': inColumn('<mj-navbar @><mj-navbar-link href="/a">n</mj-navbar-link></mj-navbar>'),
  'mj-navbar-link': inColumn('<mj-navbar><mj-navbar-link href="/a" @>n</mj-navbar-link></mj-navbar>'),
  'mj-accordion': inColumn(
    `<mj-accordion @><mj-accordion-element>${accordion}</mj-accordion-element></mj-accordion>`,
  ),
  'mj-accordion-element': inColumn(
    `<mj-accordion><mj-accordion-element @>${accordion}</mj-accordion-element></mj-accordion>`,
  ),
  'mj-accordion-title': inColumn(
    '<mj-accordion><mj-accordion-element><mj-accordion-title @>t</mj-accordion-title></mj-accordion-element></mj-accordion>',
  ),
  'mj-accordion-text': inColumn(
    '<mj-accordion><mj-accordion-element><mj-accordion-text @>t</mj-accordion-text></mj-accordion-element></mj-accordion>',
  ),
  'mj-carousel': inColumn(
    '<mj-carousel @><mj-carousel-image src="a.png" /><mj-carousel-image src="b.png" /></mj-carousel>',
  ),
  'mj-carousel-image': inColumn(
    '<mj-carousel><mj-carousel-image src="a.png" @ /><mj-carousel-image src="b.png" /></mj-carousel>',
  ),
  'mj-section': inBody(`<mj-section @>${column}</mj-section>`),
  'mj-wrapper': inBody(`<mj-wrapper @><mj-section>${column}</mj-section></mj-wrapper>`),
  'mj-hero': inBody('<mj-hero @><mj-text>x</mj-text></mj-hero>'),
  'mj-column': inBody('<mj-section><mj-column @><mj-text>x</mj-text></mj-column></mj-section>'),
  'mj-group': inBody(`<mj-section><mj-group @>${column}</mj-group></mj-section>`),
};

const VALUES = [
  '',
  '10px',
  '20px 30px',
  '50%',
  'left',
  'right',
  'auto',
  '#ff0000',
  'https://x/y',
  'true',
  'fixed-height',
  'facebook',
  '12',
  'none',
  '#0a7',
  'one two  three',
];

const cases = components.flatMap(({ componentName, allowedAttributes }) =>
  componentName in PAGES
    ? [...Object.keys(allowedAttributes ?? {}), 'css-class'].map((name) => [componentName, name] as const)
    : [],
);

const frontEnd = createMjmlFrontEnd({ runtime });

test('there are attributes to try', () => {
  expect(cases.length).toBeGreaterThan(250);
});

test.each(cases)('<%s %s="{{value}}"> is refused, or right for every value', async (element, name) => {
  const page = PAGES[element]!;
  const attribute = `${name}="{{value}}"`;
  const given = page.replace(new RegExp(` ${name}="[^"]*" @`), ' @').replace('@', attribute);
  const root = project({ 'a.mjml': `<mjml>${given}</mjml>` });
  const parsed = await parse(frontEnd, root, 'a.mjml').catch((error: unknown) => error);
  if (parsed instanceof Error) {
    expect(parsed).toBeInstanceOf(Refusal);
    expect(parsed).toMatchObject({ code: 'MJML_ATTRIBUTE_DYNAMIC' });
    return;
  }
  const { settle, renderPlain } = parsed as Awaited<ReturnType<typeof parse>>;
  // Style sheets serve all values at once.
  const bodyOf = (html: string): string => settle!(html.replaceAll(/<style\b[^>]*>[^]*?<\/style>/g, ''));
  // MJML takes the class name `true` for a boolean, and stops.
  for (const value of name === 'css-class' ? VALUES.filter((each) => each !== 'true') : VALUES) {
    const plain = await renderPlain!({ value });
    expect(bodyOf(htmlOf(parsed as never, { value })), value).toBe(bodyOf(plain.html));
  }
});
