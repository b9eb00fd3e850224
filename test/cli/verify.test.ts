import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { createMessage } from '../../src/message/message.ts';
import { finish, toRaw } from '../../src/mime/raw.ts';
import { structure } from '../../src/mime/structure.ts';
import { createDkimSigner } from '../../src/secure/dkim/index.ts';
import { createSmimeEncrypter, createSmimeSigner } from '../../src/secure/smime/index.ts';
import { folder, folderFor } from '../artifact/folder.ts';
import { run, runBin, runJson } from './terminal.ts';

const FROM = 'hello@mail.example';
const TO = 'jane@there.example';

describe('letterlock verify', () => {
  let cwd: string;
  const key = (name: string): string => join(cwd, '.letterlock', name);
  const save = (name: string, bytes: Uint8Array | string): string => {
    writeFileSync(join(cwd, name), bytes);
    return name;
  };
  beforeAll(async () => {
    cwd = folderFor();
    await run(['keys', 'dkim', '--domain', 'mail.example'], { cwd });
    await run(['keys', 'smime', '--address', FROM, '--recipient', TO], { cwd });
    const message = createMessage({ from: FROM, to: TO, subject: 'Hello', text: 'Dear Jane,\n\nyours\n' });
    const dkim = createDkimSigner({
      domain: 'mail.example',
      selector: 'letterlock',
      key: readFileSync(key('letterlock.mail.example.dkim.key'), 'utf8'),
    });
    const smime = createSmimeSigner({
      certificate: pathToFileURL(key('signer.crt')),
      key: pathToFileURL(key('signer.key')),
    });
    const signed = await smime.sign(structure(message));
    const encrypter = createSmimeEncrypter({ certificates: pathToFileURL(key('recipient.crt')) });
    const encrypted = await encrypter.encrypt(signed, [TO]);
    save('plain.eml', toRaw(message).bytes);
    save('smime.eml', finish(message, signed).bytes);
    save('dkim.eml', (await dkim.sign(toRaw(message))).bytes);
    save('good.eml', (await dkim.sign(finish(message, signed))).bytes);
    save('secret.eml', (await dkim.sign(finish(message, encrypted))).bytes);
  });

  it('accepts what both signatures vouch for', async () => {
    const { code, out, err } = await run(['verify', 'good.eml'], { cwd });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('DKIM letterlock._domainkey.mail.example (rsa-sha256): passes.');
    expect(out).toContain(`S/MIME: signed by ${FROM}, valid and trusted.`);
    expect(out).toContain('The message is as its sender signed it.');
    const { json } = await runJson(['verify', 'good.eml'], { cwd });
    expect(json).toMatchObject({
      ok: true,
      dkim: { ok: true, signatures: [{ status: 'pass', isAligned: true }] },
      smime: { signed: true, valid: true, chainTrusted: true, addressMatches: true },
    });
    expect((await runBin(['verify', 'good.eml'], { cwd })).code).toBe(0);
  });

  it.each(['dkim.eml', 'smime.eml'])('accepts %s, which one signature vouches for', async (file) => {
    expect(await runJson(['verify', file], { cwd })).toMatchObject({ code: 0, json: { ok: true } });
  });

  it('opens an encrypted message with the key of its recipient', async () => {
    const { code, out } = await run(['verify', 'secret.eml'], { cwd });
    expect(code).toBe(0);
    expect(out).toMatch(/S\/MIME: encrypted \(aes-\d+-\w+\), opened\./i);
    expect(out).not.toContain('Dear Jane');
    const named = ['--cert', '.letterlock/recipient.crt', '--key', '.letterlock/recipient.key'];
    expect(await runJson(['verify', 'secret.eml', ...named], { cwd })).toMatchObject({
      code: 0,
      json: { smime: { encrypted: true, decrypted: true, signed: true, valid: true } },
    });
  });

  it('does not accept a message that was changed', async () => {
    const changed = readFileSync(join(cwd, 'good.eml'), 'utf8').replace('Dear Jane', 'Dear John');
    save('changed.eml', changed);
    const { code, out } = await run(['verify', 'changed.eml'], { cwd });
    expect(code).toBe(1);
    expect(out).toMatch(/DKIM .*: fails\. [A-Z_]+: /);
    expect(out).toMatch(/S\/MIME: signed.*, not good\. ./);
    expect(out).toContain('The message cannot be trusted.');
    const { code: same, json } = await runJson(['verify', 'changed.eml'], { cwd });
    expect([same, json.ok]).toEqual([1, false]);
  });

  it('does not accept a message that nobody signed', async () => {
    const { code, out } = await run(['verify', 'plain.eml'], { cwd });
    expect(code).toBe(1);
    expect(out).toContain('DKIM: not signed.');
    expect(out).toContain('S/MIME: not signed.');
  });

  it('does not accept another authority, another DKIM key or another recipient', async () => {
    const other = folder();
    await run(['keys', 'dkim', '--domain', 'mail.example', '--out', 'keys'], { cwd: other });
    await run(['keys', 'smime', '--address', FROM, '--recipient', TO, '--out', 'keys'], { cwd: other });
    const keys = ['--keys', join(other, 'keys')];
    expect(await runJson(['verify', 'smime.eml', ...keys], { cwd })).toMatchObject({
      code: 1,
      json: { ok: false, smime: { chainTrusted: false } },
    });
    expect(await runJson(['verify', 'dkim.eml', ...keys], { cwd })).toMatchObject({
      code: 1,
      json: { ok: false, dkim: { ok: false } },
    });
    const { code, json } = await runJson(['verify', 'secret.eml', ...keys], { cwd });
    expect([code, json]).toMatchObject([1, { ok: false, smime: { encrypted: true, decrypted: false } }]);
    expect(JSON.stringify(json)).not.toContain('PRIVATE KEY');
  });

  it('takes the authority and the DNS records from files', async () => {
    const elsewhere = folder();
    const argv = ['verify', join(cwd, 'good.eml')];
    const given = ['--ca', key('ca.crt'), '--dns', key('letterlock.mail.example.dkim.txt')];
    expect(await runJson([...argv, ...given], { cwd: elsewhere })).toMatchObject({
      code: 0,
      json: { ok: true },
    });
  });

  it('says which option names the authorities to trust', async () => {
    const { code, out } = await run(['verify', join(cwd, 'smime.eml')], { cwd: folder() });
    expect(code).toBe(1);
    expect(out).toContain(
      `S/MIME: signed by ${FROM}, not good. No trusted certificates were given; name those of its authority with --ca FILE.`,
    );
  });

  it('gives reasons in sentences', async () => {
    const { out } = await run(['verify', join(cwd, 'secret.eml')], { cwd: folder() });
    expect(out).toMatch(/S\/MIME: encrypted, not opened\. [A-Z][^.]+\.\n/);
  });

  it.each([
    [['nowhere.eml'], 'FILE_UNREADABLE'],
    [['good.eml', '--keys', 'nope'], 'FILE_UNREADABLE'],
    [['good.eml', '--ca', 'nowhere.crt'], 'FILE_UNREADABLE'],
    [['secret.eml', '--cert', 'plain.eml', '--key', 'plain.eml'], /^(CERTIFICATE|KEY)_/],
  ])('%j: an error with code and hint', async (argv, code) => {
    const { json, ...rest } = await runJson(['verify', ...argv], { cwd });
    expect(rest).toEqual({ code: 1, err: '' });
    expect(json).toMatchObject({ ok: false, hint: expect.stringMatching(/./) });
    expect(json.code).toMatch(code);
  });
});
