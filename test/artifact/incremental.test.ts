import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runsOr, SEED } from '../seed.ts';
import type { Diagnostic } from '../../src/compile/index.ts';
import { Compiler } from '../../src/compile/compiler.ts';
import { folder, PIXEL, write } from './folder.ts';

/** Every file of the project and what it may hold; undefined: it is not there. */
const VARIANTS: Readonly<Record<string, readonly (string | Uint8Array | undefined)[]>> = {
  'emails/page.tsx': [
    `import { Button } from './_parts/button';
     import { name } from '../shared/name';
     import { theme } from '@/theme';
     import { t } from 'letterlock/template';
     import type { Props } from './_parts/types';
     export default function Page(props: Props) {
       return <html><body style={{ color: theme }}>{t('hello')} {name} <Button label={props.who} /></body></html>;
     }
     Page.PreviewProps = { who: 'Ada' };`,
    `import { t } from 'letterlock/template';
     import logo from './logo.png';
     export default () => <html><body><img src={logo} alt="Logo" />{t('bye')}</body></html>;`,
    'export default () => <html><body>{</body></html>;',
    undefined,
  ],
  'emails/second.tsx': [
    `import { Button } from './_parts/button';
     export default ({ who }: { who: string }) => <html><body>Second <Button label={who} /></body></html>;`,
    `import { Button } from './_parts/missing';
     export default () => <html><body><Button /></body></html>;`,
  ],
  'emails/_parts/button.tsx': [
    'export const Button = ({ label }) => <a href="https://example.com">{label}</a>;',
    'export const Button = ({ label }) => <b>{label} again</b>;',
    undefined,
  ],
  'emails/_parts/button/index.tsx': [undefined, 'export const Button = ({ label }) => <i>index {label}</i>;'],
  'emails/_parts/button.ts': [undefined, 'export const Button = () => "text";'],
  'emails/_parts/missing.tsx': [undefined, 'export const Button = () => <u>found</u>;'],
  'emails/_parts/types.ts': [
    'export interface Props { readonly who: string }',
    'export interface Props { readonly who: string | undefined }',
  ],
  'shared/name.ts': ["export const name = 'Ada';", "export { name } from './other';"],
  'shared/other.ts': ["export const name = 'Grace';", "export const name = 'Joan';", undefined],
  'lib/theme.ts': ["export const theme = 'red';", "export const theme = 'green';"],
  'lib2/theme.ts': ["export const theme = 'blue';"],
  'tsconfig.json': [
    '{ "compilerOptions": { "paths": { "@/*": ["./lib/*"] } } }',
    '{ "compilerOptions": { "paths": { "@/*": ["./lib2/*"] } } }',
  ],
  'emails/logo.png': [PIXEL, undefined, new Uint8Array([...PIXEL, 0])],
  'emails/static/logo.png': [undefined, new Uint8Array([...PIXEL, 1])],
  'emails/note.md': [
    '---\nsubject: "{{t \'hello\'}}"\n---\n\n{{> line}}\n\n![Logo](logo.png)\n',
    '---\nsubject: Note\nlayout: frame\nstyles: extra.css\n---\n\n{{t "bye"}} {{> line}}\n',
    '---\nsubject: Note\nlayout: paper\n---\n\nHello {{name}}\n',
    '{{#if broken}}',
  ],
  'emails/deep/note.html': [
    '<html><head><link rel="stylesheet" href="@styles/a.css"></head><body><p class="a">{{> line}}</p></body></html>',
    '<html><body>{{shout name}} {{t "gone"}}</body></html>',
  ],
  'emails/_styles/a.css': ['.a { color: red }', '.a { color: blue }', undefined],
  'emails/deep/_styles/a.css': [undefined, '.a { color: teal }'],
  'emails/extra.css': ['p { margin: 3px }', 'p { margin: 4px }', undefined],
  'emails/_partials/line.hbs': ['<b>{{name}}</b>', '<i>{{t "hello"}}</i>', undefined],
  'emails/deep/_partials/line.hbs': [undefined, '<u>deep</u>'],
  'emails/_layouts/frame.html': [
    '<html><body><h1>Frame</h1>{{{content}}}</body></html>',
    '<html><body><h2>{{t "bye"}}</h2>{{{content}}}</body></html>',
    undefined,
  ],
  'emails/_layouts/paper.tsx': [
    'export default ({ children }) => <html><body><main>{children}</main></body></html>;',
    "import { name } from '../../shared/name'; export default ({ children }) => <html><body>{name}{children}</body></html>;",
  ],
  'emails/letter.mjml': [
    '<mjml><mj-body><mj-section><mj-column><mj-text>{{t "hello"}}</mj-text></mj-column></mj-section></mj-body></mjml>',
    '<mjml><mj-body><mj-include path="./_partials/part.mjml" /></mj-body></mjml>',
  ],
  'emails/_partials/part.mjml': [
    '<mj-section><mj-column><mj-text>Part</mj-text></mj-column></mj-section>',
    '<mj-section><mj-column><mj-text>{{name}}</mj-text></mj-column></mj-section>',
    undefined,
  ],
  'emails/_helpers.ts': [
    "import { suffix } from './_lib/suffix'; export const shout = (text: string) => text.toUpperCase() + suffix;",
    "export const shout = (text: string) => text + '?';",
    undefined,
  ],
  'emails/_lib/suffix.ts': [
    "export const suffix = '!';",
    "export const suffix = '!!';",
    'export const = 1',
    undefined,
  ],
  'emails/locales/en.json': [
    '{ "hello": "Hello", "bye": "Bye" }',
    '{ "hello": "Hello", "bye": "Goodbye", "gone": "Gone" }',
    '{ "hello": "Good day", "bye": "Bye" }',
    '{ "hello": ',
  ],
  'emails/locales/de.json': [
    undefined,
    '{ "hello": "Hallo", "bye": "Tschüs" }',
    '{ "hello": "Servus", "bye": "Tschüs" }',
  ],
};

/** mulberry32: a generator of numbers below 1 that a seed fixes. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const put = (root: string, path: string, content: string | Uint8Array | undefined): void =>
  content === undefined ? rmSync(join(root, path), { force: true }) : write(root, { [path]: content });

interface Outcome {
  readonly findings: readonly Diagnostic[] | undefined;
  readonly files: Readonly<Record<string, string>>;
}

async function outcomeOf(compiler: Compiler): Promise<Outcome> {
  const { result, error } = await compiler.run();
  return {
    findings: error?.diagnostics ?? result?.warnings,
    files: Object.fromEntries((result?.files ?? []).map(({ path, content }) => [path, content])),
  };
}

async function coldOutcome(emails: string): Promise<Outcome> {
  const compiler = new Compiler({ emails });
  try {
    return await outcomeOf(compiler);
  } finally {
    await compiler.close();
  }
}

/** Of templates with errors the one has what was good before, and the other nothing. */
function expectSame(warm: Outcome, cold: Outcome, message: string): void {
  expect(warm.findings, message).toEqual(cold.findings);
  const isGood = !cold.findings?.some(({ severity }) => severity === 'error');
  if (isGood) expect(warm.files, message).toEqual(cold.files);
  else {
    const templates = Object.entries(cold.files).filter(([path]) => path.startsWith('templates/'));
    expect(warm.files, message).toMatchObject(Object.fromEntries(templates));
  }
}

describe('building again', () => {
  it('gives after any edits what building for the first time gives', { timeout: 900_000 }, async () => {
    const steps = runsOr(60);
    const random = randomFrom(SEED);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
    const root = folder({ 'package.json': '{ "type": "module" }' });
    for (const [path, [first]] of Object.entries(VARIANTS)) put(root, path, first);
    const emails = join(root, 'emails');
    const compiler = new Compiler({ emails });
    try {
      expectSame(await outcomeOf(compiler), await coldOutcome(emails), 'at first');
      const edits: string[] = [];
      for (let step = 0; step < steps; step++) {
        for (let count = random() < 0.7 ? 1 : 2; count > 0; count--) {
          const path = pick(Object.keys(VARIANTS));
          const variants = VARIANTS[path]!;
          // Often the first, so that most templates are without errors most of the time.
          const variant = random() < 0.5 ? 0 : Math.floor(random() * variants.length);
          put(root, path, variants[variant]);
          edits.push(`${path} ${variant}`);
        }
        const warm = await outcomeOf(compiler);
        expectSame(warm, await coldOutcome(emails), `seed ${SEED}: ${edits.join(', ')}`);
        expect(compiler.isStale()).toBe(false);
      }
    } finally {
      await compiler.close();
    }
  });

  const note = (text: string): string => `---\nsubject: Note\n---\n\n${text}\n`;

  it('compiles what a change concerns and nothing else', async () => {
    const root = folder({
      'a.md': note('{{t "hello"}} {{> line}}'),
      'b.md': note('{{t "bye"}}'),
      'c.jsx': "import { name } from './_name'; export default () => <html><body>{name}</body></html>;",
      'd.jsx':
        "import logo from './logo.png'; export default () => <html><body><img src={logo} /></body></html>;",
      '_partials/line.hbs': 'line',
      '_name.js': "export const name = 'Ada';",
      'logo.png': PIXEL,
      'locales/en.json': '{ "hello": "Hello", "bye": "Bye" }',
    });
    const compiler = new Compiler({ emails: root });
    const compiled = async (path: string, content: string | Uint8Array | undefined): Promise<unknown> => {
      put(root, path, content);
      const { result, error, isNews } = await compiler.run();
      expect(error).toBeUndefined();
      expect(isNews).toBe(result?.compiled.length !== 0);
      return result?.compiled.map(({ id }) => id);
    };
    try {
      expect(await compiled('b.md', note('{{t "bye"}}!'))).toEqual(['a', 'b', 'c', 'd']);
      expect(await compiled('elsewhere.txt', 'nobody reads this')).toEqual([]);
      expect(await compiled('b.md', note('{{t "bye"}}'))).toEqual(['b']);
      expect(await compiled('_partials/line.hbs', 'other line')).toEqual(['a']);
      expect(await compiled('locales/en.json', '{ "hello": "Hello", "bye": "Goodbye" }')).toEqual(['b']);
      expect(await compiled('_name.js', "export const name = 'Joan';")).toEqual(['c']);
      expect(await compiled('logo.png', new Uint8Array([...PIXEL, 0]))).toEqual(['d']);
      expect(await compiled('_name.jsx', "export const name = 'Grace';")).toEqual(['c']);
      expect(await compiled('e.md', note('New'))).toEqual(['e']);
      expect(await compiled('locales/de.json', '{ "hello": "Hallo", "bye": "Tschüs" }')).toEqual([
        'a',
        'b',
        'c',
        'd',
        'e',
      ]);
    } finally {
      await compiler.close();
    }
  });

  it('keeps the last good artifact of a template with errors, and the others go on', async () => {
    const root = folder({ 'a.md': note('First'), 'b.md': note('Second') });
    const compiler = new Compiler({ emails: root });
    const built = async (): Promise<readonly [Outcome, string | undefined]> => {
      const { result, error } = await compiler.run();
      const files = Object.fromEntries((result?.files ?? []).map(({ path, content }) => [path, content]));
      return [{ files, findings: undefined }, error?.code];
    };
    try {
      const [first] = await built();
      write(root, { 'a.md': note('{{#if broken}}'), 'b.md': note('Third'), 'c.md': note('{{#if new}}') });
      const [second, code] = await built();
      expect(code).toBe('BUILD_FAILED');
      expect(second.files['templates/a.js']).toBe(first.files['templates/a.js']);
      expect(second.files['templates/b.js']).toContain('Third');
      expect(second.files['manifest.json']).not.toContain('templates/c.js');
      write(root, { 'a.md': note('Mended'), 'c.md': note('New') });
      const [third, none] = await built();
      expect(none).toBeUndefined();
      expect(third.files['templates/a.js']).toContain('Mended');
      expect(third.files['templates/c.js']).toContain('New');
      rmSync(join(root, 'a.md'));
      expect((await built())[0].files['templates/a.js']).toBeUndefined();
    } finally {
      await compiler.close();
    }
  });
});
