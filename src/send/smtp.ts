import type { RawMessage } from '../mime/raw.ts';
import { DeliveryError } from './delivery-error.ts';
import type { Receipt } from './receipt.ts';
import { openSession, type SmtpSession } from './smtp-session.ts';
import type { SmtpSettings } from './smtp-settings.ts';
import type { SendOptions, Transport } from './transport.ts';

export interface SmtpTransportOptions {
  readonly settings: SmtpSettings;
  /** Connections open at the same time; 5 unless given. */
  readonly connections?: number | undefined;
}

/**
 * Sends over SMTP (RFC 5321) by nodemailer's connection, which is handed finished octets and an envelope, and adds
 * nothing but dots (§4.5.2). Its own pool is not used: it keeps no record per message, and it would log in without
 * TLS.
 */
export const createSmtpTransport = ({ settings, connections = 5 }: SmtpTransportOptions): Transport => {
  const idle: SmtpSession[] = [];
  const timers = new Map<SmtpSession, NodeJS.Timeout>();
  const waiting: (() => void)[] = [];
  const running = new Set<Promise<unknown>>();
  let busy = 0;
  let closed = false;

  const takeIdle = (): SmtpSession | undefined => {
    for (let session = idle.pop(); session; session = idle.pop()) {
      clearTimeout(timers.get(session));
      timers.delete(session);
      if (session.isOpen()) return session;
    }
    return undefined;
  };

  const acquire = async (signal: AbortSignal | undefined): Promise<SmtpSession> => {
    while (busy >= connections) await turn(waiting, signal);
    busy += 1;
    try {
      return takeIdle() ?? (await openSession(settings, signal));
    } catch (error) {
      release();
      throw error;
    }
  };

  const release = (session?: SmtpSession): void => {
    busy -= 1;
    if (session?.isOpen()) {
      if (closed || session.count() >= settings.restartThreshold) void session.quit();
      else keep(session);
    }
    waiting.shift()?.();
  };

  const keep = (session: SmtpSession): void => {
    idle.push(session);
    // Before the server loses patience, and with a goodbye.
    const timer = setTimeout(() => {
      const index = idle.indexOf(session);
      if (index >= 0) idle.splice(index, 1);
      timers.delete(session);
      void session.quit();
    }, settings.timeout / 2);
    timers.set(session, timer.unref());
  };

  const deliver = async (raw: RawMessage, signal: AbortSignal | undefined): Promise<Receipt> => {
    for (;;) {
      const session = await acquire(signal);
      const isReused = session.count() > 0;
      signal?.addEventListener('abort', session.close, { once: true });
      try {
        signal?.throwIfAborted();
        return await session.send(raw);
      } catch (error) {
        // The server may have closed an idle connection; nothing was sent over it, so another one is tried.
        if (!(isReused && session.wasStale() && !signal?.aborted)) throw error;
        session.close();
      } finally {
        signal?.removeEventListener('abort', session.close);
        release(session);
      }
    }
  };

  const send = async (raw: RawMessage, { signal }: SendOptions = {}): Promise<Receipt> => {
    signal?.throwIfAborted();
    if (closed) throw closedError(settings.name);
    const delivery = deliver(raw, signal);
    running.add(delivery);
    try {
      return await delivery;
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      running.delete(delivery);
    }
  };

  const close = async (): Promise<void> => {
    closed = true;
    await Promise.allSettled(running);
    const goodbyes: Promise<void>[] = [];
    for (let session = takeIdle(); session; session = takeIdle()) goodbyes.push(session.quit());
    await Promise.all(goodbyes);
  };

  return Object.freeze({ name: settings.name, send, close });
};

/** Waits for a free connection, or for the caller to give up. */
const turn = (waiting: (() => void)[], signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const go = (): void => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    };
    const giveUp = (): void => {
      const index = waiting.indexOf(go);
      if (index >= 0) waiting.splice(index, 1);
      reject(signal!.reason as Error);
    };
    waiting.push(go);
    signal?.addEventListener('abort', giveUp, { once: true });
  });

const closedError = (transport: string): DeliveryError =>
  new DeliveryError({
    category: 'network',
    message: `The transport ${transport} is closed.`,
    hint: 'Call close() only after the last message, or make a new mailer.',
    retryable: false,
    transport,
  });
