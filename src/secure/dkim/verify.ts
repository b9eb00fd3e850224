import { isAligned } from './alignment.ts';
import { canonicalizeBody, canonicalizeField } from './canonical.ts';
import { selectFields, splitMessage, type MessageParts } from './fields.ts';
import { fetchKey, type ResolveTxt } from './public-key.ts';
import { fault, parseSignature, type Fault, type Signature } from './signature.ts';
import { hashBody, verifyData } from './signing.ts';

export interface VerifyDkimOptions {
  readonly resolveTxt: ResolveTxt;
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
}

/** What became of one signature. */
export interface DkimVerdict {
  readonly status: 'pass' | 'fail';
  /**
   * Why it failed: `DKIM_BODY_CHANGED`, `DKIM_HEADER_CHANGED`, `DKIM_BODY_PARTLY_SIGNED`, `DKIM_EXPIRED`, …
   */
  readonly fault: Fault | undefined;
  /** Undefined, like all below, if the field could not be read. */
  readonly domain: string | undefined;
  readonly selector: string | undefined;
  readonly algorithm: string | undefined;
  /** Names of `h=`, in lower case. */
  readonly signedFields: readonly string[];
  /** Whether From has an address at the signing domain or near it. */
  readonly isAligned: boolean;
  /** The domain is only trying DKIM out. */
  readonly isTest: boolean;
}

export interface DkimReport {
  /** There is a signature, and none of them fails. */
  readonly ok: boolean;
  /** One for each DKIM-Signature, from the top. */
  readonly signatures: readonly DkimVerdict[];
}

/** Checks every DKIM signature of a message. Never throws for anything that the message or DNS holds. */
export const verifyDkim = async (bytes: Uint8Array, options: VerifyDkimOptions): Promise<DkimReport> => {
  const message = splitMessage(bytes);
  const texts = message.fields.filter((field) => field.name === 'dkim-signature').map((field) => field.text);
  const signatures = await Promise.all(texts.map((text) => verifyOne(message, text, options)));
  return { ok: signatures.length > 0 && signatures.every(({ status }) => status === 'pass'), signatures };
};

const verifyOne = async (
  message: MessageParts,
  text: string,
  options: VerifyDkimOptions,
): Promise<DkimVerdict> => {
  const signature = parseSignature(text);
  if ('code' in signature) return verdict(message, undefined, signature, false);
  const now = (options.now ?? Date.now)() / 1000;
  const early = checkTimes(signature, now) ?? checkBody(message, signature);
  if (early) return verdict(message, signature, early, false);
  const published = await fetchKey(signature, options.resolveTxt);
  if ('code' in published) return verdict(message, signature, published, false);
  const isGood = verifyData(
    signature.algorithm,
    published.key,
    signedData(message, signature),
    signature.signature,
  );
  const changed = isGood
    ? undefined
    : fault('DKIM_HEADER_CHANGED', 'The signed header fields are not those that were signed.');
  return verdict(message, signature, changed, published.isTest);
};

const checkTimes = ({ signedAt, expiresAt }: Signature, now: number): Fault | undefined => {
  if (expiresAt === undefined) return undefined;
  if (signedAt !== undefined && expiresAt < signedAt) {
    return fault('DKIM_SIGNATURE_MALFORMED', 'The signature expires before it was made.');
  }
  return expiresAt < now ? fault('DKIM_EXPIRED', 'The signature has expired.') : undefined;
};

const checkBody = ({ body }: MessageParts, { bodyForm, bodyHash, length }: Signature): Fault | undefined => {
  const canonical = canonicalizeBody(body, bodyForm);
  if (length !== undefined && length > canonical.length) {
    return fault('DKIM_BODY_CHANGED', `The body is shorter than the ${length} octets that were signed.`);
  }
  if (hashBody(length === undefined ? canonical : canonical.subarray(0, length)) !== bodyHash) {
    return fault('DKIM_BODY_CHANGED', 'The body is not the one that was signed.');
  }
  if (length === undefined || length === canonical.length) return undefined;
  // RFC 6376 §8.2: what stands behind may be anybody's, and a reader sees it as the sender's.
  return fault(
    'DKIM_BODY_PARTLY_SIGNED',
    `${canonical.length - length} octets at the end of the body are not signed (l=).`,
  );
};

const signedData = ({ fields }: MessageParts, { names, headerForm, unsigned }: Signature): string =>
  selectFields(fields, names)
    .map((text) => `${canonicalizeField(text, headerForm)}\r\n`)
    .join('') + canonicalizeField(unsigned, headerForm);

const verdict = (
  message: MessageParts,
  signature: Signature | undefined,
  found: Fault | undefined,
  isTest: boolean,
): DkimVerdict => {
  const from = message.fields.find((field) => field.name === 'from');
  return Object.freeze({
    status: found ? 'fail' : 'pass',
    fault: found,
    domain: signature?.domain,
    selector: signature?.selector,
    algorithm: signature?.algorithm,
    signedFields: Object.freeze((signature?.names ?? []).map((name) => name.toLowerCase())),
    isAligned: signature !== undefined && from !== undefined && isAligned(from.text, signature.domain),
    isTest,
  });
};
