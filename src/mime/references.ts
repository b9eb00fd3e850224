/**
 * Where HTML names its inline images: `cid:` in attributes that load something, in style attributes and in
 * `<style>`, inside conditional comments as well (RFC 2392). Text and other attributes are no references,
 * whatever they hold.
 */

/** One `cid:` reference: `html.slice(start, end)` is the name behind the colon as it is written there. */
export interface Reference {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** All references in the order in which they stand. One pass over the text. */
export const findReferences = (html: string): readonly Reference[] => {
  const references: Reference[] = [];
  if (!/cid:/i.test(html)) return references;
  let at = html.indexOf('<');
  while (at >= 0) {
    const isTag = /[a-z]/i.test(html[at + 1] ?? '');
    at = html.indexOf('<', isTag ? readTag(html, at + 1, references) : at + 1);
  }
  return references;
};

/** The HTML with each reference replaced for which `rename` has another name. */
export const renameReferences = (
  html: string,
  references: readonly Reference[],
  rename: (name: string) => string | undefined,
): string => {
  let result = '';
  let copied = 0;
  for (const { start, end, name } of references) {
    const renamed = rename(name);
    if (renamed === undefined) continue;
    result += html.slice(copied, start) + renamed;
    copied = end;
  }
  return result + html.slice(copied);
};

/**
 * The forms in which a name may be meant: as it stands, without character references, without
 * percent-encoding.
 */
export const readingsOf = (name: string): readonly string[] => {
  const plain = name.replace(
    /&(?:amp|quot|apos|lt|gt|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi,
    (whole, decimal, hexadecimal) => {
      const code = decimal ? Number(decimal) : hexadecimal ? parseInt(hexadecimal, 16) : undefined;
      if (code === undefined) return named[whole.toLowerCase()]!;
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
  try {
    return [name, plain, decodeURIComponent(plain)];
  } catch {
    return [name, plain];
  }
};

const named: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
  '&lt;': '<',
  '&gt;': '>',
};

const urlAttributes = /^(?:src|background|poster|data|xlink:href|lowsrc|dynsrc|o:href)$/i;
// <image href> of SVG, and style sheets; an <a href="cid:…"> loads nothing.
const hrefElements = /^(?:image|link|use)$/i;

/**
 * Reads a start tag whose name begins at `start`; gives the index behind it, and behind the content of a
 * <style>.
 */
const readTag = (html: string, start: number, references: Reference[]): number => {
  let at = skip(html, start, /[^\s/>]/);
  const element = html.slice(start, at);
  while (at < html.length) {
    at = skip(html, at, /[\s/]/);
    if (at >= html.length || html[at] === '>') break;
    const attributeEnd = skip(html, at, /[^\s/>=]/, 1);
    const attribute = html.slice(at, attributeEnd);
    at = skip(html, attributeEnd, /\s/);
    if (html[at] !== '=') continue;
    at = skip(html, at + 1, /\s/);
    const quote = html[at];
    const isQuoted = quote === '"' || quote === "'";
    const first = isQuoted ? at + 1 : at;
    const close = isQuoted ? html.indexOf(quote, first) : skip(html, first, /[^\s>]/);
    const end = close < 0 ? html.length : close;
    readAttribute(html, element, attribute, first, end, references);
    at = isQuoted ? end + 1 : end;
  }
  if (!/^style$/i.test(element)) return at;
  const close = html.slice(at).search(/<\/style/i);
  const end = close < 0 ? html.length : at + close;
  findInCss(html, at, end, references);
  return end;
};

const skip = (html: string, at: number, class_: RegExp, least: number = 0): number => {
  let index = at + least;
  while (index < html.length && class_.test(html[index]!)) index++;
  return index;
};

const readAttribute = (
  html: string,
  element: string,
  attribute: string,
  start: number,
  end: number,
  references: Reference[],
): void => {
  if (urlAttributes.test(attribute) || (/^href$/i.test(attribute) && hrefElements.test(element))) {
    const match = /^\s*cid:(.*?)\s*$/is.exec(html.slice(start, end));
    if (!match) return;
    const nameStart = start + match[0].search(/cid:/i) + 4;
    add(html, nameStart, nameStart + match[1]!.length, references);
  } else if (/^(?:image)?srcset$/i.test(attribute)) {
    findAll(html, start, end, /(?:^|[\s,])cid:([^\s,]+)/gi, references);
  } else if (/^style$/i.test(attribute)) {
    findInCss(html, start, end, references);
  }
};

const findInCss = (html: string, start: number, end: number, references: Reference[]): void =>
  findAll(
    html,
    start,
    end,
    /url\(\s*(?:&quot;|&apos;|&#0*3[49];|["']?)cid:((?:(?!&quot;|&apos;|&#0*3[49];)[^"')])*)/gi,
    references,
  );

/** `pattern` ends with its one group, the name. */
const findAll = (
  html: string,
  start: number,
  end: number,
  pattern: RegExp,
  references: Reference[],
): void => {
  for (const match of html.slice(start, end).matchAll(pattern)) {
    const nameEnd = start + match.index + match[0].length;
    add(html, nameEnd - match[1]!.length, nameEnd, references);
  }
};

const add = (html: string, start: number, end: number, references: Reference[]): void => {
  const name = html.slice(start, end).trimEnd();
  references.push({ start, end: start + name.length, name });
};
