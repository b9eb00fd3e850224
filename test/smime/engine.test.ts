import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import type {
  Cipher,
  Digest,
  KeyTransport,
  SignRequest,
  SmimeEngine,
} from '../../src/secure/smime/engine.ts';
import { nativeEngine } from '../../src/secure/smime/native.ts';
import { opensslEngine } from '../../src/secure/smime/openssl.ts';
import { certificate, codeOf, file, key, openssl, read } from './keys.ts';

const engines = [nativeEngine, opensslEngine];
const pairs = engines.flatMap((maker) => engines.map((reader) => ({ maker, reader })));
const named = pairs.map(({ maker, reader }) => [`${maker.name} → ${reader.name}`, maker, reader] as const);

const content = Buffer.from(`Content-Type: text/plain\r\n\r\n${'Hello, world\r\n'.repeat(200)}`);
const time = new Date();
const trusted = [certificate('ca')];

const sign = (engine: SmimeEngine, signer: string, more: Partial<SignRequest> = {}): Promise<Uint8Array> =>
  engine.sign({
    content,
    certificate: certificate(signer),
    key: key(signer),
    chain: [],
    detached: true,
    digest: 'sha256',
    time,
    ...more,
  });

describe.each(named)('G5: signatures, %s', (_, maker, reader) => {
  const digests: Digest[] = ['sha256', 'sha384', 'sha512'];
  const signers = ['signer', 'signer_ec', 'signer_p384'];
  test.each(signers.flatMap((signer) => digests.map((digest) => [signer, digest] as const)))(
    '%s %s, detached and opaque',
    async (signer, digest) => {
      for (const detached of [true, false]) {
        const cms = await sign(maker, signer, { digest, detached });
        const result = await reader.verify({ cms, content: detached ? content : undefined, trusted, time });
        expect(result).toMatchObject({ valid: true, chainTrusted: true, reason: undefined });
        expect(result.signers.map((one) => one.subject)).toEqual([certificate(signer).subject]);
        expect(Buffer.compare(result.content, content)).toBe(0);
      }
    },
  );

  test.each(digests)('RSA-PSS with %s', async (digest) => {
    const cms = await sign(maker, 'signer', { digest, rsaPadding: 'pss' });
    expect(openssl(cms, 'cms', '-cmsout', '-print', '-noout', '-inform', 'DER').toString()).toContain(
      'rsassaPss',
    );
    expect(await reader.verify({ cms, content, trusted, time })).toMatchObject({
      valid: true,
      chainTrusted: true,
    });
    const other = Buffer.concat([content, content]);
    expect(await reader.verify({ cms, content: other, trusted, time })).toMatchObject({ valid: false });
  });

  test('a detached signature does not hold the content, an opaque one does', async () => {
    const detached = Buffer.from(await sign(maker, 'signer'));
    const opaque = Buffer.from(await sign(maker, 'signer', { detached: false }));
    expect(detached.includes('Hello, world')).toBe(false);
    expect(opaque.includes('Hello, world')).toBe(true);
    expect(await reader.verify({ cms: detached, trusted, time })).toMatchObject({
      valid: false,
      chainTrusted: false,
    });
  });

  test('intermediates travel along; without them there is no chain', async () => {
    const complete = await sign(maker, 'signer_chain', { chain: [certificate('intermediate')] });
    expect(await reader.verify({ cms: complete, content, trusted, time })).toMatchObject({
      chainTrusted: true,
    });
    const short = await sign(maker, 'signer_chain');
    const result = await reader.verify({ cms: short, content, trusted, time });
    expect(result).toMatchObject({ valid: true, chainTrusted: false, reason: expect.any(String) });
  });

  test('a chain is trusted only from the right root, for mail, at the right time', async () => {
    const cms = await sign(maker, 'signer');
    const verify = (request: object) => reader.verify({ cms, content, trusted, time, ...request });
    const distrusted = { valid: true, chainTrusted: false, reason: expect.any(String) };
    expect(await verify({ trusted: [] })).toMatchObject(distrusted);
    expect(await verify({ trusted: [certificate('other_ca')] })).toMatchObject(distrusted);
    expect(await verify({ time: new Date('2300-01-01') })).toMatchObject(distrusted);
    expect(await verify({ time: new Date('2001-01-01') })).toMatchObject(distrusted);
    // Trusted as it is, though it is no root.
    expect(await verify({ trusted: [certificate('signer')] })).toMatchObject({ chainTrusted: true });
    const forServers = await sign(maker, 'server_only');
    expect(await verify({ cms: forServers })).toMatchObject(distrusted);
    const expired = await sign(maker, 'expired');
    expect(await verify({ cms: expired })).toMatchObject(distrusted);
  });

  test('one changed octet of the content is noticed', async () => {
    const cms = await sign(maker, 'signer');
    for (const at of [0, 100, content.length - 1]) {
      const changed = Buffer.from(content);
      changed[at]! ^= 1;
      const result = await reader.verify({ cms, content: changed, trusted, time });
      expect(result).toMatchObject({ valid: false, chainTrusted: false, reason: expect.any(String) });
    }
  });

  test('a signature made with another key is noticed', async () => {
    const cms = await maker
      .sign({
        content,
        certificate: certificate('signer'),
        key: key('jane'),
        chain: [],
        detached: true,
        digest: 'sha256',
        time,
      })
      .catch(() => undefined);
    // openssl refuses such a pair itself.
    if (maker.name === 'openssl') return expect(cms).toBeUndefined();
    const result = await reader.verify({ cms: cms as Uint8Array, content, trusted, time });
    expect(result).toMatchObject({ valid: false, chainTrusted: false });
  });
});

describe.each(named)('G6: encryption, %s', (_, maker, reader) => {
  const ciphers: Cipher[] = ['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'aes-128-gcm', 'aes-256-gcm'];
  const transports: KeyTransport[] = ['pkcs1', 'oaep'];
  const jane = { certificate: certificate('jane'), key: key('jane') };
  const encrypt = (cipher: Cipher, names = ['jane'], keyTransport: KeyTransport = 'pkcs1') =>
    maker.encrypt({ content, recipients: names.map(certificate), cipher, keyTransport });

  test.each(ciphers.flatMap((cipher) => transports.map((transport) => [cipher, transport] as const)))(
    '%s, %s',
    async (cipher, transport) => {
      const cms = await encrypt(cipher, ['jane'], transport);
      expect(Buffer.from(cms).includes('Hello, world')).toBe(false);
      expect(Buffer.compare(await reader.decrypt({ cms, ...jane }), content)).toBe(0);
    },
  );

  test('several recipients: each can read it, and nobody else', async () => {
    const cms = await encrypt('aes-256-gcm', ['jane', 'john']);
    for (const name of ['jane', 'john']) {
      const opened = await reader.decrypt({ cms, certificate: certificate(name), key: key(name) });
      expect(Buffer.compare(opened, content)).toBe(0);
    }
    const stranger = { certificate: certificate('signer'), key: key('signer') };
    expect(await codeOf(() => reader.decrypt({ cms, ...stranger }))).toBe('SMIME_DECRYPT');
    const wrongKey = { certificate: certificate('jane'), key: key('signer') };
    expect(await codeOf(() => reader.decrypt({ cms, ...wrongKey }))).toBe('SMIME_DECRYPT');
  });

  test.each(ciphers)('EC recipients, alone and beside RSA: %s', async (cipher) => {
    for (const names of [['erin_ec'], ['erin_p384'], ['jane', 'erin_ec', 'erin_p384']]) {
      const cms = await encrypt(cipher, names);
      for (const name of names) {
        const opened = await reader.decrypt({ cms, certificate: certificate(name), key: key(name) });
        expect(Buffer.compare(opened, content)).toBe(0);
      }
    }
    const cms = await encrypt(cipher, ['erin_ec']);
    const wrongKey = { certificate: certificate('erin_ec'), key: key('signer_ec') };
    expect(await codeOf(() => reader.decrypt({ cms, ...wrongKey }))).toBe('SMIME_DECRYPT');
    const stranger = { certificate: certificate('signer_ec'), key: key('signer_ec') };
    expect(await codeOf(() => reader.decrypt({ cms, ...stranger }))).toBe('SMIME_DECRYPT');
  });

  test('one changed octet under GCM is noticed', async () => {
    const cms = Buffer.from(await encrypt('aes-256-gcm'));
    for (const fromEnd of [1, 40, 1000]) {
      const changed = Buffer.from(cms);
      changed[changed.length - fromEnd]! ^= 1;
      expect(await codeOf(() => reader.decrypt({ cms: changed, ...jane }))).toBe('SMIME_DECRYPT');
    }
  });

  test('every message has its own key', async () => {
    const [one, two] = await Promise.all([encrypt('aes-256-cbc'), encrypt('aes-256-cbc')]);
    expect(Buffer.from(one).subarray(-1000).equals(Buffer.from(two).subarray(-1000))).toBe(false);
  });
});

describe('G5: what the native engine writes', () => {
  const parsed = (cms: Uint8Array): string =>
    openssl(cms, 'cms', '-cmsout', '-print', '-noout', '-inform', 'DER').toString();

  test('signed attributes: content type, digest, time, capabilities, the certificate', async () => {
    const shown = parsed(await sign(nativeEngine, 'signer', { time: new Date('2026-03-04T05:06:07Z') }));
    for (const attribute of ['contentType', 'signingTime', 'messageDigest', 'S/MIME Capabilities']) {
      expect(shown).toContain(`object: ${attribute}`);
    }
    expect(shown).toContain('id-smime-aa-signingCertificateV2');
    expect(shown).toContain('UTCTIME:Mar  4 05:06:07 2026 GMT');
    const start = createHash('sha256')
      .update(content)
      .digest('hex')
      .slice(0, 16)
      .replace(/..(?!$)/g, '$& ');
    expect(shown.replaceAll('-', ' ')).toContain(start);
  });

  test('signing time from 2050 on is a GeneralizedTime', async () => {
    const shown = parsed(await sign(nativeEngine, 'signer', { time: new Date('2051-03-04T05:06:07Z') }));
    expect(shown).toContain('GENERALIZEDTIME:Mar  4 05:06:07 2051 GMT');
  });

  test('is DER: what openssl parses and writes again has the same octets', async () => {
    const signature = await sign(nativeEngine, 'signer_chain', {
      chain: [certificate('intermediate'), certificate('ca')],
    });
    const encrypted = await nativeEngine.encrypt({
      content,
      recipients: [certificate('jane'), certificate('erin_ec'), certificate('john')],
      cipher: 'aes-256-gcm',
      keyTransport: 'oaep',
    });
    for (const cms of [signature, encrypted]) {
      const again = openssl(cms, 'cms', '-cmsout', '-inform', 'DER', '-outform', 'DER');
      expect(Buffer.compare(again, cms)).toBe(0);
    }
  });
});

describe('G5 G6: what the native engine reads of others', () => {
  const entity = read('entity.txt');
  const jane = { certificate: certificate('jane'), key: key('jane') };

  test('signer by subject key identifier, indefinite lengths (BER)', async () => {
    const result = await nativeEngine.verify({ cms: read('opaque_keyid_ber.der'), trusted, time });
    expect(result).toMatchObject({ valid: true, chainTrusted: true });
    expect(Buffer.compare(result.content, entity)).toBe(0);
  });

  test('a signature without attributes', async () => {
    const cms = read('noattr.der');
    expect(await nativeEngine.verify({ cms, content: entity, trusted, time })).toMatchObject({ valid: true });
    expect(await nativeEngine.verify({ cms, content, trusted, time })).toMatchObject({ valid: false });
  });

  test('SHA-1 counts for nothing', async () => {
    const result = await nativeEngine.verify({ cms: read('sha1.der'), content: entity, trusted, time });
    expect(result).toMatchObject({ valid: false, chainTrusted: false });
  });

  test('recipient by subject key identifier, indefinite lengths (BER)', async () => {
    const opened = await nativeEngine.decrypt({ cms: read('encrypted_keyid_ber.der'), ...jane });
    expect(Buffer.compare(opened, entity)).toBe(0);
  });

  test('EC recipient by subject key identifier, SHA-1 scheme, indefinite lengths (BER)', async () => {
    const erin = { certificate: certificate('erin_ec'), key: key('erin_ec') };
    const opened = await nativeEngine.decrypt({ cms: read('encrypted_ec_keyid_ber.der'), ...erin });
    expect(Buffer.compare(opened, entity)).toBe(0);
  });

  test('triple DES is refused', async () => {
    expect(await codeOf(() => nativeEngine.decrypt({ cms: read('des3.der'), ...jane }))).toBe(
      'SMIME_DECRYPT',
    );
  });

  test('every single changed octet of a signature is noticed or harmless', async () => {
    const cms = Buffer.from(await sign(nativeEngine, 'signer_ec', { detached: false }));
    const outcomes = new Set<string>();
    for (let at = 0; at < cms.length; at += 1) {
      const changed = Buffer.from(cms);
      changed[at]! ^= 0x15;
      const outcome = await nativeEngine.verify({ cms: changed, trusted, time }).then(
        (result) => (!result.valid ? 'refused' : content.equals(result.content) ? 'harmless' : 'forged'),
        (error: { code: string }) => error.code,
      );
      outcomes.add(outcome);
    }
    // Harmless are the version numbers and the list of digests, which nobody needs.
    expect([...outcomes].toSorted()).toEqual([
      'ASN1_MALFORMED',
      'SMIME_NOT_SIGNED_DATA',
      'harmless',
      'refused',
    ]);
  });

  test('a cut structure is an error with a code', async () => {
    const cms = await sign(nativeEngine, 'signer');
    for (const length of [0, 1, 2, 20, 500, cms.length - 1]) {
      const verify = () => nativeEngine.verify({ cms: cms.subarray(0, length), content, trusted, time });
      expect(await codeOf(verify)).toBe('ASN1_MALFORMED');
    }
  });
});

test('G5: the system openssl verifies a native signature from files', async () => {
  const cms = await sign(nativeEngine, 'signer');
  writeFileSync(file('native.txt'), content);
  const options = ['-verify', '-binary', '-inform', 'DER', '-content', 'native.txt', '-CAfile', 'ca.crt'];
  const output = openssl(cms, 'cms', ...options);
  expect(Buffer.compare(output, content)).toBe(0);
});
