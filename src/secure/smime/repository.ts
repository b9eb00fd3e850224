import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { SecurityError } from '../../errors.ts';
import {
  type Certificate,
  type CertificateSource,
  loadCertificate,
  normalizeAddress,
} from '../certificates.ts';

/** Where the certificates of recipients come from: memory, files, a directory service. */
export interface CertificateRepository {
  /** `undefined` when there is none. An error when it cannot be told: then nothing is sent. */
  findCertificate(address: string): Promise<Certificate | undefined>;
}

/** Certificates by the addresses they name, or by the addresses you give them. */
export type CertificateCollection = readonly CertificateSource[] | ReadonlyMap<string, CertificateSource>;

/** Of several certificates for one address, the one valid longest counts: the newest. */
export const createMemoryRepository = (certificates: CertificateCollection): CertificateRepository => {
  const byAddress = new Map<string, Certificate>();
  const add = (address: string, certificate: Certificate): void => {
    const known = byAddress.get(normalizeAddress(address));
    if (!known || known.notAfter < certificate.notAfter)
      byAddress.set(normalizeAddress(address), certificate);
  };
  if (certificates instanceof Map) {
    for (const [address, source] of certificates) add(address, loadCertificate(source));
  } else {
    for (const source of certificates as readonly CertificateSource[]) {
      const certificate = loadCertificate(source);
      for (const address of certificate.addresses) add(address, certificate);
    }
  }
  return Object.freeze({
    findCertificate: async (address: string) => byAddress.get(normalizeAddress(address)),
  });
};

export interface HashFileRepositoryOptions {
  readonly directory: string | URL;
}

/**
 * Files named `<hash>.crt`, where the hash is the SHA-256 in hex of the address, trimmed and in lower case. A
 * file is read when it is asked for, so that a new certificate counts at once.
 */
export const createHashFileRepository = ({ directory }: HashFileRepositoryOptions): CertificateRepository => {
  const path = directory instanceof URL ? fileURLToPath(directory) : directory;
  const base = pathToFileURL(path.endsWith('/') ? path : `${path}/`);
  return Object.freeze({
    findCertificate: async (address: string): Promise<Certificate | undefined> => {
      const file = new URL(`${hashOfAddress(address)}.crt`, base);
      return (await exists(file)) ? loadCertificate(file) : undefined;
    },
  });
};

/** The name a certificate of this address has in a hash-file repository, without `.crt`. */
export const hashOfAddress = (address: string): string =>
  createHash('sha256').update(address.trim().toLowerCase(), 'utf8').digest('hex');

// Only "there is no such file" means "no certificate": an unreadable directory must not look like a missing
// one.
const exists = async (file: URL): Promise<boolean> => {
  try {
    await access(file);
    return true;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return false;
    throw new SecurityError({
      code: 'CERTIFICATE_FILE_MISSING',
      message: `The certificate file ${file.href} cannot be reached (${code}).`,
      hint: 'Check the permissions of the certificate directory.',
      cause,
    });
  }
};
