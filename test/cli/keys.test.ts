import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contents, folder } from '../artifact/folder.ts';
import { run, runJson } from './terminal.ts';

const modeOf = (file: string): number => statSync(file).mode & 0o777;
const SECRET = /PRIVATE KEY|[A-Za-z0-9+/]{60,}={0,2}\n[A-Za-z0-9+/]{60,}/;

describe('letterlock keys dkim', () => {
  it.each(['rsa-sha256', 'ed25519-sha256'])('makes a key for %s and its DNS record', async (algorithm) => {
    const cwd = folder();
    const argv = ['keys', 'dkim', '--domain', 'mail.example', '--selector', 's1', '--algorithm', algorithm];
    const { code, json } = await runJson(argv, { cwd });
    expect(code).toBe(0);
    const key = join(cwd, '.letterlock/s1.mail.example.dkim.key');
    expect(json).toMatchObject({ ok: true, key, name: 's1._domainkey.mail.example', type: 'TXT' });
    expect(modeOf(key)).toBe(0o600);
    // A string of a TXT record holds at most 255 bytes (RFC 1035 §3.3.14); they join without a space.
    const strings = json.strings as string[];
    for (const part of strings) expect(part.length).toBeLessThanOrEqual(255);
    expect(strings.join('')).toBe(json.value);
    const { p, v, k } = Object.fromEntries(
      String(json.value)
        .split(/;\s*/)
        .filter(Boolean)
        .map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)]),
    );
    expect([v, k]).toEqual(['DKIM1', algorithm === 'rsa-sha256' ? 'rsa' : 'ed25519']);
    const published = execFileSync('openssl', ['pkey', '-in', key, '-pubout', '-outform', 'DER']);
    const raw = algorithm === 'rsa-sha256' ? published : published.subarray(-32);
    expect(p).toBe(raw.toString('base64'));
    expect(readFileSync(join(cwd, '.letterlock/s1.mail.example.dkim.txt'), 'utf8')).toBe(
      `s1._domainkey.mail.example ${String(json.value)}\n`,
    );
  });

  it('tells what to publish and nothing secret', async () => {
    const cwd = folder();
    const { code, out, err } = await run(['keys', 'dkim', '--domain', 'mail.example', '--out', 'k'], { cwd });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('  letterlock._domainkey.mail.example. TXT "v=DKIM1;');
    expect(out).not.toMatch(SECRET);
    expect(Object.keys(contents(cwd))).toEqual([
      'k/.gitignore',
      'k/letterlock.mail.example.dkim.key',
      'k/letterlock.mail.example.dkim.txt',
    ]);
  });

  it.each(['key', 'txt'])('replaces neither file where the .%s is there', async (kept) => {
    const cwd = folder();
    const argv = ['keys', 'dkim', '--domain', 'mail.example'];
    await run(argv, { cwd });
    const file = (kind: string): string => join(cwd, `.letterlock/letterlock.mail.example.dkim.${kind}`);
    rmSync(file(kept === 'key' ? 'txt' : 'key'));
    const before = contents(cwd);
    const { code, json } = await runJson(argv, { cwd });
    expect(code).toBe(1);
    expect(json).toMatchObject({ ok: false, code: 'KEY_EXISTS', hint: expect.stringContaining('selector') });
    expect(contents(cwd)).toEqual(before);
  });

  it('makes no weak key', async () => {
    const cwd = folder();
    for (const bits of ['512', 'many']) {
      const { code, json } = await runJson(['keys', 'dkim', '--domain', 'a.example', '--bits', bits], {
        cwd,
      });
      expect([code, json.code]).toEqual([1, 'DKIM_KEY_WEAK']);
    }
    expect(existsSync(join(cwd, '.letterlock'))).toBe(false);
  });
});

describe('a folder of keys', () => {
  const DKIM = ['keys', 'dkim', '--domain', 'mail.example'];
  const SMIME = ['keys', 'smime', '--address', 'hello@mail.example'];

  it.each([DKIM, SMIME])('is kept out of git where %s %s makes it', async (...argv) => {
    const cwd = folder();
    execFileSync('git', ['init', '-q'], { cwd });
    await run(argv, { cwd });
    expect(contents(join(cwd, '.letterlock'))['.gitignore']).toBe('*\n');
    const status = execFileSync('git', ['status', '--porcelain', '--untracked-files=all'], { cwd });
    expect(String(status)).toBe('');
  });

  it('stays as it is where it exists', async () => {
    const cwd = folder({ 'k/mine.txt': 'mine' });
    await run([...DKIM, '--out', 'k'], { cwd });
    expect(Object.keys(contents(join(cwd, 'k')))).not.toContain('.gitignore');
  });

  it.each([DKIM, SMIME])('that cannot be made is an error of %s %s', async (...argv) => {
    const cwd = folder({ file: '' });
    for (const out of ['file/k', '/proc/letterlock/k']) {
      expect(await runJson([...argv, '--out', out], { cwd })).toMatchObject({
        code: 1,
        json: { ok: false, code: 'OUT_UNWRITABLE', hint: expect.stringContaining('--out') },
      });
    }
  });
});

describe('letterlock keys smime', () => {
  it('makes an authority, a signer and a recipient that openssl accepts', async () => {
    const cwd = folder();
    const argv = [
      'keys',
      'smime',
      '--address',
      'hello@mail.example',
      '--recipient',
      'jane@there.example',
      '--name',
      'Mail',
    ];
    const { code, json } = await runJson(argv, { cwd });
    expect(code).toBe(0);
    const at = (name: string): string => join(cwd, '.letterlock', name);
    expect(json).toEqual({
      ok: true,
      authority: at('ca.crt'),
      signer: { certificate: at('signer.crt'), key: at('signer.key') },
      recipient: { certificate: at('recipient.crt'), key: at('recipient.key') },
    });
    expect([modeOf(at('signer.key')), modeOf(at('recipient.key'))]).toEqual([0o600, 0o600]);
    for (const name of ['signer', 'recipient']) {
      const verify = ['verify', '-CAfile', at('ca.crt'), '-purpose', 'smimesign', at(`${name}.crt`)];
      expect(String(execFileSync('openssl', verify))).toContain('OK');
    }
    const subject = (name: string): string =>
      String(
        execFileSync('openssl', ['x509', '-in', at(name), '-noout', '-subject', '-ext', 'subjectAltName']),
      );
    expect(subject('signer.crt')).toMatch(/CN ?= ?Mail[^]*email:hello@mail\.example/);
    expect(subject('recipient.crt')).toContain('email:jane@there.example');
  });

  it('prints nothing secret, and replaces nothing', async () => {
    const cwd = folder();
    const argv = ['keys', 'smime', '--address', 'hello@mail.example'];
    const { code, out } = await run(argv, { cwd });
    expect(code).toBe(0);
    expect(out).not.toMatch(SECRET);
    const before = contents(cwd);
    const again = await runJson(argv, { cwd });
    expect(again).toMatchObject({ code: 1, json: { ok: false, code: 'IDENTITY_EXISTS' } });
    expect(contents(cwd)).toEqual(before);
  });

  it('refuses an address that no certificate can name', async () => {
    const cwd = folder();
    const { code, json } = await runJson(['keys', 'smime', '--address', 'no address'], { cwd });
    expect([code, json.code]).toEqual([1, 'IDENTITY_ADDRESS_INVALID']);
  });
});
