import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import fc from 'fast-check';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { afterAll, describe, expect, test } from 'vitest';

import { createMessage, type MessageInput } from '../../src/message/message.ts';
import { toRaw, type RawMessage } from '../../src/mime/raw.ts';
import { createDkimSigner, dkimRecord, verifyDkim, type DkimOptions } from '../../src/secure/dkim/index.ts';
import { signData, type DkimAlgorithm } from '../../src/secure/dkim/signing.ts';
import published from '../vectors/dkim_rfc_examples.json' with { type: 'json' };
import symfony from '../vectors/dkim_sign_symfony.json' with { type: 'json' };

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed25519 = generateKeyPairSync('ed25519');
const keys: Record<string, KeyObject> = { rsa: rsa.publicKey, ed: ed25519.publicKey };

const resolveTxt = (name: string): Promise<string[][]> => {
  const key = keys[name.split('.')[0]!];
  if (key && name.endsWith('._domainkey.example.com')) return Promise.resolve([[...dkimRecord(key).strings]]);
  return Promise.reject(Object.assign(new Error('absent'), { code: 'ENOTFOUND' }));
};

const base: MessageInput = {
  from: 'a@example.com',
  to: 'b@example.org',
  subject: 'Hällo',
  text: 'Hi\r\n\r\nthere  you \r\n',
};
const rsaOptions: DkimOptions = { domain: 'example.com', selector: 'rsa', key: rsa.privateKey };
const edOptions: DkimOptions = { domain: 'example.com', selector: 'ed', key: ed25519.privateKey };

const signed = (input: MessageInput = base, options: Partial<DkimOptions> = {}): Promise<RawMessage> =>
  createDkimSigner({ ...rsaOptions, ...options }).sign(toRaw(createMessage(input)));
const textOf = (raw: { bytes: Uint8Array }): string => new TextDecoder('latin1').decode(raw.bytes);
const octets = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const tagsOf = (raw: RawMessage): Record<string, string> => {
  const field = /^DKIM-Signature: ([\s\S]*?)\r\n(?![ \t])/.exec(textOf(raw))![1]!;
  return Object.fromEntries(
    field
      .replace(/\s+/g, '')
      .split(';')
      .map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)]),
  );
};
const signedNames = (raw: RawMessage): string[] => tagsOf(raw)['h']!.toLowerCase().split(':');

/** Somebody else's verdicts, one for each signature. */
const mailauth = async (bytes: Uint8Array): Promise<string[]> => {
  const report = await dkimVerify(Buffer.from(bytes), {
    resolver: async (name: string) => (await resolveTxt(name)).map((strings) => [strings.join('')]),
  });
  return report.results.map((result: { status: { result: string } }) => result.status.result);
};

const codeOf = async (run: () => unknown): Promise<string> => {
  try {
    await run();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'no error';
};

describe('G1 G2 G3: what we sign, mailauth and we verify', () => {
  const forms = ['relaxed/relaxed', 'relaxed/simple', 'simple/relaxed', 'simple/simple'] as const;

  test.each(
    forms.flatMap((canonicalization) => [rsaOptions, edOptions].map((one) => ({ ...one, canonicalization }))),
  )('$selector, $canonicalization', async (options) => {
    const raw = await createDkimSigner(options).sign(toRaw(createMessage(base)));
    expect(await mailauth(raw.bytes)).toEqual(['pass']);
    expect(await verifyDkim(raw.bytes, { resolveTxt })).toMatchObject({
      ok: true,
      signatures: [{ isAligned: true }],
    });
    expect(raw.envelope.to).toEqual(['b@example.org']);
    expect(
      textOf(raw)
        .split('\r\n')
        .every((line) => line.length <= 78),
    ).toBe(true);
  });

  test('both algorithms on one message (RFC 8463 §3)', async () => {
    const raw = await createDkimSigner(edOptions).sign(await signed());
    expect(await mailauth(raw.bytes)).toEqual(['pass', 'pass']);
    expect((await verifyDkim(raw.bytes, { resolveTxt })).signatures.map((one) => one.algorithm)).toEqual([
      'ed25519-sha256',
      'rsa-sha256',
    ]);
  });

  test('any text and subject', async () => {
    const line = fc.string({ unit: 'binary', maxLength: 60 });
    const header = line.filter((text) => !/[\r\n\0]/.test(text));
    await fc.assert(
      fc.asyncProperty(fc.array(line), header, header, async (lines, subject, custom) => {
        const raw = await createDkimSigner(edOptions).sign(
          toRaw(
            createMessage({ ...base, text: lines.join('\n'), subject, headers: { 'X-A': [custom, custom] } }),
          ),
        );
        expect(await mailauth(raw.bytes)).toEqual(['pass']);
        expect((await verifyDkim(raw.bytes, { resolveTxt })).ok).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('a repeated field, a line that begins with a dot, SMTPUTF8 (RFC 8616)', async () => {
    const raw = await signed({
      ...base,
      to: 'jörg@example.org',
      text: '.\r\n..\r\n.hidden\r\n',
      headers: { 'X-A': ['first', 'second'] },
    });
    expect(signedNames(raw).filter((name) => name === 'x-a')).toHaveLength(2);
    expect(await mailauth(raw.bytes)).toEqual(['pass']);
    const stuffed = textOf(raw).replace(/^\./gm, '..');
    expect(await mailauth(octets(stuffed.replace(/^\.\./gm, '.')))).toEqual(['pass']);
  });

  test('a key as PEM, as file: URL and as path gives the same signature', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'letterlock-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const pem = rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;
    const locked = rsa.privateKey.export({
      format: 'pem',
      type: 'pkcs8',
      cipher: 'aes-256-cbc',
      passphrase: 'x',
    }) as string;
    const file = join(folder, 'key.pem');
    writeFileSync(file, pem);
    const message = toRaw(createMessage(base));
    const sign = async (options: Partial<DkimOptions>): Promise<string> =>
      textOf(await createDkimSigner({ ...rsaOptions, now: () => 0, ...options }).sign(message));
    const expected = await sign({});
    expect(await sign({ key: pem })).toBe(expected);
    expect(await sign({ key: locked, passphrase: 'x' })).toBe(expected);
    expect(await sign({ key: pathToFileURL(file) })).toBe(expected);
    expect(await sign({ key: pathToFileURL(file).href })).toBe(expected);
    expect(await sign({ key: file })).toBe(expected);
  });
});

describe('G4: what is signed', () => {
  test('From always, Bcc, Return-Path, X-Transport and empty fields never', async () => {
    const raw = await signed(
      {
        ...base,
        bcc: 'secret@example.org',
        returnPath: 'r@example.com',
        headers: { 'X-Transport': 'main', 'X-Empty': '' },
      },
      { headersToIgnore: ['From', 'Message-ID'] },
    );
    const names = signedNames(raw);
    expect(names).toContain('from');
    for (const name of ['bcc', 'return-path', 'x-transport', 'x-empty', 'message-id'])
      expect(names).not.toContain(name);
    expect(textOf(raw)).not.toMatch(/^bcc:/im);
    expect(raw.envelope.to).toContain('secret@example.org');
    expect(await mailauth(raw.bytes)).toEqual(['pass']);
  });

  test('empty fields of a message made elsewhere are skipped', async () => {
    const bytes = octets('From: a@example.com\r\nX-Empty: \r\nX-Empty:\r\n \r\nX-Colon: :\r\n\r\nx\r\n');
    const raw = await createDkimSigner(rsaOptions).sign({ ...toRaw(createMessage(base)), bytes });
    expect(signedNames(raw)).toContain('x-colon');
    expect(signedNames(raw)).not.toContain('x-empty');
    expect(await mailauth(raw.bytes)).toEqual(['pass']);
  });

  test.each(['From: x@example.com', 'Subject: other', 'Cc: c@example.org', 'Reply-To: x@example.net'])(
    'oversigning: %s put in front breaks the signature',
    async (added) => {
      const raw = await signed();
      const tampered = octets(`${added}\r\n${textOf(raw)}`);
      expect(await mailauth(tampered)).toEqual(['fail']);
      expect((await verifyDkim(tampered, { resolveTxt })).signatures[0]!.fault!.code).toBe(
        'DKIM_HEADER_CHANGED',
      );
    },
  );

  test('without oversigning a second Subject passes, so the check above can fail', async () => {
    const raw = await signed(base, { oversign: false });
    expect((await verifyDkim(octets(`Subject: other\r\n${textOf(raw)}`), { resolveTxt })).ok).toBe(true);
  });

  test('expiry, identity, length', async () => {
    const now = (): number => 1_700_000_000_500;
    const tags = tagsOf(
      await signed(base, { expiresIn: 3600, now, identity: 'a@mail.example.com', bodyLength: 4 }),
    );
    expect(tags).toMatchObject({ t: '1700000000', x: '1700003600', i: 'a@mail.example.com', l: '4' });
  });

  test('a warning when From is elsewhere', async () => {
    const warnings: string[] = [];
    const onWarning = ({ code }: { code: string }): number => warnings.push(code);
    await signed(base, { onWarning });
    await signed({ ...base, from: 'a@mail.example.com' }, { onWarning });
    expect(warnings).toEqual([]);
    await signed({ ...base, from: 'a@elsewhere.test' }, { onWarning });
    expect(warnings).toEqual(['DKIM_NOT_ALIGNED']);
  });
});

describe('G13: options that are refused', () => {
  const weak = generateKeyPairSync('rsa', { modulusLength: 768 }).privateKey;
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const locked = rsa.privateKey.export({
    format: 'pem',
    type: 'pkcs8',
    cipher: 'aes-256-cbc',
    passphrase: 'x',
  }) as string;

  test.each([
    ['DKIM_KEY_WEAK', { key: weak }],
    ['DKIM_KEY_TYPE', { key: ec }],
    ['DKIM_KEY_TYPE', { algorithm: 'ed25519-sha256' }],
    ['DKIM_KEY_TYPE', { key: ed25519.privateKey, algorithm: 'rsa-sha256' }],
    ['DKIM_ALGORITHM_UNKNOWN', { algorithm: 'rsa-sha1' as DkimAlgorithm }],
    ['KEY_PASSPHRASE_WRONG', { key: locked, passphrase: 'y' }],
    ['KEY_PASSPHRASE_MISSING', { key: locked }],
    ['KEY_FILE_MISSING', { key: 'file:///nowhere/dkim.pem' }],
    ['KEY_UNREADABLE', { key: 'secret' }],
    ['KEY_UNREADABLE', { key: rsa.publicKey }],
    ['DKIM_DOMAIN_INVALID', { domain: 'example.com\r\nX: y' }],
    ['DKIM_DOMAIN_INVALID', { domain: 'example.com; l=0' }],
    ['DKIM_SELECTOR_INVALID', { selector: 'a; d=b' }],
    ['DKIM_SELECTOR_INVALID', { selector: '' }],
    ['DKIM_IDENTITY_INVALID', { identity: 'a@example.org' }],
    ['DKIM_IDENTITY_INVALID', { identity: 'a;b@example.com' }],
    ['DKIM_CANONICALIZATION_UNKNOWN', { canonicalization: 'nofws/relaxed' as never }],
    ['DKIM_OPTION_INVALID', { expiresIn: 0 }],
    ['DKIM_OPTION_INVALID', { bodyLength: 1.5 }],
  ] as const)('%s', async (code, options) => {
    expect(await codeOf(() => createDkimSigner({ ...rsaOptions, ...options }))).toBe(code);
  });

  test('a signature that cannot be made is an error, not an unsigned message', async () => {
    const message = toRaw(createMessage(base));
    const twice = { ...message, bytes: octets(`From: x@example.com\r\n${textOf(message)}`) };
    expect(await codeOf(() => createDkimSigner(rsaOptions).sign(twice))).toBe('DKIM_FROM_MISSING');
    const pss = generateKeyPairSync('rsa-pss', { modulusLength: 1024 }).privateKey;
    expect(await codeOf(() => createDkimSigner({ ...rsaOptions, key: pss }))).toBe('DKIM_KEY_TYPE');
  });

  test('no error holds a key or a passphrase', async () => {
    const key = locked.replace('MII', 'MIX');
    const error = await codeOf(() =>
      createDkimSigner({ ...rsaOptions, key, passphrase: 'correct horse' }),
    ).catch(String);
    expect(error).toBe('KEY_PASSPHRASE_WRONG');
    try {
      createDkimSigner({ ...rsaOptions, key, passphrase: 'correct horse' });
    } catch (caught) {
      const { message, hint, stack } = caught as { message: string; hint: string; stack: string };
      for (const secret of ['correct horse', key.slice(40, 60)])
        expect(message + hint + stack).not.toContain(secret);
    }
  });
});

describe('published examples', () => {
  const recordFor = (one: (typeof published.cases)[number]): string =>
    `v=DKIM1; k=${one.algorithm.split('-')[0]}; p=${one.dns_p}`;
  const resolve = (name: string): Promise<string[][]> => {
    const found = published.cases.find((one) => name === `${one.selector}._domainkey.${one.domain}`);
    return Promise.resolve(found ? [[recordFor(found)]] : []);
  };
  const check = async (
    message: string,
    one: (typeof published.cases)[number],
  ): Promise<string | undefined> => {
    const report = await verifyDkim(octets(message), { resolveTxt: resolve });
    const verdict = report.signatures.find(
      ({ algorithm, selector }) => algorithm === one.algorithm && selector === one.selector,
    )!;
    return verdict.fault?.code ?? verdict.status;
  };

  test.each(published.cases)('$name', async (one) => {
    const key = createPrivateKey(one.private_key_pem);
    expect(await signData(one.algorithm as DkimAlgorithm, key, one.data_signed)).toBe(one.b);
    expect(dkimRecord(createPublicKey(key)).value).toBe(recordFor(one));
    expect(await check(one.message, one)).toBe('pass');
    for (const { replace, verdict } of one.tamper) {
      const tampered = one.message.replace(replace[0]!, replace[1]!);
      expect(await check(tampered, one)).toBe(
        verdict.startsWith('body') ? 'DKIM_BODY_CHANGED' : 'DKIM_HEADER_CHANGED',
      );
    }
  });

  test.each(symfony.cases)('a signature of another signer: $name', async (one) => {
    const report = await verifyDkim(octets(one.raw_signed_message), {
      resolveTxt: () => Promise.resolve([[`v=DKIM1; p=${symfony.public_key_p}`]]),
    });
    expect(report.signatures.map(({ fault }) => fault)).toEqual([undefined]);
    expect(report.signatures[0]!.domain).toBe(one.domain);
    const key = createPrivateKey(symfony.private_key_pem);
    expect(await signData('rsa-sha256', key, one.header_data_signed)).toBe(one.b);
  });
});
