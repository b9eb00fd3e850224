import { exec, type Options } from 'openssl-wrapper';

import { SecurityError } from '../../errors.ts';

export interface Outcome {
  /** Exit status, or `null` when a signal ended the process. */
  readonly status: number | null;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

/**
 * Runs the system's `openssl` through openssl-wrapper, with two faults of that package (0.3.4, of 2016) kept
 * out:
 *
 * - It compares stderr with what OpenSSL 1.0 wrote, so that OpenSSL 3's successes of `cms.verify`, `req.new`
 *   and `x509.req` are reported as errors, while a process ended by a signal passes for a success. The exit
 *   status is taken from the process itself, and the wrapper's verdict is not used.
 * - It listens to no 'error' event, neither of the process (openssl is not installed) nor of its input
 *   (openssl ends before it has read everything: EPIPE); unheard, either would end this process.
 */
export const runOpenssl = (action: string, input: Uint8Array, options: Options): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const stderr: Buffer[] = [];
    let stdout: Uint8Array = new Uint8Array();
    try {
      const child = exec(action, Buffer.from(input), options, (_verdict, output) => {
        stdout = output;
      });
      child.on('error', (cause) => reject(notStarted(cause)));
      child.stdin.on('error', () => undefined);
      child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
      // Registered after the wrapper's own listener, so that stdout is complete here.
      child.on('close', (status) =>
        resolve({ status, stdout, stderr: Buffer.concat(stderr).toString('utf8') }),
      );
    } catch (cause) {
      reject(notStarted(cause));
    }
  });

const notStarted = (cause: unknown): SecurityError =>
  new SecurityError({
    code: 'OPENSSL_MISSING',
    message: `openssl cannot be started (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
    hint: 'Install OpenSSL 3 and put it on the PATH, or use the native engine.',
    cause,
  });
