import { Buffer } from 'node:buffer';
import { hash, sign, verify, type KeyObject } from 'node:crypto';

export type DkimAlgorithm = 'rsa-sha256' | 'ed25519-sha256';

/** Base64 of the SHA-256 of octets. */
export const hashBody = (canonical: Uint8Array): string => hash('sha256', canonical, 'base64');

/**
 * Signature over canonical data, one character per octet. RSA runs on the thread pool: it takes ten times as
 * long as everything else about a message. Ed25519 signs the hash (RFC 8463 §3) and is faster than a change
 * of threads.
 */
export const signData = (algorithm: DkimAlgorithm, key: KeyObject, data: string): Promise<string> => {
  const octets = Buffer.from(data, 'latin1');
  return new Promise((resolve, reject) => {
    if (algorithm === 'ed25519-sha256') {
      resolve(sign(null, hash('sha256', octets, 'buffer'), key).toString('base64'));
      return;
    }
    sign('sha256', octets, key, (error, signature) =>
      error ? reject(error) : resolve(signature.toString('base64')),
    );
  });
};

export const verifyData = (
  algorithm: DkimAlgorithm,
  key: KeyObject,
  data: string,
  signature: Uint8Array,
): boolean => {
  const octets = Buffer.from(data, 'latin1');
  return algorithm === 'ed25519-sha256'
    ? verify(null, hash('sha256', octets, 'buffer'), key, signature)
    : verify('sha256', octets, key, signature);
};
