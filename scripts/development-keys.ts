import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dkimRecord, generateDkimKeys, loadPrivateKey } from 'letterlock/dkim';
import { writeDevelopmentIdentity } from 'letterlock/smime';
import { makeKeysFolder } from '../src/cli/keys-folder.ts';

/** Paths and texts of the keys that sign the samples. */
export interface DevelopmentKeys {
  readonly authority: string;
  readonly signer: { readonly certificate: string; readonly key: string };
  readonly recipient: { readonly certificate: string; readonly key: string };
  readonly dkim: { readonly key: string; readonly name: string; readonly value: string };
}

const SELECTOR = 'dev';

/** The development keys of this checkout, made on first use. The folder is kept out of git. */
export async function developmentKeys(
  folder: string,
  sender: string,
  recipient: string,
): Promise<DevelopmentKeys> {
  const pair = (name: string) => ({
    certificate: join(folder, `${name}.crt`),
    key: join(folder, `${name}.key`),
  });
  makeKeysFolder(folder);
  if (!existsSync(join(folder, 'ca.crt'))) {
    await writeDevelopmentIdentity(folder, { addresses: [sender], recipients: [recipient] });
  }
  const domain = sender.slice(sender.indexOf('@') + 1);
  const keyFile = join(folder, `${SELECTOR}.${domain}.dkim.key`);
  const name = `${SELECTOR}._domainkey.${domain}`;
  if (!existsSync(keyFile)) {
    const { privateKey, record } = await generateDkimKeys();
    writeFileSync(keyFile, privateKey, { mode: 0o600 });
    writeFileSync(join(folder, `${SELECTOR}.${domain}.dkim.txt`), `${name} ${record.value}\n`);
  }
  const key = readFileSync(keyFile, 'utf8');
  return {
    authority: join(folder, 'ca.crt'),
    signer: pair('signer'),
    recipient: pair('recipient'),
    dkim: { key, name, value: dkimRecord(loadPrivateKey({ key })).value },
  };
}
