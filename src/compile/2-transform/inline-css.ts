import juice from 'juice';
import { parseHtml } from '../1-parse/html.ts';
import { printMarked } from '../3-emit/marked.ts';
import type { Document, Node } from '../document.ts';
import type { PassContext } from './pass.ts';

/** Selectors whose match depends on siblings, which a condition or loop can add or remove. */
const SIBLING_SELECTOR = /:(?:first|last|only|nth)-|[+~]\s*[\w.#[*:]/;

/** Selectors that match only what a mail client adds around the message; inlining would drop them. */
const CLIENT_SELECTORS = [
  '#outlook',
  '.ExternalClass',
  '.ReadMsgBody',
  '#MessageViewBody',
  '.moz-text-html',
  '[data-ogsc]',
  '[data-ogsb]',
  '#MessageWebViewDiv',
  'u + ',
];

/**
 * Moves the rules of `<style>` into `style` attributes; media queries, pseudo-classes, keyframes and fonts stay where
 * they are. Conditional comments for Outlook are comments and pass untouched.
 */
export function inlineCss(document: Document, context: PassContext): Document {
  if (context.inlined || !hasStyle(document)) return document;
  const html = printMarked(document, context.marks);
  warnOfSiblings(html, document, context);
  const inlined = juice(html, {
    applyStyleTags: true,
    removeStyleTags: true,
    preserveMediaQueries: true,
    preserveFontFaces: true,
    preserveKeyFrames: true,
    preservePseudos: true,
    // An inline !important would beat the dark mode rules of the style sheet.
    preserveImportant: false,
    preservedSelectors: CLIENT_SELECTORS,
    inlinePseudoElements: false,
    // Attributes such as bgcolor would freeze what a slot in the style decides at run time.
    applyWidthAttributes: false,
    applyHeightAttributes: false,
    applyAttributesTableElements: false,
  });
  return parseHtml(inlined, context.marks, context.location);
}

const hasStyle = (nodes: readonly Node[]): boolean =>
  some(nodes, (node) => node.kind === 'element' && node.name === 'style');

const some = (nodes: readonly Node[], test: (node: Node) => boolean): boolean =>
  nodes.some((node) => {
    if (test(node)) return true;
    switch (node.kind) {
      case 'element':
      case 'each':
        return some(node.children, test);
      case 'when':
        return some(node.then, test) || some(node.otherwise, test);
      default:
        return false;
    }
  });

function warnOfSiblings(html: string, document: Document, context: PassContext): void {
  if (!some(document, (node) => node.kind === 'when' || node.kind === 'each')) return;
  for (const [, css = ''] of html.matchAll(/<style\b[^>]*>([^]*?)<\/style>/gi)) {
    // What stands inside at-rules is not inlined.
    const plain = css
      .replaceAll(/\/\*[^]*?\*\//g, '')
      .replaceAll(/@[^{};]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '');
    for (const [, selector = ''] of plain.matchAll(/([^{}]+)\{/g)) {
      if (!SIBLING_SELECTOR.test(selector)) continue;
      context.warn({
        severity: 'warning',
        code: 'CSS_SIBLING_SELECTOR',
        message: `The selector "${selector.trim()}" depends on siblings, which conditions and loops change at run time; it is inlined as if all of them were present.`,
        hint: 'Give the element a class and choose the class in the template.',
        location: context.location,
      });
    }
  }
}
