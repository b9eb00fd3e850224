import type { ReactDOMServerReadableStream } from 'react-dom/server';
import type * as React from 'react';
import { TOKEN } from '../marks.ts';
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
  `${TOKEN.source}|<(/?)(?:${RENAMED_PREFIX})(html|title|meta|link)\\b|<(/?)(head|svg)\\b[^>]*>`,
  'g',
);

/**
 * React moves `title`, `meta` and `link` to the start of the head, out of whatever branch they stand in. During
 * evaluation they have other names and stay where they are; here they are moved as React would, each together with the
 * tokens of the branches and loops around it.
 */
export function hoist(html: string): string {
  const hoisted: Hoistable[] = [];
  const blocks: { readonly open: string; branch: string; readonly number: string }[] = [];
  let result = '';
  let last = 0;
  let headStart: number | undefined;
  let htmlStart: number | undefined;
  let svgDepth = 0;

  const flush = (): void => {
    const source = hoisted.sort((left, right) => left.rank - right.rank).map((item) => item.source).join('');
    if (headStart !== undefined) result = result.slice(0, headStart) + source + result.slice(headStart);
    else if (htmlStart !== undefined) {
      result = `${result.slice(0, htmlStart)}<head>${source}</head>${result.slice(htmlStart)}`;
    } else result = source + result;
    hoisted.length = 0;
    headStart = htmlStart = undefined;
  };

  PIECE.lastIndex = 0;
  for (let match = PIECE.exec(html); match; match = PIECE.exec(html)) {
    const [text, letter, number = '', closing, renamed, closingPlain, plain] = match;
    result += html.slice(last, match.index);
    last = match.index;
    if (letter) {
      if (letter === 'w' || letter === 'l') blocks.push({ open: text, branch: '', number });
      const block = blocks.at(-1);
      if (letter === 'o' && block) block.branch = text;
      if (letter === 'e') blocks.pop();
    } else if (plain === 'svg') {
      svgDepth += closingPlain ? -1 : 1;
    } else if (plain === 'head') {
      if (!closingPlain && headStart === undefined) headStart = result.length + text.length;
    } else if (renamed === 'html') {
      const end = html.indexOf('>', match.index) + 1;
      result += html.slice(match.index, end).replace(RENAMED_PREFIX, '');
      last = end;
      if (closing) flush();
      else htmlStart = result.length;
      PIECE.lastIndex = last;
      continue;
    } else if (renamed) {
      const end = elementEnd(html, match.index, renamed);
      const source = printHoistable(html.slice(match.index, end), renamed);
      last = end;
      PIECE.lastIndex = end;
      if (svgDepth > 0 || !isHoisted(source, renamed)) result += source;
      else hoisted.push({ source: wrapInBlocks(source), rank: rankOf(source, renamed) });
      continue;
    }
    result += text;
    last = match.index + text.length;
  }
  result += html.slice(last);
  if (hoisted.length > 0) flush();
  return result;

  function wrapInBlocks(source: string): string {
    return blocks.reduceRight((inner, { open, branch, number }) => {
      const close = `${open[0]}e${number}${open.at(-1)}`;
      const otherwise = branch || !open.includes('w') ? '' : `${open[0]}o${number}${open.at(-1)}`;
      return `${open}${branch}${inner}${otherwise}${close}`;
    }, source);
  }
}

const elementEnd = (html: string, start: number, name: string): number => {
  const end = `</${RENAMED_PREFIX}${name}>`;
  return html.indexOf(end, start) + end.length;
};

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
