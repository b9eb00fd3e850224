import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { Compiler } from '../../src/compile/compiler.ts';
import type { Diagnostic } from '../../src/compile/diagnostics.ts';
import { createMjmlFrontEnd } from '../../src/compile/1-parse/mjml.ts';
import { MjmlConfigs } from '../../src/compile/1-parse/mjml/config.ts';
import { htmlOf, parse, project } from '../handlebars/project.ts';
import { findingsOf, runtime } from './agreement.ts';

const RUNTIME = pathToFileURL(join(import.meta.dirname, '../../src/index.ts')).href;

const page = (inner: string, head = ''): string =>
  `<mjml><mj-head>${head}</mj-head><mj-body><mj-section><mj-column>${inner}</mj-column></mj-section></mj-body></mjml>`;

/** As in MJML's own example of a component. */
const CARD = `
import { BodyComponent } from 'mjml-core';
import { registerDependencies } from 'mjml-validator';
import { SIZE } from './size.js';
registerDependencies({ 'mj-column': ['mj-card'], 'mj-card': [] });
export default class MjCard extends BodyComponent {
  static endingTag = true;
  static copies = ['content', 'title'];
  static allowedAttributes = { title: 'string', level: 'string', color: 'color' };
  static defaultAttributes = { color: 'navy' };
  render() {
    const strong = this.getAttribute('level') === 'gold';
    return this.renderMJML(
      \`<mj-text font-size="\${SIZE}" color="\${this.getAttribute('color')}"><\${strong ? 'b' : 'i'} title="\${this.getAttribute('title')}">\${this.getContent()}</\${strong ? 'b' : 'i'}></mj-text>\`,
    );
  }
}`;

/** What a compiler before ES modules wrote. */
const BADGE = `'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
const { BodyComponent } = require('mjml-core');
class MjBadge extends BodyComponent {
  render() { return '<i class="badge">' + (this.props.last ? 'last' : 'first') + '</i>'; }
}
MjBadge.dependencies = { 'mj-column': ['mj-badge'] };
exports.default = MjBadge;`;

const PROJECT = {
  'package.json': '{}',
  '.mjmlconfig': '{ "packages": ["./components/MjCard.js", "./components/badge.cjs"] }',
  'components/MjCard.js': CARD,
  'components/size.js': 'export const SIZE = "41px";',
  'components/badge.cjs': BADGE,
};

const write = (root: string, name: string, text: string): void => {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
};

/** What a build finds in `emails/a.mjml` of a project, whose previews are compared with Handlebars and MJML. */
async function found(
  files: Readonly<Record<string, string>>,
  previews: Readonly<Record<string, unknown>> = {},
): Promise<readonly Diagnostic[]> {
  const emails = join(project(files), 'emails');
  const frontEnd = createMjmlFrontEnd({ runtime, configs: new MjmlConfigs(emails) });
  return findingsOf(frontEnd, emails, 'a.mjml', previews);
}

async function rendered(files: Readonly<Record<string, string>>, context: unknown): Promise<string> {
  const emails = join(project(files), 'emails');
  const frontEnd = createMjmlFrontEnd({ runtime, configs: new MjmlConfigs(emails) });
  return htmlOf(await parse(frontEnd, emails, 'a.mjml'), context);
}

const codes = (findings: readonly Diagnostic[]): readonly string[] => findings.map(({ code }) => code);

test('T1: components of the project are laid out, ES modules and CommonJS', async () => {
  const files = {
    ...PROJECT,
    'emails/a.mjml': page(
      '{{#each list}}<mj-card title="{{t}}" level="{{#if gold}}gold{{else}}tin{{/if}}">Hi {{t}}</mj-card>{{/each}}',
    ),
  };
  const context = { list: [{ t: 'A & B', gold: true }, { t: 'C' }] };
  expect(codes(await found(files, { some: context, none: {} }))).toEqual([]);
  const html = await rendered(files, context);
  expect(html).toContain('color:navy');
  expect(html).toContain('<b title="A &amp; B">Hi A &amp; B</b>');
  expect(html).toContain('<i title="C">Hi C</i>');
  const badges = { ...PROJECT, 'emails/a.mjml': page('<mj-badge></mj-badge><mj-badge></mj-badge>') };
  expect(await rendered(badges, {})).toMatch(/badge">first[^]*badge">last/);
});

test.each([
  ['an attribute that it may decide by', '<mj-card level="{{level}}">x</mj-card>', ''],
  [
    'the same by a class',
    '<mj-card mj-class="x">x</mj-card>',
    '<mj-attributes><mj-class name="x" level="{{level}}" /></mj-attributes>',
  ],
  ['the same for all', '<mj-card>x</mj-card>', '<mj-attributes><mj-all color="{{level}}" /></mj-attributes>'],
])('what a component of the project may compute with is refused: %s', async (_, inner, head) => {
  const findings = await found({ ...PROJECT, 'emails/a.mjml': page(inner, head) });
  expect(codes(findings)).toEqual(['MJML_ATTRIBUTE_DYNAMIC']);
});

test('content that a component may compute with is refused', async () => {
  const card = CARD.replace("'content', ", '');
  const findings = await found({
    ...PROJECT,
    'components/MjCard.js': card,
    'emails/a.mjml': page('<mj-card>{{name}}</mj-card>'),
  });
  expect(codes(findings)).toEqual(['MJML_ATTRIBUTE_DYNAMIC']);
  expect(findings[0]!.hint).toContain("static copies = ['content']");
});

test('a component that asks for its place is refused beside conditions', async () => {
  const source = page('<mj-badge></mj-badge>{{#if a}}<mj-text>a</mj-text>{{/if}}');
  expect(codes(await found({ ...PROJECT, 'emails/a.mjml': source }))).toEqual(['MJML_BLOCK_PLACE']);
});

test('a component among columns is counted in each branch', async () => {
  const component = CARD.replaceAll('mj-column', 'mj-section')
    .replace('endingTag = true', "componentName = 'mj-card'")
    .replace(/renderMJML\([^]*\);/, 'renderMJML(`<mj-column><mj-text>x</mj-text></mj-column>`);');
  const files = {
    ...PROJECT,
    'components/MjCard.js': component,
    'emails/a.mjml':
      '<mjml><mj-body><mj-section>{{#if a}}<mj-card />{{/if}}<mj-column><mj-text>y</mj-text></mj-column></mj-section></mj-body></mjml>',
  };
  expect(codes(await found(files, { one: { a: true }, two: {} }))).toEqual([]);
});

test('nobody else sees them', async () => {
  const source = page('<mj-card>x</mj-card>');
  expect(codes(await found({ ...PROJECT, 'emails/a.mjml': source }))).toEqual([]);
  expect(codes(await found({ 'package.json': '{}', 'emails/a.mjml': source }))).toEqual(['MJML_INVALID']);
  const outside = { ...PROJECT, 'inner/package.json': '{}', 'inner/emails/a.mjml': source };
  const emails = join(project(outside), 'inner/emails');
  const frontEnd = createMjmlFrontEnd({ runtime, configs: new MjmlConfigs(emails) });
  expect(codes(await findingsOf(frontEnd, emails, 'a.mjml'))).toEqual(['MJML_INVALID']);
});

test('the nearest configuration counts', async () => {
  const files = { ...PROJECT, 'emails/.mjmlconfig': '{}', 'emails/a.mjml': page('<mj-card>x</mj-card>') };
  expect(codes(await found(files))).toEqual(['MJML_INVALID']);
});

test.each([
  ['.mjmlconfig', '{\n  "packages": [\n', 'MJML_CONFIG_INVALID', 3],
  ['.mjmlconfig', '[]', 'MJML_CONFIG_INVALID', 1],
  ['.mjmlconfig', '{\n  "packages": "x" }', 'MJML_CONFIG_INVALID', 2],
  ['.mjmlconfig', '{\n  "packages": [\n "./missing.js"] }', 'MJML_CONFIG_INVALID', 3],
  ['.mjmlconfig', '{\n  "packages": ["./size.js"] }', 'MJML_CONFIG_INVALID', 2],
  ['.mjmlconfig', '{\n  "options": { "fonts": ["Inter"] } }', 'MJML_CONFIG_INVALID', 2],
  ['.mjmlconfig', '{\n  "options": { "skeleton": "./s.js" } }', 'MJML_OPTION_UNSUPPORTED', 2],
  ['.mjmlconfig.js', 'module.exports = {\n preprocessors: [(x) => x] };', 'MJML_OPTION_UNSUPPORTED', 2],
  ['.mjmlconfig.js', 'throw new Error("broken");', 'MJML_CONFIG_INVALID', 1],
  ['.mjmlconfig.js', 'module.exports = {\n  options: +,\n};', 'MJML_CONFIG_INVALID', 2],
])('%s with %j is %s in line %i', async (name, text, code, line) => {
  const findings = await found({
    'package.json': '{}',
    'size.js': 'export const SIZE = 3;',
    [name]: text,
    'emails/a.mjml': page('<mj-text>x</mj-text>'),
  });
  expect(findings).toMatchObject([{ code, severity: 'error', location: { line } }]);
  expect(findings[0]!.location!.file).toMatch(/\.mjmlconfig(\.js)?$/);
});

test('options: those that say something about the mail are heeded, the others are warned of', async () => {
  const config = `const path = require('node:path');
    module.exports = {
      packages: [path.join(__dirname, 'components/MjCard.js')],
      options: {
        keepComments: false, validationLevel: 'strict', minify: true, beautify: false,
        fonts: { Inter: 'https://fonts.example/inter.css' },
      },
    };`;
  const { '.mjmlconfig': _, ...others } = PROJECT;
  const files = {
    ...others,
    '.mjmlconfig.js': config,
    'emails/a.mjml': page(
      '<!-- note --><mj-text font-family="{{font}}">x {{name}}</mj-text><mj-card>y</mj-card>',
    ),
  };
  const findings = await found(files, { one: { font: 'Inter', name: 'N' } });
  expect(codes(findings)).toEqual(['MJML_OPTION_UNUSED', 'MJML_OPTION_UNUSED']);
  const html = await rendered(files, { font: 'Inter' });
  expect(html).toContain('https://fonts.example/inter.css');
  expect(html).not.toContain('fonts.googleapis.com');
  expect(html).not.toContain('note');
  const strict = { ...files, 'emails/a.mjml': page('<mj-text colour="red">x</mj-text>') };
  expect(codes(await found(strict))).toContain('MJML_INVALID');
});

test('a change of the configuration or of what its components import compiles again', async () => {
  const root = project({ ...PROJECT, 'emails/a.mjml': page('<mj-card>x</mj-card>') });
  const compiler = new Compiler({ emails: join(root, 'emails'), runtime: RUNTIME });
  const built = async (): Promise<string> => {
    const { result, error } = await compiler.run();
    if (error) return error.code;
    return String(/4[17]px/.exec(JSON.stringify([...result!.files])));
  };
  try {
    expect(await built()).toBe('41px');
    expect(compiler.isStale()).toBe(false);
    write(root, 'components/size.js', 'export const SIZE = "47px";');
    expect(compiler.isStale()).toBe(true);
    expect(await built()).toBe('47px');
    write(root, 'emails/.mjmlconfig', '{}');
    expect(await built()).toBe('MJML_INVALID');
    write(root, 'emails/.mjmlconfig', '{ "packages": ["../components/MjCard.js"] }');
    expect(await built()).toBe('47px');
  } finally {
    await compiler.close();
  }
});
