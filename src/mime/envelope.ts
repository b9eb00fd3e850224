import { MessageError } from '../errors.ts';
import { encodeAddress, needsSmtpUtf8, type Address } from '../message/address.ts';
import type { Message } from '../message/message.ts';

/** What the transport is told (RFC 5321 §2.3.1). Bcc recipients live here and nowhere else. */
export interface Envelope {
  /** Address of the sender, or '' for the null reverse-path. */
  readonly from: string;
  readonly to: readonly string[];
}

/**
 * What the transport is told: the sender is Sender, else Return-Path, else the first From; the recipients are
 * To, Cc and Bcc in this order, each once. Domains are in ASCII.
 *
 * Throws `MessageError`: `SENDER_MISSING`, `RECIPIENT_MISSING`, `ENVELOPE_SENDER_NOT_ASCII`.
 */
export const envelopeOf = (message: Message): Envelope => {
  const sender = message.sender ?? message.returnPath ?? message.from[0];
  if (!sender || (message.from.length === 0 && !message.sender)) {
    throw new MessageError({
      code: 'SENDER_MISSING',
      message: 'The message has neither From nor Sender.',
      hint: 'Set `from`.',
    });
  }
  const recipients = [...message.to, ...message.cc, ...message.bcc];
  if (recipients.length === 0) {
    throw new MessageError({
      code: 'RECIPIENT_MISSING',
      message: 'The message has no recipient.',
      hint: 'Set `to`, `cc` or `bcc`.',
    });
  }
  // Bounces come back over servers that nobody has asked for SMTPUTF8.
  if (needsSmtpUtf8(sender)) throw notAscii(sender);
  return Object.freeze({
    from: encodeAddress(sender),
    to: Object.freeze([...new Set(recipients.map(encodeAddress))]),
  });
};

const notAscii = (sender: Address): MessageError =>
  new MessageError({
    code: 'ENVELOPE_SENDER_NOT_ASCII',
    message: `The sender ${sender.address} has a non-ASCII character before the @.`,
    hint: 'Set `sender` or `returnPath` to an address whose local part is ASCII; the domain may be anything.',
  });
