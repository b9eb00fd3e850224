import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folder } from '../artifact/folder.ts';
import { run, runBin, runJson } from './terminal.ts';

const COMMANDS = ['build', 'dev', 'render', 'verify', 'keys', 'explain'];

describe('the command line', () => {
  it('shows what there is, with examples', async () => {
    for (const argument of ['--help', '-h', 'help']) {
      const { code, out, err } = await run([argument]);
      expect([code, err]).toEqual([0, '']);
      for (const command of COMMANDS) expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
      expect(out).toMatch(/Examples:\n {2}letterlock /);
    }
  });

  it('says so when it is called without a command', async () => {
    const { code, out, err } = await run([]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('Usage: letterlock COMMAND');
    expect(await runJson([])).toMatchObject({ code: 2, json: { ok: false, code: 'USAGE' } });
  });

  it.each(COMMANDS)('%s --help shows its options and examples', async (command) => {
    const { code, out } = await run([command, '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: letterlock ${command}`);
    expect(out).toContain('--json');
    expect(out).toMatch(new RegExp(`Examples:\\n {2}.*letterlock ${command}`));
    expect((await run([command, '-h'])).out).toBe(out);
    expect((await runJson([command, '--help'])).json).toEqual({ ok: true, help: out });
  });

  it('knows its version', async () => {
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await runJson(['--version'])).json).toMatchObject({ ok: true });
  });

  it.each([
    [['frob'], 'There is no command "frob".'],
    [['build', '--bogus'], "Unknown option '--bogus'."],
    [['build', '--out'], "Option '--out <value>' argument missing"],
    [['build', 'extra'], '"extra" is one argument too many.'],
    [['render'], 'Give the id of one template.'],
    [['render', 'a', 'b'], '"b" is one argument too many.'],
    [
      ['render', 'a', '--format', 'pdf'],
      'There is no format "pdf"; take one of html, text, subject, json, eml.',
    ],
    [['verify'], 'Give one .eml file.'],
    [['verify', 'a.eml', '--cert', 'b'], '--cert and --key go together.'],
    [['keys'], 'Say which keys: dkim or smime.'],
    [['keys', 'pgp'], 'Say which keys: dkim or smime.'],
    [['keys', 'dkim'], 'Name the domain that signs with --domain.'],
    [['keys', 'dkim', '--domain', 'a b'], '"a b" cannot stand in a DNS name.'],
    [['keys', 'dkim', '--domain', 'a.example', '--algorithm', 'rot13'], 'There is no algorithm "rot13"'],
    [['keys', 'smime'], 'Name the address that signs with --address.'],
  ])('%j is called wrongly: code 2', async (argv, message) => {
    const { code, out, err } = await run(argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^USAGE: [^\n]+\n {2}→ [^\n]+--help\.\n$/);
    expect(err).toContain(message);
    const { json, ...rest } = await runJson(argv);
    expect(rest).toEqual({ code: 2, err: '' });
    expect(json).toEqual({
      ok: false,
      code: 'USAGE',
      docs: 'letterlock explain USAGE',
      message: expect.stringContaining(message),
      hint: expect.stringContaining('--help'),
    });
  });

  it.each(['20.19.0', '22.11.0', '18.0.0'])(
    'says in one sentence that Node %s is too old',
    async (version) => {
      const cwd = folder({
        'old.mjs': `Object.defineProperty(process.versions, 'node', { value: '${version}' });`,
      });
      const node = ['--import', pathToFileURL(join(cwd, 'old.mjs')).href];
      expect(await runBin(['--version'], { cwd, node })).toEqual({
        code: 1,
        out: '',
        err: `letterlock needs Node 22.12 or newer; this is Node ${version}.\n`,
      });
    },
  );

  it('has a first file that old versions of Node can read, and that asks what package.json promises', () => {
    const root = new URL('../../', import.meta.url);
    const { engines } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
      engines: { node: string };
    };
    expect(engines.node).toBe('>=22.12');
    const bin = readFileSync(new URL('dist/lib/bin.js', root), 'utf8');
    expect(bin).not.toMatch(/^\s*(?:import|export)\b/m);
  });

  it('imports by name nothing that the oldest Node lacks', () => {
    const folderOfBuilt = new URL('../../dist/lib/', import.meta.url);
    const built = readdirSync(folderOfBuilt).filter((name) => name.endsWith('.js'));
    const named = built.flatMap((name) => [
      ...readFileSync(new URL(name, folderOfBuilt), 'utf8').matchAll(
        /^import \{([^}]*)\} from "node:module";/gm,
      ),
    ]);
    expect(named.join(' ')).not.toContain('registerHooks');
    expect(named.length).toBeGreaterThan(0);
  });

  it('ends a process with the same codes and streams', async () => {
    const cwd = folder();
    mkdirSync(join(cwd, 'emails'));
    expect(await runBin(['--version'], { cwd })).toMatchObject({ code: 0, err: '' });
    expect(await runBin(['frob'], { cwd })).toMatchObject({ code: 2, out: '' });
    const { code, out } = await runBin(['build', '--json'], { cwd });
    expect([code, JSON.parse(out)]).toMatchObject([1, { ok: false, code: 'TEMPLATES_MISSING' }]);
  });
});
