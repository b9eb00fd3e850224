import type { RawMessage } from '../mime/raw.ts';
import { createReceipt, type Receipt } from './receipt.ts';
import type { SendOptions, Transport } from './transport.ts';

export interface LogTransportOptions {
  /** Gets one line per message, without a line end. Writes to the standard output unless given. */
  readonly write?: ((line: string) => void) | undefined;
}

/** Says in one line of JSON what would have been sent, and sends nothing. The message itself is not printed. */
export const createLogTransport = (options: LogTransportOptions = {}): Transport => {
  const { write = (line: string): void => void process.stdout.write(`${line}\n`) } = options;
  return Object.freeze({
    name: 'log://',
    send: async (raw: RawMessage, sendOptions: SendOptions = {}): Promise<Receipt> => {
      sendOptions.signal?.throwIfAborted();
      const { messageId, envelope, bytes } = raw;
      // JSON keeps an address with a line break or a terminal sequence on its line.
      write(JSON.stringify({ messageId, from: envelope.from, to: envelope.to, bytes: bytes.length }));
      return createReceipt({
        messageId,
        accepted: envelope.to,
        rejected: [],
        response: 'Printed by the log transport.',
        transport: 'log://',
        transcript: [],
      });
    },
    close: async (): Promise<void> => {},
  });
};
