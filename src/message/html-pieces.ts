import type { HtmlPieces } from '../artifact.ts';

/** The pieces as they are now. Undefined where `html` is none of that kind, as callers without types pass anything. */
export const freezePieces = (html: HtmlPieces | null): HtmlPieces | undefined =>
  Array.isArray(html?.statics) && Array.isArray(html.pieces)
    ? Object.freeze({ statics: html.statics, pieces: Object.freeze([...html.pieces]) })
    : undefined;

/** The string that pieces stand for. Undefined where one of them stands for none. */
export const joinPieces = ({ statics, pieces }: HtmlPieces): string | undefined => {
  let html = '';
  for (const piece of pieces) {
    const text: unknown = typeof piece === 'number' ? statics[piece] : piece;
    if (typeof text !== 'string') return undefined;
    html += text;
  }
  return html;
};
