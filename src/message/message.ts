import type { HtmlPieces, Image } from '../artifact.ts';
import { MessageError } from '../errors.ts';
import {
  parseAddress,
  parseAddressList,
  type Address,
  type AddressInput,
  type AddressListInput,
} from './address.ts';
import { createAttachment, type Attachment, type AttachmentInput } from './attachment.ts';
import { defaultEnvironment, randomHex, type Environment } from './environment.ts';
import {
  checkDate,
  createHeader,
  listHeaders,
  parseIds,
  valueOf,
  type Header,
  type HeadersInput,
} from './header.ts';
import { freezePieces, joinPieces } from './html-pieces.ts';
import { refuseLineBreaks } from './text.ts';

/** 1 is the highest. */
export type Priority = 1 | 2 | 3 | 4 | 5;

/** What is drawn once when a message is made, so that making its octets twice gives the same octets. */
export interface Stamp {
  /** Milliseconds since 1970; the Date of a message that names none. */
  readonly at: number;
  /** 32 hexadecimal digits for the Message-ID. */
  readonly id: string;
  /** 32 hexadecimal digits for boundaries and content ids. */
  readonly seed: string;
}

/** A message before it becomes octets. Frozen; `changeMessage` makes a changed copy. */
export interface Message {
  readonly kind: 'message';
  readonly from: readonly Address[];
  readonly sender: Address | undefined;
  /**
   * Where bounces go. It is put into the envelope; the header field is the receiver's to write (RFC 5321
   * §4.4).
   */
  readonly returnPath: Address | undefined;
  readonly replyTo: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
  readonly subject: string | undefined;
  /** Only if the caller gave one; else `stamp.at` counts. */
  readonly date: Date | undefined;
  /** With angle brackets. Only if the caller gave one; else it is made from the stamp. */
  readonly messageId: string | undefined;
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
  readonly priority: Priority | undefined;
  readonly headers: readonly Header[];
  /** BCP 47 tag for Content-Language. */
  readonly language: string | undefined;
  readonly text: string | undefined;
  readonly html: string | undefined;
  /** What `html` was put together from, where it came in pieces: they are encoded faster. */
  readonly pieces: HtmlPieces | undefined;
  /** Images that the HTML already names by their final Content-ID. */
  readonly images: readonly Image[];
  readonly attachments: readonly Attachment[];
  readonly stamp: Stamp;
}

export interface MessageInput {
  readonly from?: AddressListInput | undefined;
  readonly sender?: AddressInput | undefined;
  readonly returnPath?: AddressInput | undefined;
  readonly replyTo?: AddressListInput | undefined;
  readonly to?: AddressListInput | undefined;
  readonly cc?: AddressListInput | undefined;
  readonly bcc?: AddressListInput | undefined;
  readonly subject?: string | undefined;
  readonly date?: Date | string | number | undefined;
  readonly messageId?: string | undefined;
  readonly inReplyTo?: string | readonly string[] | undefined;
  readonly references?: string | readonly string[] | undefined;
  readonly priority?: Priority | 'high' | 'normal' | 'low' | undefined;
  readonly headers?: HeadersInput | undefined;
  readonly language?: string | undefined;
  readonly text?: string | undefined;
  /** A string, or what `renderPieces` gives. */
  readonly html?: string | HtmlPieces | undefined;
  readonly images?: readonly Image[] | undefined;
  readonly attachments?: readonly (AttachmentInput | Attachment)[] | undefined;
}

export interface MessageOptions {
  readonly environment?: Environment | undefined;
}

/**
 * Checks loose input and freezes it. What the whole needs (a sender, a recipient, content) is asked only when
 * it becomes octets, so that defaults can still be filled in.
 *
 * Throws `MessageError`; its code names the fault, for example `ADDRESS_INVALID` or `HEADER_INJECTION`.
 */
export const createMessage = (input: MessageInput, options: MessageOptions = {}): Message => {
  const { environment = defaultEnvironment } = options;
  const drawn = randomHex(environment, 32);
  return build(
    input,
    Object.freeze({ at: environment.now(), id: drawn.slice(0, 32), seed: drawn.slice(32) }),
  );
};

/** A copy with some fields replaced. Date, Message-ID and boundaries stay. */
export const changeMessage = (message: Message, changes: MessageInput): Message =>
  build({ ...message, html: message.pieces ?? message.html, ...changes }, message.stamp);

/** When the message says it was written. */
export const dateOf = (message: Message): Date => message.date ?? new Date(message.stamp.at);

// Fields of the message that may also come as a header field, under the name they have on the wire.
const fieldNames: Readonly<Record<string, keyof MessageInput>> = {
  from: 'from',
  sender: 'sender',
  'return-path': 'returnPath',
  'reply-to': 'replyTo',
  to: 'to',
  cc: 'cc',
  bcc: 'bcc',
  subject: 'subject',
  date: 'date',
  'message-id': 'messageId',
  'in-reply-to': 'inReplyTo',
  references: 'references',
  'content-language': 'language',
};

// These follow from the content; a caller's would contradict it.
const reserved = /^(?:mime-version|content-(?:type|transfer-encoding|disposition|id))$/i;

const build = (input: MessageInput, stamp: Stamp): Message => {
  const fields: Record<string, unknown> = { ...input };
  const headers = readHeaders(fields, input.headers);
  const loose = fields as MessageInput;
  const priority = readPriority(loose.priority);
  const { html } = loose;
  const pieces = typeof html === 'object' ? freezePieces(html) : undefined;
  if (priority !== undefined && headers.some((header) => header.name.toLowerCase() === 'x-priority')) {
    throw twice('X-Priority');
  }
  return Object.freeze({
    kind: 'message',
    from: parseAddressList(loose.from),
    sender: loose.sender === undefined ? undefined : parseAddress(loose.sender),
    returnPath: loose.returnPath === undefined ? undefined : parseAddress(loose.returnPath),
    replyTo: parseAddressList(loose.replyTo),
    to: parseAddressList(loose.to),
    cc: parseAddressList(loose.cc),
    bcc: parseAddressList(loose.bcc),
    subject:
      loose.subject === undefined
        ? undefined
        : refuseLineBreaks(readText(loose.subject, 'subject'), 'The subject'),
    date: loose.date === undefined ? undefined : checkDate(new Date(loose.date)),
    messageId: readMessageId(loose.messageId),
    inReplyTo: parseIds(loose.inReplyTo),
    references: parseIds(loose.references),
    priority,
    headers,
    language: readLanguage(loose.language),
    text: loose.text === undefined ? undefined : readText(loose.text, 'text'),
    html: html === undefined ? undefined : readText(pieces ? joinPieces(pieces) : html, 'html'),
    pieces,
    images: Object.freeze((loose.images ?? []).map(checkImage)),
    attachments: Object.freeze((loose.attachments ?? []).map(createAttachment)),
    stamp,
  });
};

/** Custom header fields; those that have a place of their own in the message are moved into `fields`. */
const readHeaders = (fields: Record<string, unknown>, input: HeadersInput | undefined): readonly Header[] => {
  const headers: Header[] = [];
  for (const [name, value] of listHeaders(input)) {
    const header = createHeader(name, value);
    if (!header) continue;
    if (reserved.test(name)) throw reservedName(name);
    const field = fieldNames[name.toLowerCase()];
    if (field === undefined) {
      headers.push(header);
      continue;
    }
    const present = fields[field];
    if (present !== undefined && !(Array.isArray(present) && present.length === 0)) throw twice(name);
    fields[field] = contentOf(header);
  }
  return Object.freeze(headers);
};

/** The content of a field in the form that the message's own field takes. */
const contentOf = (header: Header): unknown => {
  const value = valueOf(header);
  if (typeof value !== 'object' || value instanceof Date) return value;
  if ('addresses' in value) return value.addresses;
  if ('ids' in value) return value.ids;
  if ('path' in value) return value.path;
  throw new MessageError({
    code: 'HEADER_TYPE_WRONG',
    message: `The header field ${header.name} takes no parameters.`,
    hint: 'Set the field of the message with the same name instead.',
  });
};

const readText = (value: unknown, name: string): string => {
  if (typeof value === 'string') return value;
  throw new MessageError({
    code: 'MESSAGE_FIELD_INVALID',
    message: `The field ${name} of a message must be a string and is of type ${typeof value}.`,
    hint: 'Read streams and files before the message is made.',
  });
};

const readMessageId = (input: string | readonly string[] | undefined): string | undefined => {
  if (input === undefined) return undefined;
  const ids = parseIds(input);
  if (ids.length === 1) return ids[0];
  throw new MessageError({
    code: 'MESSAGE_ID_INVALID',
    message: `A message has one Message-ID and not ${ids.length}.`,
    hint: 'Pass one identifier of the form <left@right>, or none for a generated one.',
  });
};

const readPriority = (input: MessageInput['priority']): Priority | undefined => {
  if (input === undefined || input === 'normal') return undefined;
  if (input === 'high') return 1;
  if (input === 'low') return 5;
  if (Number.isInteger(input) && input >= 1 && input <= 5) return input;
  throw new MessageError({
    code: 'PRIORITY_INVALID',
    message: 'The priority of a message is a whole number from 1 to 5.',
    hint: '1 is the highest, 3 is normal, 5 is the lowest.',
  });
};

const readLanguage = (language: string | undefined): string | undefined => {
  if (language === undefined || /^[a-z0-9]{1,8}(?:-[a-z0-9]{1,8})*$/i.test(language)) return language;
  throw new MessageError({
    code: 'LANGUAGE_INVALID',
    message: 'The language of a message is not a language tag.',
    hint: 'Write it as in BCP 47, for example de or pt-BR.',
  });
};

const checkImage = (image: Image): Image => {
  refuseLineBreaks(image.cid + image.filename + image.type, 'An image');
  return image;
};

const twice = (name: string): MessageError =>
  new MessageError({
    code: 'HEADER_TWICE',
    message: `The header field ${name} may stand only once in a message.`,
    hint: 'Set it in one place only: as a field of the message, or among its headers.',
  });

const reservedName = (name: string): MessageError =>
  new MessageError({
    code: 'HEADER_RESERVED',
    message: `The header field ${name} follows from the content of the message and cannot be set.`,
    hint: 'Leave it out; set text, html, images and attachments.',
  });
