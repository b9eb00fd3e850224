import { MessageError } from '../errors.ts';
import { guessMediaType, parseMediaType, type MediaType } from './media-type.ts';
import { isAscii, refuseLineBreaks } from './text.ts';

export type Disposition = 'attachment' | 'inline';

/**
 * A file that travels with a message. Build it once and use it in many messages: its encoding is remembered.
 */
export interface Attachment {
  readonly kind: 'attachment';
  /** Must not be changed afterwards. */
  readonly content: Uint8Array;
  readonly filename: string | undefined;
  readonly type: MediaType;
  readonly disposition: Disposition;
  /**
   * Content-ID without angle brackets; undefined for an inline image that the HTML names by its file name.
   */
  readonly contentId: string | undefined;
}

export interface AttachmentInput {
  /** Octets, or text that is sent as UTF-8 (or decoded first when `encoding` is `base64`). */
  readonly content: Uint8Array | ArrayBuffer | string;
  readonly encoding?: 'utf-8' | 'base64' | undefined;
  readonly filename?: string | undefined;
  /** Media type; guessed from the file name by default. */
  readonly contentType?: string | undefined;
  /** `attachment` by default, `inline` when it has a Content-ID. */
  readonly disposition?: Disposition | undefined;
  /**
   * Content-ID as used in `src="cid:…"`, with an `@`. For a generated one, name the file name in the HTML
   * instead.
   */
  readonly contentId?: string | undefined;
  /** Other name of `contentId`. */
  readonly cid?: string | undefined;
}

/**
 * Makes an attachment. Throws `MessageError`: `ATTACHMENT_CONTENT_MISSING`, `CONTENT_ID_INVALID`,
 * `MEDIA_TYPE_INVALID`, `HEADER_INJECTION`.
 */
export const createAttachment = (input: AttachmentInput | Attachment): Attachment => {
  if ('type' in input) {
    if (made.has(input)) return input;
    // It only looks like one of ours: nothing in it has been checked.
    const { content, filename, disposition, contentId } = input;
    return createAttachment({ content, filename, disposition, contentId, contentType: input.type.type });
  }
  const contentId = checkContentId(input.contentId ?? input.cid);
  const { filename } = input;
  if (filename !== undefined) refuseLineBreaks(filename, 'The file name of an attachment');
  const attachment: Attachment = Object.freeze({
    kind: 'attachment',
    content: readContent(input),
    filename: filename === '' ? undefined : filename,
    type: readType(input),
    disposition: readDisposition(input.disposition ?? (contentId === undefined ? 'attachment' : 'inline')),
    contentId,
  });
  made.add(attachment);
  return attachment;
};

const made = new WeakSet<Attachment>();

const readContent = ({ content, encoding }: AttachmentInput): Uint8Array => {
  if (content instanceof Uint8Array) return content;
  if (content instanceof ArrayBuffer) return new Uint8Array(content);
  if (typeof content === 'string')
    return encoding === 'base64' ? decodeBase64(content) : new TextEncoder().encode(content);
  throw new MessageError({
    code: 'ATTACHMENT_CONTENT_MISSING',
    message: 'An attachment has no content.',
    hint: 'Pass `content` as Uint8Array or string; read files before the message is made.',
  });
};

const decodeBase64 = (text: string): Uint8Array => {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw new MessageError({
      code: 'ATTACHMENT_CONTENT_INVALID',
      message: 'The content of an attachment is not base64, which its `encoding` says it is.',
      hint: 'Leave `encoding` out for plain text, or pass the octets as Uint8Array.',
    });
  }
};

const readType = ({ contentType, filename, content }: AttachmentInput): MediaType => {
  if (contentType !== undefined) refuseLineBreaks(contentType, 'The media type of an attachment');
  const mediaType = parseMediaType(contentType ?? guessMediaType(filename));
  if (mediaType.type.startsWith('multipart/')) {
    throw new MessageError({
      code: 'MEDIA_TYPE_INVALID',
      message: `An attachment cannot be of type ${mediaType.type}: it is one part, without parts of its own.`,
      hint: 'Attach the parts one by one, or the whole as message/rfc822 or application/octet-stream.',
    });
  }
  const needsCharset = typeof content === 'string' && mediaType.type.startsWith('text/');
  if (!needsCharset || mediaType.parameters['charset'] !== undefined) return mediaType;
  return Object.freeze({
    type: mediaType.type,
    parameters: Object.freeze({ ...mediaType.parameters, charset: 'utf-8' }),
  });
};

const readDisposition = (disposition: string): Disposition => {
  if (disposition === 'attachment' || disposition === 'inline') return disposition;
  throw new MessageError({
    code: 'DISPOSITION_INVALID',
    message: `${JSON.stringify(disposition)} is not a disposition.`,
    hint: 'Use "attachment" or "inline".',
  });
};

/** RFC 2392: the same form as a Message-ID. Accepted with or without angle brackets. */
const checkContentId = (contentId: string | undefined): string | undefined => {
  if (contentId === undefined) return undefined;
  refuseLineBreaks(contentId, 'A Content-ID');
  const id = contentId.replace(/^<(.*)>$/, '$1');
  if (isAscii(id) && id.length <= 900 && /^[^\s<>"'()@]+@[^\s<>"'()@]+$/.test(id)) return id;
  throw new MessageError({
    code: 'CONTENT_ID_INVALID',
    message: `${JSON.stringify(id.slice(0, 80))} is not a Content-ID.`,
    hint: 'Write left@right, as in logo@example.com, or give none and use the file name: src="cid:logo.png".',
  });
};
