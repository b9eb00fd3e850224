import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';

import type { RawMessage } from '../mime/raw.ts';
import { createReceipt, type Receipt } from './receipt.ts';
import { checkUtf8, noAuth, noTls, toDeliveryError } from './smtp-failure.ts';
import type { SmtpSettings } from './smtp-settings.ts';
import { createTranscript, type Transcript } from './smtp-transcript.ts';

/** One connection to a server, ready for messages: TLS and AUTH are done. */
export interface SmtpSession {
  /** Messages tried so far. */
  readonly count: () => number;
  readonly isOpen: () => boolean;
  /** Whether the last message failed because the connection was gone before an octet of it was sent. */
  readonly wasStale: () => boolean;
  readonly send: (raw: RawMessage) => Promise<Receipt>;
  /** Says goodbye; resolves when the connection is closed. */
  readonly quit: () => Promise<void>;
  /** Hangs up. */
  readonly close: () => void;
}

/** Connects, upgrades to TLS and logs in. Throws `DeliveryError`. */
export const openSession = async (settings: SmtpSettings, signal?: AbortSignal): Promise<SmtpSession> => {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const transcript = createTranscript(settings);
  const connection = new Connection({
    host: settings.host,
    port: settings.port,
    secure: settings.implicitTls,
    ignoreTLS: !settings.autoStartTls,
    name: settings.helo,
    tls: { rejectUnauthorized: settings.verifyPeer },
    ...(settings.sourceIp === undefined ? {} : { localAddress: settings.sourceIp }),
    connectionTimeout: settings.timeout,
    greetingTimeout: settings.timeout,
    socketTimeout: settings.timeout,
    dnsTimeout: settings.timeout,
    transactionLog: true,
    logger: transcript.logger,
  });
  // A connection that dies while it is idle is found out by its next user.
  connection.on('error', () => {});
  const hangUp = (): void => connection.close();
  signal?.addEventListener('abort', hangUp, { once: true });
  try {
    await step(connection, (done) => connection.connect(done));
    const { user, password } = settings;
    const needsTls = settings.requireTls || (user !== undefined && settings.autoStartTls);
    if (needsTls && !connection.secure) throw noTls(settings, transcript);
    if (user !== undefined && password !== undefined) {
      if (!connection.allowsAuth) throw noAuth(settings, transcript);
      await step(connection, (done) => connection.login({ user, pass: password }, done));
    }
  } catch (error) {
    connection.close();
    throw toDeliveryError(error, settings, transcript);
  } finally {
    signal?.removeEventListener('abort', hangUp);
  }
  return createSession(connection, settings, transcript);
};

const createSession = (
  connection: SMTPConnection,
  settings: SmtpSettings,
  transcript: Transcript,
): SmtpSession => {
  let count = 0;
  let stale = false;
  let open = true;
  const closed = new Promise<void>((resolve) => {
    connection.once('end', () => {
      open = false;
      resolve();
    });
  });

  const send = async (raw: RawMessage): Promise<Receipt> => {
    count += 1;
    stale = false;
    checkUtf8(raw, settings, transcript);
    const { bytes, envelope } = raw;
    const body = Readable.from([Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)]);
    try {
      // A copy: nodemailer keeps its books in the object that it is given.
      const copy = { from: envelope.from, to: [...envelope.to], size: bytes.length };
      const info = await step<SMTPConnection.SentMessageInfo>(connection, (done) =>
        connection.send(copy, body, done),
      );
      return createReceipt({
        messageId: info.serverMessageId ?? raw.messageId,
        accepted: info.accepted,
        rejected: info.rejected,
        response: transcript.redact(info.response),
        transport: settings.name,
        transcript: transcript.take(),
      });
    } catch (error) {
      const failure = toDeliveryError(error, settings, transcript);
      stale = !body.readableDidRead && (failure.category === 'network' || failure.smtpCode === 421);
      // RFC 5321 §4.1.1.5: a refused message leaves the session usable.
      if (open) await step(connection, (done) => connection.reset(done)).catch(() => connection.close());
      throw failure;
    }
  };

  const quit = async (): Promise<void> => {
    if (!open) return;
    connection.quit();
    // A server that does not answer to QUIT is not waited for.
    const patience = setTimeout(() => connection.close(), Math.min(settings.timeout, 2000));
    await closed;
    clearTimeout(patience);
  };

  return Object.freeze({
    count: () => count,
    isOpen: () => open,
    wasStale: () => stale,
    send,
    quit,
    close: () => connection.close(),
  });
};

/** Runs one callback of nodemailer; some failures it reports only by the events `error` and `end`. */
const step = <T>(
  connection: SMTPConnection,
  start: (done: (error?: Error | null, value?: T) => void) => void,
): Promise<T> =>
  new Promise((resolve, reject) => {
    // Held back, because the callback that knows why may come right after the end.
    const ended = (): void => void setImmediate(() => settle(new Error('The connection was closed.')));
    const settle = (error?: Error | null, value?: T): void => {
      connection.off('error', settle);
      connection.off('end', ended);
      if (error) reject(error);
      else resolve(value as T);
    };
    connection.on('error', settle);
    connection.on('end', ended);
    start(settle);
  });
