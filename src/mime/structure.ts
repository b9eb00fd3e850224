import type { Image } from '../artifact.ts';
import { MessageError } from '../errors.ts';
import type { Attachment } from '../message/attachment.ts';
import type { Message } from '../message/message.ts';
import { encodeBase64, isSevenBit } from './encoding.ts';
import type { Entity, Field, Leaf, Multipart } from './entity.ts';
import { parameterField, textField } from './headers.ts';
import { encodeHtmlPieces } from './html-body.ts';
import { encodeQuotedPrintable } from './quoted-printable.ts';
import { findReferences, readingsOf, renameReferences } from './references.ts';

/**
 * The MIME tree of a message, without what is empty (RFC 2046 §5.1, RFC 2387):
 *
 *     mixed
 *     ├─ related; type="multipart/alternative"
 *     │  ├─ alternative
 *     │  │  ├─ text/plain
 *     │  │  └─ text/html
 *     │  └─ images that the HTML shows
 *     └─ attachments, and inline images that nothing shows
 *
 * Its root has Content-* fields only, so that S/MIME can wrap it before `finish` puts the message's header in
 * front. Throws `MessageError` with code `MESSAGE_EMPTY` or `INLINE_NAME_AMBIGUOUS`.
 */
export const structure = (message: Message): Entity => {
  let count = 0;
  // No octet of ours can hold it: quoted-printable never gives "=_", base64 has no underscore. The seed is
  // for the rest.
  const boundary = (): string => `=_${message.stamp.seed}_${++count}`;

  const { html, inline, attached } = resolveInline(message);
  const bodies: Entity[] = [];
  if (message.text !== undefined) bodies.push(textLeaf('text/plain', encodeQuotedPrintable(message.text)));
  if (html !== undefined) {
    // Inline attachments may have changed the HTML.
    const isAsRendered = message.pieces !== undefined && html === message.html;
    const body = isAsRendered ? encodeHtmlPieces(message.pieces) : encodeQuotedPrintable(html);
    bodies.push(textLeaf('text/html', body));
  }
  const images = uniqueImages(message.images);

  let root = bodies.length === 2 ? multipart('alternative', boundary(), bodies) : bodies[0];
  const shown = [...images.map(imageLeaf), ...inline];
  if (root && shown.length > 0) {
    // The type parameter names the root's type (RFC 2387 §3.1).
    root = multipart(
      'related',
      boundary(),
      [root, ...shown],
      bodies.length === 2 ? 'multipart/alternative' : rootType(message),
    );
  }
  const rest = root ? attached : [...shown, ...attached];
  if (rest.length > 0) root = multipart('mixed', boundary(), root ? [root, ...rest] : rest);
  if (!root) throw empty();
  return message.language === undefined
    ? root
    : withField(root, textField('Content-Language', message.language));
};

const rootType = (message: Message): string => (message.html === undefined ? 'text/plain' : 'text/html');

const withField = (entity: Leaf | Multipart | Entity, field: Field): Entity =>
  entity.kind === 'verbatim' ? entity : { ...entity, fields: [...entity.fields, field] };

const multipart = (
  subtype: string,
  boundary: string,
  parts: readonly Entity[],
  type?: string,
): Multipart => ({
  kind: 'multipart',
  fields: [parameterField('Content-Type', `multipart/${subtype}`, { type, boundary })],
  boundary,
  parts,
});

// -- bodies

const quotedPrintable: Field = { name: 'Content-Transfer-Encoding', value: 'quoted-printable' };
const base64: Field = { name: 'Content-Transfer-Encoding', value: 'base64' };
const sevenBit: Field = { name: 'Content-Transfer-Encoding', value: '7bit' };
const utf8 = new TextEncoder();

const textLeaf = (type: string, body: Uint8Array): Leaf => ({
  kind: 'leaf',
  fields: [{ name: 'Content-Type', value: `${type}; charset=utf-8` }, quotedPrintable],
  body,
});

// -- images of templates

const encodedImages = new WeakMap<Image, Leaf>();

/** The same image is the same object in every message rendered from a template, so its part is made once. */
const imageLeaf = (image: Image): Leaf => {
  const known = encodedImages.get(image);
  if (known) return known;
  const leaf: Leaf = {
    kind: 'leaf',
    fields: [
      parameterField('Content-Type', image.type, { name: image.filename }),
      base64,
      { name: 'Content-ID', value: `<${image.cid}>` },
      parameterField('Content-Disposition', 'inline', { filename: image.filename }),
    ],
    body: utf8.encode(image.base64),
  };
  encodedImages.set(image, leaf);
  return leaf;
};

const uniqueImages = (images: readonly Image[]): readonly Image[] =>
  images.length < 2
    ? images
    : images.filter((image, index) => images.findIndex((other) => other.cid === image.cid) === index);

// -- attachments

interface Resolved {
  readonly html: string | undefined;
  readonly inline: readonly Entity[];
  readonly attached: readonly Entity[];
}

/**
 * Gives inline images that the HTML names their final ids, there and here; the same image twice becomes one
 * part.
 */
const resolveInline = (message: Message): Resolved => {
  const { html, attachments, stamp } = message;
  const candidates = attachments.filter((attachment) => attachment.disposition === 'inline');
  const plain = attachments.filter((attachment) => attachment.disposition === 'attachment');
  if (candidates.length === 0)
    return { html, inline: [], attached: plain.map((one) => attachmentLeaf(one, undefined)) };

  const byName = indexByName(candidates);
  const ids = new Map<Attachment, string>();
  const references = html === undefined ? [] : findReferences(html);
  const renamed =
    html === undefined
      ? undefined
      : renameReferences(html, references, (name) => {
          const attachment = readingsOf(name)
            .map((reading) => byName.get(reading))
            .find((found) => found !== undefined);
          if (!attachment) return undefined;
          const id =
            ids.get(attachment) ?? attachment.contentId ?? `${ids.size + 1}.${stamp.seed}@letterlock`;
          ids.set(attachment, id);
          return id;
        });
  const parts = [...new Set(candidates.map((candidate) => canonical(candidate, byName)))];
  return {
    html: renamed,
    inline: parts.filter((part) => ids.has(part)).map((part) => attachmentLeaf(part, ids.get(part))),
    attached: [...parts.filter((part) => !ids.has(part)), ...plain].map((part) =>
      attachmentLeaf(part, part.contentId),
    ),
  };
};

/**
 * Names of inline parts: their file name and their Content-ID. Equal content under several names is one part.
 */
const indexByName = (candidates: readonly Attachment[]): Map<string, Attachment> => {
  const byName = new Map<string, Attachment>();
  const kept: Attachment[] = [];
  for (const candidate of candidates) {
    const twin = kept.find((other) => isSamePart(other, candidate));
    const part = twin ?? candidate;
    if (!twin) kept.push(part);
    // A Content-ID is a name of its own and does not make its file name one.
    const name = candidate.contentId ?? candidate.filename;
    if (name === undefined) continue;
    const present = byName.get(name);
    if (present && present !== part) throw ambiguous(name);
    byName.set(name, part);
  }
  return byName;
};

const canonical = (candidate: Attachment, byName: ReadonlyMap<string, Attachment>): Attachment =>
  byName.get(candidate.contentId ?? candidate.filename ?? '') ?? candidate;

const isSamePart = (a: Attachment, b: Attachment): boolean =>
  a === b ||
  (a.contentId === b.contentId &&
    a.type.type === b.type.type &&
    a.content.length === b.content.length &&
    (a.content === b.content || a.content.every((octet, index) => octet === b.content[index])));

const encodedAttachments = new WeakMap<Attachment, Pick<Leaf, 'fields' | 'body'>>();

const attachmentLeaf = (attachment: Attachment, contentId: string | undefined): Leaf => {
  const { fields, body } = encodedAttachments.get(attachment) ?? encodeAttachment(attachment);
  if (contentId === undefined) return { kind: 'leaf', fields, body };
  return { kind: 'leaf', fields: [...fields, { name: 'Content-ID', value: `<${contentId}>` }], body };
};

const encodeAttachment = (attachment: Attachment): Pick<Leaf, 'fields' | 'body'> => {
  const { type, filename, disposition, content } = attachment;
  // A message inside a message may not be encoded (RFC 2046 §5.2.1); what would need it goes as plain octets.
  const isMessage = type.type.startsWith('message/');
  const isVerbatim = isMessage && isSevenBit(content);
  const name = isMessage && !isVerbatim ? 'application/octet-stream' : type.type;
  const encoded = {
    fields: [
      parameterField('Content-Type', name, { ...type.parameters, name: filename }),
      isVerbatim ? sevenBit : base64,
      parameterField('Content-Disposition', disposition, { filename }),
    ],
    body: isVerbatim ? content : encodeBase64(content),
  };
  encodedAttachments.set(attachment, encoded);
  return encoded;
};

const ambiguous = (name: string): MessageError =>
  new MessageError({
    code: 'INLINE_NAME_AMBIGUOUS',
    message: `Two different inline parts are both called ${JSON.stringify(name.slice(0, 80))}.`,
    hint: 'Give each inline image a file name or Content-ID of its own; the HTML refers to it by that name.',
  });

const empty = (): MessageError =>
  new MessageError({
    code: 'MESSAGE_EMPTY',
    message: 'The message has no text, no HTML and no attachment.',
    hint: 'Set text or html, or attach something.',
  });
