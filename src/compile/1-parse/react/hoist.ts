import type { Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import { CLOSE, OPEN, TOKEN } from '../marks.ts';
import { RENAMED_PREFIX } from './elements.ts';
import { splitDocuments } from './documents.ts';
import { ROOT } from './render.ts';
import { currentSession } from './session.ts';

/**
 * React moves `title`, `meta` and `link` to the start of the head, out of whatever branch they stand in, and head and
 * body to the start of the document. During evaluation all stay where they are; here they are moved as React would,
 * `title`, `meta` and `link` each together with the tokens of the branches and loops around it. What decides about
 * html, head or body themselves becomes a choice between whole documents, whose common parts join again later.
 */
export function hoist(html: string, location: Location): string {
  const start = html.indexOf(`<${ROOT}>`);
  const end = html.lastIndexOf(`</${ROOT}>`);
  const content = html.slice(start + ROOT.length + 2, end);
  const documents = splitDocuments(content, (source) => arrange(source, location), location);
  return html.slice(0, start) + documents + html.slice(end + ROOT.length + 3);
}

interface Hoistable {
  readonly source: string;
  /** 0 charset, 1 viewport, 2 everything else: React's order. */
  readonly rank: number;
}

const PIECE = new RegExp(
  `${TOKEN.source}|<${RENAMED_PREFIX}(title|meta|link)\\b[^>]*>|<(/?)(html|head|body|svg|noscript)(?=[\\s>])[^>]*>`,
  'g',
);

/** A branch or loop that is open at some place. */
interface Block {
  readonly open: string;
  readonly number: string;
  branch: string;
}

/** The parts of one document. */
class Parts {
  readonly hoisted: Hoistable[] = [];
  readonly tags: { html?: string; head?: string; body?: string } = {};
  #head = '';
  #rest = '';
  #inHead = false;

  write(text: string): void {
    if (this.#inHead) this.#head += text;
    else this.#rest += text;
  }

  /** Opens or closes html, head or body. */
  section(name: 'html' | 'head' | 'body', tag: string, closes: boolean, location: Location): void {
    if (name === 'head') this.#inHead = !closes;
    if (closes) return;
    if (this.tags[name] !== undefined) {
      throw new Refusal({
        code: 'DOCUMENT_TWICE',
        message: `This template makes more than one <${name}>, of which a document has one.`,
        hint: 'Render one of them, by a condition; components inside the body make other elements.',
        location: currentSession().sections.get(name) ?? location,
      });
    }
    this.tags[name] = tag;
  }

  /** In React's order: what is hoisted comes first in the head, head and body come before all else. */
  toString(): string {
    const { html, head, body } = this.tags;
    const first = this.hoisted
      .sort((left, right) => left.rank - right.rank)
      .map((item) => item.source)
      .join('');
    const isPage = html !== undefined || head !== undefined;
    const top = isPage ? `${html ?? ''}${head ?? '<head>'}${first}${this.#head}</head>` : first;
    const bottom = `${body === undefined ? '' : '</body>'}${html === undefined ? '' : '</html>'}`;
    return `${top}${body ?? ''}${this.#rest}${bottom}`;
  }
}

/** One document in which html, head and body stand in no branch. */
function arrange(html: string, location: Location): string {
  const blocks: Block[] = [];
  const parts = new Parts();
  let inert = 0;
  let last = 0;
  PIECE.lastIndex = 0;
  for (let match = PIECE.exec(html); match; match = PIECE.exec(html)) {
    const [text, letter, number = '', renamed, slash, plain] = match;
    parts.write(html.slice(last, match.index));
    last = match.index + text.length;
    if (letter) {
      followBlock(blocks, text, letter, number);
      parts.write(text);
    } else if (renamed) {
      const end = `</${RENAMED_PREFIX}${renamed}>`;
      last = html.indexOf(end, match.index) + end.length;
      PIECE.lastIndex = last;
      const source = printHoistable(html.slice(match.index, last), renamed);
      if (inert > 0 || !isHoisted(source, renamed)) parts.write(source);
      else parts.hoisted.push({ source: within(blocks, source), rank: rankOf(source, renamed) });
    } else if (plain === 'svg' || plain === 'noscript') {
      inert += slash ? -1 : 1;
      parts.write(text);
    } else {
      parts.section(plain as 'html' | 'head' | 'body', text, slash !== '', location);
    }
  }
  parts.write(html.slice(last));
  return parts.toString();
}

function followBlock(blocks: Block[], text: string, letter: string, number: string): void {
  if (letter === 'w' || letter === 'l') blocks.push({ open: text, branch: '', number });
  const block = blocks.at(-1);
  if (letter === 'o' && block) block.branch = text;
  if (letter === 'e') blocks.pop();
}

/** The tokens of the blocks around a place, around a copy of what stands there. */
function within(blocks: readonly Block[], source: string): string {
  return blocks.reduceRight((inner, { open, branch, number }) => {
    const token = (letter: string): string => `${OPEN}${letter}${number}${CLOSE}`;
    const otherwise = branch || !open.startsWith(`${OPEN}w`) ? '' : token('o');
    return `${open}${branch}${inner}${otherwise}${token('e')}`;
  }, source);
}

function printHoistable(source: string, name: string): string {
  const end = `</${RENAMED_PREFIX}${name}>`;
  const open = source.replace(RENAMED_PREFIX, '');
  if (name === 'title') return open.replace(end, '</title>');
  return `${open.slice(0, -end.length).replace(/>$/, '')}/>`;
}

function isHoisted(source: string, name: string): boolean {
  if (/^<\w+[^>]* itemProp="/i.test(source)) return false;
  if (name !== 'link') return true;
  const rel = /\srel="([^"]*)"/.exec(source)?.[1];
  const href = /\shref="([^"]*)"/.exec(source)?.[1];
  return Boolean(rel && href) && rel !== 'stylesheet';
}

const rankOf = (source: string, name: string): number => {
  if (name !== 'meta') return 2;
  if (/^<meta charSet="/i.test(source)) return 0;
  return /\sname="viewport"/.test(source) ? 1 : 2;
};
