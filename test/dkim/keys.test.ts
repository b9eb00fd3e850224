import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { loadPrivateKey, type PrivateKeySource } from '../../src/secure/keys.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const passphrase = 'correct horse battery';
const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const locked = privateKey.export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase,
}) as string;
const oldForm = privateKey.export({
  type: 'pkcs1',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase,
}) as string;
const certificate = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'letterlock-'));
  writeFileSync(join(folder, 'key.pem'), certificate + locked);
});
afterAll(() => rmSync(folder, { recursive: true }));

const faultOf = (source: PrivateKeySource): { code: string; text: string } => {
  try {
    loadPrivateKey(source);
  } catch (error) {
    const { code, message, hint, stack, cause } = error as Error & { code: string; hint: string };
    return { code, text: [message, hint, stack, String(cause)].join('\n') };
  }
  return { code: 'no error', text: '' };
};

describe('G1: private keys', () => {
  test.each<[string, PrivateKeySource]>([
    ['a KeyObject', { key: privateKey }],
    ['PEM', { key: pkcs8 }],
    ['PEM behind a certificate', { key: certificate + pkcs8 }],
    ['encrypted PKCS #8', { key: locked, passphrase }],
    ['encrypted PKCS #1', { key: oldForm, passphrase }],
    ['a passphrase that is not needed', { key: pkcs8, passphrase: 'x' }],
  ])('%s', (_, source) => {
    expect(loadPrivateKey(source).equals(privateKey)).toBe(true);
  });

  test('a file by URL, by text of a URL and by path', () => {
    const url = pathToFileURL(join(folder, 'key.pem'));
    for (const key of [url, url.href, join(folder, 'key.pem')]) {
      expect(loadPrivateKey({ key, passphrase }).equals(privateKey)).toBe(true);
    }
  });

  test('one source object is parsed once', () => {
    const source = { key: locked, passphrase };
    expect(loadPrivateKey(source)).toBe(loadPrivateKey(source));
  });
});

describe('G13: what cannot be used', () => {
  const damaged = pkcs8.replace(/^MII/m, 'MIX');

  test.each<[string, PrivateKeySource]>([
    ['KEY_FILE_MISSING', { key: 'file:///nowhere/key.pem' }],
    ['KEY_FILE_MISSING', { key: new URL('file:///nowhere/key.pem') }],
    ['KEY_FILE_MISSING', { key: '/nowhere/key.pem' }],
    ['KEY_PASSPHRASE_MISSING', { key: locked }],
    ['KEY_PASSPHRASE_MISSING', { key: oldForm, passphrase: '' }],
    ['KEY_PASSPHRASE_WRONG', { key: locked, passphrase: 'tr0ub4dor' }],
    ['KEY_PASSPHRASE_WRONG', { key: oldForm, passphrase: 'tr0ub4dor' }],
    ['KEY_UNREADABLE', { key: damaged }],
    ['KEY_UNREADABLE', { key: publicKey }],
    ['KEY_UNREADABLE', { key: publicKey.export({ type: 'spki', format: 'pem' }) as string }],
    ['KEY_UNREADABLE', { key: certificate }],
    ['KEY_UNREADABLE', { key: pkcs8.replace(/-----.*-----/g, '').trim() }],
    ['KEY_UNREADABLE', { key: '' }],
  ])('%s %#', (code, source) => {
    const fault = faultOf(source);
    expect(fault.code).toBe(code);
    const secrets = [passphrase, 'tr0ub4dor', ...[locked, oldForm, damaged].map((pem) => pem.slice(80, 120))];
    for (const secret of secrets) expect(fault.text).not.toContain(secret);
  });
});
