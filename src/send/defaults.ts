import type { AddressListInput } from '../message/address.ts';
import type { HeadersInput } from '../message/header.ts';
import { changeMessage, createMessage, type Message } from '../message/message.ts';

export interface DefaultsInput {
  readonly from: AddressListInput | undefined;
  readonly headers: HeadersInput | undefined;
}

/** Fills in what all messages of a mailer have in common. The input is checked here, once. */
export const createDefaults = (input: DefaultsInput): ((message: Message) => Message) => {
  if (input.from === undefined && input.headers === undefined) return (message) => message;
  const defaults = createMessage(input);
  return (message) => {
    const names = new Set(message.headers.map((header) => header.name.toLowerCase()));
    return changeMessage(message, {
      from: message.from.length > 0 ? message.from : defaults.from,
      to: message.to.length > 0 ? message.to : defaults.to,
      sender: message.sender ?? defaults.sender,
      returnPath: message.returnPath ?? defaults.returnPath,
      subject: message.subject ?? defaults.subject,
      date: message.date ?? defaults.date,
      messageId: message.messageId ?? defaults.messageId,
      inReplyTo: message.inReplyTo.length > 0 ? message.inReplyTo : defaults.inReplyTo,
      references: message.references.length > 0 ? message.references : defaults.references,
      language: message.language ?? defaults.language,
      cc: [...message.cc, ...defaults.cc],
      bcc: [...message.bcc, ...defaults.bcc],
      replyTo: [...message.replyTo, ...defaults.replyTo],
      headers: [
        ...message.headers,
        ...defaults.headers.filter(
          (header) => !names.has(header.name.toLowerCase()) && !clashes(message, header.name),
        ),
      ],
    });
  };
};

/** X-Priority is written from the field `priority`. */
const clashes = (message: Message, name: string): boolean =>
  message.priority !== undefined && name.toLowerCase() === 'x-priority';
