/**
 * The number of columns that a text takes in a fixed-width font. Wide and Fullwidth characters take two (UAX #11), so
 * does an emoji sequence (UTS #51); marks, format characters and the vowels and finals of conjoining Hangul take none.
 */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  let last = 0;
  let joined = false;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    const plain = joined ? 0 : plainWidth(code);
    if (plain > 0) {
      last = plain;
      width += plain;
    } else if (code === ZERO_WIDTH_JOINER) {
      joined = last === 2;
    } else if (code === EMOJI_VARIATION) {
      // Asks for the picture instead of the sign: ☎ becomes wide.
      if (last === 1) width++;
      last = 2;
    } else if (joined || isModifier(code, last)) {
      joined = false;
    } else if (!MARK.test(character) && !(code >= 0x1160 && code <= 0x11ff)) {
      last = isWide(code, character) ? 2 : 1;
      width += last;
    }
  }
  return width;
}

/**
 * The width of most characters of Europe and East Asia, without the way through tables and regular expressions; 0 where
 * these must say.
 */
function plainWidth(code: number): 0 | 1 | 2 {
  // Latin up to the combining marks, without the soft hyphen; Greek; Cyrillic up to its marks; punctuation; currencies.
  if (code < 0x300) return code === SOFT_HYPHEN ? 0 : 1;
  if ((code >= 0x370 && code < 0x483) || (code >= 0x2010 && code <= 0x2027)) return 1;
  if (code >= 0x20a0 && code <= 0x20c0) return 1;
  // Han; Hangul syllables.
  return (code >= 0x4e00 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3) ? 2 : 0;
}

const SOFT_HYPHEN = 0xad;

// oxlint-disable-next-line no-control-regex -- ASCII is the range meant
const ASCII = /^[\u0000-\u007F]*$/;
const MARK = /[\p{Mn}\p{Me}\p{Cf}]/u;
const EMOJI = /\p{Emoji_Presentation}/u;
const ZERO_WIDTH_JOINER = 0x200d;
const EMOJI_VARIATION = 0xfe0f;

/** A skin tone behind an emoji is part of it. */
const isModifier = (code: number, last: number): boolean => code >= 0x1f3fb && code <= 0x1f3ff && last === 2;

/**
 * First and last code points of East_Asian_Width W and F, Unicode 17, joined over unassigned gaps. Wide characters
 * that are missing here have Emoji_Presentation, which the engine knows.
 */
const WIDE: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2630, 0x2637],
  [0x268a, 0x268f],
  [0x2e80, 0x303e],
  [0x3041, 0x3247],
  [0x3250, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x1b2fb],
  [0x1d300, 0x1d376],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

function isWide(code: number, character: string): boolean {
  if (code < 0x1100) return false;
  // Regional indicators come in pairs that show one flag.
  if (code >= 0x1f1e6 && code <= 0x1f1ff) return false;
  return WIDE.some(([first, last]) => code >= first && code <= last) || EMOJI.test(character);
}
