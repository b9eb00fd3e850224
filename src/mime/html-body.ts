import type { HtmlPieces } from '../artifact.ts';
import { type QuotedPiece, QuotedPrintableWriter, quotePiece } from './quoted-printable.ts';

/** The static pieces of a template, each encoded when it is first needed. */
const encoded = new WeakMap<readonly string[], QuotedPiece[]>();

/**
 * HTML in quoted-printable. Its static pieces are copied as they were encoded for the first message, so that a message
 * costs little more than its values.
 */
export const encodeHtmlPieces = ({ statics, pieces }: HtmlPieces): Uint8Array => {
  const known = encoded.get(statics) ?? [];
  encoded.set(statics, known);
  const writer = new QuotedPrintableWriter();
  for (const piece of pieces) {
    if (typeof piece === 'string') writer.text(piece);
    else writer.piece((known[piece] ??= quotePiece(statics[piece] ?? '')));
  }
  return writer.finish();
};
