import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile, type CompileError } from '../../src/compile/index.ts';
import { folder } from './folder.ts';

const compiling = (code: string): Promise<unknown> =>
  compile({ emails: join(folder({ 'emails/x.tsx': code }), 'emails') });

test('what the clock and dice give is the same for both renderings of a preview', async () => {
  const { now } = Date;
  await compiling(`
    export const subject = () => 'Ticket ' + Math.random();
    const dice = () => { const sides = [Math.random(), Math.random()]; return sides.join('/'); };
    export default function Email({ name }: { name: string }) {
      return <html><body>
        {name}: {dice()}, {new Date().toISOString()}, {Date.now() % 1000}, {Date()}, {performance.now()}
      </body></html>;
    }
    Email.PreviewProps = { name: 'Ada' };`);
  expect(Date.now).toBe(now);
  expect(Math.random()).not.toBe(Math.random());
});

test('what is new in every rendering for another reason is told to be the template’s own', async () => {
  const error = await compiling(`
    export default ({ name }: { name: string }) => <html><body>{name} {crypto.randomUUID()}</body></html>;
    export const PreviewProps = { name: 'Ada' };`).then(
    () => expect.unreachable('It was not refused.'),
    (reason: unknown) => reason as CompileError,
  );
  expect(error.code).toBe('TRANSLATION_DIFFERS');
  expect(error.message).toContain('The template itself prints something else each time');
  expect(error.hint).toContain('in the context');
  expect(error.hint).not.toContain('report');
});
