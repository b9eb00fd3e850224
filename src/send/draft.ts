import { createMessage, type Message, type MessageInput, type MessageOptions } from '../message/message.ts';
import type { Field } from '../mime/entity.ts';
import { addressField, dateField, idField, percentEncode } from '../mime/headers.ts';
import { headerFields, originFields } from '../mime/raw.ts';
import { serializeMessage } from '../mime/serialize.ts';
import { structure } from '../mime/structure.ts';
import { refuseLineBreaks } from '../message/text.ts';

/**
 * An .eml file that a mail program opens for editing (`X-Unsent: 1`). It has no envelope and is of another
 * kind than a raw message, so that nothing here can send it.
 */
export interface Draft {
  readonly kind: 'draft';
  /** Fit for `new Response(bytes)`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface DraftOptions extends MessageOptions {
  /**
   * Writes Bcc into the file: mail programs honour it there. Off by default, as a draft may be passed around.
   */
  readonly keepBcc?: boolean | undefined;
}

/**
 * Makes a draft. It needs a body or an attachment; sender, recipients, date and Message-ID are left to the
 * mail program and written only when they were given.
 *
 * Throws `MessageError`, among others with code `MESSAGE_EMPTY`.
 */
export const draft = (input: MessageInput | Message, options: DraftOptions = {}): Draft => {
  const message = 'stamp' in input ? input : createMessage(input, options);
  const bcc = options.keepBcc === true && message.bcc.length > 0 ? [addressField('Bcc', message.bcc)] : [];
  const fields: Field[] = [
    { name: 'X-Unsent', value: '1' },
    ...originFields(message),
    ...bcc,
    ...headerFields(message).filter((field) => field.name.toLowerCase() !== 'x-unsent'),
    ...(message.date ? [dateField('Date', message.date)] : []),
    ...(message.messageId === undefined ? [] : [idField('Message-ID', [message.messageId])]),
    { name: 'MIME-Version', value: '1.0' },
  ];
  return Object.freeze({ kind: 'draft', bytes: serializeMessage(fields, structure(message)) });
};

/**
 * Header fields of the HTTP response that offers a draft for download (RFC 6266). The file name may be
 * non-ASCII. Throws `MessageError` with code `HEADER_INJECTION`.
 */
export const draftResponseHeaders = (
  options: { readonly filename?: string | undefined } = {},
): Record<string, string> => {
  const { filename = 'download.eml' } = options;
  refuseLineBreaks(filename, 'The file name of a draft');
  return {
    'content-type': 'message/rfc822',
    'content-disposition': `attachment; ${formatFilename(filename)}`,
  };
};

const formatFilename = (filename: string): string => {
  if (/^[\w!#$&+\-.^`|~]+$/.test(filename)) return `filename=${filename}`;
  // Browsers disagree about backslashes and percent signs in quotes (RFC 6266, appendix D), so these go
  // extended too.
  const fallback = filename.replace(/[^ -~]|["\\%]/gu, '_');
  const extended = Array.from(filename, percentEncode).join('');
  return fallback === filename
    ? `filename="${filename}"`
    : `filename="${fallback}"; filename*=UTF-8''${extended}`;
};
