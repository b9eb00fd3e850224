import { resolveTxt } from 'node:dns/promises';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LetterlockError } from '../errors.ts';
import { type DkimReport, type DkimVerdict, type ResolveTxt, verifyDkim } from '../secure/dkim/index.ts';
import { type SmimeReport, verifySmime } from '../secure/smime/index.ts';
import { type Command, stringOption, usageError } from './command.ts';
import { KEYS } from './keys-folder.ts';

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Check the DKIM and S/MIME signatures of a message.',
  usage: 'FILE.eml [--ca FILE] [--dns FILE] [--cert FILE --key FILE] [--keys DIR]',
  positionals: 1,
  options: [
    { name: 'ca', value: 'FILE', about: 'PEM certificates of the authorities to trust.' },
    { name: 'dns', value: 'FILE', about: 'DKIM records, one a line: NAME VALUE. Asked before DNS.' },
    { name: 'cert', value: 'FILE', about: 'Certificate of the recipient, to open an encrypted message.' },
    { name: 'key', value: 'FILE', about: 'Private key of the recipient.' },
    {
      name: 'keys',
      value: 'DIR',
      about: `Development keys: trusts their authority and DKIM records. Default: ${KEYS}, if it exists.`,
    },
  ],
  examples: [
    'letterlock verify dist/out/welcome.en.eml',
    'letterlock verify mail.eml --ca company-ca.pem',
    'letterlock verify secret.eml --cert jane.crt --key jane.key --json',
  ],
  async run({ positionals: [file], options, terminal: { cwd } }) {
    if (file === undefined) throw usageError('Give one .eml file.', 'verify');
    if ((options['cert'] === undefined) !== (options['key'] === undefined)) {
      throw usageError('--cert and --key go together.', 'verify');
    }
    const at = (name: string): string | undefined => {
      const path = stringOption(options, name);
      return path === undefined ? undefined : resolve(cwd, path);
    };
    const keys = at('keys') ?? resolve(cwd, KEYS);
    if (options['keys'] !== undefined && !existsSync(keys)) throw keysMissing(keys);
    const bytes = read(resolve(cwd, file));
    const ca = at('ca') ?? existing(join(keys, 'ca.crt'));
    const certificate = at('cert') ?? existing(join(keys, 'recipient.crt'));
    const key = at('key') ?? existing(join(keys, 'recipient.key'));
    const records = [at('dns'), ...recordFiles(keys)].flatMap((path) =>
      path === undefined ? [] : parseRecords(path),
    );
    const [dkim, smime] = await Promise.all([
      verifyDkim(bytes, { resolveTxt: resolverOf(new Map(records)) }),
      verifySmime(bytes, {
        trusted: ca === undefined ? undefined : readText(ca),
        recipient:
          certificate === undefined || key === undefined
            ? undefined
            : { certificate: readText(certificate), key: readText(key) },
      }),
    ]);
    const ok = isGood(dkim, smime);
    return {
      ok,
      json: { ok, dkim, smime: withoutContent(smime) },
      text: report({ file, ok, dkim, smime, ca }),
    };
  },
};

/** Something vouches for the message, and nothing that tries to fails. */
function isGood(dkim: DkimReport, smime: SmimeReport): boolean {
  const dkimFails = dkim.signatures.length > 0 && !dkim.ok;
  const smimeGood = smime.signed && smime.valid && smime.chainTrusted && smime.addressMatches;
  const smimeFails = (smime.signed && !smimeGood) || (smime.encrypted && !smime.decrypted);
  return (dkim.ok || smimeGood) && !dkimFails && !smimeFails;
}

const withoutContent = ({ content: _, ...rest }: SmimeReport): object => rest;

interface Verified {
  readonly file: string;
  readonly ok: boolean;
  readonly dkim: DkimReport;
  readonly smime: SmimeReport;
  /** Path of the authorities to trust. */
  readonly ca: string | undefined;
}

function report({ file, ok, dkim, smime, ca }: Verified): string {
  const lines = dkim.signatures.map(describeDkim);
  if (lines.length === 0) lines.push('DKIM: not signed.');
  lines.push(...describeSmime(smime, ca));
  const end = ok ? 'The message is as its sender signed it.' : 'The message cannot be trusted.';
  return [`${file}`, ...lines.map((line) => `  ${line}`), '', end, ''].join('\n');
}

const describeDkim = ({ status, fault, domain, selector, algorithm, isAligned }: DkimVerdict): string => {
  const name = `DKIM ${selector ?? '?'}._domainkey.${domain ?? '?'} (${algorithm ?? '?'})`;
  if (status === 'fail') return `${name}: fails. ${fault?.code}: ${fault?.message}`;
  return `${name}: passes${isAligned ? '' : ', but the domain is not that of From'}.`;
};

function describeSmime(smime: SmimeReport, ca: string | undefined): readonly string[] {
  const lines: string[] = [];
  if (smime.encrypted) {
    lines.push(
      smime.decrypted
        ? `S/MIME: encrypted (${smime.cipher ?? '?'}), opened.`
        : `S/MIME: encrypted, not opened. ${sentence(smime.reason)}`,
    );
  }
  if (!smime.signed) return lines.length > 0 ? lines : ['S/MIME: not signed.'];
  const by = smime.signer ? ` by ${smime.signer.addresses.join(', ')}` : '';
  const good = smime.valid && smime.chainTrusted && smime.addressMatches;
  const why =
    smime.valid && !smime.chainTrusted && ca === undefined
      ? 'No trusted certificates were given; name those of its authority with --ca FILE.'
      : sentence(smime.reason);
  lines.push(good ? `S/MIME: signed${by}, valid and trusted.` : `S/MIME: signed${by}, not good. ${why}`);
  return lines;
}

/** Reasons are clauses, and sometimes sentences already. */
const sentence = (reason = ''): string =>
  reason === '' ? '' : `${reason[0]!.toUpperCase()}${reason.slice(1).replace(/\.$/, '')}.`;

const keysMissing = (folder: string): LetterlockError =>
  new LetterlockError({
    code: 'FILE_UNREADABLE',
    message: `There is no folder "${folder}".`,
    hint: 'Check the path of --keys; letterlock keys makes development keys.',
  });

const existing = (file: string): string | undefined => (existsSync(file) ? file : undefined);

const recordFiles = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.dkim.txt'))
        .map((name) => join(folder, name))
    : [];

const parseRecords = (file: string): readonly (readonly [string, string])[] =>
  readText(file)
    .split('\n')
    .flatMap((line) => {
      const [, name, value] = /^\s*([^\s#]+)\s+(.+?)\s*$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value] as const];
    });

const resolverOf =
  (records: ReadonlyMap<string, string>): ResolveTxt =>
  async (name) => {
    const known = records.get(name.toLowerCase());
    return known === undefined ? resolveTxt(name) : [[known]];
  };

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new LetterlockError({
      code: 'FILE_UNREADABLE',
      message: `"${file}" cannot be read.`,
      hint: 'Check the path and the permission to read it.',
      cause,
    });
  }
}

const readText = (file: string): string => new TextDecoder().decode(read(file));
