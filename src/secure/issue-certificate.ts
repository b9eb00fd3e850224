import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';

import { type Certificate, certificateOf, normalizeAddress } from './certificates.ts';
import {
  bits,
  boolean,
  context,
  der,
  ia5,
  integer,
  nothing,
  octets,
  oid,
  sequence,
  setOf,
  time,
  utf8,
} from './der.ts';

const usageBits = {
  digitalSignature: 0x80,
  keyEncipherment: 0x20,
  keyCertSign: 0x04,
  cRLSign: 0x02,
} as const;

export interface CertificateRequest {
  readonly commonName: string;
  readonly publicKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** An RSA key: of the issuer, or of the certificate itself when it issues itself. */
  readonly issuerKey: KeyObject;
  /** Default: the certificate issues itself. */
  readonly issuer?: Certificate | undefined;
  readonly addresses?: readonly string[] | undefined;
  readonly isAuthority?: boolean | undefined;
  readonly keyUsage?: readonly (keyof typeof usageBits)[] | undefined;
  readonly extendedKeyUsage?: readonly string[] | undefined;
}

/** Makes a certificate (RFC 5280 §4.1), signed with SHA-256 and RSA. */
export const issueCertificate = (request: CertificateRequest): Certificate => {
  const { issuer, issuerKey, publicKey } = request;
  const subject = subjectName(request);
  const publicKeyInfo = publicKey.export({ type: 'spki', format: 'der' });
  const body = sequence(
    context(0, integer(2)),
    // 128 random bits: unique without a register (RFC 5280 §4.1.2.2).
    integer(randomBytes(16)),
    sha256WithRsa,
    issuer ? issuer.subjectName : subject,
    sequence(time(request.notBefore), time(request.notAfter)),
    subject,
    publicKeyInfo,
    context(3, sequence(...extensions(request, publicKeyInfo))),
  );
  return certificateOf(sequence(body, sha256WithRsa, bits(sign('sha256', body, issuerKey))));
};

const sha256WithRsa = sequence(oid('1.2.840.113549.1.1.11'), nothing);

const subjectName = ({ addresses = [], commonName }: CertificateRequest): Uint8Array => {
  const attribute = (id: string, value: Uint8Array): Uint8Array => setOf([sequence(oid(id), value)]);
  return sequence(
    attribute('2.5.4.3', utf8(commonName)),
    ...addresses
      .slice(0, 1)
      .map((address) => attribute('1.2.840.113549.1.9.1', ia5(normalizeAddress(address)))),
  );
};

const extensions = (request: CertificateRequest, publicKeyInfo: Uint8Array): Uint8Array[] => {
  const { addresses = [], extendedKeyUsage = [], isAuthority = false, issuer } = request;
  const usage = (request.keyUsage ?? ['digitalSignature', 'keyEncipherment']).reduce(
    (sum, use) => sum | usageBits[use],
    0,
  );
  const unused = Math.clz32(usage & -usage) ^ 31;
  const own = createHash('sha1').update(publicKeyInfo).digest();
  const authority = issuer?.subjectKeyIdentifier ?? own;
  return [
    extension('2.5.29.19', true, isAuthority ? sequence(boolean(true), integer(0)) : sequence()),
    extension('2.5.29.15', true, bits(Uint8Array.of(usage), unused)),
    extension('2.5.29.14', false, octets(own)),
    extension('2.5.29.35', false, sequence(der(0x80, authority))),
    ...(extendedKeyUsage.length > 0
      ? [extension('2.5.29.37', false, sequence(...extendedKeyUsage.map(oid)))]
      : []),
    ...(addresses.length > 0 ? [extension('2.5.29.17', false, alternativeNames(addresses))] : []),
  ];
};

const extension = (id: string, critical: boolean, value: Uint8Array): Uint8Array =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));

/** rfc822Name is `[1] IMPLICIT IA5String` (RFC 5280 §4.2.1.6). */
const alternativeNames = (addresses: readonly string[]): Uint8Array =>
  sequence(...addresses.map((address) => der(0x81, Buffer.from(normalizeAddress(address), 'latin1'))));
