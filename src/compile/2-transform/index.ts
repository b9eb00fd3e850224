import type { Document } from '../document.ts';
import { declarations } from './declarations.ts';
import { factor } from './factor.ts';
import { minify } from './minify.ts';
import { inlineCss } from './inline-css.ts';
import type { Pass, PassContext } from './pass.ts';
import { resolveAssets } from './resolve-assets.ts';
import { simplify } from './simplify.ts';
import { splitSlots } from './split-slots.ts';

/**
 * The passes in their order. CSS first, because it works on text with tokens and decides which images styles show;
 * factoring before declarations, so that equal branches are still equal text.
 */
const PASSES: readonly Pass[] = [
  inlineCss,
  resolveAssets,
  simplify,
  splitSlots,
  minify,
  factor,
  declarations,
];

export async function transform(document: Document, context: PassContext): Promise<Document> {
  let result = document;
  for (const pass of PASSES) result = await pass(result, context);
  return result;
}
