import { constants, createHash, verify as verifyWithKey } from 'node:crypto';

import { LetterlockError, SecurityError } from '../../errors.ts';
import { type Certificate, certificateOf } from '../certificates.ts';
import { type Element, childOf, der, octetsOf, oidOf, readDer, sameBytes } from '../der.ts';
import { attributes, digestOf, ecdsaSignatures, rsa, rsaSignatures, types } from './algorithms.ts';
import type { Digest, Verification, VerifyRequest } from './engine.ts';
import { issuerAndSerial } from './signed-data.ts';
import { distrustOf } from './trust.ts';

/**
 * Checks every signature of a SignedData (RFC 5652 §5.6) and the chain of every signer. A structure that
 * cannot be read is an error (`ASN1_MALFORMED`, `SMIME_NOT_SIGNED_DATA`); a signature that is wrong is a
 * result.
 */
export const verifySignedData = (request: VerifyRequest): Verification => {
  const data = openSignedData(request.cms);
  const content = data.content ?? request.content;
  const result = (reason: string | undefined, rest: Partial<Verification>): Verification =>
    Object.freeze({
      valid: false,
      chainTrusted: false,
      signers: [],
      content: content ?? empty,
      ...rest,
      reason,
    });
  if (!content) return result('the signature is detached and the content was not given', {});
  if (data.content && request.content && !sameBytes(data.content, request.content)) {
    return result('the signature holds another content than the one given', {});
  }
  if (data.signers.length === 0) return result('the structure holds certificates but no signature', {});
  const signers: Certificate[] = [];
  for (const info of data.signers) {
    const signer = data.certificates.find((certificate) => isNamedBy(certificate, info.identifier));
    if (!signer) return result('the certificate of the signer is not included, or not readable', {});
    signers.push(signer);
    const fault = faultOfSignature(info, signer, content, data.contentType);
    if (fault) return result(fault, { signers });
  }
  for (const signer of signers) {
    const distrust = distrustOf(signer, data.certificates, request.trusted, request.time);
    if (distrust) return result(distrust, { valid: true, signers });
  }
  return result(undefined, { valid: true, chainTrusted: true, signers });
};

const empty: Uint8Array = new Uint8Array();

interface OpenedSignedData {
  readonly contentType: string;
  readonly content: Uint8Array | undefined;
  readonly certificates: readonly Certificate[];
  readonly signers: readonly SignerInfo[];
}

interface SignerInfo {
  readonly identifier: Element;
  readonly digest: string;
  readonly attributes: Element | undefined;
  readonly algorithm: Element;
  readonly signature: Uint8Array;
}

const openSignedData = (cms: Uint8Array): OpenedSignedData => {
  const info = readDer(cms);
  if (oidOf(childOf(info, 0)) !== types.signedData) {
    throw new SecurityError({
      code: 'SMIME_NOT_SIGNED_DATA',
      message: 'The structure is not a CMS signature.',
      hint: 'An encrypted part has to be decrypted first; a certificate is not a signature.',
    });
  }
  const data = childOf(childOf(info, 1, 0xa0), 0, 0x30);
  const encapsulated = childOf(data, 2, 0x30);
  const inside = encapsulated.children[1]?.children[0];
  const certificates = data.children.find((child) => child.tag === 0xa0)?.children ?? [];
  const signers = data.children.slice(3).find((child) => child.tag === 0x31)?.children ?? [];
  return {
    contentType: oidOf(childOf(encapsulated, 0)),
    content: inside && octetsOf(inside),
    // Attribute certificates and other formats stand under context tags.
    certificates: certificates.filter((each) => each.tag === 0x30).flatMap(readable),
    signers: signers.map(openSigner),
  };
};

/** A certificate of a kind that we cannot read is as good as absent: the signer may not need it. */
const readable = (element: Element): readonly Certificate[] => {
  try {
    return [certificateOf(element.bytes)];
  } catch (error) {
    if (error instanceof LetterlockError) return [];
    throw error;
  }
};

const openSigner = (info: Element): SignerInfo => {
  const signed = info.children[3]?.tag === 0xa0 ? info.children[3] : undefined;
  const next = signed ? 4 : 3;
  return {
    identifier: childOf(info, 1),
    digest: oidOf(childOf(childOf(info, 2, 0x30), 0)),
    attributes: signed,
    algorithm: childOf(info, next, 0x30),
    signature: octetsOf(childOf(info, next + 1, 0x04)),
  };
};

/** SignerIdentifier: issuer and serial number, or `[0]` the subject key identifier. */
const isNamedBy = (certificate: Certificate, identifier: Element): boolean => {
  if (identifier.tag === 0x30) return sameBytes(identifier.bytes, issuerAndSerial(certificate));
  const wanted = octetsOf(identifier);
  return (
    certificate.subjectKeyIdentifier !== undefined && sameBytes(certificate.subjectKeyIdentifier, wanted)
  );
};

const faultOfSignature = (
  info: SignerInfo,
  signer: Certificate,
  content: Uint8Array,
  contentType: string,
): string | undefined => {
  const digest = digestOf(info.digest);
  if (!digest) return `the digest algorithm ${info.digest} is unknown or too weak`;
  const scheme = schemeOf(info.algorithm, digest, signer);
  if (!scheme) return `the signature algorithm ${oidOf(childOf(info.algorithm, 0))} is not supported`;
  let signed = content;
  if (info.attributes) {
    const fault = faultOfAttributes(info.attributes, digest, signer, content, contentType);
    if (fault) return fault;
    // Signed was the SET OF, sent is the [0] (RFC 5652 §5.4).
    signed = der(0x31, info.attributes.content);
  } else if (contentType !== types.data) return 'signed attributes are missing';
  const right = verifyWithKey(digest, signed, { key: signer.publicKey, ...scheme }, info.signature);
  return right ? undefined : 'the signature does not match';
};

/**
 * What `crypto.verify` has to be told besides digest and key; `undefined` when algorithm and key do not fit.
 */
type Scheme = { readonly padding?: number; readonly saltLength?: number } | undefined;

const schemeOf = (algorithm: Element, digest: Digest, signer: Certificate): Scheme => {
  const id = oidOf(childOf(algorithm, 0));
  const kind = signer.publicKey.asymmetricKeyType;
  if (kind === 'ec') return id === ecdsaSignatures[digest] ? {} : undefined;
  if (id === rsa.pss) return kind === 'rsa' || kind === 'rsa-pss' ? pssScheme(algorithm, digest) : undefined;
  return kind === 'rsa' && (id === rsa.encryption || rsaSignatures[id] === digest) ? {} : undefined;
};

/** RSASSA-PSS-params (RFC 4055 §3.1). Both digests have to be the one of the signer (RFC 4056 §3). */
const pssScheme = (algorithm: Element, digest: Digest): Scheme => {
  const parameters = childOf(algorithm, 1, 0x30).children;
  const inside = (tag: number): Element | undefined =>
    parameters.find((part) => part.tag === tag)?.children[0];
  const stated = inside(0xa0);
  const mask = inside(0xa1)?.children[1];
  const salt = inside(0xa2)?.content.at(-1) ?? 20;
  const fits = [stated, mask].every((part) => part && digestOf(oidOf(childOf(part, 0))) === digest);
  return fits ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: salt } : undefined;
};

const faultOfAttributes = (
  set: Element,
  digest: Digest,
  signer: Certificate,
  content: Uint8Array,
  contentType: string,
): string | undefined => {
  const type = valueOf(set, attributes.contentType);
  if (!type || oidOf(type) !== contentType) return 'the content-type attribute is wrong';
  const stated = valueOf(set, attributes.messageDigest);
  const actual = createHash(digest).update(content).digest();
  if (!stated || !sameBytes(octetsOf(stated), actual)) return 'the content was changed after it was signed';
  const bound = valueOf(set, attributes.signingCertificateV2);
  return bound && !names(bound, signer) ? 'the signature was made for another certificate' : undefined;
};

/** The value of an attribute that stands exactly once and has exactly one value (RFC 5652 §11). */
const valueOf = (set: Element, id: string): Element | undefined => {
  const found = set.children.filter((attribute) => oidOf(childOf(attribute, 0)) === id);
  const values = found.length === 1 ? childOf(found[0] as Element, 1, 0x31).children : [];
  return values.length === 1 ? values[0] : undefined;
};

/**
 * Whether the first ESSCertIDv2 holds the hash of the certificate; the hash algorithm defaults to SHA-256.
 */
const names = (value: Element, signer: Certificate): boolean => {
  const identifier = childOf(childOf(value, 0, 0x30), 0, 0x30);
  const first = childOf(identifier, 0);
  const digest = first.tag === 0x30 ? digestOf(oidOf(childOf(first, 0))) : 'sha256';
  const stated = first.tag === 0x30 ? childOf(identifier, 1) : first;
  return digest !== undefined && sameBytes(octetsOf(stated), createHash(digest).update(signer.der).digest());
};
