import { nothing, oid, sequence } from '../der.ts';
import type { Cipher, Digest } from './engine.ts';

/** Object identifiers of CMS content types and attributes. */
export const types = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  envelopedData: '1.2.840.113549.1.7.3',
  authEnvelopedData: '1.2.840.113549.1.9.16.1.23',
} as const;

export const attributes = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  smimeCapabilities: '1.2.840.113549.1.9.15',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;

/** SHA-1 and MD5 are left out: a signature made with them counts for nothing. */
export const digests: Readonly<Record<Digest, string>> = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};

export const digestOf = (id: string): Digest | undefined =>
  (Object.keys(digests) as Digest[]).find((digest) => digests[digest] === id);

export const ciphers: Readonly<Record<Cipher, { readonly id: string; readonly keyLength: number }>> = {
  'aes-128-cbc': { id: '2.16.840.1.101.3.4.1.2', keyLength: 16 },
  'aes-192-cbc': { id: '2.16.840.1.101.3.4.1.22', keyLength: 24 },
  'aes-256-cbc': { id: '2.16.840.1.101.3.4.1.42', keyLength: 32 },
  'aes-128-gcm': { id: '2.16.840.1.101.3.4.1.6', keyLength: 16 },
  'aes-256-gcm': { id: '2.16.840.1.101.3.4.1.46', keyLength: 32 },
};

export const cipherOf = (id: string): Cipher | undefined =>
  (Object.keys(ciphers) as Cipher[]).find((cipher) => ciphers[cipher].id === id);

export const isGcm = (cipher: Cipher): boolean => cipher.endsWith('gcm');

export const rsa = {
  encryption: '1.2.840.113549.1.1.1',
  oaep: '1.2.840.113549.1.1.7',
  mgf1: '1.2.840.113549.1.1.8',
  pss: '1.2.840.113549.1.1.10',
} as const;

/** sha256WithRSAEncryption and so on: some writers name the pair instead of rsaEncryption. */
export const rsaSignatures: Readonly<Record<string, Digest>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
};

export const ecdsaSignatures: Readonly<Record<Digest, string>> = {
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
  sha512: '1.2.840.10045.4.3.4',
};

/**
 * AlgorithmIdentifier. RSA wants NULL parameters (RFC 3370 §3.2), SHA-2 and ECDSA want none (RFC 5754 §2,
 * §3.3).
 */
export const algorithm = (id: string, parameters?: Uint8Array | undefined): Uint8Array =>
  parameters ? sequence(oid(id), parameters) : sequence(oid(id));

export const rsaEncryption: Uint8Array = algorithm(rsa.encryption, nothing);

export const digestLength: Readonly<Record<Digest, number>> = { sha256: 32, sha384: 48, sha512: 64 };

/** The digest as a parameter of PSS and OAEP (RFC 4055 §2.1), and MGF1 over it. */
export const parameterDigest = (digest: Digest): Uint8Array => algorithm(digests[digest], nothing);
export const maskGeneration = (digest: Digest): Uint8Array => algorithm(rsa.mgf1, parameterDigest(digest));
