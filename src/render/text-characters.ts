/** What a UTF-16 code unit means to the text part. The compiler has the same table as regular expressions. */
export const VISIBLE = 0;
/** White space, that of HTML and every other narrow space: collapses to one space. */
export const SPACE = 1;
/** U+3000, the space of Chinese and Japanese text: wins over narrow ones beside it. */
export const WIDE_SPACE = 2;
/** U+200C and U+200D shape the letters they stand between; anywhere else they are padding. */
export const JOINER = 3;
/** Prints nothing: controls, soft hyphen, zero-width padding. */
export const NOTHING = 4;

export type CharacterKind = 0 | 1 | 2 | 3 | 4;

/** The kind of one UTF-16 code unit. */
export function kindOf(code: number): CharacterKind {
  if (code < 0x2000) {
    if (code > 0x20 && code < 0x7f) return VISIBLE;
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0x85 || code === 0xa0) return SPACE;
    if (code < 0xa0 || code === 0xad || code === 0x34f || code === 0x180e) return NOTHING;
    return code === 0x1680 ? SPACE : VISIBLE;
  }
  if (code < 0x2070) {
    if (code <= 0x200a || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f)
      return SPACE;
    if (code === 0x200c || code === 0x200d) return JOINER;
    return code === 0x200b || (code >= 0x2060 && code <= 0x2064) ? NOTHING : VISIBLE;
  }
  if (code === 0x3000) return WIDE_SPACE;
  return code === 0xfeff ? NOTHING : VISIBLE;
}

/** White space at an end or twice in a row, or one unit that is not VISIBLE; U+0020 aside, as `kindOf` has them. */
const UNCOLLAPSED =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class -- single characters are meant
  /^ | $| {2}|[\0-\x1F\x7F-\xA0\xAD\u034F\u1680\u180E\u2000-\u200D\u2028\u2029\u202F\u205F-\u2064\u3000\uFEFF]/;

/**
 * True when a text needs no collapsing: only visible characters with single spaces between them. By a pattern, because
 * a loop over a string slows down twofold once it has met strings of both widths.
 */
export const isCollapsed = (text: string): boolean => text !== '' && !UNCOLLAPSED.test(text);
