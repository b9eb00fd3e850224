import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LetterlockError } from '../errors.ts';
import { writeDevelopmentIdentity } from '../secure/authority.ts';
import { generateDkimKeys } from '../secure/dkim/generate.ts';
import type { DkimAlgorithm } from '../secure/dkim/signing.ts';
import {
  type Command,
  type CommandInput,
  type CommandResult,
  listOption,
  stringOption,
  usageError,
} from './command.ts';
import { KEYS, makeKeysFolder } from './keys-folder.ts';

export const keysCommand: Command = {
  name: 'keys',
  summary: 'Make keys: for DKIM with its DNS record, or for S/MIME with development certificates.',
  usage: 'dkim --domain D [--selector S] | smime --address A [--recipient A] [--out DIR]',
  positionals: 1,
  options: [
    { name: 'domain', value: 'D', about: 'dkim: the domain that signs.' },
    {
      name: 'selector',
      value: 'S',
      about: 'dkim: names the key among the keys of the domain. Default: letterlock.',
    },
    { name: 'algorithm', value: 'A', about: 'dkim: rsa-sha256 or ed25519-sha256. Default: rsa-sha256.' },
    { name: 'bits', value: 'N', about: 'dkim: size of an RSA key. Default: 2048.' },
    { name: 'address', value: 'A,B', about: 'smime: the addresses that the certificate names.' },
    {
      name: 'recipient',
      value: 'A,B',
      about: 'smime: the addresses of a recipient to encrypt to. Default: as --address.',
    },
    { name: 'name', value: 'N', about: 'smime: the name in the certificate. Default: the first address.' },
    { name: 'out', value: 'DIR', about: `Where the files go. Default: ${KEYS}.` },
  ],
  examples: [
    'letterlock keys dkim --domain example.com --selector mail2026',
    'letterlock keys smime --address hello@example.com --recipient jane@example.com',
  ],
  run(input) {
    const [kind] = input.positionals;
    if (kind === 'dkim') return dkim(input);
    if (kind === 'smime') return smime(input);
    throw usageError('Say which keys: dkim or smime.', 'keys');
  },
};

async function dkim({ options, terminal }: CommandInput): Promise<CommandResult> {
  const domain = stringOption(options, 'domain');
  const selector = stringOption(options, 'selector') ?? 'letterlock';
  const algorithm = stringOption(options, 'algorithm') ?? 'rsa-sha256';
  if (domain === undefined) throw usageError('Name the domain that signs with --domain.', 'keys');
  for (const label of [domain, selector]) {
    if (!/^[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/i.test(label)) {
      throw usageError(`"${label}" cannot stand in a DNS name.`, 'keys');
    }
  }
  if (algorithm !== 'rsa-sha256' && algorithm !== 'ed25519-sha256') {
    throw usageError(`There is no algorithm "${algorithm}"; take rsa-sha256 or ed25519-sha256.`, 'keys');
  }
  const bits = Number(stringOption(options, 'bits') ?? 2048);
  const { privateKey, record } = await generateDkimKeys({
    algorithm: algorithm satisfies DkimAlgorithm,
    bits,
  });
  const name = `${selector}._domainkey.${domain}`;
  const folder = resolve(terminal.cwd, stringOption(options, 'out') ?? KEYS);
  const file = join(folder, `${selector}.${domain}.dkim.key`);
  const published = join(folder, `${selector}.${domain}.dkim.txt`);
  for (const path of [file, published]) if (existsSync(path)) throw keyExists(path);
  makeKeysFolder(folder);
  writeFileSync(file, privateKey, { flag: 'wx', mode: 0o600 });
  writeFileSync(published, `${name} ${record.value}\n`, { flag: 'wx', mode: 0o644 });
  const strings = record.strings.map((part) => `"${part}"`).join(' ');
  return {
    ok: true,
    json: { ok: true, key: file, name, type: 'TXT', value: record.value, strings: record.strings },
    text: `Wrote the private key to ${file}. Keep it secret.\n\nPublish this DNS record:\n\n  ${name}. TXT ${strings}\n`,
  };
}

async function smime({ options, terminal }: CommandInput): Promise<CommandResult> {
  const addresses = listOption(options, 'address') ?? [];
  if (addresses.length === 0) throw usageError('Name the address that signs with --address.', 'keys');
  const folder = resolve(terminal.cwd, stringOption(options, 'out') ?? KEYS);
  makeKeysFolder(folder);
  const files = await writeDevelopmentIdentity(folder, {
    addresses,
    recipients: listOption(options, 'recipient'),
    name: stringOption(options, 'name'),
  });
  return {
    ok: true,
    json: { ok: true, ...files },
    text: [
      'Made development keys and certificates for S/MIME (valid for one year):',
      '',
      `  authority  ${files.authority}`,
      `  signer     ${files.signer.certificate}, ${files.signer.key}`,
      `  recipient  ${files.recipient.certificate}, ${files.recipient.key}`,
      '',
      'Mail programs trust them only where the authority is installed. For real mail get a certificate from a public authority.',
      '',
    ].join('\n'),
  };
}

const keyExists = (file: string): LetterlockError =>
  new LetterlockError({
    code: 'KEY_EXISTS',
    message: `"${file}" exists already and is not replaced: mail signed with the old key would fail.`,
    hint: 'Choose another selector, or remove the old files yourself.',
  });
