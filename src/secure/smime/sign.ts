import { type KeyObject, randomBytes } from 'node:crypto';

import type { Entity } from '../../mime/entity.ts';
import { serialize } from '../../mime/serialize.ts';
import { checkAddress, checkKeyPair, checkPurpose, checkValidity } from '../certificate-checks.ts';
import { type Certificate, type CertificateSource, loadCertificates } from '../certificates.ts';
import { loadPrivateKey } from '../keys.ts';
import { digests } from './algorithms.ts';
import { checkChoice } from './choice.ts';
import type { Digest, RsaPadding } from './engine.ts';
import { type EngineChoice, engineOf } from './engines.ts';
import { checkSevenBit, cmsLeaf, splitFields } from './part.ts';

export interface SmimeSignerOptions {
  /** Certificates that follow the first one in the same file join the chain. */
  readonly certificate: CertificateSource;
  /** PEM text, a `file:` URL or a parsed key. */
  readonly key: string | URL | KeyObject;
  readonly passphrase?: string | undefined;
  /** Intermediate certificates, in any order; the root need not be among them. */
  readonly chain?: CertificateSource | readonly CertificateSource[] | undefined;
  /** An address the certificate must name; the mailer checks the From of every message with `checkFrom`. */
  readonly from?: string | undefined;
  /** Default `sha256`. */
  readonly digest?: Digest | undefined;
  /** Default `pkcs1`, which every client reads. */
  readonly rsaPadding?: RsaPadding | undefined;
  /** The content inside of the signature (application/pkcs7-mime): clients without S/MIME show nothing. */
  readonly opaque?: boolean | undefined;
  readonly engine?: EngineChoice | undefined;
  readonly clock?: (() => Date) | undefined;
  /** Makes the boundary of multipart/signed; it must not occur in any message. */
  readonly boundary?: (() => string) | undefined;
}

export interface SmimeSigner {
  readonly certificate: Certificate;
  /**
   * Signs the MIME fields and the body; fields of the message stay on the entity that comes back. Throws
   * `SecurityError`: `CERTIFICATE_EXPIRED`, `CERTIFICATE_NOT_YET_VALID`, `SMIME_CONTENT_NOT_7BIT` or what the
   * engine throws. There is no way to get an unsigned entity back.
   */
  readonly sign: (entity: Entity) => Promise<Entity>;
  /** `CERTIFICATE_ADDRESS` when the certificate does not name the address. */
  readonly checkFrom: (address: string) => void;
}

/**
 * A signer of messages (RFC 8551). Keys and certificates are read once, here.
 *
 * Throws `SecurityError` with a code of `loadPrivateKey` or `loadCertificate`, or `CERTIFICATE_KEY_MISMATCH`,
 * `CERTIFICATE_EXPIRED`, `CERTIFICATE_NOT_YET_VALID`, `CERTIFICATE_PURPOSE`, `CERTIFICATE_ADDRESS`,
 * `SMIME_OPTION_UNKNOWN`.
 */
export const createSmimeSigner = (options: SmimeSignerOptions): SmimeSigner => {
  const { digest = 'sha256', rsaPadding = 'pkcs1', opaque = false } = options;
  checkChoice('digest', digest, Object.keys(digests));
  checkChoice('rsaPadding', rsaPadding, ['pkcs1', 'pss']);
  const { clock = () => new Date(), boundary = randomBoundary } = options;
  const engine = engineOf(options.engine);
  const [certificate, ...following] = loadCertificates(options.certificate) as [
    Certificate,
    ...Certificate[],
  ];
  const chain = [...following, ...listOf(options.chain ?? []).flatMap(loadCertificates)];
  const key = loadPrivateKey({ key: options.key, passphrase: options.passphrase });
  checkKeyPair(certificate, key);
  checkPurpose(certificate, 'sign');
  checkValidity(certificate, clock());
  if (options.from !== undefined) checkAddress(certificate, options.from);

  const sign = async (entity: Entity): Promise<Entity> => {
    const time = clock();
    // Again for every message: a process may outlive its certificate.
    checkValidity(certificate, time);
    const { inner, outer } = splitFields(entity);
    const content = serialize(inner);
    checkSevenBit(content);
    const detached = !opaque;
    const cms = await engine.sign({ content, certificate, key, chain, detached, digest, rsaPadding, time });
    if (opaque) return cmsLeaf('application/pkcs7-mime; smime-type=signed-data', 'smime.p7m', cms, outer);
    const delimiter = boundary();
    const protocol = `protocol="application/pkcs7-signature"; micalg=${micalg[digest]}`;
    const type = `multipart/signed;\r\n ${protocol};\r\n boundary="${delimiter}"`;
    return {
      kind: 'multipart',
      fields: [...outer, { name: 'Content-Type', value: type }],
      boundary: delimiter,
      parts: [{ kind: 'verbatim', bytes: content }, cmsLeaf('application/pkcs7-signature', 'smime.p7s', cms)],
    };
  };
  return Object.freeze({
    certificate,
    sign,
    checkFrom: (address: string) => checkAddress(certificate, address),
  });
};

/** RFC 8551 §3.5.3.2. */
const micalg: Readonly<Record<Digest, string>> = { sha256: 'sha-256', sha384: 'sha-384', sha512: 'sha-512' };

// "=_" cannot occur in quoted-printable text, nor "_" in base64 (RFC 2045 §6.7).
const randomBoundary = (): string => `=_signed-${randomBytes(15).toString('hex')}`;

const listOf = (chain: CertificateSource | readonly CertificateSource[]): readonly CertificateSource[] =>
  Array.isArray(chain) ? (chain as readonly CertificateSource[]) : [chain as CertificateSource];
