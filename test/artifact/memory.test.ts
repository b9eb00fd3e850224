import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runBin } from '../cli/terminal.ts';
import { folder, write } from './folder.ts';

const samples = fileURLToPath(new URL('../../emails', import.meta.url));

const ALL = 700;
/** Copies of each sample; the others are short templates of two languages, no two of them equal. */
const COPIES = 16;

const note = (count: number): string =>
  `---\nsubject: Note ${count}\n---\n\n# Note ${count}\n\nHello {{name}}, {{#each items}}{{title}} {{/each}}\n`;

const page = (count: number): string => `
  import { Body, Html, Text } from 'react-email';
  export default function Page({ name, items }: { name: string; items: { title: string }[] }) {
    return <Html><Body style={{ padding: ${count % 12} }}>
      <Text>Page ${count} for {name}</Text>{items.map((item) => <Text>{item.title}</Text>)}
    </Body></Html>;
  }
  Page.PreviewProps = { name: 'Ada', items: [{ title: 'One' }] };`;

it('a build of 700 templates × 4 locales takes less than 1 GB', { timeout: 1_200_000 }, async () => {
  const root = folder();
  const emails = join(root, 'emails');
  cpSync(samples, emails, { recursive: true });
  const names = readdirSync(samples).filter((name) => /\.\w+$/.test(name));
  for (const name of names) {
    const source = readFileSync(join(samples, name), 'utf8');
    for (let copy = 1; copy <= COPIES; copy++) write(emails, { [name.replace('.', `-${copy}.`)]: source });
  }
  for (let count = names.length * (COPIES + 1); count < ALL; count++)
    write(
      emails,
      count % 2 ? { [`short/note-${count}.md`]: note(count) } : { [`short/page-${count}.tsx`]: page(count) },
    );
  const report =
    "process.on('exit', () => process.stderr.write(`\\npeak ${process.resourceUsage().maxRSS}\\n`))";
  const { code, out, err } = await runBin(['build', '--json'], {
    cwd: root,
    node: ['--import', `data:text/javascript,${encodeURIComponent(report)}`],
  });
  expect(code, err.slice(-2000)).toBe(0);
  const { templates } = JSON.parse(out) as { templates: readonly { locales: readonly string[] }[] };
  expect(templates).toHaveLength(ALL);
  expect(new Set(templates.map(({ locales }) => locales.length))).toEqual(new Set([4]));
  const kibibytes = Number(/^peak (\d+)$/m.exec(err)?.[1]);
  expect(kibibytes).toBeGreaterThan(0);
  expect(kibibytes).toBeLessThan(1e9 / 1024);
});
