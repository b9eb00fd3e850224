import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';

import type { Leaf } from '../../src/mime/entity.ts';
import { serialize } from '../../src/mime/serialize.ts';
import {
  createHashFileRepository,
  createMemoryRepository,
  createSmimeEncrypter,
  createSmimeSigner,
  hashOfAddress,
  type SmimeEncrypterOptions,
  verifySmime,
} from '../../src/secure/smime/index.ts';
import vectors from '../vectors/smime.json' with { type: 'json' };
import { certificate, codeOf, file, key, openssl, read, text as pem, url } from './keys.ts';
import { header, message, text, tree } from './message.ts';

const jane = 'jane@example.com';
const john = 'john@example.com';
const nobody = 'nobody@example.com';
const certificates = [url('jane.crt'), url('john.crt')];
const encrypterOf = (more: Partial<SmimeEncrypterOptions> = {}) =>
  createSmimeEncrypter({ certificates, ...more });
const signer = createSmimeSigner({ certificate: url('signer.crt'), key: url('signer.key') });

const decryptWith = (mail: Uint8Array, name: string): Buffer =>
  openssl(mail, 'cms', '-decrypt', '-recip', `${name}.crt`, '-inkey', `${name}.key`);
const cmsOf = (mail: Buffer): Buffer =>
  Buffer.from(mail.toString('latin1').split('\r\n\r\n')[1] as string, 'base64');
const recipientsOf = (mail: Buffer): number => {
  const shown = openssl(cmsOf(mail), 'cms', '-cmsout', '-print', '-noout', '-inform', 'DER').toString();
  return shown.match(/d\.ktri/g)?.length ?? 0;
};

describe.each(['native', 'openssl'] as const)('G6: encrypted messages, %s engine', (engine) => {
  test.each([
    ['aes-256-cbc', 'enveloped-data'],
    ['aes-128-cbc', 'enveloped-data'],
    ['aes-256-gcm', 'authEnveloped-data'],
    ['aes-128-gcm', 'authEnveloped-data'],
  ] as const)('%s: application/pkcs7-mime; smime-type=%s', async (cipher, type) => {
    const entity = (await encrypterOf({ engine, cipher }).encrypt(tree, [jane])) as Leaf;
    expect(entity.fields.map((field) => field.value.replace(/\r\n/g, ''))).toEqual([
      `application/pkcs7-mime; smime-type=${type}; name="smime.p7m"`,
      'base64',
      'attachment; filename="smime.p7m"',
    ]);
    const mail = message(entity);
    expect(mail.includes('Gr=C3=BC')).toBe(false);
    expect(mail.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Buffer.compare(decryptWith(mail, 'jane'), serialize(tree))).toBe(0);
    expect(() => decryptWith(mail, 'john')).toThrow();
    const recipient = { certificate: url('jane.crt'), key: url('jane.key') };
    const report = await verifySmime(mail, { recipient, engine });
    expect(report).toMatchObject({ encrypted: true, decrypted: true, cipher, signed: false, valid: false });
    expect(Buffer.compare(report.content, serialize(tree))).toBe(0);
  });

  test('certificates are chosen by recipient: To jane and Cc john', async () => {
    const mail = message(await encrypterOf({ engine }).encrypt(text, [jane, john]));
    expect(recipientsOf(mail)).toBe(2);
    for (const name of ['jane', 'john']) expect(decryptWith(mail, name).toString()).toContain('Gr=C3=BC');
  });

  test('a copy for a Bcc names no other recipient', async () => {
    const encrypter = encrypterOf({ engine });
    for (const [address, name, other] of [
      [jane, 'jane', 'john'],
      [john, 'john', 'jane'],
    ] as const) {
      const mail = message(await encrypter.encrypt(text, [address]));
      expect(recipientsOf(mail)).toBe(1);
      expect(decryptWith(mail, name).toString()).toContain('Gr=C3=BC');
      expect(() => decryptWith(mail, other)).toThrow();
    }
  });

  test('encryptToSelf: the sender can read it too', async () => {
    const mail = message(
      await encrypterOf({ engine, encryptToSelf: url('signer.crt') }).encrypt(text, [jane]),
    );
    for (const name of ['jane', 'signer']) expect(decryptWith(mail, name).toString()).toContain('Gr=C3=BC');
    const own = createSmimeEncrypter({
      certificates: [url('signer.crt')],
      encryptToSelf: url('signer.crt'),
      engine,
    });
    expect(recipientsOf(message(await own.encrypt(text, ['hello@example.com'])))).toBe(1);
  });

  test('G7: sign then encrypt', async () => {
    const mail = message(await encrypterOf({ engine }).encrypt(await signer.sign(tree), [jane]));
    const inner = decryptWith(mail, 'jane');
    const signed = openssl(inner, 'cms', '-verify', '-CAfile', 'ca.crt');
    expect(Buffer.compare(signed, serialize(tree))).toBe(0);
    const recipient = { certificate: url('jane.crt'), key: url('jane.key') };
    const report = await verifySmime(mail, { trusted: url('ca.crt'), recipient, engine });
    const sound = { encrypted: true, decrypted: true, signed: true, valid: true, chainTrusted: true };
    expect(report).toMatchObject({ ...sound, addressMatches: true, reason: undefined });
    expect(Buffer.compare(report.content, serialize(tree))).toBe(0);
  });

  test('G7: encrypt then sign', async () => {
    const mail = message(await signer.sign(await encrypterOf({ engine }).encrypt(tree, [jane])));
    const inner = openssl(mail, 'cms', '-verify', '-CAfile', 'ca.crt');
    expect(Buffer.compare(decryptWith(inner, 'jane'), serialize(tree))).toBe(0);
    const recipient = { certificate: url('jane.crt'), key: url('jane.key') };
    const report = await verifySmime(mail, { trusted: url('ca.crt'), recipient, engine });
    expect(report).toMatchObject({
      encrypted: true,
      decrypted: true,
      signed: true,
      valid: true,
      chainTrusted: true,
    });
  });
});

test('EC recipient', async () => {
  const mail = message(
    await encrypterOf({ certificates: [url('erin_ec.crt')] }).encrypt(text, ['erin@example.com']),
  );
  expect(Buffer.compare(decryptWith(mail, 'erin_ec'), serialize(text))).toBe(0);
});

test('G7: sign, encrypt, sign (RFC 2634 triple wrap)', async () => {
  const mail = message(await signer.sign(await encrypterOf().encrypt(await signer.sign(tree), [jane])));
  const recipient = { certificate: url('jane.crt'), key: url('jane.key') };
  const report = await verifySmime(mail, { trusted: url('ca.crt'), recipient });
  expect(report).toMatchObject({ decrypted: true, valid: true, chainTrusted: true, addressMatches: true });
  expect(Buffer.compare(report.content, serialize(tree))).toBe(0);
});

test('fields of the message stay outside', async () => {
  const whole = { ...text, fields: [...header(), ...text.fields] };
  const entity = (await encrypterOf().encrypt(whole, [jane])) as Leaf;
  expect(entity.fields.slice(0, 6)).toEqual(header());
  expect(Buffer.compare(decryptWith(Buffer.from(serialize(entity)), 'jane'), serialize(text))).toBe(0);
});

describe('recipients without a certificate', () => {
  test('fail is the default', async () => {
    expect(await codeOf(() => encrypterOf().plan([jane, nobody]))).toBe(
      'SMIME_RECIPIENT_WITHOUT_CERTIFICATE',
    );
    const error = await encrypterOf()
      .plan([jane, nobody])
      .catch((thrown: Error) => thrown.message);
    expect(error).toContain(nobody);
    expect(error).not.toContain(jane);
  });

  test.each([
    ['skip', { onlookers: [nobody] }],
    ['drop-recipient', { dropped: [nobody] }],
    ['clear', { clear: [nobody] }],
  ] as const)('%s', async (missing, changed) => {
    const none = { readers: [jane], onlookers: [], clear: [], dropped: [] };
    expect(await encrypterOf({ missing }).plan([jane, nobody])).toEqual({ ...none, ...changed });
    expect(await encrypterOf({ missing }).plan([jane])).toEqual(none);
    // Whatever the policy: who is handed to `encrypt` gets it encrypted, or nobody gets anything.
    const encrypt = () => encrypterOf({ missing }).encrypt(text, [jane, nobody]);
    expect(await codeOf(encrypt)).toBe('SMIME_RECIPIENT_WITHOUT_CERTIFICATE');
  });

  test('nobody could read it: an error under skip and drop-recipient', async () => {
    for (const missing of ['skip', 'drop-recipient'] as const) {
      expect(await codeOf(() => encrypterOf({ missing }).plan([nobody]))).toBe(
        'SMIME_RECIPIENT_WITHOUT_CERTIFICATE',
      );
    }
    expect(await codeOf(() => encrypterOf().encrypt(text, []))).toBe('SMIME_NO_RECIPIENTS');
    expect(await codeOf(() => createSmimeEncrypter({}))).toBe('SMIME_NO_CERTIFICATES');
  });

  test('a repository that fails is an error, not a missing certificate', async () => {
    const repository = { findCertificate: () => Promise.reject(new Error('directory service is down')) };
    const encrypter = createSmimeEncrypter({ repository, missing: 'clear' });
    await expect(encrypter.plan([jane])).rejects.toThrow('directory service is down');
    await expect(encrypter.encrypt(text, [jane])).rejects.toThrow('directory service is down');
  });
});

describe('G13: certificates nobody must encrypt for', () => {
  const encrypt = (source: URL, address: string, clock = () => new Date()) =>
    codeOf(() =>
      createSmimeEncrypter({ certificates: new Map([[address, source]]), clock }).encrypt(text, [address]),
    );

  test('expired, not yet valid, wrong purpose, unsupported key', async () => {
    expect(await encrypt(url('expired.crt'), 'old@example.com')).toBe('CERTIFICATE_EXPIRED');
    expect(await encrypt(url('jane.crt'), jane, () => new Date('2001-01-01'))).toBe(
      'CERTIFICATE_NOT_YET_VALID',
    );
    expect(await encrypt(url('server_only.crt'), jane)).toBe('CERTIFICATE_PURPOSE');
    expect(await encrypt(url('signer_p384.crt'), 'p384@example.com')).toBe('CERTIFICATE_PURPOSE');
    expect(await encrypt(url('encrypt_only.crt'), 'encrypt@example.com')).toBe('no error');
  });
});

describe('G11: repositories', () => {
  test('memory: by the addresses of the certificate, whatever the case', async () => {
    const repository = createMemoryRepository(certificates);
    for (const address of [' JANE@example.com ', 'Jane@EXAMPLE.com']) {
      expect((await repository.findCertificate(address))?.addresses).toEqual([jane]);
    }
    expect(await repository.findCertificate(nobody)).toBeUndefined();
  });

  test('memory: a map says which certificate an address has', async () => {
    const repository = createMemoryRepository(new Map([['Alias@example.com', pem('jane.crt')]]));
    expect((await repository.findCertificate('alias@example.com'))?.addresses).toEqual([jane]);
    expect(await repository.findCertificate(jane)).toBeUndefined();
  });

  test('memory: of two certificates the one that is valid longer', async () => {
    const [short, long] = [certificate('expired'), certificate('jane')];
    for (const order of [
      [short, long],
      [long, short],
    ]) {
      const renewed = order.map((one) => ({ ...one, addresses: ['same@example.com'] }));
      const found = await createMemoryRepository(renewed).findCertificate('same@example.com');
      expect(found?.notAfter).toEqual(long.notAfter);
    }
  });

  test('hash files: SHA-256 of the trimmed, lower-case address', async () => {
    const { email, sha256_hex_of_trimmed_lowercase: hash } = vectors.repository.example;
    expect(hashOfAddress(email)).toBe(hash);
    mkdirSync(file('storage'), { recursive: true });
    copyFileSync(file('jane.crt'), file(`storage/${hash}.crt`));
    for (const directory of [file('storage'), pathToFileURL(file('storage'))]) {
      const repository = createHashFileRepository({ directory });
      expect((await repository.findCertificate(email))?.addresses).toEqual([jane]);
      expect(await repository.findCertificate(nobody)).toBeUndefined();
    }
    const repository = createHashFileRepository({ directory: file('storage') });
    const mail = message(await createSmimeEncrypter({ repository }).encrypt(text, [' JANE@example.com ']));
    expect(decryptWith(mail, 'jane').toString()).toContain('Gr=C3=BC');
  });

  test('hash files: a broken file is an error', async () => {
    mkdirSync(file('broken'), { recursive: true });
    writeFileSync(file(`broken/${hashOfAddress(jane)}.crt`), 'not a certificate');
    const repository = createHashFileRepository({ directory: file('broken') });
    expect(await codeOf(() => repository.findCertificate(jane))).toBe('CERTIFICATE_UNREADABLE');
  });
});

describe('messages of others', () => {
  const recipient = { certificate: certificate('jane'), key: key('jane') };

  test.each(['encrypted.eml', 'encrypted_gcm.eml'])('%s', async (name) => {
    for (const engine of ['native', 'openssl'] as const) {
      const report = await verifySmime(read(name), { recipient, engine });
      expect(report).toMatchObject({ encrypted: true, decrypted: true });
      expect(Buffer.compare(report.content, read('entity.txt'))).toBe(0);
    }
  });

  test('signed.eml, with LF as openssl writes its MIME lines', async () => {
    for (const engine of ['native', 'openssl'] as const) {
      const report = await verifySmime(read('signed.eml'), { trusted: url('ca.crt'), engine });
      expect(report).toMatchObject({ signed: true, valid: true, chainTrusted: true, addressMatches: true });
    }
  });

  test('without the key, or with another one, the report says so', async () => {
    const mail = read('encrypted_gcm.eml');
    const closed = {
      encrypted: true,
      decrypted: false,
      signed: false,
      valid: false,
      reason: expect.any(String),
    };
    expect(await verifySmime(mail)).toMatchObject(closed);
    const stranger = { certificate: certificate('signer'), key: key('signer') };
    expect(await verifySmime(mail, { recipient: stranger })).toMatchObject(closed);
  });

  test('a plain message, garbage and nothing at all are reports too', async () => {
    const unsigned = { encrypted: false, signed: false, valid: false, reason: expect.any(String) };
    const garbage =
      'Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n';
    for (const mail of [message(text), Buffer.from(garbage), Buffer.from('\0\xff'), Buffer.alloc(0)]) {
      expect(await verifySmime(mail)).toMatchObject(unsigned);
    }
  });
});

describe('choices that do not exist', () => {
  test.each([{ cipher: 'des3' }, { missing: 'drop' }, { keyTransport: 'raw' }, { engine: 'gpg' }])(
    'encrypting with %o is refused',
    async (choice) => {
      expect(await codeOf(() => encrypterOf(choice as never))).toBe('SMIME_OPTION_UNKNOWN');
    },
  );

  test.each([{ digest: 'sha1' }, { rsaPadding: 'none' }, { engine: 'gpg' }])(
    'signing with %o is refused',
    async (choice) => {
      const options = { certificate: url('signer.crt'), key: url('signer.key'), ...choice };
      expect(await codeOf(() => createSmimeSigner(options as never))).toBe('SMIME_OPTION_UNKNOWN');
    },
  );
});
