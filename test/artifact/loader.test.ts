import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { beforeAll, describe, expect, it } from 'vitest';
import { createServer } from 'vite';
import { build } from '../../src/compile/index.ts';
import { folder, folderFor } from './folder.ts';

const IDS = ['here', 'gone', 'a/deep'];
const note = (id: string): string => `---\nsubject: About ${id}\n---\n\nHello {{name}}\n`;
const SHOW = (imports: string): string => `${imports}
  const show = (id) => { try { return render(id, { context: { name: 'Ada' } }).subject } catch (e) { return e.code } };
  console.log(JSON.stringify([...templates.map(({ id }) => id), show('here'), show('gone'), show('none')]));`;

describe('the index of an artifact', () => {
  const root = folderFor({
    'package.json': '{"type": "commonjs"}',
    ...Object.fromEntries(IDS.map((id) => [`emails/${id}.md`, note(id)])),
  });
  const whole = join(root, 'out');
  const ids = ['a/deep', 'gone', 'here'];
  beforeAll(async () => {
    const runtime = pathToFileURL(resolve('dist/lib/index.js')).href;
    await build({ emails: join(root, 'emails'), out: whole, runtime });
  });

  /** The artifacts in another place, without the module of one template. */
  const damaged = (): string => {
    const copy = join(folder(), 'copied');
    cpSync(whole, copy, { recursive: true });
    rmSync(join(copy, 'templates/gone.js'));
    return copy;
  };
  const run = (program: string, ...args: string[]): unknown => {
    const { stdout, stderr } = spawnSync(process.execPath, [...args, '--eval', program], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  };
  const imported = (out: string): string =>
    SHOW(`import { render, templates } from ${JSON.stringify(pathToFileURL(join(out, 'index.js')).href)};`);

  it('loads a template in Node when it is rendered, and no other one', () => {
    const expected = [...ids, 'About here', 'MODULE_NOT_FOUND', 'TEMPLATE_UNKNOWN'];
    expect(run(imported(damaged()), '--input-type=module')).toEqual(expected);
  });

  it('can be required from CommonJS', () => {
    const program = SHOW(
      `const { render, templates } = require(${JSON.stringify(join(damaged(), 'index.js'))});`,
    );
    const expected = [...ids, 'About here', 'MODULE_NOT_FOUND', 'TEMPLATE_UNKNOWN'];
    expect(run(program, '--input-type=commonjs')).toEqual(expected);
  });

  it('loads all where Node cannot require an ES module', () => {
    const args = ['--input-type=module', '--no-experimental-require-module'];
    expect(run(imported(whole), ...args)).toEqual([...ids, 'About here', 'About gone', 'TEMPLATE_UNKNOWN']);
  });

  it.each(['node', 'browser', 'neutral'] as const)(
    'is bundled whole for the platform %s',
    async (platform) => {
      const bundle = await rolldown({ input: join(whole, 'index.js'), platform });
      const { output } = await bundle.generate({ format: 'esm' });
      await bundle.close();
      expect(output).toHaveLength(1);
      expect(output[0].imports).toEqual([]);
      for (const id of IDS) expect(output[0].code).toContain(`About ${id}`);
    },
  );

  it("is loaded whole by Vite's server, which watches each template then", async () => {
    const server = await createServer({
      root,
      configFile: false,
      logLevel: 'silent',
      server: { middlewareMode: true, ws: false, watch: null },
    });
    try {
      const { render } = await server.ssrLoadModule(join(whole, 'index.js'));
      expect(render('gone', { context: { name: 'Ada' } }).subject).toBe('About gone');
      const loaded = [...server.environments.ssr.moduleGraph.idToModuleMap.keys()];
      for (const id of IDS) expect(loaded.some((file) => file.endsWith(`/templates/${id}.js`))).toBe(true);
    } finally {
      await server.close();
    }
  });
});
