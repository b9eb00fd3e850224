import type { ReactDOMServerReadableStream } from 'react-dom/server';
import type * as React from 'react';

/** The document type that react-email's `render` writes. */
const DOCTYPE =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">';

interface DomServer {
  renderToReadableStream(
    node: React.ReactNode,
    options: { progressiveChunkSize: number; onError(error: unknown): void },
  ): Promise<ReactDOMServerReadableStream>;
}

/**
 * Under an element that React does not know, `html`, `head` and `body` are elements like any other, which may stand in
 * several branches and stay where they are until `hoist` moves them.
 */
export const ROOT = 'letterlock-root';

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
