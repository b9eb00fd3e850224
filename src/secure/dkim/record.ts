import { Buffer } from 'node:buffer';
import { createPublicKey, type KeyObject } from 'node:crypto';

import { SecurityError } from '../../errors.ts';

/** A DNS TXT record for `<selector>._domainkey.<domain>` (RFC 6376 §3.6.1). */
export interface DkimRecord {
  readonly value: string;
  /** The value in strings of at most 255 octets, as DNS wants them. */
  readonly strings: readonly string[];
}

/**
 * The record that publishes a public key, RSA or Ed25519. A private key is as good: its public half is taken.
 */
export const dkimRecord = (key: KeyObject): DkimRecord => {
  const type = key.asymmetricKeyType;
  if (type !== 'rsa' && type !== 'ed25519') {
    throw new SecurityError({
      code: 'DKIM_KEY_TYPE',
      message: `DKIM has no record for a key of type ${type ?? key.type}.`,
      hint: 'Use an RSA or an Ed25519 key.',
    });
  }
  const value = `v=DKIM1; k=${type}; p=${publicPart(key, type)}`;
  return Object.freeze({ value, strings: Object.freeze(value.match(/.{1,255}/g) ?? []) });
};

const publicPart = (key: KeyObject, type: 'rsa' | 'ed25519'): string => {
  const half = key.type === 'private' ? createPublicKey(key) : key;
  // RFC 8463 §4: the bare 32 octets for Ed25519; RSA has its SubjectPublicKeyInfo.
  if (type === 'ed25519')
    return Buffer.from(half.export({ format: 'jwk' }).x!, 'base64url').toString('base64');
  return half.export({ format: 'der', type: 'spki' }).toString('base64');
};
