import { execFileSync } from 'node:child_process';
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';

import { type Certificate, loadCertificate } from '../../src/secure/certificates.ts';

/** Throw-away keys of this test file, removed behind it. */
export const directory: string = mkdtempSync(join(tmpdir(), 'letterlock-smime-'));
execFileSync('bash', [fileURLToPath(new URL('make.sh', import.meta.url)), directory], { stdio: 'pipe' });
afterAll(() => rmSync(directory, { recursive: true }));

export const file = (name: string): string => join(directory, name);
export const url = (name: string): URL => pathToFileURL(file(name));
export const read = (name: string): Buffer => readFileSync(file(name));
export const text = (name: string): string => readFileSync(file(name), 'latin1');
export const certificate = (name: string): Certificate => loadCertificate(url(`${name}.crt`));
export const key = (name: string): KeyObject => createPrivateKey(read(`${name}.key`));

/** The code of the error that a call throws or rejects with. */
export const codeOf = async (call: () => unknown): Promise<string> => {
  try {
    await call();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'no error';
};

/** Standard output of the system's openssl; throws when it fails. */
export const openssl = (input: Uint8Array, ...options: string[]): Buffer =>
  execFileSync('openssl', options, { input, cwd: directory, stdio: 'pipe', maxBuffer: 1 << 26 });
