/** Names, each followed by its character. */
const NAMES =
  'amp&lt<gt>quot"apos\'hellip…trade™ndash–mdash—lsquo‘rsquo’sbquo‚ldquo“rdquo”bdquo„lsaquo‹rsaquo›' +
  'bull•euro€larr←rarr→uarr↑darr↓minus−check✓ensp\u2002emsp\u2003thinsp\u2009zwnj\u200Czwj\u200D' +
  'lrm\u200Erlm\u200Fnbsp\u00A0iexcl¡cent¢pound£curren¤yen¥brvbar¦sect§uml¨copy©ordfªlaquo«not¬' +
  'shy\u00ADreg®macr¯deg°plusmn±sup2²sup3³acute´microµpara¶middot·cedil¸sup1¹ordmºraquo»frac14¼frac12½' +
  'frac34¾iquest¿AEligÆETHÐtimes×OslashØTHORNÞszligßaeligæethðdivide÷oslashøthornþ';

const NAMED = /* @__PURE__ */ readNames(NAMES);

function readNames(names: string): ReadonlyMap<string, string> {
  const found = names.matchAll(/([a-zA-Z]+\d*)([^a-zA-Z\d])/g);
  return new Map(Array.from(found, ([, name, character]) => [name as string, character as string]));
}

const ACCENTED = /^([a-zA-Z])(grave|acute|circ|tilde|uml|ring|cedil)$/;
const ACCENTS: Readonly<Record<string, string>> = {
  grave: '\u0300',
  acute: '\u0301',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  ring: '\u030A',
  cedil: '\u0327',
};

/** The letters of Latin-1 with an accent (`&eacute;`), whose names say what they are made of. */
function accented(name: string): string | undefined {
  const [, letter = '', accent = ''] = ACCENTED.exec(name) ?? [];
  const composed = (letter + ACCENTS[accent]).normalize('NFC');
  return composed >= '\xC0' && composed <= '\xFF' ? composed : undefined;
}

const REFERENCE = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z][a-zA-Z\d]{1,7}));?/g;

/** Decodes numeric character references and the names that people use; others stay as they are. */
export function decodeReferences(source: string): string {
  if (!source.includes('&')) return source;
  return source.replace(REFERENCE, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) return whole.endsWith(';') ? (NAMED.get(name) ?? accented(name) ?? whole) : whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal as string, 16) : Number(decimal);
    const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return valid ? String.fromCodePoint(code) : '\uFFFD';
  });
}
