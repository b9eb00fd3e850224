import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { RawMessage } from '../mime/raw.ts';
import { createReceipt, type Receipt } from './receipt.ts';
import type { SendOptions, Transport } from './transport.ts';

export interface FileTransportOptions {
  /** Made when the first message is written. */
  readonly directory: string;
}

/**
 * Writes each message as `<message id>.eml`, and beside it `<message id>.json` with what the octets do not say:
 * `{ "messageId", "from", "to" }`. A name that is taken gets a number.
 */
export const createFileTransport = ({ directory }: FileTransportOptions): Transport => {
  const name = `file://${directory}`;
  return Object.freeze({
    name,
    send: async (raw: RawMessage, options: SendOptions = {}): Promise<Receipt> => {
      options.signal?.throwIfAborted();
      await mkdir(directory, { recursive: true });
      const path = await writeUnused(join(directory, fileNameOf(raw.messageId)), raw.bytes);
      const { messageId, envelope } = raw;
      const sidecar = `${JSON.stringify({ messageId, from: envelope.from, to: envelope.to }, undefined, 2)}\n`;
      await writeFile(`${path}.json`, sidecar);
      return createReceipt({
        messageId,
        accepted: envelope.to,
        rejected: [],
        response: `Written to ${path}.eml`,
        transport: name,
        transcript: [],
      });
    },
    close: async (): Promise<void> => {},
  });
};

/** A Message-ID is text from outside: nothing of it may lead out of the directory or hide the file. */
const fileNameOf = (messageId: string): string =>
  messageId
    .replace(/[^\w.@+=-]/g, '_')
    .replace(/^[_.-]+|[_.-]+$/g, '')
    .slice(0, 120) || 'message';

/** Writes `<base>.eml`, `<base>-2.eml` … whichever is free, and returns its path without the extension. */
const writeUnused = async (base: string, bytes: Uint8Array): Promise<string> => {
  for (let number = 1; ; number++) {
    const path = number === 1 ? base : `${base}-${number}`;
    try {
      await writeFile(`${path}.eml`, bytes, { flag: 'wx' });
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
};
