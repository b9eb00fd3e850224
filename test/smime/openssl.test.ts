import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { opensslEngine } from '../../src/secure/smime/openssl.ts';
import { certificate, codeOf, directory, key } from './keys.ts';

const { PATH, TMPDIR } = process.env;
const large = Buffer.alloc(8 << 20, 'x');
const small = Buffer.from('Content-Type: text/plain\r\n\r\nHello\r\n');

const sign = (content: Uint8Array) =>
  opensslEngine.sign({
    content,
    certificate: certificate('signer'),
    key: key('signer'),
    chain: [],
    detached: true,
    digest: 'sha256',
    time: new Date(),
  });

/** Puts a program of ours in the place of openssl. */
const replaceOpenssl = (script: string): void => {
  const bin = mkdtempSync(join(directory, 'bin-'));
  writeFileSync(join(bin, 'openssl'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, 'openssl'), 0o755);
  process.env['PATH'] = `${bin}:${PATH}`;
};

let temporary = '';
beforeEach(() => {
  temporary = mkdtempSync(join(directory, 'tmp-'));
  process.env['TMPDIR'] = temporary;
});
afterEach(() => {
  process.env['PATH'] = PATH;
  if (TMPDIR === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = TMPDIR;
});

describe('the faults of openssl-wrapper stay inside', () => {
  test('a missing program is an error and not the end of the process', async () => {
    mkdirSync(join(directory, 'nothing'), { recursive: true });
    process.env['PATH'] = join(directory, 'nothing');
    expect(await codeOf(() => sign(small))).toBe('OPENSSL_MISSING');
  });

  test('a program that ends before it has read a large input (EPIPE)', async () => {
    replaceOpenssl('exit 3');
    expect(await codeOf(() => sign(large))).toBe('SMIME_SIGN');
  });

  test('a program ended by a signal has not succeeded', async () => {
    replaceOpenssl('echo half; kill -9 $$');
    expect(await codeOf(() => sign(small))).toBe('SMIME_SIGN');
  });

  test('a success that writes nothing has not succeeded', async () => {
    replaceOpenssl('cat > /dev/null');
    expect(await codeOf(() => sign(small))).toBe('SMIME_SIGN');
  });

  test('a success of OpenSSL 3 that the wrapper takes for an error is a success', async () => {
    const cms = await sign(small);
    const request = { cms, content: small, trusted: [certificate('ca')], time: new Date() };
    expect(await opensslEngine.verify(request)).toMatchObject({ valid: true, chainTrusted: true });
  });
});

describe('secrets', () => {
  test('the key is in a file for the owner only, and nowhere on the command line', async () => {
    replaceOpenssl(
      [
        `printf '%s\\n' "$@" > ${directory}/arguments`,
        `stat -c '%a %n' "$TMPDIR"/letterlock-* "$TMPDIR"/letterlock-*/* > ${directory}/modes`,
        'exit 1',
      ].join('\n'),
    );
    expect(await codeOf(() => sign(small))).toBe('SMIME_SIGN');
    const words = readFileSync(join(directory, 'arguments'), 'utf8');
    expect(words).toContain('signer.key');
    expect(words).not.toMatch(/PRIVATE|BEGIN/);
    const modes = readFileSync(join(directory, 'modes'), 'utf8').trim().split('\n');
    expect(modes.length).toBeGreaterThan(2);
    for (const line of modes) expect(line).toMatch(/^(700 \S+letterlock-\w+|600 \S+)$/);
  });

  test.each([
    ['success', undefined],
    ['failure', 'exit 1'],
  ])('nothing is left behind after %s', async (_, script) => {
    if (script) replaceOpenssl(script);
    await sign(small).catch(() => undefined);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('no error holds a part of the key', async () => {
    replaceOpenssl('cat "$TMPDIR"/letterlock-*/signer.key | head -1 > /dev/null; echo broken >&2; exit 1');
    const error = await sign(small).catch((thrown: Error) => thrown);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/PRIVATE KEY/);
    expect((error as Error).message).toContain('broken');
  });
});

test('OAEP for several recipients is refused, since the wrapper cannot write it', async () => {
  const recipients = [certificate('jane'), certificate('john')];
  const encrypt = () =>
    opensslEngine.encrypt({ content: small, recipients, cipher: 'aes-256-cbc', keyTransport: 'oaep' });
  expect(await codeOf(encrypt)).toBe('SMIME_ENGINE_LIMIT');
});
