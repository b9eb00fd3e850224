import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Job, privateFolder, runMainJob, tableRows } from './job.ts';

/** A message that takes a moment to make, and the keys of a run that went well. */
const folder = privateFolder();
const emails = join(folder, 'small');
let good: Job;

beforeAll(async () => {
  mkdirSync(emails);
  writeFileSync(join(emails, 'note.md'), '---\nsubject: A note\n---\n\n# A note\n\nAll is well.\n');
  good = await runMainJob(join(folder, 'good'), { emails });
  if (good.status !== 0) throw new Error(good.stderr);
});

/** Keys of which `replace` has made something wrong. */
function keysWith(name: string, replace: (path: (file: string) => string) => void): string {
  const keys = join(folder, name, 'keys');
  cpSync(good.keys, keys, { recursive: true });
  replace((file) => join(keys, file));
  return keys;
}

describe('the main job fails', () => {
  it('when a template does not compile, and says where; no message is written', async () => {
    const broken = join(folder, 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'note.md'), '---\nsubject: A note\n---\n\nHello {{#if name}}{{name}}\n');
    const job = await runMainJob(join(folder, 'not-compiled'), { emails: broken });
    expect(job.status).toBe(1);
    expect(job.stderr).toMatch(/note\.md:\d+:\d+/);
    expect(tableRows(job)).toEqual([]);
  });

  it('when the key does not belong to the certificate (G13)', async () => {
    const keys = keysWith('other-key', (path) => copyFileSync(path('recipient.key'), path('signer.key')));
    const job = await runMainJob(join(folder, 'other-key'), { emails, keys });
    expect(job.status).toBe(1);
    expect(job.stderr).toMatch(/does not belong|do not belong|not match/i);
    expect(tableRows(job)).toEqual([]);
  });

  it('when openssl does not trust the signer, and the table says so', async () => {
    const keys = keysWith('other-authority', (path) => copyFileSync(path('recipient.crt'), path('ca.crt')));
    const job = await runMainJob(join(folder, 'other-authority'), { emails, keys });
    expect(job.status).toBe(1);
    expect(tableRows(job).map((cells) => cells.at(-1))).toEqual(['NO']);
  });

  it('when the recipient cannot decrypt', async () => {
    const keys = keysWith('other-recipient', (path) =>
      copyFileSync(path('signer.key'), path('recipient.key')),
    );
    const job = await runMainJob(join(folder, 'other-recipient'), { emails, keys });
    expect(job.status).toBe(1);
    expect(tableRows(job).map((cells) => cells.at(-1))).toEqual(['yes']);
    expect(job.stdout).toContain('FAILED  note.en.encrypted.eml');
  });
});
