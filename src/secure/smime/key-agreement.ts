import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPair,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';

import type { Certificate } from '../certificates.ts';
import {
  bits,
  childOf,
  concat,
  context,
  type Element,
  integer,
  octets,
  octetsOf,
  oidOf,
  readDer,
  sequence,
} from '../der.ts';
import { algorithm } from './algorithms.ts';
import type { Digest } from './engine.ts';
import { issuerAndSerial } from './signed-data.ts';

/**
 * Content keys for EC recipients (RFC 5753 §3.1): a key pair made for this one message and the recipient's
 * public key agree on a secret, a hash makes a key of it, and that key wraps the content key.
 *
 *     KeyAgreeRecipientInfo   3 | [0] public key of the message | scheme, wrap | (recipient, wrapped key)
 */
export const agreeOnKey = async (recipient: Certificate, contentKey: Uint8Array): Promise<Uint8Array> => {
  const namedCurve = recipient.publicKey.asymmetricKeyDetails?.namedCurve ?? '';
  const pair = await generateEc('ec', { namedCurve });
  const digest = digestOfCurve[namedCurve] ?? 'sha256';
  const wrap = contentKey.length > 16 ? wraps[1] : wraps[0];
  const wrapAlgorithm = algorithm(wrap.id);
  const secret = diffieHellman({ privateKey: pair.privateKey, publicKey: recipient.publicKey });
  const wrapKey = deriveKey(digest, secret, wrap.keyLength, wrapAlgorithm, undefined);
  const cipher = createCipheriv(wrap.cipher, wrapKey, wrapStart);
  const wrapped = concat([cipher.update(contentKey), cipher.final()]);
  const originator = context(1, algorithm(ecPublicKey), bits(pointOf(pair.publicKey)));
  return context(
    1,
    integer(3),
    context(0, originator),
    algorithm(schemes[digest], wrapAlgorithm),
    sequence(sequence(issuerAndSerial(recipient), octets(wrapped))),
  );
};

const generateEc = promisify(generateKeyPair);

const ecPublicKey = '1.2.840.10045.2.1';

/** As strong as the curve (RFC 5753 §8). */
const digestOfCurve: Readonly<Record<string, Digest>> = { secp384r1: 'sha384', secp521r1: 'sha512' };

/** dhSinglePass-stdDH-sha*kdf-scheme (RFC 5753 §7.1.4). */
const schemes: Readonly<Record<Digest, string>> = {
  sha256: '1.3.132.1.11.1',
  sha384: '1.3.132.1.11.2',
  sha512: '1.3.132.1.11.3',
};
/** The same with SHA-1, only to read: openssl 3.0 still writes it by default. */
const sha1Scheme = '1.3.133.16.840.63.0.2';

const wraps = [
  { id: '2.16.840.1.101.3.4.1.5', cipher: 'id-aes128-wrap', keyLength: 16 },
  { id: '2.16.840.1.101.3.4.1.45', cipher: 'id-aes256-wrap', keyLength: 32 },
  { id: '2.16.840.1.101.3.4.1.25', cipher: 'id-aes192-wrap', keyLength: 24 },
] as const;

/** RFC 3394 §2.2.3.1. */
const wrapStart = Buffer.alloc(8, 0xa6);

/** Key derivation of ANSI X9.63 over ECC-CMS-SharedInfo (RFC 5753 §7.2). */
const deriveKey = (
  digest: Digest | 'sha1',
  secret: Uint8Array,
  length: number,
  wrapAlgorithm: Uint8Array,
  userKeyingMaterial: Uint8Array | undefined,
): Uint8Array => {
  const entity = userKeyingMaterial ? [context(0, octets(userKeyingMaterial))] : [];
  const shared = sequence(wrapAlgorithm, ...entity, context(2, octets(bigEndian(length * 8))));
  const blocks: Uint8Array[] = [];
  for (let counter = 1, made = 0; made < length; counter += 1) {
    const block = createHash(digest).update(secret).update(bigEndian(counter)).update(shared).digest();
    blocks.push(block);
    made += block.length;
  }
  return concat(blocks).subarray(0, length);
};

const bigEndian = (value: number): Uint8Array => {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(value);
  return four;
};

/** SubjectPublicKeyInfo: algorithm, then the point as a BIT STRING without unused bits. */
const publicKeyInfo = (key: KeyObject): Element => readDer(key.export({ type: 'spki', format: 'der' }));
const pointOf = (key: KeyObject): Uint8Array => childOf(publicKeyInfo(key), 1, 0x03).content.subarray(1);

/** What one entry of a KeyAgreeRecipientInfo needs to be opened. */
export interface AgreedKey {
  /** Issuer and serial number, or `[0]` that begins with the subject key identifier. */
  readonly identifier: Element;
  readonly open: (certificate: Certificate, key: KeyObject) => Uint8Array;
}

/** The entries of a KeyAgreeRecipientInfo. Its schemes are looked at only when one of them is opened. */
export const readAgreedKeys = (info: Element): readonly AgreedKey[] => {
  const originator = childOf(childOf(info, 1, 0xa0), 0);
  const material = info.children[2]?.tag === 0xa1 ? info.children[2] : undefined;
  const next = material ? 3 : 2;
  const scheme = childOf(info, next, 0x30);
  return childOf(info, next + 1, 0x30).children.map((entry) => ({
    identifier: childOf(entry, 0),
    open: (certificate: Certificate, key: KeyObject): Uint8Array => {
      const digest = digestOfScheme(oidOf(childOf(scheme, 0)));
      const wrapAlgorithm = childOf(scheme, 1, 0x30);
      const wrap = wraps.find((each) => each.id === oidOf(childOf(wrapAlgorithm, 0)));
      if (!digest || !wrap || originator.tag !== 0xa1)
        throw new Error('the key agreement scheme is not supported');
      const point = childOf(originator, 1, 0x03).content.subarray(1);
      const secret = diffieHellman({
        privateKey: key,
        publicKey: publicKeyLike(certificate.publicKey, point),
      });
      const given = material && octetsOf(childOf(material, 0, 0x04));
      const wrapKey = deriveKey(digest, secret, wrap.keyLength, wrapAlgorithm.bytes, given);
      const decipher = createDecipheriv(wrap.cipher, wrapKey, wrapStart);
      return concat([decipher.update(octetsOf(childOf(entry, 1, 0x04))), decipher.final()]);
    },
  }));
};

const digestOfScheme = (id: string): Digest | 'sha1' | undefined =>
  id === sha1Scheme ? 'sha1' : (Object.keys(schemes) as Digest[]).find((digest) => schemes[digest] === id);

/** A point on the curve of another key; the curve itself need not be written beside it (RFC 5753 §7.1.2). */
const publicKeyLike = (key: KeyObject, point: Uint8Array): KeyObject => {
  const der = sequence(childOf(publicKeyInfo(key), 0).bytes, bits(point));
  return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
};
