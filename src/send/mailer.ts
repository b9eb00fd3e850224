import { LetterlockError, MessageError } from '../errors.ts';
import type { AddressListInput } from '../message/address.ts';
import { defaultEnvironment, type Environment } from '../message/environment.ts';
import type { HeadersInput } from '../message/header.ts';
import { createMessage, type Message, type MessageInput } from '../message/message.ts';
import { messageIdOf, type RawMessage } from '../mime/raw.ts';
import { type EntityEncrypter, type EntitySigner, prepareCopies, type RawSigner } from './copies.ts';
import { createDefaults } from './defaults.ts';
import { DeliveryError, withAccepted } from './delivery-error.ts';
import { createReceipt, joinReceipts, type Receipt } from './receipt.ts';
import type { SendOptions, Transport } from './transport.ts';
import { createTransport } from './transports.ts';

/** Called in the order of a delivery. What a listener throws, `send` throws. */
export interface MailerEvents {
  /** Before octets are made: may return a changed message, or `false` so that nothing is sent. */
  readonly message?:
    | ((message: Message) => Message | false | undefined | void | Promise<Message | false | undefined | void>)
    | undefined;
  readonly sent?: ((event: { readonly message: Message; readonly receipt: Receipt }) => void) | undefined;
  /** The error is thrown on afterwards. */
  readonly failed?: ((event: { readonly message: Message; readonly error: unknown }) => void) | undefined;
}

export interface MailerOptions {
  /** `smtp://user:password@host:587`, `smtps://…`, `null://null`, `file:///directory`, `log://`. Or a `transport`. */
  readonly dsn?: string | undefined;
  readonly transport?: Transport | undefined;
  /** From of messages that have none. */
  readonly from?: AddressListInput | undefined;
  /** Header fields of every message: Cc, Bcc and Reply-To are added, all others count only where there is none. */
  readonly headers?: HeadersInput | undefined;
  /** Signs with S/MIME: what `createSmimeSigner` makes. */
  readonly smime?: EntitySigner | undefined;
  /** Encrypts with S/MIME: what `createSmimeEncrypter` makes. Every Bcc recipient gets a copy of their own. */
  readonly encrypt?: EntityEncrypter | undefined;
  /** Signs with DKIM: what `createDkimSigner` makes, or several (RSA and Ed25519). */
  readonly dkim?: RawSigner | readonly RawSigner[] | undefined;
  readonly events?: MailerEvents | undefined;
  /** Milliseconds since 1970, for the Date of messages that have none. */
  readonly clock?: (() => number) | undefined;
}

export interface Mailer {
  /**
   * Delivers a message: S/MIME signature, S/MIME encryption, DKIM, transport, in this order. All copies are finished
   * before the first is sent, so a failed signature or encryption means that nothing was sent.
   *
   * Throws `DeliveryError` for what happens on the way, `MessageError`, `SecurityError` for what cannot be made,
   * `DRAFT_UNSENDABLE` for a draft, and the reason of an aborted signal.
   */
  send(message: Message | MessageInput, options?: SendOptions): Promise<Receipt>;
  close(): Promise<void>;
}

/** Throws `DsnError` for a DSN that cannot be used; connects only when something is sent. */
export const createMailer = (options: MailerOptions): Mailer => {
  const { events = {}, clock } = options;
  const environment: Environment = clock ? { ...defaultEnvironment, now: clock } : defaultEnvironment;
  const transport = openTransport(options);
  const applyDefaults = createDefaults({ from: options.from, headers: options.headers });

  const send = async (input: Message | MessageInput, sendOptions: SendOptions = {}): Promise<Receipt> => {
    const given = applyDefaults(isMessage(input) ? input : createMessage(input, { environment }));
    const decided = (await events.message?.(given)) ?? given;
    if (decided === false) return refusedReceipt(given, transport);
    let receipt: Receipt;
    try {
      const { copies, dropped } = await prepareCopies(decided, options);
      receipt = await sendCopies(transport, copies, dropped, sendOptions);
    } catch (error) {
      events.failed?.({ message: decided, error });
      throw error;
    }
    events.sent?.({ message: decided, receipt });
    return receipt;
  };
  return Object.freeze({ send, close: () => transport.close() });
};

const openTransport = ({ dsn, transport }: MailerOptions): Transport => {
  if (transport && dsn === undefined) return transport;
  if (dsn !== undefined && !transport) return createTransport(dsn);
  throw new LetterlockError({
    code: 'MAILER_TRANSPORT',
    message: 'A mailer needs either a dsn or a transport.',
    hint: 'Write createMailer({ dsn: "smtp://user:password@host:587" }); if it comes from the environment, set it.',
  });
};

const isMessage = (input: Message | MessageInput): input is Message => {
  if (!('kind' in input)) return false;
  if (input.kind === 'message') return true;
  // For callers without types; a message that calls itself a draft is refused where it becomes octets.
  throw new MessageError({
    code: 'DRAFT_UNSENDABLE',
    message: 'What was handed to the mailer is no message; a draft, for example, cannot be sent.',
    hint: 'Send what createMessage() or compose() returns, or plain input for it.',
  });
};

const sendCopies = async (
  transport: Transport,
  copies: readonly RawMessage[],
  dropped: readonly string[],
  options: SendOptions,
): Promise<Receipt> => {
  const receipts: Receipt[] = [];
  for (const copy of copies) {
    try {
      receipts.push(await transport.send(copy, options));
    } catch (error) {
      // Whoever tries again must know who has been served.
      const accepted = receipts.flatMap((receipt) => receipt.accepted);
      throw error instanceof DeliveryError && accepted.length > 0 ? withAccepted(error, accepted) : error;
    }
  }
  const receipt = joinReceipts(receipts);
  return dropped.length === 0
    ? receipt
    : createReceipt({ ...receipt, rejected: [...receipt.rejected, ...dropped] });
};

const refusedReceipt = (message: Message, transport: Transport): Receipt =>
  createReceipt({
    messageId: messageIdOf(message),
    accepted: [],
    rejected: [...message.to, ...message.cc, ...message.bcc].map(({ address }) => address),
    response: 'Not sent: a message listener refused it.',
    transport: transport.name,
    transcript: [],
  });
