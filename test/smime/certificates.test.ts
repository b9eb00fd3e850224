import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  certificateOf,
  loadCertificate,
  loadCertificates,
  normalizeAddress,
} from '../../src/secure/certificates.ts';
import {
  concat,
  der,
  integer,
  octetsOf,
  oid,
  oidOf,
  readDer,
  setOf,
  time,
  timeOf,
} from '../../src/secure/der.ts';
import { issueCertificate } from '../../src/secure/issue-certificate.ts';
import {
  createDevelopmentIdentity,
  createSmimeEncrypter,
  createSmimeSigner,
  verifySmime,
  writeDevelopmentIdentity,
} from '../../src/secure/smime/index.ts';
import { certificate, codeOf, directory, file, key, openssl, read, text as pem, url } from './keys.ts';
import { message, text } from './message.ts';

describe('certificates', () => {
  test('addresses, usages, validity', () => {
    expect(certificate('signer')).toMatchObject({
      subject: 'CN=Hello, emailAddress=hello@example.com',
      addresses: ['hello@example.com'],
      keyUsage: ['digitalSignature', 'keyEncipherment'],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.4'],
      isAuthority: false,
      unknownCritical: [],
    });
    expect(certificate('server_only')).toMatchObject({
      addresses: [],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
    });
    expect(certificate('ca')).toMatchObject({
      isAuthority: true,
      pathLength: Infinity,
      keyUsage: ['keyCertSign', 'cRLSign'],
    });
    expect(certificate('intermediate')).toMatchObject({ isAuthority: true, pathLength: 0 });
    expect(certificate('expired').notBefore).toEqual(new Date('2020-01-01T00:00:00Z'));
    expect(certificate('expired').notAfter).toEqual(new Date('2021-01-01T00:00:00Z'));
  });

  test('from PEM text, file: URLs, X509Certificate, a DER file, and itself', () => {
    const x509 = new X509Certificate(read('jane.crt'));
    writeFileSync(file('jane.der.crt'), x509.raw);
    const [fromText, ...others] = [
      pem('jane.crt'),
      url('jane.crt'),
      url('jane.crt').href,
      file('jane.crt'),
      read('jane.crt'),
      read('jane.der.crt'),
      x509,
      url('jane.der.crt'),
    ].map(loadCertificate);
    for (const other of others) expect(other?.der).toEqual(fromText?.der);
    expect(loadCertificate(certificate('jane')).addresses).toEqual(['jane@example.com']);
    const bundle = `Bag attributes\n${pem('jane.crt')}\n# and\n${pem('john.crt')}`;
    expect(loadCertificates(bundle).map((one) => one.addresses[0])).toEqual([
      'jane@example.com',
      'john@example.com',
    ]);
  });

  test('G13: what is not one has a code and no content in its message', async () => {
    expect(await codeOf(() => loadCertificate('hello'))).toBe('CERTIFICATE_UNREADABLE');
    expect(await codeOf(() => loadCertificate(url('jane.key')))).toBe('CERTIFICATE_UNREADABLE');
    expect(await codeOf(() => loadCertificate(pem('jane.crt').replace('MII', 'MIA')))).toBe(
      'CERTIFICATE_UNREADABLE',
    );
    expect(await codeOf(() => loadCertificate('file:///nowhere/at/all.crt'))).toBe(
      'CERTIFICATE_FILE_MISSING',
    );
    const error = await Promise.resolve()
      .then(() => loadCertificate(pem('jane.key')))
      .catch((thrown: Error) => thrown);
    expect((error as Error).message).not.toContain(pem('jane.key').split('\n')[1]);
  });

  test('addresses are compared without case, spaces and forms of domain', () => {
    expect(normalizeAddress(' Jane@Bücher.Example ')).toBe('jane@xn--bcher-kva.example');
    expect(normalizeAddress('JANE@XN--BCHER-KVA.example')).toBe('jane@xn--bcher-kva.example');
  });
});

describe('DER', () => {
  test('integers, identifiers, times and sets', () => {
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    expect([0, 127, 128, 256].map((value) => hex(integer(value)))).toEqual([
      '020100',
      '02017f',
      '02020080',
      '02020100',
    ]);
    expect(hex(integer(Uint8Array.of(0, 0, 0x80)))).toBe('02020080');
    expect(hex(oid('1.2.840.113549'))).toBe('06062a864886f70d');
    expect(hex(setOf([Uint8Array.of(4, 1, 9), Uint8Array.of(4, 1, 3), Uint8Array.of(2, 1, 5)]))).toBe(
      '3109020105040103040109',
    );
    expect(timeOf(readDer(time(new Date('2049-12-31T23:59:59Z'))))).toEqual(new Date('2049-12-31T23:59:59Z'));
    expect(timeOf(readDer(time(new Date('2050-01-01T00:00:00Z'))))).toEqual(new Date('2050-01-01T00:00:00Z'));
    expect(time(new Date('2050-01-01T00:00:00Z'))[0]).toBe(0x18);
  });

  test('what is written reads back, and openssl reads the same lengths', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536]) {
      const bytes = der(0x04, new Uint8Array(length));
      expect(octetsOf(readDer(bytes)).length).toBe(length);
      expect(openssl(bytes, 'asn1parse', '-inform', 'DER').toString()).toMatch(
        new RegExp(`l= *${length} prim: OCTET STRING`),
      );
    }
    fc.assert(
      fc.property(
        fc.nat(2),
        fc.nat(39),
        fc.array(fc.nat(0xffff_ffff), { maxLength: 6 }),
        (top, second, rest) => {
          const dotted = [top, second, ...rest].join('.');
          expect(oidOf(readDer(oid(dotted)))).toBe(dotted);
        },
      ),
    );
  });

  test('random octets and cut certificates end in ASN1_MALFORMED or a value, never otherwise', () => {
    const attempt = (bytes: Uint8Array) => {
      try {
        readDer(bytes);
      } catch (error) {
        expect((error as { code: string }).code).toBe('ASN1_MALFORMED');
      }
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), attempt));
    fc.assert(fc.property(fc.nat(600), (length) => attempt(certificate('jane').der.subarray(0, length))));
    attempt(concat(Array.from({ length: 5000 }, () => Uint8Array.of(0x30, 0x80))));
  });
});

describe('G14: development identities', () => {
  const options = { addresses: ['Dev@Example.com', 'team@example.com'], recipients: ['jane@example.com'] };

  test('sign and encrypt, and openssl agrees', async () => {
    const made = await createDevelopmentIdentity(options);
    writeFileSync(file('dev_ca.crt'), made.authority);
    for (const name of ['signer', 'recipient'] as const) {
      writeFileSync(file(`dev_${name}.crt`), made[name].certificate);
      writeFileSync(file(`dev_${name}.key`), made[name].key);
      for (const purpose of ['smimesign', 'smimeencrypt']) {
        const verified = openssl(
          Buffer.alloc(0),
          'verify',
          '-x509_strict',
          '-purpose',
          purpose,
          '-CAfile',
          'dev_ca.crt',
          `dev_${name}.crt`,
        );
        expect(verified.toString()).toContain(': OK');
      }
    }
    const shown = openssl(Buffer.alloc(0), 'x509', '-in', 'dev_signer.crt', '-noout', '-text').toString();
    expect(shown).toContain('E-mail Protection');
    expect(shown).toContain('email:dev@example.com, email:team@example.com');
    expect(shown).toContain('Digital Signature, Key Encipherment');
    expect(shown).toContain('CA:FALSE');

    const signer = createSmimeSigner({ ...made.signer, from: 'team@example.com' });
    const encrypter = createSmimeEncrypter({ certificates: made.recipient.certificate });
    const signed = await signer.sign(text);
    expect(openssl(message(signed), 'cms', '-verify', '-CAfile', 'dev_ca.crt').toString()).toContain(
      'Gr=C3=BC',
    );
    const mail = message(await encrypter.encrypt(signed, ['jane@example.com']), 'dev@example.com');
    const report = await verifySmime(mail, { trusted: made.authority, recipient: made.recipient });
    expect(report).toMatchObject({ decrypted: true, valid: true, chainTrusted: true, addressMatches: true });
  });

  test('files: keys for the owner only, and never replaced', async () => {
    const target = join(directory, 'identity');
    const written = await writeDevelopmentIdentity(target, options);
    expect(written).toEqual({
      authority: join(target, 'ca.crt'),
      signer: { certificate: join(target, 'signer.crt'), key: join(target, 'signer.key') },
      recipient: { certificate: join(target, 'recipient.crt'), key: join(target, 'recipient.key') },
    });
    for (const path of [written.signer.key, written.recipient.key])
      expect(statSync(path).mode & 0o777).toBe(0o600);
    const before = readFileSync(written.signer.key);
    expect(await codeOf(() => writeDevelopmentIdentity(target, options))).toBe('IDENTITY_EXISTS');
    expect(readFileSync(written.signer.key).equals(before)).toBe(true);
    rmSync(written.authority);
    expect(await codeOf(() => writeDevelopmentIdentity(target, options))).toBe('IDENTITY_EXISTS');
    expect(existsSync(written.authority)).toBe(false);
    const { certificate: path, key: keyPath } = written.signer;
    const signer = createSmimeSigner({ certificate: pathToFileURL(path), key: pathToFileURL(keyPath) });
    expect(signer.certificate.addresses).toEqual(['dev@example.com', 'team@example.com']);
  });

  test('addresses that cannot stand in a certificate', async () => {
    expect(await codeOf(() => createDevelopmentIdentity({ addresses: [] }))).toBe('IDENTITY_WITHOUT_ADDRESS');
    for (const address of ['dörte@example.com', 'nobody', 'a b@example.com']) {
      expect(await codeOf(() => createDevelopmentIdentity({ addresses: [address] }))).toBe(
        'IDENTITY_ADDRESS_INVALID',
      );
    }
  });

  test('validity follows clock and days', async () => {
    const made = await createDevelopmentIdentity({
      ...options,
      days: 2,
      clock: () => new Date('2030-01-02T00:00:00Z'),
    });
    const { notAfter, notBefore } = loadCertificate(made.signer.certificate);
    expect([notBefore, notAfter]).toEqual([
      new Date('2030-01-01T23:00:00Z'),
      new Date('2030-01-03T23:00:00Z'),
    ]);
  });
});

test('a certificate that is no authority cannot vouch for another', async () => {
  const validity = { notBefore: new Date('2020-01-01'), notAfter: new Date('2120-01-01') };
  const forged = issueCertificate({
    ...validity,
    commonName: 'Forged',
    addresses: ['boss@example.com'],
    publicKey: certificate('john').publicKey,
    issuer: certificate('jane'),
    issuerKey: key('jane'),
  });
  const signer = createSmimeSigner({
    certificate: certificateOf(forged.der),
    key: key('john'),
    chain: certificate('jane'),
  });
  const mail = message(await signer.sign(text), 'boss@example.com');
  for (const engine of ['native', 'openssl'] as const) {
    expect(await verifySmime(mail, { trusted: url('ca.crt'), engine })).toMatchObject({
      valid: true,
      chainTrusted: false,
    });
  }
});
