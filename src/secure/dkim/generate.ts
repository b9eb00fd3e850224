import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { SecurityError } from '../../errors.ts';
import { type DkimRecord, dkimRecord } from './record.ts';
import type { DkimAlgorithm } from './signing.ts';

export interface DkimKeys {
  /** PKCS #8 PEM. Keep it secret. */
  readonly privateKey: string;
  /** What to publish at `<selector>._domainkey.<domain>`. */
  readonly record: DkimRecord;
}

export interface GenerateDkimKeysOptions {
  /** Default `rsa-sha256`, which every receiver checks; Ed25519 (RFC 8463) is for a second signature. */
  readonly algorithm?: DkimAlgorithm | undefined;
  /** Size of an RSA key; default 2048. */
  readonly bits?: number | undefined;
}

const generate = promisify(generateKeyPair) as unknown as (
  type: string,
  options: object,
) => Promise<{ readonly privateKey: KeyObject }>;

/** Makes a key pair for DKIM. Throws SecurityError DKIM_KEY_WEAK for RSA keys under 2048 bits (RFC 8301 §3.2). */
export async function generateDkimKeys(options: GenerateDkimKeysOptions = {}): Promise<DkimKeys> {
  const { algorithm = 'rsa-sha256', bits = 2048 } = options;
  if (algorithm === 'rsa-sha256' && !(bits >= 2048 && bits <= 8192)) {
    throw new SecurityError({
      code: 'DKIM_KEY_WEAK',
      message: `An RSA key of ${bits} bits is not made.`,
      hint: 'Take 2048 bits, or up to 8192.',
    });
  }
  const { privateKey } =
    algorithm === 'rsa-sha256'
      ? await generate('rsa', { modulusLength: bits })
      : await generate('ed25519', {});
  return Object.freeze({
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    record: dkimRecord(privateKey),
  });
}
