/**
 * The main job, from a template to a signed e-mail: builds the sample templates, fills each in each locale, composes,
 * signs and checks a message, and shows everything on one page. Options name other folders, for the tests.
 */
process.env['NODE_ENV'] ??= 'production';

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { compose, draft, finish, type Renderer, type Rendered, structure } from 'letterlock';
import { build, CompileError, formatDiagnostic } from 'letterlock/compile';
import { createDkimSigner } from 'letterlock/dkim';
import { createSmimeEncrypter, createSmimeSigner } from 'letterlock/smime';
import { formatTable } from '../src/cli/table.ts';
import { decryptsWithOpenssl, verifiesWithMailauth, verifiesWithOpenssl } from './checks.ts';
import { developmentKeys } from './development-keys.ts';
import { gallery, type GalleryEntry, viewable } from './gallery.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { values: folders } = parseArgs({
  options: {
    emails: { type: 'string', default: join(ROOT, 'emails') },
    artifacts: { type: 'string', default: join(ROOT, 'dist', 'emails') },
    out: { type: 'string', default: join(ROOT, 'dist', 'out') },
    keys: { type: 'string', default: join(ROOT, '.letterlock') },
  },
});
const SENDER = 'hello@letterlock.example';
const RECIPIENT = 'jane@letterlock.example';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function run(): Promise<boolean> {
  say('Compiling the sample templates …');
  const built = await build({
    emails: folders.emails,
    out: folders.artifacts,
    onProgress: ({ id, done, total }) => say(`  ${done + 1}/${total} ${id}`),
  });
  for (const warning of built.warnings) say(formatDiagnostic(warning));
  const { render } = (await import(pathToFileURL(resolve(folders.artifacts, 'index.js')).href)) as Renderer;

  say('Making or reading the development keys …');
  const keys = await developmentKeys(resolve(folders.keys), SENDER, RECIPIENT);
  const from = { name: 'Letterlock', address: SENDER };
  const to = { name: 'Jane Doe', address: RECIPIENT };
  const smime = createSmimeSigner({
    certificate: pathToFileURL(keys.signer.certificate),
    key: pathToFileURL(keys.signer.key),
  });
  const dkim = createDkimSigner({
    domain: SENDER.slice(SENDER.indexOf('@') + 1),
    selector: keys.dkim.name.slice(0, keys.dkim.name.indexOf('.')),
    key: keys.dkim.key,
  });

  rmSync(folders.out, { recursive: true, force: true });
  const write = (name: string, content: string | Uint8Array): string => {
    const file = join(folders.out, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };

  const { defaultLocale } = built;
  const entries: GalleryEntry[] = [];
  for (const { id, locales, previews } of built.templates) {
    const context = Object.values(previews)[0] ?? {};
    for (const locale of new Set([defaultLocale, ...locales])) {
      say(`Rendering and signing ${id} (${locale}) …`);
      const rendered: Rendered = render(id, { locale, context });
      const message = compose(rendered, { from, to });
      const raw = await dkim.sign(finish(message, await smime.sign(structure(message))));
      const eml = write(`${id}.${locale}.eml`, raw.bytes);
      write(
        `${id}.${locale}.html`,
        viewable(rendered, (name, bytes) => write(`images/${name}`, bytes)),
      );
      write(`${id}.${locale}.txt`, `${rendered.text}\n`);
      const verified = verifiesWithOpenssl(eml, keys) && (await verifiesWithMailauth(raw.bytes, keys));
      entries.push({ id, locale, rendered, emlBytes: raw.bytes.length, verified });
    }
  }

  const extras = await writeExtras();
  write(
    'index.html',
    gallery(
      entries,
      extras.map(({ file, about }) => ({ file, about })),
    ),
  );
  report(entries, extras);
  return entries.length > 0 && entries.every(({ verified }) => verified) && extras.every(({ ok }) => ok);

  async function writeExtras(): Promise<readonly { file: string; about: string; ok: boolean }[]> {
    const first = entries.find(({ id }) => id === 'welcome') ?? entries[0];
    if (!first) return [];
    say('Writing an encrypted message and an unsent draft …');
    const message = compose(first.rendered, { from, to });
    const encrypter = createSmimeEncrypter({ certificates: pathToFileURL(keys.recipient.certificate) });
    const signed = await smime.sign(structure(message));
    const encrypted = await dkim.sign(finish(message, await encrypter.encrypt(signed, [RECIPIENT])));
    const encryptedName = `${first.id}.${first.locale}.encrypted.eml`;
    const encryptedFile = write(encryptedName, encrypted.bytes);
    const draftName = `${first.id}.${first.locale}.draft.eml`;
    write(draftName, draft(compose(first.rendered, { to })).bytes);
    return [
      {
        file: encryptedName,
        about: 'signed, then encrypted to its recipient',
        ok: decryptsWithOpenssl(encryptedFile, keys) && (await verifiesWithMailauth(encrypted.bytes, keys)),
      },
      { file: draftName, about: 'an unsent draft, to be opened in a mail program', ok: true },
    ];
  }
}

function report(
  entries: readonly GalleryEntry[],
  extras: readonly { readonly file: string; readonly ok: boolean }[],
): void {
  const rows = entries.map(({ id, locale, rendered, verified }) => [
    id,
    locale,
    rendered.subject,
    Buffer.byteLength(rendered.html),
    Buffer.byteLength(rendered.text),
    rendered.images.length,
    'S/MIME, DKIM',
    verified ? 'yes' : 'NO',
  ]);
  const head = ['id', 'locale', 'subject', 'html', 'text', 'images', 'signed', 'verified'];
  process.stdout.write(`\n${formatTable(head, rows)}\n\n`);
  for (const { file, ok } of extras) process.stdout.write(`${ok ? 'ok' : 'FAILED'}  ${file}\n`);
  process.stdout.write(`\nOpen ${relative(process.cwd(), join(folders.out, 'index.html'))} in a browser.\n`);
}

try {
  if (!(await run())) {
    say('Something was not verified; see the table.');
    process.exitCode = 1;
  }
} catch (error) {
  say(
    error instanceof CompileError
      ? error.diagnostics.map(formatDiagnostic).join('\n\n')
      : String((error as Error).stack ?? error),
  );
  process.exitCode = 1;
}
