import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { locationOf } from '../../../expression.ts';
import { CLOSE, OPEN, TOKEN } from '../../marks.ts';
import { currentSession } from '../session.ts';

/* Marked HTML in which html, head or body stand in branches, as a choice between whole documents. */

/** Marked HTML as a tree of its blocks. */
type Piece = string | BlockPiece;

interface BlockPiece {
  /** `w` condition, `l` loop. */
  readonly letter: string;
  readonly number: string;
  readonly then: readonly Piece[];
  readonly otherwise: readonly Piece[];
}

const MAX_DOCUMENTS = 64;
const DOCUMENT_TAG = /<(?:html|head|body)(?=[\s>])/;

/**
 * Applies `arrange` to each document that the HTML may become. What is the same in several documents is written several
 * times here; factoring joins it again.
 */
export function splitDocuments(html: string, arrange: (html: string) => string, location: Location): string {
  let count = 0;
  let last: BlockPiece | undefined;
  const split = (pieces: readonly Piece[]): string => {
    const block = deciding(pieces, location);
    if (!block) {
      if (++count <= MAX_DOCUMENTS) return arrange(print(pieces));
      throw new Refusal({
        code: 'TOO_MANY_CHOICES',
        message: `<html>, <head> and <body> of this template differ in more than ${MAX_DOCUMENTS} ways.`,
        hint: 'Choose by one value instead of several, or move the choices to elements inside the body.',
        location: placeOf(last) ?? location,
      });
    }
    last = block;
    const then = split(decided(pieces, block.number, true));
    const otherwise = split(decided(pieces, block.number, false));
    const token = (letter: string): string => `${OPEN}${letter}${block.number}${CLOSE}`;
    return then === otherwise ? then : `${token('w')}${then}${token('o')}${otherwise}${token('e')}`;
  };
  return split(parse(html));
}

function parse(html: string): readonly Piece[] {
  const outermost: Piece[] = [];
  const open: { readonly otherwise: Piece[]; readonly around: Piece[] }[] = [];
  let pieces = outermost;
  let last = 0;
  for (const { 0: text, 1: letter = '', 2: number = '', index } of html.matchAll(TOKEN)) {
    if (letter === 's') continue;
    pieces.push(html.slice(last, index));
    last = index + text.length;
    if (letter === 'o') {
      pieces = open.at(-1)?.otherwise ?? pieces;
    } else if (letter === 'e') {
      pieces = open.pop()?.around ?? pieces;
    } else {
      const block = { letter, number, then: [], otherwise: [] };
      pieces.push(block);
      open.push({ otherwise: block.otherwise, around: pieces });
      pieces = block.then;
    }
  }
  pieces.push(html.slice(last));
  return outermost;
}

/** The first block, the outermost first, in a branch of which html, head or body begins. */
function deciding(pieces: readonly Piece[], location: Location): BlockPiece | undefined {
  const found = pieces.find(
    (piece) => typeof piece !== 'string' && DOCUMENT_TAG.test(print([...piece.then, ...piece.otherwise])),
  );
  if (typeof found !== 'object') return undefined;
  if (found.letter === 'w') return found;
  throw new Refusal({
    code: 'DOCUMENT_IN_LOOP',
    message: 'A loop makes <html>, <head> or <body>, of which a document has one each.',
    hint: 'Move the loop into the body.',
    location: currentSession().sections.get(sectionIn(found)) ?? placeOf(found) ?? location,
  });
}

/** Which of html, head and body begins first inside of a block. */
const sectionIn = ({ then }: BlockPiece): string => DOCUMENT_TAG.exec(print(then))?.[0].slice(1) ?? '';

/** Where the list of a loop, or the test of a condition, stands. */
function placeOf(block: BlockPiece | undefined): Location | undefined {
  const mark = block && currentSession().marks.get(Number(block.number));
  if (mark?.kind === 'when') return locationOf(mark.test);
  return mark?.kind === 'each' ? locationOf(mark.list) : undefined;
}

/** The pieces where the test of a block has one outcome, wherever it is asked. */
function decided(pieces: readonly Piece[], number: string, holds: boolean): readonly Piece[] {
  return pieces.flatMap((piece): readonly Piece[] => {
    if (typeof piece === 'string') return [piece];
    if (piece.letter === 'w' && piece.number === number)
      return decided(holds ? piece.then : piece.otherwise, number, holds);
    const branch = (inner: readonly Piece[]): readonly Piece[] => decided(inner, number, holds);
    return [{ ...piece, then: branch(piece.then), otherwise: branch(piece.otherwise) }];
  });
}

const print = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      const token = (letter: string): string => `${OPEN}${letter}${piece.number}${CLOSE}`;
      const otherwise = piece.letter === 'w' ? token('o') + print(piece.otherwise) : '';
      return `${token(piece.letter)}${print(piece.then)}${otherwise}${token('e')}`;
    })
    .join('');
