import type { RawMessage } from '../mime/raw.ts';
import { createReceipt, type Receipt } from './receipt.ts';
import type { SendOptions, Transport } from './transport.ts';

/** Takes every message and sends none. */
export const createNullTransport = (): Transport =>
  Object.freeze({
    name: 'null://',
    send: async (raw: RawMessage, options: SendOptions = {}): Promise<Receipt> => {
      options.signal?.throwIfAborted();
      return createReceipt({
        messageId: raw.messageId,
        accepted: raw.envelope.to,
        rejected: [],
        response: 'Dropped by the null transport.',
        transport: 'null://',
        transcript: [],
      });
    },
    close: async (): Promise<void> => {},
  });
