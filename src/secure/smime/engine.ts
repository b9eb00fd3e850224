import type { KeyObject } from 'node:crypto';

import type { Certificate } from '../certificates.ts';

export type Digest = 'sha256' | 'sha384' | 'sha512';

export type Cipher = 'aes-128-cbc' | 'aes-192-cbc' | 'aes-256-cbc' | 'aes-128-gcm' | 'aes-256-gcm';

/**
 * How the content key is encrypted for an RSA recipient: PKCS#1 v1.5, which all can read, or OAEP with
 * SHA-256.
 */
export type KeyTransport = 'pkcs1' | 'oaep';

/**
 * How an RSA key signs: PKCS#1 v1.5, which all can read, or PSS with a salt as long as the digest (RFC 4056).
 */
export type RsaPadding = 'pkcs1' | 'pss';

/**
 * Makes and reads CMS structures (RFC 5652) as DER octets. Engines know nothing of MIME and check no policy:
 * that a certificate is valid, fits its key and serves its purpose was checked before.
 */
export interface SmimeEngine {
  readonly name: string;
  sign(request: SignRequest): Promise<Uint8Array>;
  encrypt(request: EncryptRequest): Promise<Uint8Array>;
  verify(request: VerifyRequest): Promise<Verification>;
  /** The content. Throws `SecurityError` with code `SMIME_DECRYPT` when it cannot be had. */
  decrypt(request: DecryptRequest): Promise<Uint8Array>;
}

export interface SignRequest {
  readonly content: Uint8Array;
  readonly certificate: Certificate;
  readonly key: KeyObject;
  /** Intermediate certificates, put into the signature so that a verifier needs only the root. */
  readonly chain: readonly Certificate[];
  /** The content stays outside of the structure. */
  readonly detached: boolean;
  readonly digest: Digest;
  /** Default `pkcs1`; means nothing to EC keys. */
  readonly rsaPadding?: RsaPadding | undefined;
  /** The signing-time attribute. The openssl engine writes the time of its own clock instead. */
  readonly time: Date;
}

export interface EncryptRequest {
  readonly content: Uint8Array;
  readonly recipients: readonly Certificate[];
  /** CBC makes EnvelopedData (RFC 5652 §6), GCM AuthEnvelopedData (RFC 5083). */
  readonly cipher: Cipher;
  readonly keyTransport: KeyTransport;
}

export interface VerifyRequest {
  readonly cms: Uint8Array;
  /** Needed when the signature is detached. */
  readonly content?: Uint8Array | undefined;
  /** Roots, or any certificates that are trusted as they are. */
  readonly trusted: readonly Certificate[];
  /** The moment at which the chain has to be valid. */
  readonly time: Date;
}

export interface Verification {
  /** Every signature in the structure is right for the content. Says nothing about who signed. */
  readonly valid: boolean;
  /** The certificate of every signer leads to a trusted one and is for e-mail. */
  readonly chainTrusted: boolean;
  /** Why one of the two is false. */
  readonly reason: string | undefined;
  readonly signers: readonly Certificate[];
  /** The content that was signed; empty when it is neither inside nor given. */
  readonly content: Uint8Array;
}

export interface DecryptRequest {
  readonly cms: Uint8Array;
  readonly certificate: Certificate;
  readonly key: KeyObject;
}
