import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { compose, type Image, type Rendered, toRaw } from 'letterlock';
import { createDkimSigner, verifyDkim } from 'letterlock/dkim';
import nodemailer from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Contestant } from './measure.ts';

const FROM = { name: 'Zoë at the shop', address: 'shop@bench.example' };
const TO = { name: 'Jane Doe', address: 'jane@example.org' };
const DOMAIN = 'bench.example';
const SELECTOR = 'bench';
const IMAGE_BYTES = 24_000;
/** As many as a sender works on at a time. One alone would mostly time how fast a processor wakes up. */
export const IN_FLIGHT = 8;

const signAsync = promisify<string, Uint8Array, KeyObject, Uint8Array>(sign);

const inFlight = (name: string, make: () => Promise<Uint8Array>): Contestant => ({
  name,
  pieces: IN_FLIGHT,
  run: () => Promise.all(Array.from({ length: IN_FLIGHT }, make)),
});

export interface Delivery {
  readonly bytes: number;
  readonly mime: readonly Contestant[];
  readonly signed: readonly Contestant[];
}

/**
 * The same message made by letterlock and by nodemailer, with and without DKIM RSA-2048, and the bare signature that
 * neither can do without. All are checked before they are given away.
 */
export async function prepareDelivery(html: string, text: string): Promise<Delivery> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;

  const picture = randomBytes(IMAGE_BYTES);
  const cid = 'picture@letterlock';
  const shown = html.replace('</body>', `<img src="cid:${cid}" alt="" width="600"/></body>`);
  const image: Image = Object.freeze({
    cid,
    filename: 'picture.png',
    type: 'image/png',
    // The compiler writes images into the artifact in this form.
    base64: picture
      .toString('base64')
      .match(/.{1,76}/g)!
      .join('\r\n'),
    size: picture.length,
  });
  const rendered: Rendered = {
    subject: 'Your order – thank you',
    html: shown,
    text,
    images: [image],
    locale: 'en',
    dir: 'ltr',
  };
  const mail = {
    from: FROM,
    to: TO,
    subject: rendered.subject,
    html: shown,
    text,
    attachments: [
      {
        cid,
        filename: 'picture.png',
        contentType: 'image/png',
        content: picture,
        contentDisposition: 'inline' as const,
      },
    ],
  };

  const signer = createDkimSigner({ domain: DOMAIN, selector: SELECTOR, key: pem });
  const transport = nodemailer.createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    dkim: { domainName: DOMAIN, keySelector: SELECTOR, privateKey: pem },
  });
  const ours = (): Uint8Array => toRaw(compose(rendered, { from: FROM, to: TO })).bytes;
  const oursSigned = async (): Promise<Uint8Array> =>
    (await signer.sign(toRaw(compose(rendered, { from: FROM, to: TO })))).bytes;
  const theirs = (): Promise<Uint8Array> =>
    new MailComposer({ ...mail, newline: 'windows' }).compile().build();
  const theirsSigned = async (): Promise<Uint8Array> => (await transport.sendMail(mail)).message as Buffer;

  const digestInput = createHash('sha256').update(shown).digest();
  const bare = (): Promise<Uint8Array> => signAsync('sha256', digestInput, privateKey);

  for (const [name, bytes] of [
    ['letterlock', await oursSigned()],
    ['nodemailer', await theirsSigned()],
  ] as const) {
    const report = await verifyDkim(bytes, { resolveTxt: async () => [[record]] });
    if (!report.ok) throw new Error(`${name}: the DKIM signature does not verify.`);
    const base64 = Buffer.from(bytes).toString('latin1').replaceAll(/\s/g, '');
    if (!base64.includes(picture.toString('base64')))
      throw new Error(`${name}: the picture is not in the message.`);
  }

  return {
    bytes: ours().length,
    mime: [
      { name: 'letterlock', run: ours },
      { name: 'nodemailer', run: theirs },
    ],
    signed: [
      inFlight('letterlock', oursSigned),
      inFlight('nodemailer', theirsSigned),
      inFlight('bare RSA-2048', bare),
    ],
  };
}
