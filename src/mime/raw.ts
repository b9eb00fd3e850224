import { MessageError } from '../errors.ts';
import { domainOf } from '../message/address.ts';
import type { Header } from '../message/header.ts';
import { dateOf, type Message, type Priority } from '../message/message.ts';
import type { Entity, Field } from './entity.ts';
import { envelopeOf, type Envelope } from './envelope.ts';
import { addressField, dateField, idField, parameterField, pathField, textField } from './headers.ts';
import { serializeMessage } from './serialize.ts';
import { structure } from './structure.ts';

export type { Envelope } from './envelope.ts';

/** A finished message: octets with CRLF line ends, and its envelope. DKIM takes one and gives one. */
export interface RawMessage {
  readonly kind: 'raw';
  readonly bytes: Uint8Array;
  readonly envelope: Envelope;
  /** Message-ID with angle brackets. */
  readonly messageId: string;
}

/**
 * The message as octets. The same message gives the same octets each time.
 *
 * Throws `MessageError`: `SENDER_MISSING`, `RECIPIENT_MISSING`, `MESSAGE_EMPTY`, `DRAFT_UNSENDABLE`,
 * `ENVELOPE_SENDER_NOT_ASCII`, `HEADER_TOO_LONG`, `INLINE_NAME_AMBIGUOUS`.
 */
export const toRaw = (message: Message): RawMessage => {
  refuseDraft(message);
  return finish(message, structure(message));
};

/**
 * Puts the header of a message in front of its body entity, be it `structure(message)` or what S/MIME made of
 * that. `envelope` narrows the recipients when copies differ; by default it follows from the message.
 */
export const finish = (
  message: Message,
  entity: Entity,
  envelope: Envelope = envelopeOf(message),
): RawMessage => {
  refuseDraft(message);
  const messageId = messageIdOf(message);
  const fields = [
    ...originFields(message),
    ...headerFields(message),
    { name: 'MIME-Version', value: '1.0' },
    dateField('Date', dateOf(message)),
    ...impliedSender(message),
    idField('Message-ID', [messageId]),
  ];
  return Object.freeze({ kind: 'raw', bytes: serializeMessage(fields, entity), envelope, messageId });
};

/** Message-ID with angle brackets: the caller's, else 32 hexadecimal digits at the sender's domain. */
export const messageIdOf = (message: Message): string => {
  if (message.messageId !== undefined) return message.messageId;
  const origin = message.sender ?? message.from[0];
  return `<${message.stamp.id}@${origin ? domainOf(origin) : 'localhost'}>`;
};

/** Who wrote it, to whom and about what. Bcc is never among them. */
export const originFields = (message: Message): Field[] => {
  const fields: Field[] = [];
  if (message.from.length > 0) fields.push(addressField('From', message.from));
  if (message.sender) fields.push(addressField('Sender', [message.sender]));
  if (message.replyTo.length > 0) fields.push(addressField('Reply-To', message.replyTo));
  if (message.to.length > 0) fields.push(addressField('To', message.to));
  if (message.cc.length > 0) fields.push(addressField('Cc', message.cc));
  return fields;
};

/** Subject, thread, priority and the caller's own fields. */
export const headerFields = (message: Message): Field[] => {
  const fields: Field[] = [];
  if (message.subject) fields.push(textField('Subject', message.subject));
  if (message.inReplyTo.length > 0) fields.push(idField('In-Reply-To', message.inReplyTo));
  if (message.references.length > 0) fields.push(idField('References', message.references));
  if (message.priority !== undefined)
    fields.push({ name: 'X-Priority', value: priorities[message.priority] });
  for (const header of message.headers) fields.push(formatHeader(header));
  return fields;
};

const priorities: Readonly<Record<Priority, string>> = {
  1: '1 (Highest)',
  2: '2 (High)',
  3: '3 (Normal)',
  4: '4 (Low)',
  5: '5 (Lowest)',
};

/** RFC 5322 §3.6.2: Sender must stand there when From has several addresses. */
const impliedSender = (message: Message): Field[] =>
  message.from.length > 1 && !message.sender ? [addressField('Sender', [message.from[0]!])] : [];

const formatHeader = (header: Header): Field => {
  switch (header.kind) {
    case 'text':
      return textField(header.name, header.text);
    case 'date':
      return dateField(header.name, header.date);
    case 'addresses':
      return addressField(header.name, header.addresses);
    case 'ids':
      return idField(header.name, header.ids);
    case 'path':
      return pathField(header.name, header.path);
    case 'parameterized':
      return parameterField(header.name, header.value, header.parameters);
  }
};

/** A draft is refused by type; here for callers without types, and for a message that says it is one. */
const refuseDraft = (message: Message): void => {
  const isDraft =
    message.kind !== 'message' ||
    message.headers.some(
      (header) =>
        header.kind === 'text' && header.name.toLowerCase() === 'x-unsent' && header.text.trim() === '1',
    );
  if (!isDraft) return;
  throw new MessageError({
    code: 'DRAFT_UNSENDABLE',
    message: 'A draft (X-Unsent: 1) cannot be sent.',
    hint: 'Make the message with createMessage() and without X-Unsent, or hand the draft to a mail program.',
  });
};
