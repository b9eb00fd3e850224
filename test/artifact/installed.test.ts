import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { contents, folder, write } from './folder.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(repository, 'README.md'), 'utf8');
const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};

/** The first block of code of a language in the README. */
const example = (language: string): string =>
  new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(readme)?.[1] ?? '';

function link(root: string, name: string): void {
  const path = join(root, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(join(repository, 'node_modules', name), path, 'junction');
}

/** A project that installed the built package, as npm would lay it down. */
function project(files: Readonly<Record<string, string>>, packages: readonly string[]): string {
  const root = folder();
  const letterlock = join(root, 'node_modules/letterlock');
  cpSync(join(repository, 'dist/lib'), join(letterlock, 'dist/lib'), { recursive: true });
  cpSync(join(repository, 'package.json'), join(letterlock, 'package.json'));
  for (const name of [...Object.keys(manifest.dependencies), ...packages]) link(root, name);
  write(root, { 'package.json': '{ "name": "shop", "private": true, "type": "module" }', ...files });
  return root;
}

const node = (cwd: string, ...args: string[]): { code: number | null; out: string; err: string } => {
  const { NODE_ENV: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, env, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
};

const build = (root: string): ReturnType<typeof node> =>
  node(root, 'node_modules/letterlock/dist/lib/bin.js', '--json', 'build');

describe('letterlock in the node_modules of a project', () => {
  it('the example of the README is built and rendered, with its messages in place of their keys', () => {
    const root = project(
      {
        'emails/welcome.tsx': example('tsx'),
        'emails/locales/en.json': example('json'),
        'emails/locales/ar.json': '{ "welcome": { "subject": "أهلا {name}", "greeting": "مرحبا، {name}." } }',
      },
      ['react', 'react-dom', 'react-email'],
    );
    const { code, out: told } = build(root);
    expect(code, told).toBe(0);
    const script = `
      import { render } from './dist/emails/index.js';
      const mails = ['en', 'ar'].map((locale) => render('welcome', { locale, context: { name: 'Grace' } }));
      console.log(JSON.stringify(mails.map(({ subject, text, html }) => [subject, text, /<html [^>]*>/.exec(html)[0]])));`;
    const { out, err } = node(root, '--input-type=module', '-e', script);
    expect(err).toBe('');
    expect(JSON.parse(out)).toEqual([
      ['Welcome, Grace', 'Good to have you here, Grace.', '<html dir="ltr" lang="en">'],
      ['أهلا Grace', 'مرحبا، Grace.', '<html dir="rtl" lang="ar">'],
    ]);
  });

  it('T1: MJML and HTML are built, and their previews compared with Handlebars and MJML', () => {
    const files = {
      'emails/order.mjml': `---
subject: 'Order of {{shout name}}'
previews: { one: { name: Ada, items: [{ t: x }] } }
---
<mjml><mj-body><mj-section><mj-column><mj-text>{{shout name}} {{number 5}}</mj-text><mj-badge label="new"></mj-badge>{{#each items}}<mj-text>{{t}}</mj-text>{{/each}}</mj-column></mj-section></mj-body></mjml>`,
      'emails/note.html':
        '---\nsubject: Note\npreviews: { one: { name: Ada } }\n---\n<html><body><p>{{shout name}}</p></body></html>',
      'emails/_helpers.js': 'export const shout = (text) => `${text}!`;',
      '.mjmlconfig': '{ "packages": ["./badge.js"] }',
      'badge.js': `import { BodyComponent } from 'mjml-core';
        export default class MjBadge extends BodyComponent {
          static dependencies = { 'mj-column': ['mj-badge'] };
          static allowedAttributes = { label: 'string' };
          render() { return '<b>' + this.getAttribute('label') + '</b>'; }
        }`,
    };
    const root = project(files, ['mjml']);
    const { code, out: told, err } = build(root);
    expect(code, told + err).toBe(0);
    const script = `
      import { render } from './dist/emails/index.js';
      const { subject, html } = render('order', { context: { name: 'Bo', items: [] } });
      console.log(JSON.stringify([subject, /Bo! 5/.test(html), /<b>new<.b>/.test(html), render('note', { context: { name: 'Cy' } }).text]));`;
    const { out } = node(root, '--input-type=module', '-e', script);
    expect(JSON.parse(out)).toEqual(['Order of Bo!', true, true, 'Cy!']);
    // A helper that says something else each time can only be found by comparing.
    write(root, { 'emails/_helpers.js': 'let n = 0;\nexport const shout = (text) => `${text} ${n++}`;' });
    const again = build(root);
    expect(again.code).not.toBe(0);
    for (const path of ['order.mjml', 'note.html']) expect(again.out).toContain(path);
    expect(again.out).toContain('TRANSLATION_DIFFERS');
  });

  it('React that is not installed is named, with what to install', () => {
    const root = project({ 'emails/plain.jsx': 'export default () => <html><body>Hello</body></html>;' }, []);
    const { code, out } = build(root);
    expect(code).not.toBe(0);
    expect(out).toContain('REACT_MISSING');
    expect(out).toContain('npm install react react-dom');
    expect(Object.keys(contents(join(root, 'emails')))).toEqual(['plain.jsx']);
  });
});
