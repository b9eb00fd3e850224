import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { beforeAll, describe, expect, it } from 'vitest';
import { lineFaults, readWithPython, type ReadMessage, type ReadPart } from '../mime/readers.ts';
import { decrypted, dkimResults, signedPart, verifiedContent, withChangedByte } from './checks.ts';
import { expectedNames, type Job, privateFolder, read, root, runMainJob, tableRows } from './job.ts';

const names = expectedNames();
const folder = privateFolder();
let job: Job;
let python: ReadonlyMap<string, ReadMessage>;

beforeAll(async () => {
  job = await runMainJob(folder);
  if (job.status !== 0) throw new Error(job.stderr);
  const messages = readWithPython(names.map((name) => read(job, `${name}.eml`)));
  python = new Map(names.map((name, index) => [name, messages[index]!]));
});

const parse = (bytes: Uint8Array): Promise<Email> =>
  PostalMime.parse(bytes, { attachmentEncoding: 'arraybuffer' });

const leaves = (part: ReadPart): readonly ReadPart[] => part.parts?.flatMap(leaves) ?? [part];

const row = (name: string): readonly string[] =>
  tableRows(job).find(([id, locale]) => `${id}.${locale}` === name) ?? [];

/** Lines end with CRLF in messages and with LF in files, of which the last has an end, too. */
const unixLines = (text: string): string => text.replaceAll('\r\n', '\n').replace(/\n$/, '');

const fileText = (name: string): string => unixLines(read(job, name).toString());

const contentOf = (part: ReadPart): Buffer => Buffer.from(part.content!, 'base64');

const textOf = (part: ReadPart): string => unixLines(contentOf(part).toString());

const unixBytes = (part: ReadPart): number =>
  Buffer.byteLength(contentOf(part).toString().replaceAll('\r\n', '\n'));

const cidsIn = (html: string): readonly string[] =>
  [...new Set([...html.matchAll(/cid:([^"'()\s&;]+)/g)].map(([, id]) => decodeURIComponent(id!)))].sort();

/** HTML whose images are the files that the job writes beside it. */
const withFiles = (
  html: string,
  images: readonly { readonly contentId: string; readonly filename: string }[],
): string =>
  images.reduce((text, { contentId, filename }) => {
    const id = contentId.slice(1, -1);
    return text.replaceAll(`cid:${id}`, `images/${encodeURIComponent(`${id.split('@')[0]}-${filename}`)}`);
  }, html);

/** The picture that a part was made from: a file, or what the sample passes at run time. */
function sourceOf(filename: string): Buffer {
  const emails = join(root, 'emails');
  if (filename !== 'ticket.png') return readFileSync(join(emails, 'static', basename(filename)));
  const source = readFileSync(join(emails, 'event-ticket.tsx'), 'utf8');
  const [, list = ''] = /const qrCode = \[([^\]]*)\]/.exec(source) ?? [];
  return Buffer.from(list.replaceAll(/[^A-Za-z0-9+/=]/g, ''), 'base64');
}

describe('the table', () => {
  it('has a verified row for every template in every locale', () => {
    const rows = tableRows(job);
    expect(rows.map(([id, locale]) => `${id}.${locale}`).sort()).toEqual(names);
    expect(new Set(rows.map((cells) => cells.slice(6).join()))).toEqual(new Set(['S/MIME, DKIM,yes']));
    expect(new Set(rows.map(([id, , subject]) => `${id} ${subject}`)).size).toBe(names.length);
  });

  it('tells what it is doing meanwhile', () => {
    for (const name of names) expect(job.stderr).toContain(name.replace(/\.(\w+)$/, ' ($1)'));
  });
});

describe.each(names)('%s', (name) => {
  it('is CRLF, 7 bit, with short lines (C9, H6)', () => {
    const bytes = read(job, `${name}.eml`);
    expect(lineFaults(bytes)).toEqual([]);
    expect(
      Math.max(
        ...bytes
          .toString('latin1')
          .split('\r\n')
          .map((line) => line.length),
      ),
    ).toBeLessThan(999);
  });

  it('verifies with openssl, which gives back the signed content; a changed byte does not (G5, G8)', () => {
    const message = read(job, `${name}.eml`);
    expect(verifiedContent(message, job)).toEqual(signedPart(message).bytes);
    expect(verifiedContent(withChangedByte(message), job)).toBeUndefined();
  });

  it('verifies with mailauth; a changed byte does not (G1, G4)', async () => {
    const message = read(job, `${name}.eml`);
    expect(await dkimResults(message, job)).toEqual(['pass']);
    expect(await dkimResults(withChangedByte(message), job)).toEqual(['neutral']);
  });

  it('has no defect for Python, strictly, and the subject of the table (H2, H6, H7, C2)', () => {
    const message = python.get(name)!;
    expect(message.error).toBeUndefined();
    expect(message.defects).toEqual([]);
    const [, , subject, html, text, images] = row(name);
    expect(message.subject).toBe(subject);
    expect(message.from).toEqual([['Letterlock', 'hello@letterlock.example']]);
    expect(message.to).toEqual([['Jane Doe', 'jane@letterlock.example']]);
    expect(message.names.filter((header) => /^(date|message-id|mime-version)$/i.test(header))).toHaveLength(
      3,
    );
    expect(message.names).not.toContain('Bcc');

    expect(message.root.type).toBe('multipart/signed');
    const [plain, marked, ...rest] = leaves(message.root);
    expect([plain?.type, marked?.type]).toEqual(['text/plain', 'text/html']);
    expect(textOf(plain!)).toBe(fileText(`${name}.txt`));
    expect(unixBytes(plain!)).toBe(Number(text));
    expect(unixBytes(marked!)).toBe(Number(html));
    expect(rest.pop()?.filename).toBe('smime.p7s');
    expect(rest).toHaveLength(Number(images));
    for (const image of rest) {
      expect(image).toMatchObject({ type: 'image/png', disposition: 'inline' });
      expect(image.id).toMatch(/^<[^\s<>@]+@[^\s<>@]+>$/);
      expect(contentOf(image), image.filename!).toEqual(sourceOf(image.filename!));
    }
    const shown = rest.map(({ id, filename }) => ({ contentId: id!, filename: filename! }));
    expect(withFiles(textOf(marked!), shown)).toBe(fileText(`${name}.html`));
  });

  it('shows postal-mime its html, text and exactly the images that the html refers to (C5, C6, C8)', async () => {
    const email = await parse(read(job, `${name}.eml`));
    expect(email.subject).toBe(row(name)[2]);
    expect(unixLines(email.text!)).toBe(fileText(`${name}.txt`));
    const images = email.attachments.filter(({ mimeType }) => mimeType.startsWith('image/'));
    const shown = images.map(({ contentId, filename }) => ({ contentId: contentId!, filename: filename! }));
    expect(withFiles(unixLines(email.html!), shown)).toBe(fileText(`${name}.html`));
    expect(shown.map(({ contentId }) => contentId.slice(1, -1)).sort()).toEqual(cidsIn(email.html!));
    for (const { filename, content } of images) {
      expect(Buffer.from(content as ArrayBuffer), filename!).toEqual(sourceOf(filename!));
    }
  });
});

describe('the event ticket', () => {
  it('carries a background image and a picture that was made at run time', async () => {
    const { html, attachments } = await parse(read(job, 'event-ticket.en.eml'));
    const cid = (filename: string): string | undefined =>
      attachments.find((attachment) => attachment.filename === filename)?.contentId?.slice(1, -1);
    expect(html).toMatch(new RegExp(`background-image: ?url\\([^)]*cid:${cid('bg-harbour.png')}`));
    expect(html).toMatch(new RegExp(`<img[^>]* src="cid:${cid('ticket.png')}"`));
  });
});

describe('the encrypted message', () => {
  it('hides everything, decrypts with openssl, and holds a signature that verifies (G6, G7)', async () => {
    const message = read(job, 'welcome.en.encrypted.eml');
    expect(lineFaults(message)).toEqual([]);
    expect(await dkimResults(message, job)).toEqual(['pass']);
    const [outside] = readWithPython([message]);
    expect(outside).toMatchObject({ defects: [], root: { type: 'application/pkcs7-mime' } });

    const signed = decrypted(message, job)!;
    expect(verifiedContent(signed, job)).toEqual(signedPart(signed).bytes);
    expect(unixLines((await parse(signed)).text!)).toBe(fileText('welcome.en.txt'));
  });
});

describe('the draft', () => {
  it('is unsent, without sender, date and id, and its body is whole (X1)', async () => {
    const bytes = read(job, 'welcome.en.draft.eml');
    expect(lineFaults(bytes)).toEqual([]);
    const [message] = readWithPython([bytes]);
    expect(message).toMatchObject({ defects: [], subject: row('welcome.en')[2] });
    expect(message!.headers).toContainEqual(['X-Unsent', '1']);
    for (const absent of ['From', 'Date', 'Message-ID']) expect(message!.names).not.toContain(absent);
    const [drafted, sent] = await Promise.all([parse(bytes), parse(read(job, 'welcome.en.eml'))]);
    expect(drafted.text?.trimEnd()).toBe(sent.text?.trimEnd());
    expect(drafted.html?.trimEnd()).toBe(sent.html?.trimEnd());
    const images = ({ attachments }: Email): readonly Buffer[] =>
      attachments
        .filter(({ mimeType }) => mimeType.startsWith('image/'))
        .map(({ content }) => Buffer.from(content as ArrayBuffer));
    expect(images(drafted)).toHaveLength(Number(row('welcome.en')[5]));
    expect(images(drafted)).toEqual(images(sent));
  });
});
