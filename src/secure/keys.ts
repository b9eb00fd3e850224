import { createPrivateKey, KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { SecurityError } from '../errors.ts';

/** Where a private key comes from. */
export interface PrivateKeySource {
  /**
   * PEM text, a PEM file (`file:` URL or a path beginning with `/`, `./` or `../`), or a key that Node has
   * parsed.
   */
  readonly key: string | URL | KeyObject;
  /** Needed only when the PEM is encrypted. */
  readonly passphrase?: string | undefined;
}

const parsed = new WeakMap<PrivateKeySource, KeyObject>();

/**
 * The private key of a source. A source object is read and parsed once; ask again with the same object and
 * the same key comes back.
 *
 * Throws `SecurityError` with code `KEY_FILE_MISSING`, `KEY_PASSPHRASE_MISSING`, `KEY_PASSPHRASE_WRONG` or
 * `KEY_UNREADABLE`. No error holds any part of the key or the passphrase.
 */
export const loadPrivateKey = (source: PrivateKeySource): KeyObject => {
  const known = parsed.get(source);
  if (known) return known;
  const key =
    source.key instanceof KeyObject ? checkKind(source.key) : parse(readPem(source.key), source.passphrase);
  parsed.set(source, key);
  return key;
};

const checkKind = (key: KeyObject): KeyObject => {
  if (key.type === 'private') return key;
  throw new SecurityError({
    code: 'KEY_UNREADABLE',
    message: `A private key is needed, and this is a ${key.type} key.`,
    hint: 'Pass the private half of the key pair.',
  });
};

const readPem = (key: string | URL): string => {
  const isUrl = key instanceof URL || /^file:/i.test(key);
  if (!isUrl && !/^\.{0,2}\/[^\n]{1,400}$/.test(key)) return key;
  try {
    return readFileSync(isUrl ? new URL(key) : key, 'utf8');
  } catch (cause) {
    // A URL is named; something that only looks like a path might be a piece of a key.
    const file = isUrl ? ` ${String(key)}` : '';
    throw new SecurityError({
      code: 'KEY_FILE_MISSING',
      message: `The private key file${file} cannot be read (${(cause as NodeJS.ErrnoException).code}).`,
      hint: 'Give an absolute file: URL that this process may read, as in file:///etc/mail/dkim.pem.',
    });
  }
};

// A file may hold certificates or parameters too; only the key block is given to OpenSSL.
const keyBlock = /-----BEGIN ((?:[A-Z0-9]+ )*PRIVATE KEY)-----[\s\S]*?-----END \1-----/;

const parse = (text: string, passphrase: string | undefined): KeyObject => {
  const block = keyBlock.exec(text);
  if (!block) {
    throw new SecurityError({
      code: 'KEY_UNREADABLE',
      message: 'The text holds no private key in PEM form.',
      hint: 'It needs a block that begins with "-----BEGIN PRIVATE KEY-----"; a path begins with "/", "./" or "../".',
    });
  }
  const pem = block[0];
  const encrypted = block[1] === 'ENCRYPTED PRIVATE KEY' || /^Proc-Type:\s*4,ENCRYPTED/m.test(pem);
  if (encrypted && !passphrase) {
    throw new SecurityError({
      code: 'KEY_PASSPHRASE_MISSING',
      message: 'The private key is encrypted and no passphrase was given.',
      hint: 'Pass `passphrase`, or decrypt the key with "openssl pkey -in key.pem -out plain.pem".',
    });
  }
  try {
    return createPrivateKey(encrypted ? { key: pem, passphrase } : pem);
  } catch (cause) {
    const reason = (cause as { code?: string }).code;
    // A wrong passphrase mostly fails as bad padding, but one time in 256 as nonsense where ASN.1 should be.
    const unsupported = reason === 'ERR_OSSL_UNSUPPORTED' && isLegacyCipher(pem);
    if (encrypted && !unsupported) {
      throw new SecurityError({
        code: 'KEY_PASSPHRASE_WRONG',
        message: 'The private key does not decrypt with the passphrase that was given.',
        hint: 'Check the passphrase; spaces and line ends at its end count.',
      });
    }
    throw new SecurityError({
      code: 'KEY_UNREADABLE',
      message: `OpenSSL cannot read the private key (${reason ?? 'no reason given'}).`,
      hint: 'Check it with "openssl pkey -in key.pem -noout"; convert old forms with "openssl pkcs8 -topk8".',
    });
  }
};

/** DES-encrypted traditional keys, which OpenSSL 3 opens only with its legacy provider. */
const isLegacyCipher = (pem: string): boolean => /^DEK-Info:\s*DES-CBC,/m.test(pem);
