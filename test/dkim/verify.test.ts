import { generateKeyPairSync } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { createMessage } from '../../src/message/message.ts';
import { toRaw } from '../../src/mime/raw.ts';
import {
  createDkimSigner,
  dkimRecord,
  verifyDkim,
  type DkimOptions,
  type ResolveTxt,
} from '../../src/secure/dkim/index.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const record = dkimRecord(publicKey).value;
const message = toRaw(
  createMessage({ from: 'a@example.com', to: 'b@example.org', subject: 's', text: 'one\r\ntwo\r\n' }),
);

const sign = async (options: Partial<DkimOptions> = {}): Promise<string> => {
  const raw = await createDkimSigner({
    domain: 'example.com',
    selector: 's1',
    key: privateKey,
    ...options,
  }).sign(message);
  return new TextDecoder('latin1').decode(raw.bytes);
};
const verify = async (
  text: string,
  resolveTxt: ResolveTxt = async () => [[record]],
  now = Date.now,
): Promise<string> => {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const report = await verifyDkim(bytes, { resolveTxt, now });
  return report.signatures.map(({ fault }) => fault?.code ?? 'pass').join(' ') || 'none';
};

describe('verdicts on signatures', () => {
  test('a good one, a message without any, and one of two that is bad', async () => {
    const text = await sign();
    expect(await verify(text)).toBe('pass');
    expect(await verify(new TextDecoder().decode(message.bytes))).toBe('none');
    const bad = text.slice(0, text.indexOf('\r\nFrom:') + 2).replace(/bh=.{4}/, 'bh=AAAA');
    expect(await verify(bad + text)).toBe('DKIM_BODY_CHANGED pass');
  });

  test('octets behind l= are reported, not trusted', async () => {
    const text = await sign({ bodyLength: 5 });
    expect(await verify(text)).toBe('DKIM_BODY_PARTLY_SIGNED');
    const whole = await sign({ bodyLength: 10_000 });
    expect(await verify(whole)).toBe('pass');
    expect(await verify(`${whole}more\r\n`)).toBe('DKIM_BODY_PARTLY_SIGNED');
    expect(await verify(whole.slice(0, -4))).toBe('DKIM_BODY_CHANGED');
  });

  test('x= in the past', async () => {
    const text = await sign({ expiresIn: 60, now: () => 0 });
    expect(await verify(text, undefined, () => 59_000)).toBe('pass');
    expect(await verify(text, undefined, () => 61_000)).toBe('DKIM_EXPIRED');
  });

  test.each([
    ['v=1', 'v=2'],
    ['c=relaxed/relaxed', 'c=other'],
    ['d=example.com', 'd=example.com; d=example.com'],
    ['h=From', 'h=X-From'],
    ['d=example.com', 'd='],
    ['t=', 'x=1; t='],
    ['t=', 't=a'],
    ['s=s1', 's=s1; i=a@example.org'],
  ])('malformed: %s becomes %s', async (from, to) => {
    expect(await verify((await sign({ oversign: false })).replace(from, to))).toBe(
      'DKIM_SIGNATURE_MALFORMED',
    );
  });

  test('an algorithm that RFC 8301 ended', async () => {
    expect(await verify((await sign()).replace('a=rsa-sha256', 'a=rsa-sha1'))).toBe('DKIM_ALGORITHM_UNKNOWN');
  });
});

describe('verdicts on keys', () => {
  const weak = generateKeyPairSync('rsa', { modulusLength: 768 }).publicKey;
  const failing =
    (code: string): ResolveTxt =>
    () =>
      Promise.reject(Object.assign(new Error(code), { code }));

  test.each<[string, ResolveTxt]>([
    ['DKIM_KEY_MISSING', failing('ENOTFOUND')],
    ['DKIM_KEY_MISSING', async () => []],
    ['DKIM_DNS_FAILED', failing('ETIMEOUT')],
    ['DKIM_KEY_AMBIGUOUS', async () => [[record], [record]]],
    ['DKIM_KEY_REVOKED', async () => [['v=DKIM1; p=']]],
    ['DKIM_KEY_WEAK', async () => [[dkimRecord(weak).value]]],
    ['DKIM_KEY_UNUSABLE', async () => [['v=DKIM1; p=AAAA']]],
    ['DKIM_KEY_UNUSABLE', async () => [['v=DKIM2; p=AAAA']]],
    ['DKIM_KEY_UNUSABLE', async () => [['v=DKIM1']]],
    ['DKIM_KEY_UNUSABLE', async () => [[record.replace('k=rsa', 'k=ed25519')]]],
    ['DKIM_KEY_UNUSABLE', async () => [[`${record}; h=sha1`]]],
    ['DKIM_KEY_UNUSABLE', async () => [[`${record}; s=tlsrpt`]]],
    ['pass', async () => [[`${record}; h=sha1:sha256; s=email; t=s`]]],
    ['pass', async () => [[record.slice(0, 255), record.slice(255)]]],
  ])('%s', async (expected, resolveTxt) => {
    expect(await verify(await sign(), resolveTxt)).toBe(expected);
  });

  test('t=s allows no identity below the domain; t=y is reported', async () => {
    const text = await sign({ identity: '@mail.example.com' });
    expect(await verify(text)).toBe('pass');
    expect(await verify(text, async () => [[`${record}; t=s`]])).toBe('DKIM_KEY_UNUSABLE');
    const report = await verifyDkim(new TextEncoder().encode(text), {
      resolveTxt: async () => [[`${record}; t=y`]],
    });
    expect(report.signatures[0]).toMatchObject({ isTest: true, status: 'pass', isAligned: true });
  });

  test('a record longer than 255 octets comes in strings', () => {
    const { strings, value } = dkimRecord(publicKey);
    expect(strings.length).toBeGreaterThan(1);
    expect(strings.every((one) => one.length <= 255)).toBe(true);
    expect(strings.join('')).toBe(value);
    expect(() => dkimRecord(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey)).toThrow(
      /no record/,
    );
  });
});
