import type { KeyObject } from 'node:crypto';

import { SecurityError } from '../errors.ts';
import { type Certificate, normalizeAddress } from './certificates.ts';

export type Purpose = 'sign' | 'encrypt';

export const emailProtection = '1.3.6.1.5.5.7.3.4';
const anyPurpose = '2.5.29.37.0';

/** `CERTIFICATE_NOT_YET_VALID` or `CERTIFICATE_EXPIRED` when `at` lies outside the certificate's validity. */
export const checkValidity = (certificate: Certificate, at: Date): void => {
  const { notAfter, notBefore } = certificate;
  if (at < notBefore) {
    throw new SecurityError({
      code: 'CERTIFICATE_NOT_YET_VALID',
      message: `The certificate of ${nameOf(certificate)} is valid only from ${notBefore.toISOString()}.`,
      hint: 'Check the clock of this machine, or use the certificate that is valid today.',
    });
  }
  if (at > notAfter) {
    throw new SecurityError({
      code: 'CERTIFICATE_EXPIRED',
      message: `The certificate of ${nameOf(certificate)} expired on ${notAfter.toISOString()}.`,
      hint: 'Have it renewed and put the new certificate in its place; mail clients reject the old one.',
    });
  }
};

/**
 * `CERTIFICATE_PURPOSE` when the certificate was not issued for this: its extended key usage, if any, must
 * name emailProtection (RFC 8550 §4.4.4), and its key usage, if any, digitalSignature or nonRepudiation to
 * sign (§4.4.2), keyEncipherment (RSA) or keyAgreement (EC) to be encrypted for.
 */
export const checkPurpose = (certificate: Certificate, purpose: Purpose): void => {
  const purposes = certificate.extendedKeyUsage;
  if (purposes && !purposes.includes(emailProtection) && !purposes.includes(anyPurpose)) {
    throw wrongPurpose(certificate, 'its extended key usage does not name e-mail protection');
  }
  const usage = certificate.keyUsage;
  if (
    purpose === 'sign' &&
    usage &&
    !usage.includes('digitalSignature') &&
    !usage.includes('nonRepudiation')
  ) {
    throw wrongPurpose(certificate, 'its key usage does not allow digital signatures');
  }
  const needed = certificate.publicKey.asymmetricKeyType === 'rsa' ? 'keyEncipherment' : 'keyAgreement';
  if (purpose === 'encrypt' && usage && !usage.includes(needed)) {
    throw wrongPurpose(certificate, `its key usage does not allow ${needed}`);
  }
};

const wrongPurpose = (certificate: Certificate, why: string): SecurityError =>
  new SecurityError({
    code: 'CERTIFICATE_PURPOSE',
    message: `The certificate of ${nameOf(certificate)} is not for this use: ${why}.`,
    hint: 'Use a certificate issued for S/MIME; one for a web server does not do.',
  });

/** `CERTIFICATE_KEY_MISMATCH` when the private key does not belong to the certificate. */
export const checkKeyPair = (certificate: Certificate, key: KeyObject): void => {
  if (certificate.x509.checkPrivateKey(key)) return;
  throw new SecurityError({
    code: 'CERTIFICATE_KEY_MISMATCH',
    message: `The private key does not belong to the certificate of ${nameOf(certificate)}.`,
    hint: 'Give the key that the certificate was requested with; check that no two file names were swapped.',
  });
};

/**
 * `CERTIFICATE_ADDRESS` when the certificate does not name the address: mail clients then warn (RFC 8550 §3).
 */
export const checkAddress = (certificate: Certificate, address: string): void => {
  if (certificate.addresses.includes(normalizeAddress(address))) return;
  const named = certificate.addresses.join(', ') || 'no address at all';
  throw new SecurityError({
    code: 'CERTIFICATE_ADDRESS',
    message: `The certificate of ${nameOf(certificate)} does not name ${address}; it names ${named}.`,
    hint: 'Send from an address that the certificate names, or get a certificate for this address.',
  });
};

const nameOf = (certificate: Certificate): string => certificate.addresses[0] ?? certificate.subject;
