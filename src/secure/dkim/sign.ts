import { Buffer } from 'node:buffer';

import { SecurityError } from '../../errors.ts';
import { Folder } from '../../mime/folding.ts';
import type { RawMessage } from '../../mime/raw.ts';
import { isAligned } from './alignment.ts';
import { canonicalizeBody, canonicalizeField } from './canonical.ts';
import { selectFields, splitMessage, type HeaderField } from './fields.ts';
import { checkOptions, type DkimOptions, type DkimSettings } from './options.ts';
import { hashBody, signData } from './signing.ts';

export interface DkimSigner {
  /**
   * The message with a DKIM-Signature in front. Rejects with `SecurityError`; never gives an unsigned
   * message.
   */
  readonly sign: (raw: RawMessage) => Promise<RawMessage>;
}

/**
 * Makes a signer (RFC 6376, RFC 8463). The key is read and parsed here, once. To sign with RSA and Ed25519
 * both, let one signer sign what the other gave.
 *
 * Throws `SecurityError`: the codes of `loadPrivateKey`, `DKIM_KEY_WEAK`, `DKIM_KEY_TYPE`,
 * `DKIM_ALGORITHM_UNKNOWN`, `DKIM_DOMAIN_INVALID`, `DKIM_SELECTOR_INVALID`, `DKIM_IDENTITY_INVALID`,
 * `DKIM_CANONICALIZATION_UNKNOWN`, `DKIM_OPTION_INVALID`. `sign` rejects with `DKIM_FROM_MISSING` or
 * `DKIM_SIGNING_FAILED`.
 */
export const createDkimSigner = (options: DkimOptions): DkimSigner => {
  const settings = checkOptions(options);
  const { now = Date.now, onWarning } = options;
  return Object.freeze({
    sign: async (raw: RawMessage): Promise<RawMessage> => {
      const { fields, body } = splitMessage(raw.bytes);
      const from = fields.filter((field) => field.name === 'from');
      if (from.length !== 1) throw fromMissing(from.length);
      if (onWarning && !isAligned(from[0]!.text, settings.domain)) {
        onWarning({
          code: 'DKIM_NOT_ALIGNED',
          message: `The signature is for ${settings.domain}, not the domain of From; DMARC ignores it.`,
        });
      }
      const names = namesToSign(fields, settings);
      const unsigned = formatSignature(settings, names, bodyTags(body, settings), Math.floor(now() / 1000));
      const signature = await signData(
        settings.algorithm,
        settings.key,
        dataToSign(fields, names, unsigned, settings),
      ).catch(() => {
        throw signingFailed(settings);
      });
      const field = Buffer.from(`${unsigned}${foldSignature(signature)}\r\n`, 'latin1');
      const bytes = new Uint8Array(field.length + raw.bytes.length);
      bytes.set(field);
      bytes.set(raw.bytes, field.length);
      return Object.freeze({ ...raw, bytes });
    },
  });
};

// Written by servers on the way, removed on the way, or another signature: signing them breaks ours.
const neverSigned = new Set([
  'return-path',
  'x-transport',
  'x-bus-transport',
  'bcc',
  'received',
  'delivered-to',
  'dkim-signature',
  'authentication-results',
  'arc-seal',
  'arc-message-signature',
  'arc-authentication-results',
]);

// A second one of these, or a first one added, changes what the reader sees or whom he answers.
const oversigned = [
  'From',
  'Reply-To',
  'To',
  'Cc',
  'Subject',
  'Date',
  'Message-ID',
  'In-Reply-To',
  'References',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
];

/**
 * For `h=`: every field that may be signed and says something, in order of the message; then the oversigned
 * names.
 */
const namesToSign = (fields: readonly HeaderField[], settings: DkimSettings): readonly string[] => {
  const isSigned = (name: string): boolean =>
    name === 'from' || (!neverSigned.has(name) && !settings.ignored.has(name));
  // Fields of one name are picked from below, so either all of them are signed or none.
  const filled = new Set(fields.filter(({ text }) => !/^[^:]*:\s*$/.test(text)).map(({ name }) => name));
  const names = fields
    .filter(({ name }) => filled.has(name) && isSigned(name))
    .map(({ text }) => text.slice(0, text.indexOf(':')).trim());
  return settings.oversign ? [...names, ...oversigned.filter((name) => isSigned(name.toLowerCase()))] : names;
};

const bodyTags = (body: Uint8Array, { bodyForm, bodyLength }: DkimSettings): readonly string[] => {
  const canonical = canonicalizeBody(body, bodyForm);
  if (bodyLength === undefined) return [`bh=${hashBody(canonical)}`];
  const length = Math.min(bodyLength, canonical.length);
  return [`l=${length}`, `bh=${hashBody(canonical.subarray(0, length))}`];
};

/** The field up to and with `b=`, folded. */
const formatSignature = (
  settings: DkimSettings,
  names: readonly string[],
  body: readonly string[],
  seconds: number,
): string => {
  const { algorithm, headerForm, bodyForm, domain, selector, identity, expiresIn } = settings;
  const folder = new Folder('DKIM-Signature');
  folder.add('v=1;');
  folder.add(` a=${algorithm};`);
  folder.add(` c=${headerForm}/${bodyForm};`);
  folder.add(` d=${domain};`);
  folder.add(` s=${selector};`);
  if (identity !== undefined) folder.add(` i=${identity};`);
  folder.add(` t=${seconds};`);
  if (expiresIn !== undefined) folder.add(` x=${seconds + expiresIn};`);
  names.forEach((name, index) => {
    folder.add(`${index === 0 ? ' h=' : ' '}${name}${index === names.length - 1 ? ';' : ':'}`);
  });
  for (const tag of body) folder.add(` ${tag};`);
  return `DKIM-Signature: ${folder.value}\r\n b=`;
};

const foldSignature = (signature: string): string => signature.match(/.{1,72}/g)!.join('\r\n ');

const dataToSign = (
  fields: readonly HeaderField[],
  names: readonly string[],
  unsigned: string,
  { headerForm }: DkimSettings,
): string => {
  const signed = selectFields(fields, names).map((text) => `${canonicalizeField(text, headerForm)}\r\n`);
  return signed.join('') + canonicalizeField(unsigned, headerForm);
};

const fromMissing = (count: number): SecurityError =>
  new SecurityError({
    code: 'DKIM_FROM_MISSING',
    message: `A message to sign has one From field, and this one has ${count}.`,
    hint: 'Sign the finished message, as toRaw() gives it.',
  });

const signingFailed = ({ selector, domain }: DkimSettings): SecurityError =>
  new SecurityError({
    code: 'DKIM_SIGNING_FAILED',
    message: `OpenSSL could not sign with the key of ${selector}._domainkey.${domain}.`,
    hint: 'Check the key with "openssl pkey -in key.pem -check -noout".',
  });
