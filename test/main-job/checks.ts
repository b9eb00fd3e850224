import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import type { Job } from './job.ts';

/** What the system's openssl takes out of a message; undefined when it refuses. */
export function openssl(args: readonly string[], input: Uint8Array): Buffer | undefined {
  const { status, stdout } = spawnSync('openssl', ['cms', ...args], { input, maxBuffer: 1 << 26 });
  return status === 0 ? stdout : undefined;
}

export const verifiedContent = (message: Uint8Array, { keys }: Job): Buffer | undefined =>
  openssl(['-verify', '-CAfile', join(keys, 'ca.crt'), '-purpose', 'smimesign'], message);

export const decrypted = (message: Uint8Array, { keys }: Job): Buffer | undefined =>
  openssl(
    ['-decrypt', '-recip', join(keys, 'recipient.crt'), '-inkey', join(keys, 'recipient.key')],
    message,
  );

/** Results of mailauth for each DKIM signature, with the record that the job has published beside its keys. */
export async function dkimResults(message: Uint8Array, { keys }: Job): Promise<readonly string[]> {
  const file = readFileSync(join(keys, 'dev.letterlock.example.dkim.txt'), 'utf8').trim();
  const [name = '', value = ''] = file.split(/ (.*)/s);
  const { results } = await dkimVerify(Buffer.from(message), {
    resolver: async (asked: string) => {
      if (asked !== name) throw Object.assign(new Error(asked), { code: 'ENOTFOUND' });
      return [[value]];
    },
  });
  return results.map(({ status }: { status: { result: string } }) => status.result);
}

/** Octets of the first part of a multipart/signed message, found by its boundary alone (RFC 2046, 5.1.1). */
export function signedPart(message: Buffer): { readonly start: number; readonly bytes: Buffer } {
  const header = message.subarray(0, message.indexOf('\r\n\r\n')).toString('latin1');
  const boundary = /boundary="?([^"\r\n;]+)/i.exec(header)?.[1];
  const opening = `\r\n--${boundary}\r\n`;
  const start = message.indexOf(opening) + opening.length;
  return { start, bytes: message.subarray(start, message.indexOf(`\r\n--${boundary}\r\n`, start)) };
}

/** The message with one letter of its signed content changed, in the middle, where a part's body is. */
export function withChangedByte(message: Buffer): Buffer {
  const { start, bytes } = signedPart(message);
  const changed = Buffer.from(message);
  const middle = start + (bytes.length >> 1);
  const letter =
    middle +
    changed
      .subarray(middle)
      .toString('latin1')
      .search(/[a-z]{3}/);
  changed[letter] = changed[letter] === 0x71 ? 0x72 : 0x71;
  return changed;
}
