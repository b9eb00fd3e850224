import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { VOID_ELEMENTS } from '../../../document.ts';
import { CLOSE, OPEN, TOKEN } from '../../marks.ts';
import { RENAMED_PREFIX } from './elements.ts';
import { splitDocuments } from './documents.ts';
import { ROOT } from '../render.ts';
import { currentSession } from '../session.ts';

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

const PIECE = new RegExp(
  `${TOKEN.source}|<${RENAMED_PREFIX}(title|meta|link)\\b[^>]*>|<(/?)(html|head|body|svg|noscript)(?=[\\s>])[^>]*>`,
  'g',
);

/** The parts of one document. */
class Parts {
  /** What is hoisted, in React's order: charset, viewport, everything else; with the tokens of all blocks. */
  readonly #hoisted = ['', '', ''];
  readonly #tags: { html?: string; head?: string; body?: string } = {};
  #head = '';
  #rest = '';
  #open: readonly string[] = [];

  write(text: string): void {
    if (this.#open.includes('head')) this.#head += text;
    else this.#rest += text;
  }

  /** A token of a branch or loop. What is hoisted of it stays in it, round by round. */
  block(token: string): void {
    this.write(token);
    for (const rank of this.#hoisted.keys()) this.#hoisted[rank] += token;
  }

  hoist(source: string, rank: number): void {
    this.#hoisted[rank] += source;
  }

  /** Opens or closes html, head or body. */
  section(name: 'html' | 'head' | 'body', tag: string, closes: boolean, location: Location): void {
    if (closes) {
      this.#open = this.#open.slice(0, this.#open.lastIndexOf(name));
      return;
    }
    const place = currentSession().sections.get(name) ?? location;
    const around = this.#open.at(-1) === 'html' ? undefined : this.#open.at(-1);
    const outside = around ?? openElement(this.#rest);
    if (outside) throw nested(name, outside, place);
    if (this.#tags[name] !== undefined) throw twice(name, place);
    this.#tags[name] = tag;
    this.#open = [...this.#open, name];
  }

  /** In React's order: what is hoisted comes first in the head, head and body come before all else. */
  toString(): string {
    const { html, head, body } = this.#tags;
    const first = this.#hoisted.map(withoutEmptyBlocks).join('');
    const isPage = html !== undefined || head !== undefined;
    const top = isPage ? `${html ?? ''}${head ?? '<head>'}${first}${this.#head}</head>` : first;
    const bottom = `${body === undefined ? '' : '</body>'}${html === undefined ? '' : '</html>'}`;
    return `${top}${body ?? ''}${this.#rest}${bottom}`;
  }
}

const twice = (name: string, location: Location): Refusal =>
  new Refusal({
    code: 'DOCUMENT_TWICE',
    message: `This template makes more than one <${name}>, of which a document has one.`,
    hint: 'Render one of them, by a condition; components inside the body make other elements.',
    location,
  });

const nested = (name: string, outside: string, location: Location): Refusal =>
  new Refusal({
    code: 'DOCUMENT_NESTED',
    message: `<${name}> stands inside of <${outside}>, where a document has none.`,
    hint: 'Let <html> hold <head> and <body>, and put what is around them into the body.',
    location,
  });

/** The name of an element that this text opens and does not close, as React prints elements. */
function openElement(html: string): string | undefined {
  const open: string[] = [];
  const markup = html.replaceAll(/<(style|script)\b[^>]*>[^]*?<\/\1>|<!--[^]*?-->/g, '');
  for (const [, slash, name = '', end] of markup.matchAll(/<(\/?)([A-Za-z][^\s/>]*)[^>]*?(\/?)>/g)) {
    if (slash) open.splice(open.lastIndexOf(name));
    else if (!end && !VOID_ELEMENTS.has(name.toLowerCase())) open.push(name);
  }
  return open.at(-1);
}

const EMPTY_BLOCK = new RegExp(`${OPEN}[wl](\\d+)${CLOSE}(?:${OPEN}o\\1${CLOSE})?${OPEN}e\\1${CLOSE}`, 'g');

function withoutEmptyBlocks(html: string): string {
  const less = html.replaceAll(EMPTY_BLOCK, '');
  return less === html ? html : withoutEmptyBlocks(less);
}

/** One document in which html, head and body stand in no branch. */
function arrange(html: string, location: Location): string {
  const parts = new Parts();
  let inert = 0;
  let last = 0;
  PIECE.lastIndex = 0;
  for (let match = PIECE.exec(html); match; match = PIECE.exec(html)) {
    const [text, letter, , renamed, slash, plain] = match;
    parts.write(html.slice(last, match.index));
    last = match.index + text.length;
    if (letter) {
      if (letter === 's') parts.write(text);
      else parts.block(text);
    } else if (renamed) {
      const end = `</${RENAMED_PREFIX}${renamed}>`;
      last = html.indexOf(end, match.index) + end.length;
      PIECE.lastIndex = last;
      const source = printHoistable(html.slice(match.index, last), renamed);
      if (inert > 0 || !isHoisted(source, renamed)) parts.write(source);
      else parts.hoist(source, rankOf(source, renamed));
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
