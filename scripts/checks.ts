import { execFileSync } from 'node:child_process';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import type { DevelopmentKeys } from './development-keys.ts';

/** Checks by programs that are not ours: the system's openssl for S/MIME, mailauth for DKIM. */

export function verifiesWithOpenssl(eml: string, { authority }: DevelopmentKeys): boolean {
  return openssl([
    'cms',
    '-verify',
    '-in',
    eml,
    '-CAfile',
    authority,
    '-purpose',
    'smimesign',
    '-out',
    '/dev/null',
  ]);
}

export function decryptsWithOpenssl(eml: string, { recipient }: DevelopmentKeys): boolean {
  return openssl([
    'cms',
    '-decrypt',
    '-in',
    eml,
    '-recip',
    recipient.certificate,
    '-inkey',
    recipient.key,
    '-out',
    '/dev/null',
  ]);
}

function openssl(args: readonly string[]): boolean {
  try {
    execFileSync('openssl', args, { stdio: 'pipe' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new Error(
        'The system has no openssl, and the samples are checked with it. Install it and start again.',
        { cause: error },
      );
    }
    return false;
  }
}

export async function verifiesWithMailauth(bytes: Uint8Array, { dkim }: DevelopmentKeys): Promise<boolean> {
  const { results } = await dkimVerify(Buffer.from(bytes), {
    resolver: async (name: string) => {
      if (name !== dkim.name) throw Object.assign(new Error('No such name'), { code: 'ENOTFOUND' });
      return [[dkim.value]];
    },
  });
  return (
    results.length > 0 &&
    results.every(({ status }: { status: { result: string } }) => status.result === 'pass')
  );
}
