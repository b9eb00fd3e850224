import type { ExplanationGroup } from '../../compile/explanations/explanation.ts';

export const MESSAGE: ExplanationGroup = {
  title: 'Composing a message',
  entries: [
    {
      code: 'ADDRESS_INVALID',
      title: 'This is not an e-mail address',
      why: 'A field for addresses holds something that RFC 5322 does not allow as one. It is refused before a server has to, and before a part of it could pass for a second address.',
      remedy:
        'Write name@example.com or Name <name@example.com>; put a name with commas into quotation marks.',
    },
    {
      code: 'HEADER_INJECTION',
      title: 'A value for a header holds a line end',
      why: 'A line end inside a header field would begin a new one, such as a Bcc. This is how forms on web pages are abused to send spam.',
      remedy: 'Refuse such input where it enters your program.',
    },
    {
      code: 'HEADER_NAME_INVALID',
      title: 'This cannot be the name of a header field',
      why: 'Names of header fields are printable ASCII without spaces and colons (RFC 5322 §2.2).',
      remedy: 'Use a name such as X-Campaign, of up to 70 characters.',
    },
    {
      code: 'HEADER_PARAMETER_INVALID',
      title: 'This cannot be the name of a parameter of a header field',
      why: 'Parameters, as in "Content-Type: text/plain; charset=utf-8", have names of letters, digits and hyphens.',
      remedy: 'Rename the parameter.',
    },
    {
      code: 'HEADER_TYPE_WRONG',
      title: 'A header field was given in a form that it does not have',
      why: 'Fields of addresses, dates and identifiers are written by the message itself, and take no parameters.',
      remedy: 'Set the field of the message with the same name, such as `replyTo`, instead.',
    },
    {
      code: 'HEADER_TWICE',
      title: 'A header field would stand twice',
      why: 'Some fields may stand only once in a message (RFC 5322 §3.6). Readers differ in which of two they believe, and signatures do not survive it.',
      remedy: 'Set it once: as a field of the message, or among its headers.',
    },
    {
      code: 'HEADER_RESERVED',
      title: 'A header field that cannot be set',
      why: 'Content-Type, MIME-Version and their like follow from what the message holds. Another value would make it unreadable.',
      remedy: 'Leave it out; set text, html, images and attachments.',
    },
    {
      code: 'HEADER_TOO_LONG',
      title: 'A word of a header field is longer than a line may be',
      why: 'A line holds at most 998 octets (RFC 5322 §2.1.1), and fields are broken only between words. Servers cut or refuse longer lines.',
      remedy: 'Shorten the value.',
    },
    {
      code: 'DATE_INVALID',
      title: 'A date that is none',
      why: 'The Date is invalid, or it lies before 1900 or after 9999. `new Date(text)` gives an invalid one, without an error, for a text that it cannot read.',
      remedy: 'Check how the Date was made.',
    },
    {
      code: 'MESSAGE_ID_INVALID',
      title: 'This is not a message identifier',
      why: 'Identifiers have the form <left@right>, in ASCII and without spaces (RFC 5322 §3.6.4), and a message has one of its own.',
      remedy: 'Write it so, or leave it out: a message without one gets one.',
    },
    {
      code: 'MESSAGE_FIELD_INVALID',
      title: 'A field of the message is not a text',
      why: 'Subject, text and HTML are strings. Streams and files are not read by a message, which is a value and does not wait.',
      remedy: 'Read the stream or file first, and pass what was in it.',
    },
    {
      code: 'MESSAGE_EMPTY',
      title: 'The message holds nothing',
      why: 'It has no text, no HTML and no attachment. Mostly the content was lost on the way.',
      remedy: 'Set text or html, or attach something.',
    },
    {
      code: 'PRIORITY_INVALID',
      title: 'This is not a priority',
      why: 'Priorities are whole numbers from 1, the highest, to 5, the lowest; 3 is normal.',
      remedy: 'Take one of them, or leave the priority out.',
    },
    {
      code: 'LANGUAGE_INVALID',
      title: 'The language of the message is not a language tag',
      why: 'The field Content-Language holds BCP 47 tags, which screen readers and translators go by.',
      remedy: 'Write it as de or pt-BR.',
    },
    {
      code: 'ATTACHMENT_CONTENT_MISSING',
      title: 'An attachment without content',
      why: 'An attachment holds its content itself. A path or an address is not read: what a message is made of must not depend on when it is sent.',
      remedy: 'Read the file and pass its content as Uint8Array or string.',
    },
    {
      code: 'ATTACHMENT_CONTENT_INVALID',
      title: 'The content of an attachment is not base64',
      why: 'Its `encoding` says base64, and the text holds characters that base64 does not have.',
      remedy: 'Leave `encoding` out for plain text, or pass the octets as Uint8Array.',
    },
    {
      code: 'MEDIA_TYPE_INVALID',
      title: 'This is not the type of an attachment',
      why: 'Types have the form type/subtype, such as application/pdf. An attachment is a single part, so it cannot be a multipart.',
      remedy: 'Write the type so, or leave it out: it is told by the extension of the file name.',
    },
    {
      code: 'DISPOSITION_INVALID',
      title: 'This is not a disposition',
      why: 'A part is shown inside the message or offered for saving (RFC 2183); there is nothing else.',
      remedy: 'Use "attachment" or "inline".',
    },
    {
      code: 'CONTENT_ID_INVALID',
      title: 'This is not a Content-ID',
      why: 'The HTML refers to an inline image by its Content-ID, which has the form left@right in ASCII.',
      remedy: 'Write it so, or give none and use the file name: src="cid:logo.png".',
    },
    {
      code: 'INLINE_NAME_AMBIGUOUS',
      title: 'Two inline images have the same name',
      why: 'The HTML refers to inline images by name, and which of the two is meant cannot be told.',
      remedy: 'Give each a file name or Content-ID of its own.',
    },
    {
      code: 'SENDER_MISSING',
      title: 'The message has no sender',
      why: 'It has neither From nor Sender, so nobody could be told when it cannot be delivered, and servers refuse it.',
      remedy: 'Set `from`.',
    },
    {
      code: 'RECIPIENT_MISSING',
      title: 'The message has no recipient',
      why: 'To, Cc and Bcc are empty, so there is nobody to send it to. A draft needs none.',
      remedy: 'Set `to`, `cc` or `bcc`.',
    },
    {
      code: 'ENVELOPE_SENDER_NOT_ASCII',
      title: 'The sender has a wide character before the @',
      why: 'Bounces are sent to this address, and many servers on their way take ASCII only. The domain may be anything: it is encoded.',
      remedy: 'Set `sender` or `returnPath` to an address whose first half is ASCII.',
    },
    {
      code: 'DRAFT_UNSENDABLE',
      title: 'A draft is no message to send',
      why: 'A draft is marked as unsent, for a person to finish and send it. A mailer that sent it would send the mark along.',
      remedy: 'Send what createMessage() or compose() returns; open the draft in a mail program.',
    },
  ],
};
