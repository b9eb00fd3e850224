import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'letterlock environment ')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

mkdirSync(join(root, 'emails'));
writeFileSync(
  join(root, 'emails/order.tsx'),
  `import { Body, Html, Tailwind, Text } from 'react-email';
  interface Props { name?: string; paid: boolean; items: { title: string; price: number }[] }
  export const subject = ({ name }: Props) => name ? 'For ' + name : 'For you';
  const Total = ({ items }: Pick<Props, 'items'>) => <b>{items.reduce((sum, { price }) => sum + price, 0)}</b>;
  export default function Order({ name, paid, items }: Props) {
    return (
      <Html>
        <Tailwind>
          <Body className="bg-white">
            <Text className={paid ? 'text-green-600' : 'text-red-600'}>{name ?? 'Customer'}</Text>
            {paid && <><p>Thank you!</p><p>Paid.</p></>}
            {items.map((item) => <p key={item.title}>{item.title}: {item.price > 9 ? <b>{item.price}</b> : item.price}</p>)}
            <Total items={items} />
            <p>Built for {process.env.NODE_ENV ?? 'nothing'}.</p>
          </Body>
        </Tailwind>
      </Html>
    );
  }
  Order.PreviewProps = { name: 'Ada', paid: true, items: [{ title: 'Tea', price: 12 }, { title: 'Cup', price: 5 }] };`,
);

const source = (path: string): string => new URL(`../../${path}`, import.meta.url).href;

interface Told {
  readonly code: string;
  readonly before?: string;
  readonly after?: string;
}

/** Compiles in a process of its own, which tells what it wrote and what became of NODE_ENV. */
function compileWith(nodeEnv: string | undefined, first = ''): Told {
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  const script = `
    ${first}
    const before = process.env.NODE_ENV;
    const { compile } = await import('${source('src/compile/index.ts')}');
    const { files } = await compile({ emails: 'emails', runtime: '${source('src/index.ts')}' });
    const code = files.find(({ path }) => path.endsWith('order.js')).content;
    process.stdout.write(JSON.stringify({ code, before, after: process.env.NODE_ENV }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    encoding: 'utf8',
    env: nodeEnv === undefined ? env : { ...env, NODE_ENV: nodeEnv },
  });
  // React's development build would complain of what symbolic evaluation does, were it not told better.
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Told;
}

/** The hash is that of the code, in which the name of the environment stands. */
const comparable = ({ code }: Told): string =>
  code.replace(/Built for \w+\./g, 'Built.').replace(/\b[0-9a-f]{16}\b/g, 'HASH');

const production = compileWith('production');

test.each([
  ['development', undefined],
  ['test', undefined],
  [undefined, undefined],
  [undefined, `await import('${source('node_modules/react-dom/server.node.js')}');`],
])('NODE_ENV %s: the same artifacts, and the environment stays as it was (%#)', (nodeEnv, first) => {
  const told = compileWith(nodeEnv, first);
  expect(told.before).toBe(nodeEnv);
  expect(told.after).toBe(nodeEnv);
  expect(told.code).toContain(`Built for ${nodeEnv ?? 'nothing'}.`);
  expect(comparable(told)).toBe(comparable(production));
});
