import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/compile/index.ts';
import { createHtmlFrontEnd } from '../../src/compile/1-parse/html-file.ts';
import { createMjmlFrontEnd } from '../../src/compile/1-parse/mjml.ts';
import { project } from '../handlebars/project.ts';
import { findingsOf, runtime } from './agreement.ts';

const RUNTIME = pathToFileURL(join(import.meta.dirname, '../../src/index.ts')).href;

const column = (inner: string): string => `<mj-section><mj-column>${inner}</mj-column></mj-section>`;
const page = (body: string, head = ''): string =>
  `<mjml><mj-head>${head}</mj-head><mj-body>${body}</mj-body></mjml>`;

const FILES = {
  'a.mjml': `---
subject: 'Order {{number total}} {{t "hello" name=name}}'
preheader: 'For {{name}}'
layout: base
brand: '#123456'
previews:
  one: { name: 'A & <B>', total: 1234.5, due: '2026-03-01', items: [{ t: ü }, { t: '"' }], link: 'https://x/?a=1&b' }
  none: { name: x }
---
${column('<mj-text color="{{brand}}">{{> line}} {{currency total "EUR"}} {{date due dateStyle="long"}} {{list names}}</mj-text><mj-include path="parts/button.mjml" />{{#each items}}{{> ./parts/item.mjml n=@index}}{{/each}}')}
`,
  '_layouts/base.mjml': page(
    '{{> content}}<mj-section><mj-column><mj-text>{{@subject}} {{@locale}}</mj-text></mj-column></mj-section>',
    '<mj-style inline="inline">.red { color: red }</mj-style>',
  ),
  '_partials/line.mjml': 'Hi {{name}} {{#if (gt total 5)}}<b class="red">much</b>{{/if}}',
  'parts/button.mjml': '{{#if link}}<mj-button href="{{link}}">{{name}}</mj-button>{{/if}}',
  'parts/item.mjml': '<mj-text>{{n}}: {{t}}</mj-text>',
  'b.html':
    '---\npreviews: { one: { name: "<A>", list: [1, 2] } }\n---\n<title>Hi {{name}}</title><p style="color: {{#if name}}red{{/if}}">{{name}} {{#each list}}<b>{{this}}</b>{{/each}}</p>',
  'locales/en.json': '{ "hello": "Hello {name}" }',
  'locales/de.json': '{ "hello": "Hallo {name}" }',
};

/** As if something went wrong where numbers are compiled. */
const broken = { ...runtime, handlebarsNumber: () => '7' };

describe('previews are compared with Handlebars and MJML', () => {
  test('T1: what agrees builds', async () => {
    const root = project(FILES);
    expect(await findingsOf(createMjmlFrontEnd({ runtime }), root, 'a.mjml')).toEqual([]);
    expect(await findingsOf(createHtmlFrontEnd({ runtime }), root, 'b.html')).toEqual([]);
  });

  test('what differs fails the build, with the place of the difference', async () => {
    const findings = await findingsOf(createMjmlFrontEnd({ runtime: broken }), project(FILES), 'a.mjml');
    expect(findings.map(({ code }) => code)).toEqual(['TRANSLATION_DIFFERS', 'TRANSLATION_DIFFERS']);
    expect(findings[0]!.message).toContain('preview "one"');
    expect(findings[0]!.message).toMatch(/template: ".*7/);
  });

  test('a subject that differs', async () => {
    const source = `---\nsubject: 'Sum {{number n}}'\npreviews: { one: { n: 1 } }\n---\n${page(column(''))}`;
    const findings = await findingsOf(
      createMjmlFrontEnd({ runtime: broken }),
      project({ 'a.mjml': source.replace('<mj-head>', '<mj-head><mj-title>x</mj-title>') }),
      'a.mjml',
    );
    expect(findings.map(({ message }) => message).join()).toContain('subject');
  });
});

test('a piece of HTML that a template includes is no template', async () => {
  const root = project({
    'a.mjml': page(
      `<mj-include path="parts/note.html" type="html" />${column('<mj-text>{{name}}</mj-text>')}`,
    ),
    'parts/note.html': '<p>{{name}}</p>',
    'parts/own.html': '<p>{{name}}</p>',
  });
  const { templates } = await compile({ emails: root, runtime: RUNTIME });
  expect(templates.map(({ id }) => id)).toEqual(['a', 'parts/own']);
});
