import { type KeyObject, createHash, generateKeyPair, randomBytes, sign } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { SecurityError } from '../errors.ts';
import { emailProtection } from './certificate-checks.ts';
import { type Certificate, certificateOf, normalizeAddress } from './certificates.ts';
import { bits, boolean, context, der, ia5, integer, nothing, octets, oid, sequence, setOf, time, utf8 } from './der.ts';

export interface DevelopmentIdentityOptions {
  /** Addresses the sender's certificate names; at least one. */
  readonly addresses: readonly string[];
  /** Addresses of the recipient's certificate; default those of the sender. */
  readonly recipients?: readonly string[] | undefined;
  /** Common name of the sender; default the first address. */
  readonly name?: string | undefined;
  /** Default 365. */
  readonly days?: number | undefined;
  readonly clock?: (() => Date) | undefined;
}

/** PEM texts. */
export interface PemIdentity {
  readonly certificate: string;
  readonly key: string;
}

/** A root certificate and what it issued. The key of the root is thrown away, so that it never issues anything else. */
export interface DevelopmentIdentity {
  readonly authority: string;
  readonly signer: PemIdentity;
  readonly recipient: PemIdentity;
}

const newRsaKeys = promisify(generateKeyPair);

const newKeys = (): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> =>
  newRsaKeys('rsa', { modulusLength: 2048 });

/**
 * Keys and certificates to sign and encrypt mail with during development: RSA-2048, purpose emailProtection.
 * Nobody trusts them who does not install `authority`; for real mail ask a public authority.
 */
export const createDevelopmentIdentity = async (
  options: DevelopmentIdentityOptions,
): Promise<DevelopmentIdentity> => {
  const { addresses, recipients = addresses, days = 365, clock = () => new Date() } = options;
  const [first, firstRecipient] = [addresses[0], recipients[0]];
  if (!first || !firstRecipient) throw noAddress();
  for (const address of [...addresses, ...recipients]) checkAscii(normalizeAddress(address));
  const notBefore = new Date(clock().getTime() - hour);
  const validity = { notBefore, notAfter: new Date(notBefore.getTime() + days * 24 * hour) };
  const keys = await Promise.all([newKeys(), newKeys(), newKeys()]);
  const [root, signer, recipient] = keys;
  const authority = issueCertificate({
    ...validity,
    commonName: 'letterlock development authority',
    publicKey: root.publicKey,
    issuerKey: root.privateKey,
    isAuthority: true,
    keyUsage: ['keyCertSign', 'cRLSign'],
  });
  const forMail = { ...validity, issuer: authority, issuerKey: root.privateKey, extendedKeyUsage: [emailProtection] };
  const issued = (commonName: string, named: readonly string[], publicKey: KeyObject): string =>
    issueCertificate({ ...forMail, commonName, addresses: named, publicKey }).x509.toString();
  return Object.freeze({
    authority: authority.x509.toString(),
    signer: identity(issued(options.name ?? first, addresses, signer.publicKey), signer.privateKey),
    recipient: identity(issued(firstRecipient, recipients, recipient.publicKey), recipient.privateKey),
  });
};

const hour = 3_600_000;

const identity = (certificate: string, key: KeyObject): PemIdentity =>
  Object.freeze({ certificate, key: key.export({ type: 'pkcs8', format: 'pem' }) as string });

const noAddress = (): SecurityError =>
  new SecurityError({
    code: 'IDENTITY_WITHOUT_ADDRESS',
    message: 'A certificate for e-mail needs an address.',
    hint: 'Give the address that the mail is sent from.',
  });

// rfc822Name is ASCII; other local parts would need SmtpUTF8Mailbox (RFC 9598), which mail clients do not read.
const checkAscii = (address: string): void => {
  if (/^[\x21-\x7e]+@[\x21-\x7e]+$/.test(address)) return;
  throw new SecurityError({
    code: 'IDENTITY_ADDRESS_INVALID',
    message: `${JSON.stringify(address)} cannot stand in a certificate.`,
    hint: 'Use an address of the form local@domain whose local part is ASCII.',
  });
};

/** Paths of what `writeDevelopmentIdentity` wrote. */
export interface DevelopmentIdentityFiles {
  readonly authority: string;
  readonly signer: PemIdentity;
  readonly recipient: PemIdentity;
}

/**
 * Makes a development identity in `directory`: `ca.crt`, `signer.crt`, `signer.key`, `recipient.crt` and
 * `recipient.key`, the keys readable for the owner only. Throws `SecurityError` `IDENTITY_EXISTS` rather than replace a
 * file, since messages that were encrypted for a lost key are lost too.
 */
export const writeDevelopmentIdentity = async (
  directory: string,
  options: DevelopmentIdentityOptions,
): Promise<DevelopmentIdentityFiles> => {
  const made = await createDevelopmentIdentity(options);
  await mkdir(directory, { recursive: true });
  const write = async (name: string, text: string, mode: number): Promise<string> => {
    const path = join(directory, name);
    await writeFile(path, text, { mode, flag: 'wx' }).catch((cause: NodeJS.ErrnoException) => {
      throw cause.code === 'EEXIST' ? exists(path) : cause;
    });
    await chmod(path, mode);
    return path;
  };
  const writePair = async (name: string, pair: PemIdentity): Promise<PemIdentity> => ({
    key: await write(`${name}.key`, pair.key, 0o600),
    certificate: await write(`${name}.crt`, pair.certificate, 0o644),
  });
  return Object.freeze({
    authority: await write('ca.crt', made.authority, 0o644),
    signer: await writePair('signer', made.signer),
    recipient: await writePair('recipient', made.recipient),
  });
};

const exists = (path: string): SecurityError =>
  new SecurityError({
    code: 'IDENTITY_EXISTS',
    message: `The file ${path} exists already and is not replaced.`,
    hint: 'Choose another directory, or remove the old keys yourself if nothing depends on them.',
  });

const usageBits = { digitalSignature: 0x80, keyEncipherment: 0x20, keyCertSign: 0x04, cRLSign: 0x02 } as const;

export interface CertificateRequest {
  readonly commonName: string;
  readonly publicKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** An RSA key: of the issuer, or of the certificate itself when it issues itself. */
  readonly issuerKey: KeyObject;
  /** Default: the certificate issues itself. */
  readonly issuer?: Certificate | undefined;
  readonly addresses?: readonly string[] | undefined;
  readonly isAuthority?: boolean | undefined;
  readonly keyUsage?: readonly (keyof typeof usageBits)[] | undefined;
  readonly extendedKeyUsage?: readonly string[] | undefined;
}

/** Makes a certificate (RFC 5280 §4.1), signed with SHA-256 and RSA. */
export const issueCertificate = (request: CertificateRequest): Certificate => {
  const { issuer, issuerKey, publicKey } = request;
  const subject = subjectName(request);
  const publicKeyInfo = publicKey.export({ type: 'spki', format: 'der' });
  const body = sequence(
    context(0, integer(2)),
    // 128 random bits: unique without a register (RFC 5280 §4.1.2.2).
    integer(randomBytes(16)),
    sha256WithRsa,
    issuer ? issuer.subjectName : subject,
    sequence(time(request.notBefore), time(request.notAfter)),
    subject,
    publicKeyInfo,
    context(3, sequence(...extensions(request, publicKeyInfo))),
  );
  return certificateOf(sequence(body, sha256WithRsa, bits(sign('sha256', body, issuerKey))));
};

const sha256WithRsa = sequence(oid('1.2.840.113549.1.1.11'), nothing);

const subjectName = ({ addresses = [], commonName }: CertificateRequest): Uint8Array => {
  const attribute = (id: string, value: Uint8Array): Uint8Array => setOf([sequence(oid(id), value)]);
  return sequence(attribute('2.5.4.3', utf8(commonName)), ...addresses.slice(0, 1).map((address) =>
    attribute('1.2.840.113549.1.9.1', ia5(normalizeAddress(address))),
  ));
};

const extensions = (request: CertificateRequest, publicKeyInfo: Uint8Array): Uint8Array[] => {
  const { addresses = [], extendedKeyUsage = [], isAuthority = false, issuer } = request;
  const usage = (request.keyUsage ?? ['digitalSignature', 'keyEncipherment']).reduce((sum, use) => sum | usageBits[use], 0);
  const unused = Math.clz32(usage & -usage) ^ 31;
  const own = createHash('sha1').update(publicKeyInfo).digest();
  const authority = issuer?.subjectKeyIdentifier ?? own;
  return [
    extension('2.5.29.19', true, isAuthority ? sequence(boolean(true), integer(0)) : sequence()),
    extension('2.5.29.15', true, bits(Uint8Array.of(usage), unused)),
    extension('2.5.29.14', false, octets(own)),
    extension('2.5.29.35', false, sequence(der(0x80, authority))),
    ...(extendedKeyUsage.length > 0 ? [extension('2.5.29.37', false, sequence(...extendedKeyUsage.map(oid)))] : []),
    ...(addresses.length > 0 ? [extension('2.5.29.17', false, alternativeNames(addresses))] : []),
  ];
};

const extension = (id: string, critical: boolean, value: Uint8Array): Uint8Array =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));

/** rfc822Name is `[1] IMPLICIT IA5String` (RFC 5280 §4.2.1.6). */
const alternativeNames = (addresses: readonly string[]): Uint8Array =>
  sequence(...addresses.map((address) => der(0x81, Buffer.from(normalizeAddress(address), 'latin1'))));
