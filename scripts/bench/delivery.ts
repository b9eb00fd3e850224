import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { compose, type RawMessage, type Rendered, type RenderedPieces, toRaw } from 'letterlock';
import { createDkimSigner, verifyDkim } from 'letterlock/dkim';
import nodemailer from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import type Mail from 'nodemailer/lib/mailer';
import type { Contestant } from './measure.ts';

const FROM = { name: 'Zoë at the shop', address: 'shop@bench.example' };
const TO = { name: 'Jane Doe', address: 'jane@example.org' };
const DOMAIN = 'bench.example';
const SELECTOR = 'bench';
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

/** One template with one image, and a context for it. */
export interface DeliveryInput {
  readonly render: () => Rendered;
  readonly renderPieces: () => RenderedPieces;
}

/**
 * The same message rendered by letterlock and made by it and by nodemailer, with and without DKIM RSA-2048, and the bare
 * signature that neither can do without. All are checked before they are given away.
 */
export async function prepareDelivery({ render, renderPieces }: DeliveryInput): Promise<Delivery> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;

  const { html: shown, images } = render();
  const [image] = images;
  if (!image || images.length > 1) throw new RangeError('The template shows one image.');
  const picture = Buffer.from(image.base64, 'base64');
  const attachment = {
    cid: image.cid,
    filename: image.filename,
    contentType: image.type,
    content: picture,
    contentDisposition: 'inline' as const,
  };
  const mail = (): Mail.Options => {
    const { subject, html, text } = render();
    return { from: FROM, to: TO, subject, html, text, attachments: [attachment] };
  };

  const signer = createDkimSigner({ domain: DOMAIN, selector: SELECTOR, key: pem });
  const transport = nodemailer.createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    dkim: { domainName: DOMAIN, keySelector: SELECTOR, privateKey: pem },
  });
  const message = (): RawMessage => toRaw(compose(renderPieces(), { from: FROM, to: TO }));
  const ours = (): Uint8Array => message().bytes;
  const oursOfStrings = (): Uint8Array => toRaw(compose(render(), { from: FROM, to: TO })).bytes;
  const oursSigned = async (): Promise<Uint8Array> => (await signer.sign(message())).bytes;
  const theirs = (): Promise<Uint8Array> =>
    new MailComposer({ ...mail(), newline: 'windows' }).compile().build();
  const theirsSigned = async (): Promise<Uint8Array> => (await transport.sendMail(mail())).message as Buffer;

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
      { name: 'letterlock, of strings', run: oursOfStrings },
      { name: 'nodemailer', run: theirs },
    ],
    signed: [
      inFlight('letterlock', oursSigned),
      inFlight('nodemailer', theirsSigned),
      inFlight('bare RSA-2048', bare),
    ],
  };
}
