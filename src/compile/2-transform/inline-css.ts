import juice from 'juice';
import type { Location } from '../../errors.ts';
import { parseHtml } from '../1-parse/html.ts';
import { printMarked } from '../3-emit/marked.ts';
import { findMention } from '../asset-files.ts';
import { Refusal } from '../diagnostics.ts';
import { type Document, type Element, type Node, when } from '../document.ts';
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
  // Whole documents in branches have a style sheet each.
  if (document.some(holdsPages)) {
    return document.map((node) =>
      node.kind === 'when'
        ? when(node.test, inlineCss(node.then, context), inlineCss(node.otherwise, context))
        : node,
    );
  }
  if (context.inlined || !some(document, isStyle)) return document;
  refuseConditional(document, context);
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

const isPage = (node: Node): boolean => node.kind === 'element' && node.name === 'html';
const holdsPages = (node: Node): boolean =>
  node.kind === 'when' &&
  [...node.then, ...node.otherwise].some((inner) => isPage(inner) || holdsPages(inner));

/** A style sheet that takes part in inlining; one that is marked stays as it is. */
const isStyle = (node: Node): boolean =>
  node.kind === 'element' &&
  node.name === 'style' &&
  !node.attributes.some((attribute) => attribute.kind === 'attribute' && attribute.name === 'data-embed');

/** What is inlined is in every rendering, so the style sheets that hold it have to be. */
function refuseConditional(document: Document, context: PassContext): void {
  const always = sheets(document, true);
  const sheet = [...sheets(document, false)].find((candidate) => !always.has(candidate));
  if (sheet === undefined) return;
  const [, selector = ''] = /([^{}]+)\{/.exec(plainRules(sheet)) ?? [];
  throw new Refusal({
    code: 'CSS_CONDITIONAL',
    message: 'A <style> stands in a condition or loop, and its rules would be inlined in every rendering.',
    hint: 'Let the style sheet always be there and choose a class; or mark the element with data-embed to leave its rules in the style sheet.',
    location: placeOfSelector(selector, context),
  });
}

/** Where the template or a file of its own has the selector; it may also come from a package or be made by a component. */
function placeOfSelector(
  selector: string,
  { source, files = [source.file], location }: PassContext,
): Location {
  const written = selector.trim();
  return findMention(`${written} {`, files) ?? findMention(`${written}{`, files) ?? location;
}

/** The style sheets with rules to inline: those of every rendering, or those of any. */
function sheets(nodes: readonly Node[], always: boolean): ReadonlySet<string> {
  const found = new Set<string>();
  const addAll = (more: Iterable<string>): void => {
    for (const sheet of more) found.add(sheet);
  };
  for (const node of nodes) {
    if (isStyle(node)) {
      const css = (node as Element).children
        .map((child) => (child.kind === 'text' ? child.value : ''))
        .join('');
      if (plainRules(css).includes('{')) found.add(css);
    } else if (node.kind === 'element' || (node.kind === 'each' && !always)) {
      addAll(sheets(node.children, always));
    } else if (node.kind === 'when') {
      const [then, otherwise] = [sheets(node.then, always), sheets(node.otherwise, always)];
      addAll(always ? [...then].filter((sheet) => otherwise.has(sheet)) : [...then, ...otherwise]);
    }
  }
  return found;
}

/** What stands outside of at-rules; nothing else is inlined. */
const plainRules = (css: string): string =>
  css.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/@[^{};]+(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})/g, '');

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
    for (const [, selector = ''] of plainRules(css).matchAll(/([^{}]+)\{/g)) {
      if (!SIBLING_SELECTOR.test(selector)) continue;
      context.warn({
        severity: 'warning',
        code: 'CSS_SIBLING_SELECTOR',
        message: `The selector "${selector.trim()}" depends on siblings, which conditions and loops change at run time; it is inlined as if all of them were present.`,
        hint: 'Give the element a class and choose the class in the template.',
        location: placeOfSelector(selector, context),
      });
    }
  }
}
