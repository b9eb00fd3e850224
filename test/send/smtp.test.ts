import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';

import type { RawMessage } from '../../src/mime/raw.ts';
import { createTransport, DeliveryError, encodeSecret, type Transport } from '../../src/send/index.ts';
import { credentials, makeCertificate, startScript, startServer, type MailServer } from './server.ts';
import { rejection } from './support.ts';

// Lines that a careless carrier would change: leading dots, trailing spaces, empty lines at the end.
const octets =
  'From: f@example.com\r\nSubject: x\r\n\r\n.dot\r\n..\r\n.\r\ntrailing \t\r\n\r\n=C3=A4\r\n\r\n\r\n';

const rawMessage = (changes: { to?: string[]; from?: string; text?: string } = {}): RawMessage => ({
  kind: 'raw',
  bytes: new TextEncoder().encode(changes.text ?? octets),
  envelope: { from: changes.from ?? 'f@example.com', to: changes.to ?? ['a@example.com', 'b@example.com'] },
  messageId: '<1@example.com>',
});

const login = `${encodeSecret(credentials.user)}:${encodeSecret(credentials.password)}@`;
const secretForms = [credentials.password, encodeSecret(credentials.password)]
  .concat(Buffer.from(credentials.password).toString('base64'))
  .concat(Buffer.from(`\0${credentials.user}\0${credentials.password}`).toString('base64'));

const expectNoSecret = (value: unknown): void => {
  const error = value as DeliveryError;
  const text = [
    JSON.stringify(value),
    error.message,
    error.stack,
    String(error.cause),
    ...(error.transcript ?? []),
  ].join();
  for (const form of secretForms) expect(text).not.toContain(form);
};

let certificate: { key: string; cert: string };
const open: { close(): Promise<void> }[] = [];
const track = <T extends { close(): Promise<void> }>(resource: T): T => {
  open.unshift(resource);
  return resource;
};
const connect = (server: { port: number }, { user = login, options = '', scheme = 'smtp' } = {}): Transport =>
  track(createTransport(`${scheme}://${user}127.0.0.1:${server.port}?${options}`));
const failureOf = async (transport: Transport, raw: RawMessage = rawMessage()): Promise<DeliveryError> => {
  const error = await rejection(transport.send(raw));
  expect(error).toBeInstanceOf(DeliveryError);
  expectNoSecret(error);
  return error as DeliveryError;
};

beforeAll(() => {
  certificate = makeCertificate();
});
// Transports first: a server waits for its connections.
afterEach(async () => {
  for (const resource of open.splice(0)) await resource.close();
});

describe('delivery', () => {
  test('octets arrive as they were, after STARTTLS and AUTH (P2, P7, P11, P12)', async () => {
    const server = track(await startServer({ ...certificate }));
    const transport = connect(server, { options: 'verify_peer=false' });
    const receipt = await transport.send(rawMessage());
    expect(server.received).toHaveLength(1);
    const [mail] = server.received as [MailServer['received'][number]];
    expect(mail.bytes.toString('latin1')).toBe(octets);
    expect(mail).toMatchObject({ from: 'f@example.com', to: ['a@example.com', 'b@example.com'] });
    expect(mail).toMatchObject({ secure: true, user: credentials.user });
    expect(receipt).toMatchObject({
      messageId: '<1@example.com>',
      accepted: ['a@example.com', 'b@example.com'],
      rejected: [],
      transport: `smtp://127.0.0.1:${server.port}`,
    });
    expect(receipt.response).toContain('4ABCDEF012');
    expect(Object.isFrozen(receipt) && Object.isFrozen(receipt.transcript)).toBe(true);
    const said = receipt.transcript.map((line) => line.split(' ').slice(0, 2).join(' '));
    for (const line of ['> EHLO', '> STARTTLS', '> AUTH', '> MAIL', '> DATA']) {
      expect(said.some((text) => text.startsWith(line))).toBe(true);
    }
    expectNoSecret(receipt);
  });

  test('TLS from the first octet, with a trusted check of the certificate (D4, D5)', async () => {
    const server = track(await startServer({ ...certificate, secure: true }));
    expect((await failureOf(connect(server, { scheme: 'smtps' }))).category).toBe('tls');
    await connect(server, { scheme: 'smtps', options: 'verify_peer=false' }).send(rawMessage());
    expect(server.received.map(({ secure }) => secure)).toEqual([true]);
  });

  test('a self-signed certificate is refused after STARTTLS too, before the password is sent (D5)', async () => {
    const server = track(await startServer({ ...certificate }));
    const error = await failureOf(connect(server));
    expect(error).toMatchObject({ code: 'DELIVERY_TLS', category: 'tls', retryable: false });
    expect(error.transcript.join()).not.toContain('> AUTH');
    expect(server.received).toEqual([]);
  });

  test('a trusted certificate passes, for its own name only (D5)', async () => {
    const other = makeCertificate('DNS:mail.example.com');
    const before = getCACertificates('default');
    setDefaultCACertificates([...before, certificate.cert, other.cert]);
    try {
      const server = track(await startServer({ ...certificate }));
      await connect(server).send(rawMessage());
      expect(server.received.map(({ secure }) => secure)).toEqual([true]);
      const misnamed = track(await startServer({ ...other }));
      expect((await failureOf(connect(misnamed))).category).toBe('tls');
      expect(misnamed.received).toEqual([]);
    } finally {
      setDefaultCACertificates(before);
    }
  });

  test('one connection carries several messages, and close() ends it', async () => {
    const server = await startServer({ ...certificate });
    const transport = connect(server, { options: 'verify_peer=false' });
    for (let number = 0; number < 3; number++) await transport.send(rawMessage());
    expect(new Set(server.received.map(({ session }) => session)).size).toBe(1);
    await transport.close();
    await server.close();
    expect((await failureOf(transport)).message).toContain('closed');
  });

  test('restart_threshold messages, then another connection (D11)', async () => {
    const server = track(await startServer({ ...certificate }));
    const transport = connect(server, { options: 'verify_peer=false&restart_threshold=2' });
    for (let number = 0; number < 4; number++) await transport.send(rawMessage());
    expect(new Set(server.received.map(({ session }) => session)).size).toBe(2);
  });

  test('messages at the same time share up to five connections', async () => {
    const server = track(await startServer({ ...certificate }));
    const transport = connect(server, { options: 'verify_peer=false' });
    await Promise.all(
      Array.from({ length: 12 }, (_, number) => transport.send(rawMessage({ text: `A: ${number}\r\n\r\n` }))),
    );
    expect(new Set(server.received.map(({ bytes }) => bytes.toString())).size).toBe(12);
    expect(new Set(server.received.map(({ session }) => session)).size).toBe(5);
  });

  test('close() waits for the deliveries in progress', async () => {
    const server = track(await startServer({ ...certificate }));
    const transport = connect(server, { options: 'verify_peer=false' });
    const delivery = transport.send(rawMessage());
    await transport.close();
    expect(server.received).toHaveLength(1);
    expect((await delivery).accepted).toHaveLength(2);
  });

  test('an idle connection that the server has closed is replaced (P10)', async () => {
    let connections = 0;
    const server = track(
      await startScript([
        [/^EHLO/, () => (connections++, '250-mail.example.com\r\n250 PIPELINING')],
        [/^MAIL FROM:<late/, () => (connections === 1 ? 'HANG UP' : '250 ok')],
        [/^DATA/, '354 go on'],
      ]),
    );
    const transport = connect(server, { user: '', options: 'auto_tls=false' });
    await transport.send(rawMessage());
    await transport.send(rawMessage({ from: 'late@example.com' }));
    expect(connections).toBe(2);
    expect(server.commands.filter((line) => line === '.')).toHaveLength(2);
  });

  test('a plain connection without credentials needs no TLS; DSN switches it off (D7)', async () => {
    const server = track(await startServer({ ...certificate, authOptional: true }));
    await connect(server, { user: '', options: 'auto_tls=false' }).send(rawMessage());
    expect(server.received.map(({ secure }) => secure)).toEqual([false]);
  });

  test('the null reverse-path', async () => {
    const server = track(await startServer({ ...certificate, authOptional: true }));
    await connect(server, { user: '', options: 'auto_tls=false' }).send(rawMessage({ from: '' }));
    expect(server.received.map(({ from }) => from)).toEqual(['']);
  });

  test('SMTPUTF8 is asked for when an address needs it, and demanded (P9)', async () => {
    const to = ['dømi@xn--dmi-0na.fo'];
    const able = track(
      await startScript([
        [/^EHLO/, '250-x\r\n250 SMTPUTF8'],
        [/^DATA/, '354 go on'],
      ]),
    );
    await connect(able, { user: '' }).send(rawMessage({ to }));
    expect(able.commands).toContain('MAIL FROM:<f@example.com> SMTPUTF8');
    expect(able.commands).toContain('RCPT TO:<dømi@xn--dmi-0na.fo>');
    const unable = track(await startScript([]));
    expect((await failureOf(connect(unable, { user: '' }), rawMessage({ to }))).category).toBe('recipient');
    expect(unable.commands.join()).not.toContain('MAIL');
  });
});

describe('failures (E8, P12)', () => {
  test('nobody listens: network, retryable', async () => {
    const server = await startServer();
    await server.close();
    const error = await failureOf(connect(server));
    expect(error).toMatchObject({
      code: 'DELIVERY_NETWORK',
      category: 'network',
      retryable: true,
      smtpCode: undefined,
    });
    expect(error.message).toContain('ECONNREFUSED');
  });

  test('a refused recipient: 550 5.1.1', async () => {
    const server = track(
      await startServer({
        ...certificate,
        onRcptTo: (_address, _session, done) =>
          done(Object.assign(new Error('5.1.1 no such user'), { responseCode: 550 })),
      }),
    );
    const transport = connect(server, { options: 'verify_peer=false' });
    const error = await failureOf(transport);
    expect(error).toMatchObject({
      code: 'DELIVERY_RECIPIENT',
      smtpCode: 550,
      enhancedCode: '5.1.1',
      retryable: false,
    });
    expect(server.received).toEqual([]);
    // The same connection goes on.
    expect((await failureOf(transport)).category).toBe('recipient');
  });

  test('one refused of two: the receipt says so', async () => {
    const server = track(
      await startScript([
        [/^RCPT TO:<b@/, '550 5.1.1 no such user'],
        [/^DATA/, '354 go on'],
      ]),
    );
    const receipt = await connect(server, { user: '' }).send(rawMessage());
    expect(receipt).toMatchObject({ accepted: ['a@example.com'], rejected: ['b@example.com'] });
  });

  test('a wrong password: auth, and neither the right nor the wrong one is told', async () => {
    const server = track(await startServer({ ...certificate }));
    const user = `${encodeSecret(credentials.user)}:hunter2-wrong@`;
    const error = await failureOf(connect(server, { user, options: 'verify_peer=false' }));
    expect(error).toMatchObject({ code: 'DELIVERY_AUTH', smtpCode: 535, retryable: false });
    // The server of these tests repeats the password in its reply.
    expect(error.message).toContain('No entry for you with ***');
    expect(JSON.stringify(error) + error.stack + error.transcript.join()).not.toContain('hunter2');
    expect(error.transcript.join()).not.toContain(Buffer.from('hunter2-wrong').toString('base64'));
  });

  test('no TLS offered: require_tls refuses before MAIL (D8)', async () => {
    const server = track(await startScript([]));
    const error = await failureOf(connect(server, { user: '', options: 'require_tls=true' }));
    expect(error).toMatchObject({ code: 'DELIVERY_TLS', retryable: false });
    expect(server.commands).toEqual(['EHLO [127.0.0.1]']);
  });

  test('no TLS offered: the password is not sent, unless auto_tls=false says so (P3)', async () => {
    const server = track(
      await startScript([
        [/^EHLO/, '250-x\r\n250 AUTH PLAIN'],
        [/^AUTH/, '235 ok'],
        [/^DATA/, '354 go on'],
      ]),
    );
    expect((await failureOf(connect(server))).message).toContain('the password was not sent');
    expect(server.commands).toEqual(['EHLO [127.0.0.1]']);
    await connect(server, { options: 'auto_tls=false' }).send(rawMessage());
    expect(server.commands.some((line) => line.startsWith('AUTH PLAIN '))).toBe(true);
  });

  test('STARTTLS offered but refused: no falling back to plain', async () => {
    const server = track(
      await startScript([
        [/^EHLO/, '250-x\r\n250 STARTTLS'],
        [/^STARTTLS/, '454 4.7.0 TLS not available'],
      ]),
    );
    const error = await failureOf(connect(server, { user: '' }));
    expect(error).toMatchObject({ category: 'tls', smtpCode: 454, enhancedCode: '4.7.0', retryable: true });
    expect(server.commands).toEqual(['EHLO [127.0.0.1]', 'STARTTLS']);
  });

  test('credentials, but the server offers no AUTH: nothing is sent without them', async () => {
    const server = track(await startScript([]));
    const error = await failureOf(connect(server, { options: 'auto_tls=false' }));
    expect(error.category).toBe('auth');
    expect(server.commands.join()).not.toContain('MAIL');
  });

  test.each([
    [/^EHLO/, '421 4.3.2 shutting down', 'server', true],
    [/^MAIL/, '553 5.1.8 sender refused', 'server', false],
    [/^MAIL/, '552 5.3.4 Message size exceeds fixed limit', 'content', false],
    [/^MAIL/, '451 4.7.1 Too many messages, slow down', 'rate', true],
    [/^MAIL/, '530 5.7.0 Must issue a STARTTLS command first', 'tls', false],
    [/^RCPT/, '554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied', 'server', false],
    [/^RCPT/, '552 5.2.2 mailbox full', 'recipient', false],
    [/^RCPT/, '450 4.2.0 greylisted', 'recipient', true],
    [
      /^DATA/,
      '503-All RCPT commands were rejected\r\n503 Valid RCPT command must precede DATA',
      'server',
      false,
    ],
    [/^\.$/, '554 5.7.1 looks like spam', 'content', false],
    [/^\.$/, '451 4.3.0 try again', 'server', true],
  ] as const)('%s answered with "%s" is %s', async (pattern, reply, category, retryable) => {
    const server = track(
      await startScript([
        [pattern, reply],
        [/^DATA/, '354 go on'],
      ]),
    );
    const error = await failureOf(connect(server, { user: '' }), rawMessage({ to: ['a@example.com'] }));
    const [, enhancedCode] = /^\d+ (\d\.\d\.\d)/.exec(reply) ?? [];
    expect(error).toMatchObject({ category, retryable, smtpCode: Number(reply.slice(0, 3)), enhancedCode });
    expect(error.hint).not.toBe('');
    expect(error.transcript.at(0)).toBe('< 220 mail.example.com ESMTP');
  });

  test('a message over the size limit is not sent', async () => {
    const server = track(
      await startScript([
        [/^EHLO/, '250-x\r\n250 SIZE 10'],
        [/^DATA/, '354 go on'],
      ]),
    );
    expect((await failureOf(connect(server, { user: '' }))).category).toBe('content');
    expect(server.commands.join()).not.toContain('MAIL');
  });

  test('a silent server: network after the timeout (D29)', async () => {
    const server = track(await startScript([[/^MAIL/, '250-never finished']]));
    const error = await failureOf(connect(server, { user: '', options: 'timeout=0.2' }));
    expect(error).toMatchObject({ category: 'network', retryable: true });
  });

  test('an address that would break out of its command is refused', async () => {
    const server = track(await startScript([[/^DATA/, '354 go on']]));
    await failureOf(connect(server, { user: '' }), rawMessage({ to: ['a@b>\r\nDATA'] }));
    expect(server.commands).not.toContain('DATA');
  });

  test('an aborted signal rejects with its reason and frees the connection', async () => {
    const server = track(
      await startScript([
        [/^MAIL FROM:<slow/, '250-never finished'],
        [/^DATA/, '354 go on'],
      ]),
    );
    const transport = connect(server, { user: '' });
    const reason = new Error('enough');
    expect(await rejection(transport.send(rawMessage(), { signal: AbortSignal.abort(reason) }))).toBe(reason);
    const stop = new AbortController();
    const delivery = rejection(
      transport.send(rawMessage({ from: 'slow@example.com' }), { signal: stop.signal }),
    );
    await expect.poll(() => server.commands.some((line) => line.startsWith('MAIL'))).toBe(true);
    stop.abort(reason);
    expect(await delivery).toBe(reason);
    expect((await transport.send(rawMessage())).accepted).toHaveLength(2);
  });
});
