import { constants, createCipheriv, publicEncrypt, randomBytes } from 'node:crypto';

import { SecurityError } from '../../errors.ts';
import type { Certificate } from '../certificates.ts';
import { context, der, integer, octets, oid, sequence, setOf } from '../der.ts';
import {
  algorithm,
  ciphers,
  isGcm,
  maskGeneration,
  parameterDigest,
  rsa,
  rsaEncryption,
  types,
} from './algorithms.ts';
import type { Cipher, EncryptRequest, KeyTransport } from './engine.ts';
import { agreeOnKey } from './key-agreement.ts';
import { issuerAndSerial } from './signed-data.ts';

const tagLength = 16;

/**
 * ContentInfo with EnvelopedData (RFC 5652 §6.1) or AuthEnvelopedData (RFC 5083 §2.1).
 *
 *     version 0 | recipients | data, cipher and IV, [0] encrypted content | authentication tag (GCM only)
 */
export const makeEnvelopedData = async (request: EncryptRequest): Promise<Uint8Array> => {
  const { cipher, content, keyTransport, recipients } = request;
  const key = randomBytes(ciphers[cipher].keyLength);
  const infos = setOf(
    await Promise.all(recipients.map((recipient) => recipientInfo(recipient, key, keyTransport))),
  );
  const { encrypted, parameters, tag } = encryptContent(cipher, key, content);
  const encryptedContent = sequence(
    oid(types.data),
    algorithm(ciphers[cipher].id, parameters),
    der(0x80, ...encrypted),
  );
  key.fill(0);
  if (!tag) {
    // Version 2 as soon as one recipient is not plain key transport (RFC 5652 §6.1).
    const version = recipients.every((recipient) => recipient.publicKey.asymmetricKeyType === 'rsa') ? 0 : 2;
    return sequence(
      oid(types.envelopedData),
      context(0, sequence(integer(version), infos, encryptedContent)),
    );
  }
  const data = sequence(integer(0), infos, encryptedContent, octets(tag));
  return sequence(oid(types.authEnvelopedData), context(0, data));
};

interface Encrypted {
  readonly encrypted: readonly Uint8Array[];
  readonly parameters: Uint8Array;
  readonly tag: Uint8Array | undefined;
}

const encryptContent = (cipher: Cipher, key: Uint8Array, content: Uint8Array): Encrypted => {
  if (!isGcm(cipher)) {
    const iv = randomBytes(16);
    const engine = createCipheriv(cipher, key, iv);
    return { encrypted: [engine.update(content), engine.final()], parameters: octets(iv), tag: undefined };
  }
  const nonce = randomBytes(12);
  const engine = createCipheriv(cipher as 'aes-256-gcm', key, nonce, { authTagLength: tagLength });
  const encrypted = [engine.update(content), engine.final()];
  // GCMParameters (RFC 5084 §3.2); the default tag length there is 12, so 16 has to be written.
  return { encrypted, parameters: sequence(octets(nonce), integer(tagLength)), tag: engine.getAuthTag() };
};

const recipientInfo = async (
  recipient: Certificate,
  key: Uint8Array,
  transport: KeyTransport,
): Promise<Uint8Array> => {
  const kind = recipient.publicKey.asymmetricKeyType;
  if (kind === 'rsa') return transportKey(recipient, key, transport);
  if (kind === 'ec') return agreeOnKey(recipient, key);
  throw new SecurityError({
    code: 'SMIME_KEY_UNSUPPORTED',
    message: `Nothing can be encrypted for the ${kind} key of ${recipient.subject}.`,
    hint: 'Use an RSA or EC certificate of this recipient.',
  });
};

/** KeyTransRecipientInfo (RFC 5652 §6.2.1). */
const transportKey = (recipient: Certificate, key: Uint8Array, transport: KeyTransport): Uint8Array => {
  const padding = transport === 'oaep' ? constants.RSA_PKCS1_OAEP_PADDING : constants.RSA_PKCS1_PADDING;
  const encryptedKey = publicEncrypt({ key: recipient.publicKey, padding, oaepHash: 'sha256' }, key);
  const transportAlgorithm = transport === 'oaep' ? oaepSha256 : rsaEncryption;
  return sequence(integer(0), issuerAndSerial(recipient), transportAlgorithm, octets(encryptedKey));
};

/** RSAES-OAEP-params (RFC 4055 §4.1): hash and mask both with SHA-256, empty label by default. */
const oaepSha256 = algorithm(
  rsa.oaep,
  sequence(context(0, parameterDigest('sha256')), context(1, maskGeneration('sha256'))),
);
