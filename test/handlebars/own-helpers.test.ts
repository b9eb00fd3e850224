import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { build, CompileError } from '../../src/compile/index.ts';
import type { CompileResult } from '../../src/compile/index.ts';
import { folder, write } from '../artifact/folder.ts';

const RUNTIME = pathToFileURL(fileURLToPath(new URL('../../src/index.ts', import.meta.url))).href;

const HELPERS = `import type { HelperOptions } from 'letterlock/template';
import { upper } from './_lib/upper.ts';

export interface Address { readonly city: string; readonly zip?: string }

export const shout = (text: string, { hash }: HelperOptions<{ mark?: string }>): string =>
  upper(text) + (hash.mark ?? '!');
export const bold = (text: unknown) => ({ toHTML: () => '<b>' + String(text) + '</b>' });
export const address = ({ zip, city }: Address): string => [zip, city].join(' ');
export const isIn = (value: string, list: readonly string[]): boolean => list?.includes(value) ?? false;
export const where = ({ data }: HelperOptions): string => [data.locale, data.index, data.last, (data.root as { name: string }).name].join();
export const fails = (): never => { throw new TypeError('secret'); };
export const nothing = () => undefined;
export function own(this: { name: string }): string { return this.name; }
export function ifEquals(this: unknown, one: unknown, other: unknown, options: HelperOptions): string {
  return one === other ? options.fn(this) : options.inverse(this);
}
export function italic(this: unknown, options: HelperOptions): string { return '<i>' + options.fn(this) + '</i>'; }
export function trimmed(this: unknown, options: HelperOptions): string { return options.fn(this).trim(); }
export function joined(this: unknown, options: HelperOptions): string { return ('' + options.fn(this)).trim(); }
export function squeezed(this: unknown, options: HelperOptions): string { return ('<b>' + options.fn(this) + '</b>').replace(/\\s+/g, ' '); }
export function vowels(this: unknown, options: HelperOptions): string { return ('' + options.fn(this)).replace(/[aeiou]/g, '*'); }
export function cut(this: unknown, options: HelperOptions): string { return ('<b>' + options.fn(this)).slice(0, 20); }
export function lowered(this: unknown, options: HelperOptions): string { return ('x' + options.fn(this)).toLowerCase(); }
export const sorted = (list: readonly { readonly n: number }[], options: HelperOptions): string =>
  list.toSorted((one, other) => one.n - other.n)
    .map((item, index) => options.fn(item, { data: { ...options.data, index }, blockParams: [item, index] }))
    .join('');
`;

const FILES = {
  'emails/_helpers.ts': HELPERS,
  'emails/_lib/upper.ts': 'export const upper = (text: unknown): string => String(text).toUpperCase();',
};

const CONTEXT = {
  name: 'A <b>',
  kind: 'a',
  kinds: ['a', 'b'],
  home: { city: 'Köln', zip: '50667' },
  items: [{ n: 2 }, { n: 1 }],
};

interface Built {
  readonly result: CompileResult;
  readonly out: string;
  readonly render: (context?: unknown) => {
    readonly html: string;
    readonly text: string;
    readonly subject: string;
  };
}

/** Builds a template that has the context as its preview, so that the build compares it with Handlebars. */
async function built(name: string, template: string, previews = true, files = {}): Promise<Built> {
  const matter = previews
    ? `previews: ${JSON.stringify({ one: CONTEXT, two: { ...CONTEXT, kind: 'c' } })}\n`
    : '';
  const root = folder(FILES);
  const source = template.startsWith('---\n')
    ? template.replace('---\n', `---\n${matter}`)
    : `---\n${matter}---\n${template}`;
  write(root, { [`emails/${name}`]: source, ...files });
  const out = join(root, 'out');
  const result = await build({ emails: join(root, 'emails'), out, runtime: RUNTIME });
  const index = (await import(pathToFileURL(join(out, 'index.js')).href)) as {
    render(id: string, options: object): ReturnType<Built['render']>;
  };
  const id = name.slice(0, name.indexOf('.'));
  return { result, out, render: (context = CONTEXT) => index.render(id, { context }) };
}

/** What is between `[` and `]`. */
async function printed(source: string): Promise<string> {
  const { render } = await built('a.html', `<p>[${source}]</p>`);
  return /\[([^]*)\]/.exec(render().html)![1]!;
}

describe('functions of _helpers.ts', () => {
  test.each([
    ['{{shout name}}', 'A &lt;B&gt;!'],
    ['{{{shout name}}}', 'A <B>!'],
    ['{{shout name mark="?"}}', 'A &lt;B&gt;?'],
    ['{{shout (shout "x") mark=kind}}', 'X!a'],
    ['{{bold name}} {{{bold 1}}}', '<b>A <b></b> [object Object'],
    ['{{own}}{{#with home}}{{../name}}{{own}}{{/with}}', 'A &lt;b&gt;A &lt;b&gt;'],
    ['{{this.own}}{{./own}}{{nothing}}', ''],
    ['{{address home}}', '50667 Köln'],
    ['{{#if (isIn kind kinds)}}in{{else}}out{{/if}}', 'in'],
    ['{{#each items}}{{where}};{{/each}}', 'en,0,false,A &lt;b&gt;;en,1,true,A &lt;b&gt;;'],
    ['{{#each items as |own|}}{{own.n}}{{/each}}', '21'],
  ])('%s', async (source, expected) => {
    expect(await printed(source)).toContain(expected);
  });

  test.each([
    ['{{#ifEquals kind "a"}}yes {{name}}{{else}}no{{/ifEquals}}', 'yes A &lt;b&gt;'],
    ['{{#ifEquals kind "b"}}yes{{else ifEquals kind "a"}}other{{else}}no{{/ifEquals}}', 'other'],
    [
      '{{#each items}}{{#ifEquals n 1}}{{../name}} {{@index}} {{@root.kind}}{{/ifEquals}}{{/each}}',
      'A &lt;b&gt; 1 a',
    ],
    ['{{#italic}}{{name}}{{/italic}}', '<i>A &lt;b&gt;</i>'],
    ['{{#sorted items}}{{@index}}:{{n}} {{../kind}} {{/sorted}}', '0:1 a 1:2 a '],
    [
      '{{#sorted items as |item i|}}{{i}}{{item.n}}{{#each ../kinds}}{{this}}{{/each}}{{/sorted}}',
      '01ab12ab',
    ],
    ['{{#shout kind}}block{{/shout}}', 'A!'],
  ])('as a block: %s', async (source, expected) => {
    expect(await printed(source)).toContain(expected);
  });

  test('around what MJML lays out, in attributes, subject and text', async () => {
    const { render } = await built(
      'a.mjml',
      `---
subject: '{{shout kind}} {{#ifEquals kind "a"}}A{{else}}not A{{/ifEquals}}'
---
<mjml><mj-body>{{#ifEquals kind "a"}}<mj-section css-class="{{shout kind}}"><mj-column><mj-text>{{bold kind}}</mj-text></mj-column></mj-section>{{else}}<mj-section><mj-column><mj-text>not</mj-text></mj-column></mj-section>{{/ifEquals}}<mj-section><mj-column>{{#sorted items}}<mj-text>{{n}}</mj-text>{{/sorted}}</mj-column></mj-section></mj-body></mjml>`,
    );
    const rendered = render();
    expect(rendered.subject).toBe('A! A');
    expect(render({ ...CONTEXT, kind: 'c' }).subject).toBe('C! not A');
    expect(rendered.html).toContain('<b>a</b>');
    expect(rendered.html).toMatch(/class="A!/);
    expect(rendered.text).toBe('a\n\n1\n\n2');
  });

  test('Markdown has them too', async () => {
    const { render } = await built('a.md', 'Hi {{shout name}} {{#ifEquals kind "a"}}*yes*{{/ifEquals}}');
    expect(render().html).toContain('Hi A &lt;B&gt;! <em>yes</em>');
  });

  test('artifacts carry them with what they import, and the context gets their types', async () => {
    const { out, result } = await built(
      'a.html',
      '<p>{{shout name mark=kind}} {{address home}} {{isIn kind kinds}} {{#ifEquals kind "a"}}{{more}}{{/ifEquals}}</p>',
      false,
    );
    const [module, ...rest] = readdirSync(out).filter((file) => file.startsWith('helpers-'));
    expect(rest).toEqual([]);
    const code = readFileSync(join(out, module!), 'utf8');
    expect(code).toContain('toUpperCase');
    expect(code).not.toContain(out.slice(0, out.lastIndexOf('/')));
    expect(result.dependencies.map((file) => file.split('/').at(-1))).toContain('upper.ts');
    const types = readFileSync(join(out, 'templates/a.d.ts'), 'utf8');
    expect(types).toContain('interface Address { readonly city: string; readonly zip?: string }');
    expect(types).toContain('readonly "home": Address;');
    expect(types).toContain('readonly "kinds": readonly string[];');
    expect(types).toContain('readonly "name": string;');
    expect(types).toContain('readonly "more"?:');
  });

  test('a project whose templates use none gets no module', async () => {
    const { out } = await built('a.html', '<p>{{name}}</p>');
    expect(readdirSync(out).filter((file) => file.startsWith('helpers-'))).toEqual([]);
  });
});

describe('what goes wrong', () => {
  test('a helper that throws: its name, not its words', async () => {
    const { render } = await built('a.html', '<p>{{fails}}</p>', false);
    const thrown = expect.objectContaining({
      code: 'HELPER_THROWS',
      message: 'The helper "fails" threw a TypeError.',
      cause: expect.objectContaining({ message: 'secret' }) as unknown,
    });
    expect(() => render()).toThrow(thrown);
  });

  test.each(['trimmed', 'lowered', 'joined', 'squeezed', 'vowels', 'cut'])(
    'a helper that changes the text of its block: %s',
    async (name) => {
      const { render } = await built('a.html', `<p>{{#${name}}} x {{/${name}}}</p>`, false);
      expect(() => render()).toThrow(expect.objectContaining({ code: 'HELPER_BLOCK_TEXT' }));
    },
  );

  const failure = async (template: string, files = {}): Promise<CompileError> => {
    try {
      await built('a.html', template, true, files);
    } catch (error) {
      if (error instanceof CompileError) return error;
      throw error;
    }
    throw new Error('It builds.');
  };

  test('an unknown name: the near ones, also of own helpers', async () => {
    const { diagnostics } = await failure('<p>{{adress home}}</p>');
    expect(diagnostics[0]).toMatchObject({ code: 'HELPER_UNKNOWN', location: { line: 4, column: 4 } });
    expect(diagnostics[0]!.hint).toContain('"address"');
  });

  test.each([
    ['a name that is compiled', 'export const each = () => "";', 1],
    ['no JavaScript', 'export const a = 1;\nexport const b = (;', 2],
    ['an error while loading', 'throw new Error("no");', 1],
    ['an import that does not exist', "import { x } from './absent.ts';\nexport const y = x;", 1],
    ['values of the build', "import { t } from 'letterlock/template';\nexport const y = () => t('a');", 1],
  ])('a module with %s', async (_, source, line) => {
    const { diagnostics } = await failure('<p>{{name}}</p>', { 'emails/_helpers.ts': source });
    expect(diagnostics.map(({ code }) => code)).toEqual(['HELPERS_INVALID']);
    expect(diagnostics[0]!.location).toMatchObject({ line });
    expect(diagnostics[0]!.location!.file).toMatch(/_helpers\.ts$/);
  });
});
