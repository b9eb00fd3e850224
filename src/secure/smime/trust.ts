import { LetterlockError } from '../../errors.ts';
import { checkPurpose, checkValidity } from '../certificate-checks.ts';
import type { Certificate } from '../certificates.ts';
import { sameBytes } from '../der.ts';

/**
 * Why no chain leads from a signer's certificate to a trusted one at a moment, or `undefined` when one does.
 *
 * A part of RFC 5280 §6.1: signatures, names, validity, basic constraints, key usage and path length are
 * checked; revocation, name constraints and policies are not, and a chain that depends on an extension which
 * is critical and unknown is refused.
 */
export const distrustOf = (
  leaf: Certificate,
  candidates: readonly Certificate[],
  trusted: readonly Certificate[],
  at: Date,
): string | undefined => {
  if (trusted.length === 0) return 'no trusted certificates were given';
  const fault = faultOf(() => {
    checkValidity(leaf, at);
    checkPurpose(leaf, 'sign');
  });
  if (fault) return fault;
  if (leadsToTrust(leaf, candidates, trusted, at, 0)) return undefined;
  return `no chain leads from ${leaf.subject} to a trusted certificate`;
};

const longest = 8;

const leadsToTrust = (
  certificate: Certificate,
  candidates: readonly Certificate[],
  trusted: readonly Certificate[],
  at: Date,
  depth: number,
): boolean => {
  if (depth > longest || certificate.unknownCritical.length > 0) return false;
  if (faultOf(() => checkValidity(certificate, at))) return false;
  if (trusted.some((anchor) => sameBytes(anchor.der, certificate.der))) return true;
  const issued = (by: Certificate): boolean => mayIssue(by, certificate, depth);
  const anchored = trusted.some((anchor) => issued(anchor) && !faultOf(() => checkValidity(anchor, at)));
  if (anchored) return true;
  return candidates.some((by) => issued(by) && leadsToTrust(by, candidates, trusted, at, depth + 1));
};

/** `below`: how many authorities already stand between the issuer and the signer's certificate. */
const mayIssue = (issuer: Certificate, certificate: Certificate, below: number): boolean =>
  issuer.isAuthority &&
  issuer.pathLength >= below &&
  (issuer.keyUsage?.includes('keyCertSign') ?? true) &&
  certificate.x509.checkIssued(issuer.x509) &&
  certificate.x509.verify(issuer.publicKey);

const faultOf = (check: () => void): string | undefined => {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof LetterlockError) return error.message;
    throw error;
  }
};
