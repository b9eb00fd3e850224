import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createMessage, type MessageInput } from '../../src/message/message.ts';
import type { RawMessage } from '../../src/mime/raw.ts';
import { createDkimSigner } from '../../src/secure/dkim/sign.ts';
import {
  createDevelopmentIdentity,
  createSmimeEncrypter,
  createSmimeSigner,
  type DevelopmentIdentity,
} from '../../src/secure/smime/index.ts';
import { draft } from '../../src/send/draft.ts';
import {
  createMailer,
  createNullTransport,
  DeliveryError,
  encodeSecret,
  type Transport,
} from '../../src/send/index.ts';
import { credentials, makeCertificate, startServer, type MailServer } from './server.ts';
import { codeOf, rejection } from './support.ts';

const input: MessageInput = {
  from: 'Hello <hello@example.com>',
  to: 'Jane <jane@example.com>',
  subject: 'Grüße',
  text: '.Grüße aus Zürich\r\n..\r\n',
  html: '<p>Grüße aus Zürich</p>',
};

/** A transport that keeps what it is given. */
const createKeeper = (fail?: (raw: RawMessage) => void): Transport & { readonly kept: RawMessage[] } => {
  const kept: RawMessage[] = [];
  const inner = createNullTransport();
  return {
    ...inner,
    kept,
    send: async (raw, options) => {
      fail?.(raw);
      kept.push(raw);
      return inner.send(raw, options);
    },
  };
};

const textOf = ({ bytes }: RawMessage): string => Buffer.from(bytes).toString('latin1');

let directory: string;
let identity: DevelopmentIdentity;
let others: DevelopmentIdentity;
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const fileOf = (name: string, content: string | Uint8Array): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'letterlock-'));
  [identity, others] = await Promise.all([
    createDevelopmentIdentity({ addresses: ['hello@example.com'], recipients: ['jane@example.com'] }),
    createDevelopmentIdentity({ addresses: ['hello@example.com'], recipients: ['bcc@example.com'] }),
  ]);
});
afterAll(() => rmSync(directory, { recursive: true }));

const dkim = () => createDkimSigner({ domain: 'example.com', selector: 's1', key: keys.privateKey });
const smime = () => createSmimeSigner({ certificate: identity.signer.certificate, key: identity.signer.key });
const encrypt = () =>
  createSmimeEncrypter({ certificates: [identity.recipient.certificate, others.recipient.certificate] });

const dkimResults = async (bytes: Buffer): Promise<readonly string[]> => {
  const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const resolver = async (name: string): Promise<string[][]> => {
    expect(name).toBe('s1._domainkey.example.com');
    return [[`v=DKIM1; k=rsa; p=${publicKey}`]];
  };
  const { results } = await dkimVerify(bytes, { resolver });
  return results.map(({ status }: { status: { result: string } }) => status.result);
};

const openssl = (...args: string[]): string =>
  execFileSync('openssl', args, { stdio: 'pipe' }).toString('latin1');

const decrypt = (bytes: Uint8Array, owner: DevelopmentIdentity): string => {
  const certificate = fileOf('recipient.pem', owner.recipient.certificate);
  const key = fileOf('recipient.key', owner.recipient.key);
  return openssl(
    'cms',
    '-decrypt',
    '-in',
    fileOf('encrypted.eml', bytes),
    '-recip',
    certificate,
    '-inkey',
    key,
  );
};

const verifySigned = (bytes: Uint8Array | string): string => {
  const mail = fileOf('signed.eml', typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  return openssl('cms', '-verify', '-in', mail, '-CAfile', fileOf('ca.pem', identity.authority));
};

describe('over a real SMTP server', () => {
  let server: MailServer;
  let dsn: string;
  beforeAll(async () => {
    server = await startServer({ ...makeCertificate() });
    const login = `${encodeSecret(credentials.user)}:${encodeSecret(credentials.password)}`;
    dsn = `smtp://${login}@127.0.0.1:${server.port}?verify_peer=false&require_tls=true`;
  });
  afterAll(() => server.close());

  test('a signed message still verifies where it arrives: S/MIME by openssl, DKIM by mailauth', async () => {
    const mailer = createMailer({ dsn, smime: smime(), dkim: dkim() });
    const receipt = await mailer.send({ ...input, bcc: 'bcc@example.com' });
    await mailer.close();
    expect(receipt.accepted).toEqual(['jane@example.com', 'bcc@example.com']);
    const mail = server.received.at(-1)!;
    expect(mail).toMatchObject({
      from: 'hello@example.com',
      to: ['jane@example.com', 'bcc@example.com'],
      secure: true,
    });
    const text = mail.bytes.toString('latin1');
    expect(text).not.toMatch(/^bcc:/im);
    expect(text).toContain(`Message-ID: ${receipt.messageId}`);
    expect(await dkimResults(mail.bytes)).toEqual(['pass']);
    expect(verifySigned(mail.bytes)).toContain('Gr=C3=BC=C3=9Fe');

    // What these verifiers accept means something: they refuse a changed octet.
    const changed = text.replace('=C3=BC', '=C3=B6');
    expect(await dkimResults(Buffer.from(changed, 'latin1'))).not.toContain('pass');
    expect(() => verifySigned(changed)).toThrow(/verif/i);
  });

  test('signed, encrypted and DKIM-signed: each recipient can read it and verify it, Bcc in a copy of its own', async () => {
    const before = server.received.length;
    const mailer = createMailer({ dsn, smime: smime(), encrypt: encrypt(), dkim: dkim() });
    const receipt = await mailer.send({ ...input, bcc: 'bcc@example.com' });
    await mailer.close();
    expect(receipt.accepted).toEqual(['jane@example.com', 'bcc@example.com']);
    const [visible, hidden, ...rest] = server.received.slice(before);
    expect(rest).toEqual([]);
    expect([visible!.to, hidden!.to]).toEqual([['jane@example.com'], ['bcc@example.com']]);
    for (const [mail, owner, stranger] of [
      [visible!, identity, others],
      [hidden!, others, identity],
    ] as const) {
      expect(await dkimResults(mail.bytes)).toEqual(['pass']);
      expect(mail.bytes.toString('latin1')).not.toMatch(/^bcc:|bcc@/im);
      expect(() => decrypt(mail.bytes, stranger)).toThrow();
      expect(verifySigned(decrypt(mail.bytes, owner))).toContain('Gr=C3=BC=C3=9Fe');
    }
  });
});

describe('nothing is sent when a step fails', () => {
  const broken = { sign: async (): Promise<never> => Promise.reject(new Error('broken')) };

  test.each([
    ['S/MIME signature', { smime: broken }],
    ['encryption', { encrypt: { encrypt: broken.sign } }],
    ['DKIM', { dkim: broken }],
    ['DKIM, the second of two signers', { dkim: [{ sign: async (raw: RawMessage) => raw }, broken] }],
  ])('%s', async (_name, security) => {
    const transport = createKeeper();
    const failed: unknown[] = [];
    const events = { failed: ({ error }: { error: unknown }) => void failed.push(error) };
    const error = await rejection(createMailer({ transport, ...security, events }).send(input));
    expect(error).toMatchObject({ message: 'broken' });
    expect(failed).toEqual([error]);
    expect(transport.kept).toEqual([]);
  });

  test('encryption of the last of several copies', async () => {
    const transport = createKeeper();
    const message = { ...input, bcc: ['bcc@example.com', 'nobody@example.com'] };
    const error = await rejection(createMailer({ transport, encrypt: encrypt() }).send(message));
    expect(error).toMatchObject({ code: 'SMIME_RECIPIENT_WITHOUT_CERTIFICATE' });
    expect(transport.kept).toEqual([]);
  });

  test('a certificate of somebody else', async () => {
    const transport = createKeeper();
    const error = await rejection(
      createMailer({ transport, smime: smime() }).send({ ...input, from: 'eve@example.com' }),
    );
    expect(error).toMatchObject({ code: 'CERTIFICATE_ADDRESS' });
    expect(transport.kept).toEqual([]);
  });

  test.each([
    [{ ...input, to: undefined }, 'RECIPIENT_MISSING'],
    [{ ...input, from: undefined }, 'SENDER_MISSING'],
    [{ ...input, subject: 'x\r\nBcc: y@example.com' }, 'HEADER_INJECTION'],
    [{ ...input, to: 'a@example.com\r\n' }, 'HEADER_INJECTION'],
  ])('a message that cannot be: %#', async (message, code) => {
    const transport = createKeeper();
    expect(await rejection(createMailer({ transport }).send(message))).toMatchObject({ code });
    expect(transport.kept).toEqual([]);
  });
});

describe('drafts cannot be sent (X2)', () => {
  test.each([
    ['a draft', () => draft(input)],
    ['a message with X-Unsent: 1', () => createMessage({ ...input, headers: { 'x-unsent': '1' } })],
    ['input with X-Unsent: 1', () => ({ ...input, headers: { 'X-Unsent': 1 } })],
  ])('%s', async (_name, make) => {
    const transport = createKeeper();
    const error = await rejection(createMailer({ transport }).send(make() as MessageInput));
    expect(error).toMatchObject({ code: 'DRAFT_UNSENDABLE' });
    expect(transport.kept).toEqual([]);
  });
});

describe('recipients who cannot read it', () => {
  const sendWith = async (missing: 'skip' | 'drop-recipient' | 'clear') => {
    const transport = createKeeper();
    const certificates = [identity.recipient.certificate];
    const mailer = createMailer({ transport, encrypt: createSmimeEncrypter({ certificates, missing }) });
    const receipt = await mailer.send({ ...input, cc: 'plain@example.com', bcc: 'hidden@example.com' });
    return { kept: transport.kept, receipt };
  };

  test('skip: they get the copy of the others', async () => {
    const { kept } = await sendWith('skip');
    expect(kept.map(({ envelope }) => envelope.to)).toEqual([
      ['jane@example.com', 'plain@example.com', 'hidden@example.com'],
    ]);
    expect(textOf(kept[0]!)).not.toContain('Gr=C3=BC');
  });

  test('drop-recipient: the receipt names them as rejected', async () => {
    const { kept, receipt } = await sendWith('drop-recipient');
    expect(kept.map(({ envelope }) => envelope.to)).toEqual([['jane@example.com']]);
    expect(receipt.rejected).toEqual(['plain@example.com', 'hidden@example.com']);
  });

  test('clear: they get a copy in clear, the others never', async () => {
    const { kept } = await sendWith('clear');
    expect(kept.map(({ envelope }) => envelope.to)).toEqual([
      ['jane@example.com'],
      ['plain@example.com', 'hidden@example.com'],
    ]);
    expect(kept.map((raw) => textOf(raw).includes('Gr=C3=BC'))).toEqual([false, true]);
  });

  test('only Bcc: no copy for nobody', async () => {
    const transport = createKeeper();
    const message = {
      ...input,
      to: undefined,
      bcc: ['jane@example.com', 'bcc@example.com', 'jane@example.com'],
    };
    await createMailer({ transport, encrypt: encrypt() }).send(message);
    expect(transport.kept.map(({ envelope }) => envelope.to)).toEqual([
      ['jane@example.com'],
      ['bcc@example.com'],
    ]);
  });

  test('a failure in between says who has been served', async () => {
    const transport = createKeeper((raw) => {
      if (!raw.envelope.to.includes('bcc@example.com')) return;
      throw new DeliveryError({
        category: 'rate',
        message: 'slow down',
        retryable: true,
        smtpCode: 451,
        transport: 'x',
      });
    });
    const error = await rejection(
      createMailer({ transport, encrypt: encrypt() }).send({ ...input, bcc: 'bcc@example.com' }),
    );
    expect(error).toMatchObject({
      code: 'DELIVERY_RATE',
      message: 'slow down',
      accepted: ['jane@example.com'],
      retryable: true,
      smtpCode: 451,
    });
  });
});

describe('defaults (H15)', () => {
  const sent = async (message: MessageInput, options: Partial<Parameters<typeof createMailer>[0]>) => {
    const transport = createKeeper();
    await createMailer({ transport, ...options }).send(message);
    return { text: textOf(transport.kept[0]!), envelope: transport.kept[0]!.envelope };
  };

  test('from counts only where there is none', async () => {
    const from = 'Default <default@example.com>';
    expect((await sent({ ...input, from: undefined }, { from })).text).toMatch(
      /^From: .*<default@example\.com>\r$/m,
    );
    const { text } = await sent(input, { from });
    expect(text).toMatch(/^From: .*<hello@example\.com>\r$/m);
    expect(text).not.toContain('default@example.com');
  });

  test('headers: Cc, Bcc and Reply-To are added, others set if there is none', async () => {
    const message = { ...input, cc: 'c1@example.com', headers: { 'X-A': 'mine' } };
    const headers = {
      Cc: 'c2@example.com',
      Bcc: 'b@example.com',
      To: 'nobody@example.com',
      'Return-Path': { path: 'bounce@example.com' },
      'x-a': 'default',
      'X-B': 'default',
    };
    const { text, envelope } = await sent(message, { headers });
    expect(text).toMatch(/^Cc: c1@example\.com, c2@example\.com\r$/m);
    expect(text).toMatch(/^X-A: mine\r\n/m);
    expect(text).not.toMatch(/^x-a: default/m);
    expect(text).toMatch(/^X-B: default\r$/m);
    expect(envelope).toEqual({
      from: 'bounce@example.com',
      to: ['jane@example.com', 'c1@example.com', 'c2@example.com', 'b@example.com'],
    });
  });

  test("a message keeps its identity, and its clock is the mailer's", async () => {
    const message = createMessage({ ...input, messageId: '<7@example.com>' });
    const { text } = await sent(message, { from: 'd@example.com', headers: { 'X-B': '1' } });
    expect(text).toContain('Message-ID: <7@example.com>\r\n');
    const dated = await sent(input, { clock: () => Date.UTC(2026, 0, 2, 3, 4, 5) });
    expect(dated.text).toMatch(/^Date: Fri, 0?2 Jan 2026 03:04:05 \+0000\r$/m);
  });
});

describe('events (E4, E5, E6, E7)', () => {
  test('a listener may change the message; sent gets the receipt', async () => {
    const transport = createKeeper();
    const receipts: unknown[] = [];
    const mailer = createMailer({
      transport,
      events: {
        message: async (message) => createMessage({ ...message, subject: 'Changed' }),
        sent: ({ message, receipt }) => void receipts.push(message.subject, receipt),
      },
    });
    const receipt = await mailer.send(input);
    expect(textOf(transport.kept[0]!)).toContain('Subject: Changed\r\n');
    expect(receipts).toEqual(['Changed', receipt]);
  });

  test('a listener may refuse the message: nothing is sent, no other event', async () => {
    const transport = createKeeper();
    const other = (): never => {
      throw new Error('not to be called');
    };
    const events = { message: (): false => false, sent: other, failed: other };
    const receipt = await createMailer({ transport, events }).send(input);
    expect(receipt).toMatchObject({ accepted: [], rejected: ['jane@example.com'] });
    expect(transport.kept).toEqual([]);
  });

  test('failed gets the error that is thrown', async () => {
    const fault = new DeliveryError({
      category: 'network',
      message: 'gone',
      retryable: true,
      transport: 'x',
    });
    const transport = createKeeper(() => {
      throw fault;
    });
    const seen: unknown[] = [];
    const events = { failed: ({ error }: { error: unknown }) => void seen.push(error) };
    expect(await rejection(createMailer({ transport, events }).send(input))).toBe(fault);
    expect(seen).toEqual([fault]);
  });
});

test('a mailer needs a DSN or a transport, not both', () => {
  expect(codeOf(() => createMailer({}))).toBe('MAILER_TRANSPORT');
  expect(codeOf(() => createMailer({ dsn: 'null://null', transport: createNullTransport() }))).toBe(
    'MAILER_TRANSPORT',
  );
  expect(codeOf(() => createMailer({ dsn: 'smtp://user:pa#ss@h' }))).toBe('DSN_INVALID');
});
