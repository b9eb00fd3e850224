import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { compile, type CompileError, type CompileResult } from '../../src/compile/index.ts';
import { PIXEL, fixture, folder, write } from './folder.ts';

const idsOf = ({ templates }: CompileResult): readonly string[] => templates.map(({ id }) => id);
const moduleOf = ({ files }: CompileResult, id: string): string =>
  files.find(({ path }) => path === `templates/${id}.js`)!.content;

const failureOf = async (emails: string): Promise<CompileError> => {
  const outcome: unknown = await compile({ emails }).catch((error: unknown) => error);
  expect(outcome).toMatchObject({ name: 'CompileError' });
  return outcome as CompileError;
};

const page = (body: string, head = ''): string => `
  import { Body, Head, Html, Img } from '@react-email/components';
  ${head}
  export default function Page(props) {
    return <Html lang="en"><Head /><Body>${body}</Body></Html>;
  }
`;

describe('a folder of somebody else’s react-email templates', () => {
  it('builds without locales or packages near it, and tells templates from helper files', async () => {
    const result = await compile({ emails: join(fixture('foreign'), 'emails') });
    expect(idsOf(result)).toEqual(['Magic Links/Sign In', 'Welcome', 'receipts/Receipt']);
    expect(result.warnings).toEqual([]);
    expect(result.files.map(({ path }) => path)).toContain('templates/Magic Links/Sign In.js');
  });

  it('attaches static/ images, however the template spells them', async () => {
    const result = await compile({ emails: join(fixture('foreign'), 'emails') });
    expect(moduleOf(result, 'Magic Links/Sign In')).toMatch(/url\(cid:pattern-\w+@letterlock\)/);
    expect(moduleOf(result, 'Magic Links/Sign In')).toMatch(/cid:logo-\w+@letterlock/);
    // `static/` lies beside the folder of templates in older projects.
    expect(moduleOf(result, 'receipts/Receipt')).toMatch(/cid:badge-\w+@letterlock/);
  });

  it('attaches the image that is a default value only where the value is absent', async () => {
    const code = moduleOf(await compile({ emails: join(fixture('foreign'), 'emails') }), 'receipts/Receipt');
    expect(code).toMatch(/cid:nobody-\w+@letterlock/);
    expect(code).not.toContain('"/static/nobody.png"');
    expect(code).toMatch(/x\.attribute\("src", c\.photo/);
  });

  it('takes process.env as it is at build', async () => {
    vi.stubEnv('VERCEL_URL', 'acme.example');
    const result = await compile({ emails: join(fixture('foreign'), 'emails') }).finally(() =>
      vi.unstubAllEnvs(),
    );
    expect(moduleOf(result, 'receipts/Receipt')).toContain('https://acme.example/static/nobody.png');
    expect(moduleOf(result, 'receipts/Receipt')).not.toContain('cid:nobody');
  });

  it('says of a page that exports several components which one it should be', async () => {
    const two =
      page('a').replace('export default function Page', 'export function Page') +
      page('b')
        .split('\n')
        .slice(3)
        .join('\n')
        .replace('export default function Page', 'export function Other');
    const emails = folder({ 'two.jsx': two, 'one.jsx': page('x') });
    const { warnings, ...result } = await compile({ emails });
    expect(result.templates.map(({ id }) => id)).toEqual(['one']);
    expect(warnings).toMatchObject([
      { code: 'TEMPLATE_SKIPPED', location: { file: join(emails, 'two.jsx') } },
    ]);
  });

  it.each([
    ['an image that does not exist', '<Img src="/static/gone.png" />', 'ASSET_MISSING', 'gone.png'],
    [
      'an image path put together at run time',
      '<Img src={`/static/${props.kind}.png`} />',
      'ASSET_DYNAMIC',
      '/static/',
    ],
    ['a string joined to a path', '<Img src={"/static/" + props.kind} />', 'ASSET_DYNAMIC', '/static/'],
    ['a file that is no image', '<Img src="/one.jsx" />', 'ASSET_TYPE_UNKNOWN', 'one.jsx'],
  ])('refuses %s, with its place', async (_, body, code, named) => {
    const emails = folder({ 'one.jsx': page(body) });
    const { diagnostics } = await failureOf(emails);
    expect(diagnostics).toMatchObject([
      { code, severity: 'error', location: { file: join(emails, 'one.jsx'), line: 5 } },
    ]);
    expect(diagnostics[0]!.hint).not.toBe('');
    expect(diagnostics[0]!.frame).toContain(`> 5 |     return <Html`);
    expect(diagnostics[0]!.message).toContain(named);
  });

  it('finds the missing image in the helper file that names it', async () => {
    const emails = folder({
      'one.jsx': page('<Logo />', "import { Logo } from './parts/logo';"),
      'parts/logo.jsx':
        'import { Img } from \'@react-email/components\';\nexport const Logo = () => <Img src="/logo.png" />;\n',
    });
    expect((await failureOf(emails)).diagnostics).toContainEqual(
      expect.objectContaining({
        code: 'ASSET_MISSING',
        location: { file: join(emails, 'parts/logo.jsx'), line: 2, column: 38 },
      }),
    );
  });

  it('refuses an image outside of the project, even if it exists', async () => {
    const root = folder({ 'secret.png': PIXEL, 'app/package.json': '{}' });
    const emails = join(root, 'app/emails');
    write(root, { 'app/emails/one.jsx': page('<Img src="../../secret.png" />') });
    expect((await failureOf(emails)).diagnostics).toMatchObject([{ code: 'ASSET_OUTSIDE' }]);
    mkdirSync(join(root, 'app/images'));
    renameSync(join(root, 'secret.png'), join(root, 'app/images/open.png'));
    write(root, { 'app/emails/one.jsx': page('<Img src="../images/open.png" />') });
    expect(moduleOf(await compile({ emails }), 'one')).toMatch(/cid:open-\w+@letterlock/);
  });

  it('compares a preview that names a local image, there or not, without taking it for one of the template', async () => {
    const emails = folder({
      'static/logo.png': PIXEL,
      'one.jsx': `${page('<Img src="/static/logo.png" /><Img src={props.a} /><Img src={props.b} />')}
        Page.PreviewProps = { a: '/static/logo.png', b: '/static/nowhere.png' };`,
    });
    const code = moduleOf(await compile({ emails }), 'one');
    expect(code).toContain('x.attribute("src", c.a');
    expect(code.match(/cid:logo/g)).toHaveLength(1);
  });

  it('refuses React elements in a preview and names the field', async () => {
    const emails = folder({
      'one.jsx': `${page('<ul>{props.steps?.map((step) => step.text)}</ul>')}
Page.PreviewProps = { steps: [{ text: <li key="1">One</li> }] };`,
    });
    const { diagnostics } = await failureOf(emails);
    expect(diagnostics).toMatchObject([{ code: 'PREVIEW_ELEMENT', location: { line: 8 } }]);
    expect(diagnostics[0]!.message).toContain('steps[0].text');
  });

  it('reports every error of the build at once, each with place, frame and hint', async () => {
    const emails = folder({
      'a.jsx': page('<Img src="/a.png" />'),
      'b.jsx': page(
        '<div className={props.look}>{props.items.map((item) => { throw new Error("no") })}</div>',
      ),
      'c.jsx': 'export default function C() { return <p>unclosed; }',
      'd.md': 'Hello {{#if name}}',
    });
    const { diagnostics, code, message } = await failureOf(emails);
    expect(code).toBe('BUILD_FAILED');
    const files = new Set(diagnostics.map(({ location }) => location?.file));
    expect(files).toEqual(new Set(['a.jsx', 'b.jsx', 'c.jsx', 'd.md'].map((name) => join(emails, name))));
    for (const { frame, hint, location } of diagnostics) {
      expect(frame).toMatch(/^> \d+ \|/m);
      expect(hint).not.toBe('');
      expect(message).toContain(`${location!.file}:${location!.line}:${location!.column} `);
    }
  });

  it('gives ids with characters that mean something in a URL a file that can be imported', async () => {
    const emails = folder({ 'Sale 50% #1?.md': 'Hello' });
    const result = await compile({ emails });
    expect(idsOf(result)).toEqual(['Sale 50% #1?']);
    expect(result.files.map(({ path }) => path)).toContain('templates/Sale 50_ _1_.js');
  });

  it('refuses two templates with one id', async () => {
    const emails = folder({ 'one.jsx': page('x'), 'one.md': 'x' });
    expect((await failureOf(emails)).diagnostics).toMatchObject([{ code: 'TEMPLATE_DUPLICATE' }]);
  });

  it.each([
    ['a folder that is not there', 'EMAILS_MISSING', {}],
    ['a folder without templates', 'TEMPLATES_MISSING', { 'emails/readme.txt': 'x' }],
  ])('says what is wrong with %s', async (_, code, files) => {
    await expect(compile({ emails: join(folder(files), 'emails') })).rejects.toMatchObject({
      code,
      hint: expect.stringMatching(/./),
    });
  });
});
