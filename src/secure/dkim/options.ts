import type { KeyObject } from 'node:crypto';

import { SecurityError } from '../../errors.ts';
import { encodeDomain } from '../../message/address.ts';
import { loadPrivateKey, type PrivateKeySource } from '../keys.ts';
import type { Canonicalization } from './canonical.ts';
import type { DkimAlgorithm } from './signing.ts';

export interface DkimOptions extends PrivateKeySource {
  /** The domain that signs: `d=`. */
  readonly domain: string;
  /** Name of the key below `_domainkey`: `s=`. */
  readonly selector: string;
  /** By default the one that fits the key. */
  readonly algorithm?: DkimAlgorithm | undefined;
  /** Header form, a slash, body form; `relaxed/relaxed` by default. */
  readonly canonicalization?: `${Canonicalization}/${Canonicalization}` | undefined;
  /** Names of header fields that are not signed. From is signed whatever stands here. */
  readonly headersToIgnore?: readonly string[] | undefined;
  /**
   * Names important fields once more than they occur, so that nobody can add another (RFC 6376 §8.15). On by
   * default.
   */
  readonly oversign?: boolean | undefined;
  /** Seconds until the signature expires; never by default. */
  readonly expiresIn?: number | undefined;
  /** `i=`, an address at the domain or below it; left out by default. */
  readonly identity?: string | undefined;
  /** Signs only so many octets of the canonical body (`l=`). Anything may then be appended: do not use it. */
  readonly bodyLength?: number | undefined;
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
  /** Told of what is allowed and probably not meant. */
  readonly onWarning?: ((warning: DkimWarning) => void) | undefined;
}

export interface DkimWarning {
  readonly code: 'DKIM_NOT_ALIGNED';
  readonly message: string;
}

/** Options after they were checked, with the key parsed. */
export interface DkimSettings {
  readonly domain: string;
  readonly selector: string;
  readonly key: KeyObject;
  readonly algorithm: DkimAlgorithm;
  readonly headerForm: Canonicalization;
  readonly bodyForm: Canonicalization;
  readonly ignored: ReadonlySet<string>;
  readonly oversign: boolean;
  readonly expiresIn: number | undefined;
  readonly identity: string | undefined;
  readonly bodyLength: number | undefined;
}

const domainName =
  /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const selectorName =
  /^(?=.{1,200}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/i;

/** Everything that can be wrong about options is found here, before any message is signed. */
export const checkOptions = (options: DkimOptions): DkimSettings => {
  const domain = encodeDomain(options.domain);
  if (!domainName.test(domain))
    throw bad('DKIM_DOMAIN_INVALID', '`domain` is not a domain name', 'example.com');
  if (!selectorName.test(options.selector))
    throw bad('DKIM_SELECTOR_INVALID', '`selector` is not one', 'mail2026');
  const forms = /^(simple|relaxed)\/(simple|relaxed)$/.exec(options.canonicalization ?? 'relaxed/relaxed');
  if (!forms) throw bad('DKIM_CANONICALIZATION_UNKNOWN', '`canonicalization` is unknown', 'relaxed/relaxed');
  const key = loadPrivateKey(options);
  return Object.freeze({
    domain,
    selector: options.selector,
    key,
    algorithm: chooseAlgorithm(options.algorithm, key),
    headerForm: forms[1] as Canonicalization,
    bodyForm: forms[2] as Canonicalization,
    ignored: new Set((options.headersToIgnore ?? []).map((name) => name.toLowerCase())),
    oversign: options.oversign ?? true,
    expiresIn: checkCount('expiresIn', options.expiresIn, 1),
    identity: checkIdentity(options.identity, domain),
    bodyLength: checkCount('bodyLength', options.bodyLength, 0),
  });
};

const chooseAlgorithm = (wanted: string | undefined, key: KeyObject): DkimAlgorithm => {
  const type = key.asymmetricKeyType;
  const fitting = type === 'rsa' ? 'rsa-sha256' : type === 'ed25519' ? 'ed25519-sha256' : undefined;
  if (wanted !== undefined && wanted !== 'rsa-sha256' && wanted !== 'ed25519-sha256') {
    throw bad(
      'DKIM_ALGORITHM_UNKNOWN',
      '`algorithm` is unknown or no longer safe',
      'rsa-sha256 or ed25519-sha256',
    );
  }
  if (fitting === undefined || (wanted !== undefined && wanted !== fitting)) {
    throw new SecurityError({
      code: 'DKIM_KEY_TYPE',
      message: `A key of type ${type} cannot sign with ${wanted ?? 'DKIM'}.`,
      hint: 'Use an RSA key for rsa-sha256 and an Ed25519 key for ed25519-sha256.',
    });
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (fitting === 'rsa-sha256' && bits < 1024) {
    throw new SecurityError({
      code: 'DKIM_KEY_WEAK',
      message: `The RSA key has ${bits} bits; verifiers refuse anything below 1024 (RFC 8301).`,
      hint: 'Make one of 2048 bits: letterlock keys dkim.',
    });
  }
  return fitting;
};

const checkIdentity = (identity: string | undefined, domain: string): string | undefined => {
  if (identity === undefined) return undefined;
  const at = identity.lastIndexOf('@');
  const below = identity.slice(at + 1).toLowerCase();
  const isBelow = below === domain.toLowerCase() || below.endsWith(`.${domain.toLowerCase()}`);
  if (at >= 0 && isBelow && /^[!-:<>-~]*@[\w.-]+$/.test(identity)) return identity;
  throw bad('DKIM_IDENTITY_INVALID', '`identity` is not an address at the domain or below it', `@${domain}`);
};

const checkCount = (name: string, value: number | undefined, least: number): number | undefined => {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return value;
  throw bad('DKIM_OPTION_INVALID', `\`${name}\` is not a whole number from ${least} on`, '3600');
};

const bad = (code: string, what: string, example: string): SecurityError =>
  new SecurityError({ code, message: `The DKIM option ${what}.`, hint: `Write for example ${example}.` });
