import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeArtifacts } from '../../src/compile/build.ts';
import { Compiler } from '../../src/compile/compiler.ts';
import type { Contestant } from './measure.ts';

/**
 * What `letterlock dev` does when a template was saved: copies the folder of templates `emails` into `folder`, where the
 * React template `id` is edited each time, and gives who compiles and writes it, and who finds nothing to do.
 */
export async function prepareRebuild(
  emails: string,
  id: string,
  folder: string,
): Promise<Record<'one' | 'four' | 'nothing', Contestant>> {
  const one = await prepare(emails, id, join(folder, 'one'), ['en']);
  const four = await prepare(emails, id, join(folder, 'four'), ['ar', 'de', 'en', 'ja']);
  return { one: one.edited, four: four.edited, nothing: one.nothing };
}

async function prepare(
  from: string,
  id: string,
  folder: string,
  locales: readonly string[],
): Promise<{ readonly edited: Contestant; readonly nothing: Contestant }> {
  rmSync(folder, { recursive: true, force: true });
  const emails = join(folder, 'emails');
  const out = join(folder, 'artifacts');
  cpSync(from, emails, { recursive: true });
  const compiler = new Compiler({ emails, out, locales });
  const build = async (ids: readonly string[]): Promise<unknown> => {
    const { result, error } = await compiler.run();
    if (error || !result) throw error;
    if (result.compiled.map((template) => template.id).join() !== ids.join())
      throw new Error(`Not ${ids.join()} was compiled, so the times would mean nothing.`);
    writeArtifacts(result, out);
    return result;
  };
  writeArtifacts((await compiler.run()).result!, out);
  const file = join(emails, `${id}.tsx`);
  const source = readFileSync(file, 'utf8');
  let count = 0;
  return {
    edited: {
      name: `${locales.length} ${locales.length === 1 ? 'locale' : 'locales'}`,
      run: () => {
        // Every text of the template is another one, and every place.
        writeFileSync(file, `/* ${++count} */\n${source.replaceAll('</Text>', ` ${count}</Text>`)}`);
        return build([id]);
      },
    },
    nothing: { name: 'nothing was edited', run: () => build([]) },
  };
}
