import { SecurityError } from '../../errors.ts';
import type { Entity } from '../../mime/entity.ts';
import { serialize } from '../../mime/serialize.ts';
import { checkPurpose, checkValidity } from '../certificate-checks.ts';
import { type Certificate, type CertificateSource, loadCertificate } from '../certificates.ts';
import { sameBytes } from '../der.ts';
import { ciphers, isGcm } from './algorithms.ts';
import { checkChoice } from './choice.ts';
import type { Cipher, KeyTransport } from './engine.ts';
import { type EngineChoice, engineOf } from './engines.ts';
import { cmsLeaf, splitFields } from './part.ts';
import {
  type CertificateCollection,
  type CertificateRepository,
  createMemoryRepository,
} from './repository.ts';

/**
 * What becomes of a recipient without a certificate:
 *
 * - `fail` (default): nothing is sent to anybody.
 * - `skip`: the copy for the others goes to this recipient too, who cannot read it.
 * - `drop-recipient`: the recipient is taken off the message.
 * - `clear`: the recipient gets a copy in clear.
 */
export type MissingPolicy = 'fail' | 'skip' | 'drop-recipient' | 'clear';

export interface SmimeEncrypterOptions {
  /** Certificates of the recipients; or a `repository`. */
  readonly certificates?: CertificateSource | CertificateCollection | undefined;
  readonly repository?: CertificateRepository | undefined;
  /**
   * Default `aes-256-cbc`, which every client reads. `aes-256-gcm` also detects changes, but needs newer
   * clients.
   */
  readonly cipher?: Cipher | undefined;
  /** Default `pkcs1`, which every client reads. */
  readonly keyTransport?: KeyTransport | undefined;
  /** The sender's certificate, so that the sender can read what was sent. */
  readonly encryptToSelf?: CertificateSource | undefined;
  readonly missing?: MissingPolicy | undefined;
  readonly engine?: EngineChoice | undefined;
  readonly clock?: (() => Date) | undefined;
}

/** Who gets which form of a message, after the policy for missing certificates was applied. */
export interface EncryptionPlan {
  /** Recipients who have a certificate: hand them to `encrypt`. */
  readonly readers: readonly string[];
  /** Recipients who get the encrypted copy without being able to read it (policy `skip`). */
  readonly onlookers: readonly string[];
  /** Recipients who get the message in clear (policy `clear`). */
  readonly clear: readonly string[];
  /** Recipients who get nothing (policy `drop-recipient`). */
  readonly dropped: readonly string[];
}

export interface SmimeEncrypter {
  /**
   * Sorts the recipients of a message by whether a certificate is found. Throws
   * `SMIME_RECIPIENT_WITHOUT_CERTIFICATE` under the policy `fail`, and under `skip` and `drop-recipient` when
   * nobody at all could read the message.
   */
  readonly plan: (recipients: readonly string[]) => Promise<EncryptionPlan>;
  /**
   * One encrypted entity that exactly these recipients (and the sender, if so configured) can read. All of
   * them need a certificate whatever the policy says: `SMIME_RECIPIENT_WITHOUT_CERTIFICATE`. A certificate
   * that is expired, not yet valid or not for this use is an error too, with the codes of `checkValidity` and
   * `checkPurpose`.
   *
   * Every recipient sees who else can read the copy: call it once for the visible recipients and once for
   * each Bcc.
   */
  readonly encrypt: (entity: Entity, recipients: readonly string[]) => Promise<Entity>;
}

export const createSmimeEncrypter = (options: SmimeEncrypterOptions): SmimeEncrypter => {
  const {
    cipher = 'aes-256-cbc',
    keyTransport = 'pkcs1',
    missing = 'fail',
    clock = () => new Date(),
  } = options;
  checkChoice('cipher', cipher, Object.keys(ciphers));
  checkChoice('keyTransport', keyTransport, ['pkcs1', 'oaep']);
  checkChoice('missing', missing, ['fail', 'skip', 'drop-recipient', 'clear']);
  const engine = engineOf(options.engine);
  const repository = options.repository ?? memoryOf(options.certificates);
  const own = options.encryptToSelf === undefined ? [] : [loadCertificate(options.encryptToSelf)];

  const plan = async (recipients: readonly string[]): Promise<EncryptionPlan> => {
    const found = await Promise.all(recipients.map((address) => repository.findCertificate(address)));
    const readers = recipients.filter((_, index) => found[index]);
    const others = recipients.filter((_, index) => !found[index]);
    const isLost = missing === 'fail' || (missing !== 'clear' && readers.length === 0);
    if (others.length > 0 && isLost) throw withoutCertificate(others);
    return Object.freeze({
      readers,
      onlookers: missing === 'skip' ? others : [],
      clear: missing === 'clear' ? others : [],
      dropped: missing === 'drop-recipient' ? others : [],
    });
  };

  const encrypt = async (entity: Entity, recipients: readonly string[]): Promise<Entity> => {
    if (recipients.length === 0) throw noRecipients();
    const found = await Promise.all(recipients.map((address) => repository.findCertificate(address)));
    const lacking = recipients.filter((_, index) => !found[index]);
    if (lacking.length > 0) throw withoutCertificate(lacking);
    const certificates = distinct([...(found as Certificate[]), ...own]);
    for (const certificate of certificates) {
      checkValidity(certificate, clock());
      checkPurpose(certificate, 'encrypt');
    }
    const { inner, outer } = splitFields(entity);
    const content = serialize(inner);
    const cms = await engine.encrypt({ content, recipients: certificates, cipher, keyTransport });
    const type = isGcm(cipher) ? 'authEnveloped-data' : 'enveloped-data';
    return cmsLeaf(`application/pkcs7-mime; smime-type=${type}`, 'smime.p7m', cms, outer);
  };
  return Object.freeze({ plan, encrypt });
};

const memoryOf = (certificates: SmimeEncrypterOptions['certificates']): CertificateRepository => {
  if (certificates === undefined) {
    throw new SecurityError({
      code: 'SMIME_NO_CERTIFICATES',
      message: 'The encrypter has neither certificates nor a repository of them.',
      hint: 'Pass `certificates`, or a `repository` with findCertificate(address).',
    });
  }
  const isCollection = Array.isArray(certificates) || certificates instanceof Map;
  return createMemoryRepository((isCollection ? certificates : [certificates]) as CertificateCollection);
};

const distinct = (certificates: readonly Certificate[]): readonly Certificate[] =>
  certificates.filter(
    (one, index) => certificates.findIndex((other) => sameBytes(one.der, other.der)) === index,
  );

const withoutCertificate = (addresses: readonly string[]): SecurityError =>
  new SecurityError({
    code: 'SMIME_RECIPIENT_WITHOUT_CERTIFICATE',
    message: `There is no certificate to encrypt with for ${addresses.join(', ')}.`,
    hint: 'Add the certificate, or choose what happens to such recipients with the option `missing`.',
  });

const noRecipients = (): SecurityError =>
  new SecurityError({
    code: 'SMIME_NO_RECIPIENTS',
    message: 'The message would be encrypted for nobody.',
    hint: 'Give at least one recipient.',
  });
