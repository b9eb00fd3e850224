import { constants, createHash, type KeyObject, sign as signWithKey } from 'node:crypto';
import { promisify } from 'node:util';

import { SecurityError } from '../../errors.ts';
import type { Certificate } from '../certificates.ts';
import { context, der, integer, octets, oid, sequence, setOf, time } from '../der.ts';
import {
  algorithm,
  attributes,
  ciphers,
  digestLength,
  digests,
  ecdsaSignatures,
  maskGeneration,
  parameterDigest,
  rsa,
  rsaEncryption,
  types,
} from './algorithms.ts';
import type { Digest, RsaPadding, SignRequest } from './engine.ts';

// With a callback the signature is made on the thread pool: RSA is most of the time that a signed mail costs.
const signAsync = promisify(signWithKey);

/**
 * ContentInfo with SignedData of one signer (RFC 5652 §5).
 *
 *     SignedData   version | digest algorithms | content | [0] certificates | signer
 *     signer       version | issuer, serial | digest | [0] signed attributes | algorithm | signature
 */
export const makeSignedData = async (request: SignRequest): Promise<Uint8Array> => {
  const { certificate, chain, content, detached, digest, key, rsaPadding = 'pkcs1' } = request;
  const scheme = schemeOf(key, digest, rsaPadding);
  const signed = signedAttributes(request);
  // What is signed is the SET OF with its own tag, not the [0] it travels under (RFC 5652 §5.4).
  const signature = await signAsync(digest, signed, { key, ...scheme.padding });
  const digestAlgorithm = algorithm(digests[digest]);
  const signer = sequence(
    integer(1),
    issuerAndSerial(certificate),
    digestAlgorithm,
    retag(0xa0, signed),
    scheme.algorithm,
    octets(signature),
  );
  const encapsulated = detached
    ? sequence(oid(types.data))
    : sequence(oid(types.data), context(0, octets(content)));
  const certificates = setOf([certificate, ...chain].map((each) => each.der));
  const data = sequence(
    integer(1),
    setOf([digestAlgorithm]),
    encapsulated,
    retag(0xa0, certificates),
    setOf([signer]),
  );
  return sequence(oid(types.signedData), context(0, data));
};

export const issuerAndSerial = (certificate: Certificate): Uint8Array =>
  sequence(certificate.issuerName, certificate.serialNumber);

const retag = (tag: number, element: Uint8Array): Uint8Array => {
  const copy = Uint8Array.from(element);
  copy[0] = tag;
  return copy;
};

interface SignatureScheme {
  readonly algorithm: Uint8Array;
  /** What `crypto.sign` has to be told besides digest and key. */
  readonly padding?: { readonly padding: number; readonly saltLength: number } | undefined;
}

const schemeOf = (key: KeyObject, digest: Digest, rsaPadding: RsaPadding): SignatureScheme => {
  const kind = key.asymmetricKeyType;
  if (kind === 'ec') return { algorithm: algorithm(ecdsaSignatures[digest]) };
  // A key of the type rsa-pss cannot do anything else (RFC 4055 §1.2).
  if (kind === 'rsa-pss' || (kind === 'rsa' && rsaPadding === 'pss')) {
    const saltLength = digestLength[digest];
    return {
      algorithm: pss(digest, saltLength),
      padding: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength },
    };
  }
  if (kind === 'rsa') return { algorithm: rsaEncryption };
  throw new SecurityError({
    code: 'SMIME_KEY_UNSUPPORTED',
    message: `The native S/MIME engine does not sign with ${kind} keys.`,
    hint: 'Use an RSA or an EC key (P-256, P-384), or the openssl engine.',
  });
};

/** RSASSA-PSS-params (RFC 4055 §3.1). */
const pss = (digest: Digest, saltLength: number): Uint8Array =>
  algorithm(
    rsa.pss,
    sequence(
      context(0, parameterDigest(digest)),
      context(1, maskGeneration(digest)),
      context(2, integer(saltLength)),
    ),
  );

const signedAttributes = (request: SignRequest): Uint8Array =>
  setOf([
    attribute(attributes.contentType, oid(types.data)),
    attribute(attributes.signingTime, time(request.time)),
    attribute(attributes.messageDigest, octets(hash(request.digest, request.content))),
    attribute(attributes.smimeCapabilities, capabilities),
    attribute(attributes.signingCertificateV2, signingCertificate(request.certificate)),
  ]);

const attribute = (id: string, value: Uint8Array): Uint8Array => sequence(oid(id), setOf([value]));

const hash = (digest: Digest, bytes: Uint8Array): Uint8Array => createHash(digest).update(bytes).digest();

/** What we can read, best first (RFC 8551 §2.5.2). */
const capabilities = sequence(
  ...(['aes-256-gcm', 'aes-128-gcm', 'aes-256-cbc', 'aes-128-cbc'] as const).map((cipher) =>
    algorithm(ciphers[cipher].id),
  ),
);

/**
 * SigningCertificateV2 (RFC 5035 §3): binds the signature to this certificate, so that nobody can put another
 * one of the same key beside it. SHA-256 is the default and therefore not written.
 */
const signingCertificate = (certificate: Certificate): Uint8Array => {
  const issuer = sequence(der(0xa4, certificate.issuerName));
  const identifier = sequence(
    octets(hash('sha256', certificate.der)),
    sequence(issuer, certificate.serialNumber),
  );
  return sequence(sequence(identifier));
};
