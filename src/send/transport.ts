import type { RawMessage } from '../mime/raw.ts';
import type { Receipt } from './receipt.ts';

export interface SendOptions {
  /** Gives up; the promise is then rejected with the signal's reason. A message may already have been taken. */
  readonly signal?: AbortSignal | undefined;
}

/** Carries finished octets. It changes none of them: they may be signed. */
export interface Transport {
  /** For logs; without credentials. */
  readonly name: string;
  /** Throws `DeliveryError`. */
  send(raw: RawMessage, options?: SendOptions): Promise<Receipt>;
  /** Ends connections after the deliveries in progress. */
  close(): Promise<void>;
}
