import { generateKeyPair, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { SecurityError } from '../errors.ts';
import { emailProtection } from './certificate-checks.ts';
import { normalizeAddress } from './certificates.ts';
import { issueCertificate } from './issue-certificate.ts';

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

/**
 * A root certificate and what it issued. The key of the root is thrown away, so that it never issues anything
 * else.
 */
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
  const forMail = {
    ...validity,
    issuer: authority,
    issuerKey: root.privateKey,
    extendedKeyUsage: [emailProtection],
  };
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

// rfc822Name is ASCII; other local parts would need SmtpUTF8Mailbox (RFC 9598), which mail clients do not
// read.
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

const FILES = ['ca.crt', 'signer.crt', 'signer.key', 'recipient.crt', 'recipient.key'];

/**
 * Makes a development identity in `directory`: `ca.crt`, `signer.crt`, `signer.key`, `recipient.crt` and
 * `recipient.key`, the keys readable for the owner only. Throws `SecurityError` `IDENTITY_EXISTS` rather than
 * replace a file, since messages that were encrypted for a lost key are lost too.
 */
export const writeDevelopmentIdentity = async (
  directory: string,
  options: DevelopmentIdentityOptions,
): Promise<DevelopmentIdentityFiles> => {
  // All or nothing: a new authority beside old keys would fit none of them.
  const there = FILES.map((name) => join(directory, name)).find((path) => existsSync(path));
  if (there !== undefined) throw exists(there);
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
