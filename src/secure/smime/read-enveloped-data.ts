import { constants, createDecipheriv, type KeyObject, privateDecrypt, randomBytes } from 'node:crypto';

import { SecurityError } from '../../errors.ts';
import type { Certificate } from '../certificates.ts';
import { type Element, childOf, octetsOf, oidOf, readDer, sameBytes } from '../der.ts';
import { cipherOf, ciphers, digestOf, isGcm, rsa, types } from './algorithms.ts';
import type { Cipher, DecryptRequest, Digest } from './engine.ts';
import { readAgreedKeys } from './key-agreement.ts';
import { issuerAndSerial } from './signed-data.ts';

/** Opens EnvelopedData or AuthEnvelopedData with the key of one of its recipients. */
export const openEnvelopedData = ({ cms, certificate, key }: DecryptRequest): Uint8Array => {
  const data = readEnveloped(cms);
  const contentKey = unwrapKey(data.recipients, data.cipher, certificate, key);
  try {
    return isGcm(data.cipher) ? openGcm(data, contentKey) : openCbc(data, contentKey);
  } catch (cause) {
    throw undecryptable('the content does not decrypt: it was altered, or the key is wrong', cause);
  } finally {
    contentKey.fill(0);
  }
};

/** The cipher a structure names, without any key. */
export const cipherUsed = (cms: Uint8Array): Cipher => readEnveloped(cms).cipher;

const undecryptable = (why: string, cause?: unknown): SecurityError =>
  new SecurityError({
    code: 'SMIME_DECRYPT',
    message: `The message cannot be decrypted: ${why}.`,
    hint: 'Use the private key and the certificate of a recipient, and the message as it arrived.',
    cause,
  });

interface Enveloped {
  readonly recipients: readonly Element[];
  readonly cipher: Cipher;
  readonly parameters: Element;
  readonly encrypted: Uint8Array;
  /** Authenticated attributes and tag; GCM only. */
  readonly authenticated: Element | undefined;
  readonly tag: Element | undefined;
}

const readEnveloped = (cms: Uint8Array): Enveloped => {
  const info = readDer(cms);
  const type = oidOf(childOf(info, 0));
  if (type !== types.envelopedData && type !== types.authEnvelopedData) {
    throw undecryptable('it is not an encrypted CMS structure');
  }
  const parts = childOf(childOf(info, 1, 0xa0), 0, 0x30).children;
  const at = parts.findIndex((part) => part.tag === 0x31);
  const content = parts[at + 1];
  if (at < 0 || !content) throw undecryptable('it is incomplete');
  const algorithm = childOf(content, 1, 0x30);
  const id = oidOf(childOf(algorithm, 0));
  const cipher = cipherOf(id);
  if (!cipher) throw undecryptable(`its cipher ${id} is unknown or too weak`);
  // An unauthenticated GCM would be a downgrade: each cipher belongs to its own structure (RFC 5084 §1).
  if (isGcm(cipher) !== (type === types.authEnvelopedData))
    throw undecryptable('its cipher and type do not fit');
  return {
    recipients: (parts[at] as Element).children,
    cipher,
    parameters: childOf(algorithm, 1),
    encrypted: octetsOf(childOf(content, 2)),
    authenticated: parts.slice(at + 2).find((part) => part.tag === 0xa1),
    tag: parts.slice(at + 2).find((part) => part.tag === 0x04),
  };
};

const unwrapKey = (
  recipients: readonly Element[],
  cipher: Cipher,
  certificate: Certificate,
  key: KeyObject,
): Uint8Array => {
  const { keyLength } = ciphers[cipher];
  const opened = openTransported(recipients, certificate, key) ?? openAgreed(recipients, certificate, key);
  if (!opened) throw undecryptable(`it was not encrypted for the certificate of ${certificate.subject}`);
  // PKCS#1 v1.5 never fails in OpenSSL 3.2 (implicit rejection); a key of the wrong length must look the
  // same, so that nobody learns about the padding from us (RFC 3218 §2.3.2).
  return opened.length === keyLength ? opened : randomBytes(keyLength);
};

/** KeyTransRecipientInfo: 0 or 2 | recipient | algorithm | encrypted key. */
const openTransported = (
  recipients: readonly Element[],
  certificate: Certificate,
  key: KeyObject,
): Uint8Array | undefined => {
  const mine = recipients.find((info) => info.tag === 0x30 && isFor(childOf(info, 1), certificate));
  return mine && openKey(childOf(mine, 2, 0x30), octetsOf(childOf(mine, 3, 0x04)), key);
};

const openAgreed = (
  recipients: readonly Element[],
  certificate: Certificate,
  key: KeyObject,
): Uint8Array | undefined => {
  const agreed = recipients.filter((info) => info.tag === 0xa1).flatMap(readAgreedKeys);
  const mine = agreed.find((entry) => isFor(entry.identifier, certificate));
  try {
    return mine?.open(certificate, key);
  } catch (cause) {
    throw undecryptable(
      'the key agreement fails: it was altered, is of an unknown kind, or the key is wrong',
      cause,
    );
  }
};

const isFor = (identifier: Element, certificate: Certificate): boolean => {
  if (identifier.tag === 0x30) return sameBytes(identifier.bytes, issuerAndSerial(certificate));
  const own = certificate.subjectKeyIdentifier;
  // RecipientKeyIdentifier of a key agreement is a sequence that begins with the identifier.
  const stated = identifier.tag === 0xa0 ? childOf(identifier, 0, 0x04) : identifier;
  return own !== undefined && sameBytes(own, octetsOf(stated));
};

const openKey = (algorithm: Element, encrypted: Uint8Array, key: KeyObject): Uint8Array => {
  const id = oidOf(childOf(algorithm, 0));
  if (id !== rsa.encryption && id !== rsa.oaep)
    throw undecryptable(`its key transport ${id} is not supported`);
  const padding = id === rsa.oaep ? constants.RSA_PKCS1_OAEP_PADDING : constants.RSA_PKCS1_PADDING;
  const oaepHash = id === rsa.oaep ? oaepDigest(algorithm) : undefined;
  try {
    return privateDecrypt(oaepHash ? { key, padding, oaepHash } : { key, padding }, encrypted);
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ERR_INVALID_ARG_VALUE') {
      throw undecryptable(
        'this Node does not open PKCS#1 v1.5 keys; use Node 24 or the openssl engine',
        cause,
      );
    }
    return new Uint8Array();
  }
};

/** RSAES-OAEP-params with one digest for label and mask; both default to SHA-1 (RFC 4055 §4.1). */
const oaepDigest = (algorithm: Element): Digest | 'sha1' => {
  const parameters = algorithm.children[1]?.children ?? [];
  const named = parameters.find((part) => part.tag === 0xa0)?.children[0];
  const mask = parameters.find((part) => part.tag === 0xa1)?.children[0]?.children[1];
  const digest = named ? digestOf(oidOf(childOf(named, 0))) : 'sha1';
  const maskDigest = mask ? digestOf(oidOf(childOf(mask, 0))) : 'sha1';
  if (!digest || digest !== maskDigest) throw undecryptable('its OAEP parameters are not supported');
  return digest;
};

const openCbc = (data: Enveloped, key: Uint8Array): Uint8Array => {
  const decipher = createDecipheriv(data.cipher, key, octetsOf(data.parameters));
  return Buffer.concat([decipher.update(data.encrypted), decipher.final()]);
};

const openGcm = (data: Enveloped, key: Uint8Array): Uint8Array => {
  const nonce = octetsOf(childOf(data.parameters, 0, 0x04));
  const authTagLength = data.parameters.children[1]?.content[0] ?? 12;
  const decipher = createDecipheriv(data.cipher as 'aes-256-gcm', key, nonce, { authTagLength });
  if (!data.tag || authTagLength < 12) throw undecryptable('its authentication tag is missing or too short');
  // The attributes are authenticated under the tag of a SET OF, like signed ones (RFC 5083 §2.2).
  if (data.authenticated) {
    const additional = Uint8Array.from(data.authenticated.bytes);
    additional[0] = 0x31;
    decipher.setAAD(additional);
  }
  decipher.setAuthTag(octetsOf(data.tag));
  return Buffer.concat([decipher.update(data.encrypted), decipher.final()]);
};
