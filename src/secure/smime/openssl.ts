import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SecurityError } from '../../errors.ts';
import { type Certificate, loadCertificates } from '../certificates.ts';
import type {
  DecryptRequest,
  EncryptRequest,
  SignRequest,
  SmimeEngine,
  Verification,
  VerifyRequest,
} from './engine.ts';
import { type Outcome, runOpenssl } from './openssl-process.ts';

/**
 * The engine over the system's OpenSSL 3, for FIPS builds. Keys and certificates go through files of a
 * private directory which is removed whatever happens; nothing secret stands on a command line.
 */
export const opensslEngine: SmimeEngine = Object.freeze({
  name: 'openssl',
  sign: (request: SignRequest) => inPrivateDirectory((directory) => sign(request, directory)),
  encrypt: (request: EncryptRequest) => inPrivateDirectory((directory) => encrypt(request, directory)),
  verify: (request: VerifyRequest) => inPrivateDirectory((directory) => verify(request, directory)),
  decrypt: (request: DecryptRequest) => inPrivateDirectory((directory) => decrypt(request, directory)),
});

type Directory = (name: string, content: string | Uint8Array) => Promise<string>;

const inPrivateDirectory = async <T>(work: (write: Directory) => Promise<T>): Promise<T> => {
  // mkdtemp makes the directory with mode 0700.
  const directory = await mkdtemp(join(tmpdir(), 'letterlock-'));
  try {
    return await work(async (name, content) => {
      const path = join(directory, name);
      await writeFile(path, content, { mode: 0o600 });
      return path;
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};

const pem = (certificates: readonly Certificate[]): string =>
  certificates.map((certificate) => certificate.x509.toString()).join('');

const keyPem = (request: { readonly key: SignRequest['key'] }): string =>
  request.key.export({ type: 'pkcs8', format: 'pem' }) as string;

const sign = async (request: SignRequest, write: Directory): Promise<Uint8Array> => {
  const chain = request.chain.length > 0 ? { certfile: await write('chain.pem', pem(request.chain)) } : {};
  const outcome = await runOpenssl('cms.sign', request.content, {
    binary: true,
    outform: 'DER',
    signer: await write('signer.pem', pem([request.certificate])),
    inkey: await write('signer.key', keyPem(request)),
    md: request.digest,
    // Adds signing-certificate-v2, as the native engine does.
    cades: true,
    ...chain,
    ...(request.rsaPadding === 'pss' && request.key.asymmetricKeyType === 'rsa' ? pss : {}),
    ...(request.detached ? {} : { nodetach: true }),
  });
  return outputOf(outcome, 'SMIME_SIGN', 'signed');
};

// -1: as long as the digest.
const pss = { keyopt: ['rsa_padding_mode:pss', 'rsa_pss_saltlen:-1'] };

const encrypt = async (request: EncryptRequest, write: Directory): Promise<Uint8Array> => {
  const files = await Promise.all(
    request.recipients.map((recipient, index) => write(`${index}.pem`, pem([recipient]))),
  );
  const outcome = await runOpenssl('cms.encrypt', request.content, {
    binary: true,
    outform: 'DER',
    [request.cipher]: true,
    recip: files,
    ...oaep(request),
  });
  return outputOf(outcome, 'SMIME_ENCRYPT', 'encrypted');
};

const oaep = (request: EncryptRequest): Record<string, string[]> => {
  if (request.keyTransport === 'pkcs1') return {};
  // `-keyopt` belongs to the `-recip` before it, and the wrapper cannot interleave the two.
  if (request.recipients.length > 1) {
    throw new SecurityError({
      code: 'SMIME_ENGINE_LIMIT',
      message: 'The openssl engine writes OAEP for one recipient only.',
      hint: 'Use the native engine, or the key transport "pkcs1".',
    });
  }
  return { keyopt: ['rsa_padding_mode:oaep', 'rsa_oaep_md:sha256', 'rsa_mgf1_md:sha256'] };
};

const decrypt = async (request: DecryptRequest, write: Directory): Promise<Uint8Array> => {
  const outcome = await runOpenssl('cms.decrypt', request.cms, {
    binary: true,
    inform: 'DER',
    recip: await write('recipient.pem', pem([request.certificate])),
    inkey: await write('recipient.key', keyPem(request)),
  });
  return outputOf(outcome, 'SMIME_DECRYPT', 'decrypted');
};

const verify = async (request: VerifyRequest, write: Directory): Promise<Verification> => {
  const signers = await write('signers.pem', '');
  const detached = request.content ? { content: await write('content', request.content) } : {};
  const options = { binary: true, inform: 'DER', ...detached };
  // The signature alone, then with the chain: two questions, two answers.
  const alone = await runOpenssl('cms.verify', request.cms, { ...options, noverify: true, signer: signers });
  const result = { valid: false, chainTrusted: false, signers: [], content: new Uint8Array() };
  if (alone.status !== 0) return Object.freeze({ ...result, reason: reasonOf(alone) });
  const signed = {
    valid: true,
    signers: loadCertificates(await readFile(signers, 'latin1')),
    content: alone.stdout,
  };
  if (request.trusted.length === 0) {
    return Object.freeze({ ...result, ...signed, reason: 'no trusted certificates were given' });
  }
  const chained = await runOpenssl('cms.verify', request.cms, {
    ...options,
    CAfile: await write('trusted.pem', pem(request.trusted)),
    'no-CApath': true,
    'no-CAstore': true,
    // A trusted certificate need not be a root.
    partial_chain: true,
    purpose: 'smimesign',
    attime: String(Math.floor(request.time.getTime() / 1000)),
  });
  const chainTrusted = chained.status === 0;
  return Object.freeze({ ...signed, chainTrusted, reason: chainTrusted ? undefined : reasonOf(chained) });
};

const outputOf = (outcome: Outcome, code: string, done: string): Uint8Array => {
  if (outcome.status === 0 && outcome.stdout.length > 0) return outcome.stdout;
  throw new SecurityError({
    code,
    message: `openssl has not ${done} the message: ${reasonOf(outcome)}.`,
    hint: 'Try the native engine; if it succeeds, openssl lacks an algorithm (openssl list -providers).',
  });
};

/** The last reason openssl gives, without the numbers of its source lines. */
const reasonOf = ({ status, stderr }: Outcome): string => {
  const lines = stderr.trim().split('\n').filter(Boolean);
  const reasons = lines.map((line) => /^[0-9A-F]+:error:[^:]*:[^:]*:[^:]*:(.+?):[^:]*:\d+:(.*)$/.exec(line));
  const last = reasons.findLast(Boolean);
  return last ? [last[1], last[2]].filter(Boolean).join(': ') : (lines[0] ?? `exit status ${status}`);
};
