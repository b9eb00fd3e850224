import { Buffer } from 'node:buffer';

import type { Canonicalization } from './canonical.ts';
import type { DkimAlgorithm } from './signing.ts';
import { compact, parseTags } from './tags.ts';

/** A DKIM-Signature field, read and checked (RFC 6376 §6.1.1). */
export interface Signature {
  readonly domain: string;
  readonly selector: string;
  readonly algorithm: DkimAlgorithm;
  readonly headerForm: Canonicalization;
  readonly bodyForm: Canonicalization;
  /** Names of `h=` as they are written. */
  readonly names: readonly string[];
  readonly bodyHash: string;
  readonly signature: Uint8Array;
  /** Octets of the canonical body that are signed; undefined for all. */
  readonly length: number | undefined;
  /** Seconds since 1970. */
  readonly signedAt: number | undefined;
  readonly expiresAt: number | undefined;
  readonly identity: string | undefined;
  /** The field with an empty `b=`, as it was signed. */
  readonly unsigned: string;
}

export interface Fault {
  readonly code: string;
  readonly message: string;
}

export const fault = (code: string, message: string): Fault => Object.freeze({ code, message });

/** Reads a field, or says why it is no signature that can be checked. */
export const parseSignature = (text: string): Signature | Fault => {
  const tags = parseTags(text.slice(text.indexOf(':') + 1));
  if (!tags) return malformed('it is no list of tags');
  const get = (name: string): string => compact(tags.get(name) ?? '');
  for (const name of ['v', 'a', 'b', 'bh', 'd', 'h', 's']) {
    if (get(name) === '') return malformed(`the tag ${name}= is missing or empty`);
  }
  if (get('v') !== '1') return malformed('its version is not 1');
  const algorithm = get('a').toLowerCase();
  if (algorithm !== 'rsa-sha256' && algorithm !== 'ed25519-sha256') {
    return fault(
      'DKIM_ALGORITHM_UNKNOWN',
      `The algorithm ${algorithm} is unknown or no longer safe (RFC 8301).`,
    );
  }
  const forms = /^(simple|relaxed)(?:\/(simple|relaxed))?$/i.exec(get('c') || 'simple/simple');
  if (!forms) return malformed('its canonicalization is unknown');
  const names = get('h').split(':');
  if (!names.some((name) => name.toLowerCase() === 'from')) return malformed('it does not sign From');
  const domain = get('d').toLowerCase();
  const identity = tags.has('i') ? get('i') : undefined;
  if (
    identity !== undefined &&
    !isBelow(identity.slice(identity.lastIndexOf('@') + 1).toLowerCase(), domain)
  ) {
    return malformed('its identity is not at its domain');
  }
  const numbers = ['l', 't', 'x'].map((name) =>
    tags.has(name) ? Number(/^\d{1,15}$/.exec(get(name))?.[0]) : undefined,
  );
  if (numbers.some((number) => Number.isNaN(number))) return malformed('l=, t= or x= is no number');
  return Object.freeze({
    domain,
    selector: get('s').toLowerCase(),
    algorithm,
    headerForm: forms[1]!.toLowerCase() as Canonicalization,
    bodyForm: (forms[2] ?? 'simple').toLowerCase() as Canonicalization,
    names,
    bodyHash: get('bh'),
    signature: new Uint8Array(Buffer.from(get('b'), 'base64')),
    length: numbers[0],
    signedAt: numbers[1],
    expiresAt: numbers[2],
    identity,
    // Everything else in the field stays as it was; the tag b is not bh, and stands at the start or behind a
    // semicolon.
    unsigned: text.replace(/([:;][\s]*b[\s]*=)[^;]*/, '$1'),
  });
};

const isBelow = (name: string, domain: string): boolean => name === domain || name.endsWith(`.${domain}`);

const malformed = (why: string): Fault =>
  fault('DKIM_SIGNATURE_MALFORMED', `The DKIM-Signature is malformed: ${why}.`);
