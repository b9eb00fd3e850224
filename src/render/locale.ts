import { RenderError } from '../errors.ts';
import { fallbackChain } from '../locale.ts';

export {
  directionOf,
  messageArgument,
  messageCount,
  messageDate,
  messageNumber,
  messageSelect,
} from '../locale.ts';

/** The locales of an artifact, by their names as written and in lower case. Built once per list. */
const indexes = new WeakMap<readonly string[], ReadonlyMap<string, string>>();

/**
 * The best available locale for what a reader asks for: RFC 4647 §3.4 lookup, `de-AT` → `de` → `fallback`,
 * without regard to case. A preference that no locale meets leads to the next one.
 *
 * @param requested a language tag, tags in order of preference, or the value of an Accept-Language header
 *   (`de-AT, de;q=0.9, en;q=0.5`).
 * @param available keep one array per artifact: its index is remembered by identity.
 * @throws RenderError LOCALE_INVALID for an ill-formed language tag.
 */
export function negotiate(
  requested: string | readonly string[],
  available: readonly string[],
  fallback: string,
): string {
  const index = indexOf(available);
  if (typeof requested === 'string') {
    const exact = index.get(requested);
    if (exact !== undefined) return exact;
  }
  for (const range of typeof requested === 'string' ? acceptLanguage(requested) : requested) {
    if (range === '*') return fallback;
    for (const tag of fallbackChain(canonical(range))) {
      const found = index.get(tag.toLowerCase());
      if (found !== undefined) return found;
    }
  }
  return fallback;
}

function indexOf(available: readonly string[]): ReadonlyMap<string, string> {
  let index = indexes.get(available);
  if (!index) {
    index = new Map(
      available.flatMap((locale) => [
        [locale.toLowerCase(), locale],
        [locale, locale],
      ]),
    );
    indexes.set(available, index);
  }
  return index;
}

/** Also turns retired tags into their successors (`iw` is `he`). */
function canonical(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0]!;
  } catch (cause) {
    throw invalid(tag, cause);
  }
}

/** Weight of RFC 9110 §12.4.2, at most three decimals. */
const QUALITY = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i;

/** The ranges of an Accept-Language header (RFC 9110 §12.5.4), best first, without those of weight 0. */
function acceptLanguage(header: string): readonly string[] {
  if (!/[,;]/.test(header)) return [header.trim()];
  return header
    .split(',')
    .map((element) => element.trim())
    .filter((element) => element !== '')
    .map((element) => {
      const [range = '', weight = 'q=1', ...rest] = element.split(';').map((part) => part.trim());
      const quality = rest.length === 0 ? QUALITY.exec(weight)?.[1] : undefined;
      if (quality === undefined) throw invalid(element);
      return { range, quality: Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ range }) => range);
}

function invalid(tag: string, cause?: unknown): RenderError {
  return new RenderError({
    code: 'LOCALE_INVALID',
    message: `${JSON.stringify(tag.slice(0, 80))} is not a language tag.`,
    hint: 'Give a BCP 47 tag such as de, de-AT or zh-Hant: hyphens, not underscores.',
    cause,
  });
}
