import { printMarked } from '../../src/compile/3-emit/marked.ts';
import { CLOSE, OPEN } from '../../src/compile/1-parse/marks.ts';
import type { ParsedTemplate } from '../../src/compile/template.ts';
import { comparable, rendererOf, toDocument } from './harness.ts';

export type Comparison =
  | { readonly kind: 'equal' | 'thrown' | 'unprinted' | 'refused' }
  | { readonly kind: 'differs'; readonly how: string };

/**
 * Compares a compiled template with plain React, context by context. The code that the compiler emits runs here, its
 * text and subject too. Where both throw it is `thrown`, and `unprinted` where plain React alone does.
 */
export async function compareWithPlain(
  parsed: ParsedTemplate,
): Promise<(context: unknown) => Promise<Comparison>> {
  const renderer = await rendererOf(parsed);
  return async (context) => {
    const plain = await attempt(async () => (await parsed.renderPlain?.(context))?.html ?? '');
    const compiled = await attempt(async () => renderer.render('test', { context, strict: false }));
    if (plain instanceof Error) return { kind: compiled instanceof Error ? 'thrown' : 'unprinted' };
    if (compiled instanceof Error) {
      // The one thing that is refused at run time.
      if (compiled.message.includes('where a component expects one child each')) return { kind: 'refused' };
      return {
        kind: 'differs',
        how: `The compiled template throws, plain React does not: ${compiled.stack}`,
      };
    }
    const { html, text } = compiled;
    const bytes = renderer.renderBytes('test', { context, strict: false }).html;
    if (new TextDecoder().decode(bytes) !== html.toWellFormed()) {
      return { kind: 'differs', how: 'The compiled template prints other text than octets.' };
    }
    const document = await toDocument(exchange(plain, TOKENS, FREE), parsed, context);
    const expected = comparable(exchange(printMarked(document, parsed.marks), FREE, TOKENS));
    const actual = comparable(html);
    if (actual !== expected) return differs(expected, actual);
    if (DECIDES_SIGHT.test(expected)) return { kind: 'equal' };
    const page = await rendererOf({ ...parsed, html: exchange(plain, TOKENS, FREE) }, context);
    const [ofPage, ofTemplate] = [page.render('test', { strict: false }).text, text].map(wordsOf) as [
      string,
      string,
    ];
    return ofPage === ofTemplate ? { kind: 'equal' } : differs(ofPage, ofTemplate);
  };
}

function differs(expected: string, actual: string): Comparison {
  let at = 0;
  while (actual[at] === expected[at]) at++;
  const excerpt = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 80), at + 80));
  return { kind: 'differs', how: `React:    ${excerpt(expected)}\ncompiled: ${excerpt(actual)}` };
}

/** Of sizes that are known at run time only, the text part does not ask whether they hide something. */
const DECIDES_SIGHT = /font-size|line-height|opacity|max-height|<img\b[^>]* (?:width|height)=/;

/**
 * The words of the text part. Its lines may fall otherwise than those of the page that React prints, as whether a table
 * holds data is decided for all contexts.
 */
const wordsOf = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();

const attempt = <Result>(work: () => Promise<Result>): Promise<Result | Error> =>
  work().catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));

/** What delimits tokens is no token in a plain rendering; other characters stand for it on the way. */
const TOKENS = `${OPEN}${CLOSE}`;
const FREE = '\uF8F0\uF8F1';
const exchange = (text: string, from: string, to: string): string =>
  [...from].reduce((changed, character, at) => changed.replaceAll(character, to[at] ?? ''), text);
