import type { ReactDOMServerReadableStream } from 'react-dom/server';
import type * as React from 'react';
import { CLOSE, OPEN, TOKEN } from '../marks.ts';
import { RENAMED_PREFIX } from './elements.ts';

/** The document type that react-email's `render` writes. */
const DOCTYPE =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">';

interface DomServer {
  renderToReadableStream(
    node: React.ReactNode,
    options: { progressiveChunkSize: number; onError(error: unknown): void },
  ): Promise<ReactDOMServerReadableStream>;
}

/** Renders with React's own server renderer and waits for everything that suspends. */
export async function renderToHtml(react: typeof React, server: unknown, node: unknown): Promise<string> {
  let failure: { readonly error: unknown } | undefined;
  const tree = react.createElement(react.Suspense, null, node as React.ReactNode);
  const stream = await (server as DomServer).renderToReadableStream(tree, {
    progressiveChunkSize: Number.POSITIVE_INFINITY,
    onError(error) {
      failure ??= { error };
    },
  });
  await stream.allReady;
  const html = await new Response(stream).text();
  if (failure) throw failure.error;
  return DOCTYPE + clean(html);
}

/** React's own marks and hints have no use in a message. */
const clean = (html: string): string =>
  html
    .replace(/<!DOCTYPE[^>]*>/, '')
    .replace(/<!--(?:\/?\$[?!]?|\/?&|\/?html|\/?head|\/?body| |html-\w+|\/html-\w+)?-->/g, '')
    .replace(/<link rel="preload" as="image" [^>]*\/>/g, '');

interface Hoistable {
  readonly source: string;
  /** 0 charset, 1 viewport, 2 everything else: React's order. */
  readonly rank: number;
}

const PIECE = new RegExp(
  `${TOKEN.source}|<(/?)${RENAMED_PREFIX}(html|title|meta|link)\\b[^>]*>|<(/?)(head|body|svg)\\b[^>]*>`,
  'g',
);

/** A branch or loop that is open at some place. */
interface Block {
  readonly open: string;
  readonly number: string;
  branch: string;
}

/** One document that is being put together. */
class Region {
  readonly depth: number;
  readonly hoisted: Hoistable[] = [];
  htmlTag = '';
  headTag: string | undefined;
  head = '';
  bodyTag = '';
  rest = '';
  inHead = false;
  bodyClosed = false;

  constructor(depth: number) {
    this.depth = depth;
  }

  write(text: string): void {
    if (this.inHead) this.head += text;
    else this.rest += text;
  }

  /** In React's order: what is hoisted comes first in the head, head and body come before all else. */
  toString(): string {
    const first = this.hoisted
      .sort((left, right) => left.rank - right.rank)
      .map((item) => item.source)
      .join('');
    if (!this.htmlTag && this.headTag === undefined) return first + this.rest;
    const head = `${this.headTag ?? '<head>'}${first}${this.head}</head>`;
    const end = this.htmlTag ? '</html>' : '';
    return `${this.htmlTag}${head}${this.bodyTag}${this.rest}${this.bodyTag ? '</body>' : ''}${end}`;
  }
}

/**
 * React moves `title`, `meta` and `link` to the start of the head, out of whatever branch they stand in, and head and
 * body to the start of the document. During evaluation these have other names and stay where they are; here they are
 * moved as React would, each together with the tokens of the branches and loops around it.
 */
export function hoist(html: string): string {
  const blocks: Block[] = [];
  const outer = new Region(0);
  let region = outer;
  let svgDepth = 0;
  let last = 0;
  PIECE.lastIndex = 0;
  for (let match = PIECE.exec(html); match; match = PIECE.exec(html)) {
    const [text, letter, number = '', closesRenamed, renamed, closesPlain, plain] = match;
    region.write(html.slice(last, match.index));
    last = match.index + text.length;
    if (letter) {
      followBlock(blocks, text, letter, number);
      region.write(text);
    } else if (renamed === 'html') {
      if (closesRenamed) {
        outer.rest += region.toString();
        region = outer;
      } else {
        region = new Region(blocks.length);
        region.htmlTag = text.replace(RENAMED_PREFIX, '');
      }
    } else if (renamed) {
      const end = `</${RENAMED_PREFIX}${renamed}>`;
      last = html.indexOf(end, match.index) + end.length;
      PIECE.lastIndex = last;
      const source = printHoistable(html.slice(match.index, last), renamed);
      if (svgDepth > 0 || !isHoisted(source, renamed)) region.write(source);
      else
        region.hoisted.push({
          source: within(blocks.slice(region.depth), source),
          rank: rankOf(source, renamed),
        });
    } else if (plain === 'svg') {
      svgDepth += closesPlain ? -1 : 1;
      region.write(text);
    } else if (blocks.length > region.depth || !moveSection(region, plain, text, closesPlain !== '')) {
      region.write(text);
    }
  }
  region.write(html.slice(last));
  return outer.toString();
}

/** Head and body, where they stand in no branch. */
function moveSection(region: Region, name: string | undefined, tag: string, closes: boolean): boolean {
  if (name === 'head') {
    if (closes ? !region.inHead : region.headTag !== undefined) return false;
    region.inHead = !closes;
    if (!closes) region.headTag = tag;
    return true;
  }
  if (!region.htmlTag || (closes ? region.bodyClosed || !region.bodyTag : region.bodyTag !== ''))
    return false;
  if (closes) region.bodyClosed = true;
  else region.bodyTag = tag;
  return true;
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
