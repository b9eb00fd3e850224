import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { SourceMap } from 'node:module';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../src/compile/index.ts';
import { contents, folder, folderFor } from './folder.ts';

const run = promisify(execFile);

const TSX = `import { Html } from 'react-email';

export const subject = ({ name }: { name: string }) => \`For \${name.trim()}\`;

export default function Note(context: { name: string; lines: { title: string }[] }) {
  return (
    <Html lang="en">
      <body>
        <p>Static text</p>
        <p>{context.name}</p>
        {context.lines.map((line) => (
          <b key={line.title}>
            {line.title.toUpperCase()}
          </b>
        ))}
      </body>
    </Html>
  );
}
`;
const LETTER = `import { t } from 'letterlock/template';

export const subject = 'S';

export default function Letter({ count, name }: { count: number; name: string }) {
  return (
    <p>
      {t('letter.friends', {
        name,
        count,
      })}
    </p>
  );
}
`;
const MESSAGES = `{
  "letter": {
    "friends": "Dear {name}: {count, plural, one {a friend} other {# friends}}"
  }
}
`;
const HTML = '---\nsubject: S\n---\n<p>Hello</p>\n<p>{{name}} and\n {{number total}}</p>\n';

describe('the source map of an artifact', () => {
  const root = folderFor({
    'emails/note.tsx': TSX,
    'emails/page.html': HTML,
    'emails/letter.tsx': LETTER,
    'emails/locales/en.json': MESSAGES,
    'package.json': '{"type":"module"}',
  });
  const out = join(root, 'out');
  beforeAll(async () => {
    await build({
      emails: join(root, 'emails'),
      out,
      runtime: pathToFileURL(resolve('dist/lib/index.js')).href,
    });
  });

  /** What Node prints with `--enable-source-maps` when rendering throws. */
  const traceOf = async (id: string, context: object): Promise<string> => {
    const program = `
      import { render } from ${JSON.stringify(pathToFileURL(join(out, 'index.js')).href)};
      try { render(${JSON.stringify(id)}, { strict: true, context: ${JSON.stringify(context)} }); }
      catch (error) { console.log(error.stack, error.cause?.stack); }`;
    const args = ['--enable-source-maps', '--input-type=module', '--eval', program];
    return (await run(process.execPath, args)).stdout;
  };

  it('a method that a value does not have is shown in the line of the template', async () => {
    expect(await traceOf('note', { name: 'Ada', lines: [{ title: 7 }] })).toContain(
      'letterlock:///note.tsx:13:',
    );
    expect(await traceOf('note', { name: 'Ada' })).toContain('letterlock:///note.tsx:11:');
    expect(await traceOf('note', { name: 'Ada', lines: [{}] })).toContain('letterlock:///note.tsx:13:');
  });

  it('a value that is missing or of the wrong type is shown there too', async () => {
    expect(await traceOf('note', { lines: [] })).toContain('letterlock:///note.tsx:10:');
    expect(await traceOf('page', { name: 'Ada', total: 'much' })).toContain('letterlock:///page.html:6:');
  });

  it('a value that does not fit a message is shown in the file of messages', async () => {
    const column = (part: string) => (MESSAGES.split('\n')[2] as string).indexOf(part) + 1;
    const name = await traceOf('letter', { count: 1 });
    expect(name).toContain(`letterlock:///locales/en.json:3:${column('{name}')}`);
    const count = await traceOf('letter', { name: 'Ada', count: 'x' });
    expect(count).toContain(`letterlock:///locales/en.json:3:${column('{count')}`);
    const map = JSON.parse(contents(out)['templates/letter.js.map'] as string);
    expect(map.sourcesContent).toEqual(expect.arrayContaining([MESSAGES]));
  });

  it('brings the template along, and maps nothing to a place that is none of its own', () => {
    const files = contents(out);
    const map = JSON.parse(files['templates/note.js.map'] as string);
    expect(map.sources).toEqual(['letterlock:///note.tsx']);
    expect(map.sourcesContent).toEqual([readFileSync(join(root, 'emails/note.tsx'), 'utf8')]);
    const entries = new SourceMap(map);
    const code = (files['templates/note.js'] as string).split('\n');
    const rows = TSX.split('\n');
    let mapped = 0;
    code.forEach((line, index) => {
      const found = entries.findEntry(index, line.length);
      if (!('originalSource' in found) || found.originalSource === undefined) return;
      mapped++;
      expect(found.generatedLine).toBe(index);
      expect(rows[found.originalLine]).toMatch(/name|line/);
    });
    expect(mapped).toBeGreaterThan(3);
  });

  it('does not count for the hash', async () => {
    const hashOf = (): unknown =>
      JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')).templates.map(
        ({ hash }: { hash: string }) => hash,
      );
    const before = hashOf();
    const again = folder({
      'emails/note.tsx': `\n\n${TSX}`,
      'emails/page.html': HTML,
      'emails/letter.tsx': LETTER,
      'emails/locales/en.json': `\n${MESSAGES}`,
    });
    const runtime = pathToFileURL(resolve('dist/lib/index.js')).href;
    const { templates } = await build({ emails: join(again, 'emails'), out: join(again, 'out'), runtime });
    expect(templates.map(({ hash }) => hash)).toEqual(before);
  });
});
