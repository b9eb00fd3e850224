import { Buffer } from 'node:buffer';
import { createPublicKey, type KeyObject } from 'node:crypto';

import { fault, type Fault, type Signature } from './signature.ts';
import { compact, parseTags } from './tags.ts';

/** The TXT records of a name, each as its strings; `dns.promises.resolveTxt` has this form. */
export type ResolveTxt = (name: string) => Promise<readonly (readonly string[])[]>;

export interface PublishedKey {
  readonly key: KeyObject;
  /** The domain is only trying DKIM out (`t=y`). */
  readonly isTest: boolean;
}

/** Fetches and checks the key that a signature names (RFC 6376 §6.1.2). */
export const fetchKey = async (
  signature: Signature,
  resolveTxt: ResolveTxt,
): Promise<PublishedKey | Fault> => {
  const name = `${signature.selector}._domainkey.${signature.domain}`;
  let records: readonly (readonly string[])[];
  try {
    records = await resolveTxt(name);
  } catch (error) {
    const code = (error as { code?: string }).code;
    const isAbsent = code === 'ENOTFOUND' || code === 'ENODATA';
    return isAbsent
      ? fault('DKIM_KEY_MISSING', `There is no TXT record at ${name}.`)
      : fault(
          'DKIM_DNS_FAILED',
          `The TXT record at ${name} could not be fetched (${code ?? 'no reason given'}).`,
        );
  }
  if (records.length === 0) return fault('DKIM_KEY_MISSING', `There is no TXT record at ${name}.`);
  if (records.length > 1)
    return fault('DKIM_KEY_AMBIGUOUS', `There are ${records.length} TXT records at ${name}.`);
  return readRecord(records[0]!.join(''), signature, name);
};

const readRecord = (record: string, signature: Signature, name: string): PublishedKey | Fault => {
  const malformed = (why: string): Fault =>
    fault('DKIM_KEY_UNUSABLE', `The key record at ${name} cannot be used: ${why}.`);
  const tags = parseTags(record);
  if (!tags || (tags.get('v') ?? 'DKIM1') !== 'DKIM1') return malformed('it is no DKIM1 record');
  const data = tags.get('p');
  if (data === undefined) return malformed('it has no p=');
  if (compact(data) === '') return fault('DKIM_KEY_REVOKED', `The key at ${name} has been revoked.`);
  const list = (tag: string, otherwise: string): string[] =>
    compact(tags.get(tag) ?? otherwise)
      .toLowerCase()
      .split(':');
  const type = compact(tags.get('k') ?? 'rsa').toLowerCase();
  if (`${type}-sha256` !== signature.algorithm)
    return malformed(`it is for ${type}, the signature for ${signature.algorithm}`);
  if (!list('h', 'sha256').includes('sha256')) return malformed('it does not allow SHA-256');
  if (!list('s', '*').some((service) => service === '*' || service === 'email'))
    return malformed('it is not for e-mail');
  const flags = list('t', '');
  const { identity, domain } = signature;
  if (
    flags.includes('s') &&
    identity !== undefined &&
    identity.slice(identity.lastIndexOf('@') + 1).toLowerCase() !== domain
  ) {
    return malformed('it does not allow identities below its domain');
  }
  const key = parseKey(Buffer.from(compact(data), 'base64'), type);
  if (!key) return malformed('its p= is no key');
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < 1024)
    return fault('DKIM_KEY_WEAK', `The key at ${name} has only ${bits} bits.`);
  return { key, isTest: flags.includes('y') };
};

const parseKey = (octets: Buffer, type: string): KeyObject | undefined => {
  try {
    if (type === 'ed25519') {
      if (octets.length !== 32) return undefined;
      return createPublicKey({
        key: { kty: 'OKP', crv: 'Ed25519', x: octets.toString('base64url') },
        format: 'jwk',
      });
    }
    try {
      return createPublicKey({ key: octets, format: 'der', type: 'spki' });
    } catch {
      // Some publish the bare RSAPublicKey, which RFC 6376 §3.6.1 names and errata correct.
      return createPublicKey({ key: octets, format: 'der', type: 'pkcs1' });
    }
  } catch {
    return undefined;
  }
};
