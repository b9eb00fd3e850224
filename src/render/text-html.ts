import { textBullets, textIndent, textItem, textListEnd, textNumbers, textOutdent } from './text-list.ts';
import { decodeReferences } from './text-references.ts';
import type { TextWriter } from './text-writer.ts';

/** What starts a new line (1) or stands between blank lines (2). */
const BLOCKS = /* @__PURE__ */ linesByName(
  'div li tr dt dd section article header footer main nav aside address center form fieldset caption thead tbody tfoot',
  'p h1 h2 h3 h4 h5 h6 ul ol dl blockquote pre table hr figure',
);

function linesByName(...names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.flatMap((list, index) => list.split(' ').map((name) => [name, index + 1])));
}

const SKIPPED = new Set(['style', 'script', 'title', 'head', 'template']);
const NESTING = new Set(['ul', 'ol', 'li', 'blockquote', 'a']);

/** Deeper nesting is no text that anybody reads, only work. */
const DEEPEST = 32;

interface Open {
  readonly name: string;
  readonly href: string;
}

/**
 * Writes a value that is HTML (`{{{body}}}`, `dangerouslySetInnerHTML`): tags become line breaks, lists, quotes and
 * links, character references characters. Reads each character once; what was left open is closed at the end.
 */
export function writeHtml(writer: TextWriter, html: string): void {
  const open: Open[] = [];
  let position = 0;
  while (position < html.length) {
    const start = html.indexOf('<', position);
    const text = start < 0 ? html.slice(position) : html.slice(position, start);
    if (text !== '') writer.verbatim(decodeReferences(text));
    if (start < 0) break;
    const next = html.charAt(start + 1);
    if (html.startsWith('<!--', start)) {
      position = after(html, '-->', start + 4);
    } else if (/[a-z/!?]/i.test(next)) {
      const end = tagEnd(html, start + 1);
      position = writeTag(writer, html, html.slice(start + 1, end), end + 1, open);
    } else {
      writer.verbatim('<');
      position = start + 1;
    }
  }
  while (open.length > 0) close(writer, open.pop() as Open);
}

/** Gives where to read on. */
function writeTag(writer: TextWriter, html: string, tag: string, end: number, open: Open[]): number {
  const closing = tag.startsWith('/');
  const name = (/^[^\s/>]+/.exec(closing ? tag.slice(1) : tag)?.[0] ?? '').toLowerCase();
  if (SKIPPED.has(name) && !closing) {
    const endTag = new RegExp(`</${name}`, 'gi');
    endTag.lastIndex = end;
    return endTag.test(html) ? after(html, '>', endTag.lastIndex) : html.length;
  }
  const lines = BLOCKS.get(name);
  const nested = open.some((element) => element.name === 'li');
  const margin = nested && (name === 'ul' || name === 'ol') ? 1 : lines;
  if (closing) {
    if (open.some((element) => element.name === name)) {
      let element: Open;
      do close(writer, (element = open.pop() as Open));
      while (element.name !== name);
    }
    if (margin) writer.block(margin);
    return end;
  }
  if (margin) writer.block(margin);
  if (name === 'li') closeItem(writer, open);
  if (NESTING.has(name) && open.length < DEEPEST) {
    const element = { name, href: attributeOf(tag, 'href') };
    open.push(element);
    begin(writer, element, tag);
  } else if (name === 'br') {
    writer.lineBreak();
  } else if (name === 'hr') {
    writer.rule();
    writer.block(2);
  } else if (name === 'td' || name === 'th') {
    writer.space('  ');
  } else if (name === 'img') {
    writer.image(attributeOf(tag, 'alt'));
  }
  return end;
}

/** The end tag of an item may be left out. */
function closeItem(writer: TextWriter, open: Open[]): void {
  const innermost = open.findLastIndex(({ name }) => name === 'li' || name === 'ul' || name === 'ol');
  if (open[innermost]?.name !== 'li') return;
  while (open.length > innermost) close(writer, open.pop() as Open);
}

function begin(writer: TextWriter, { name }: Open, tag: string): void {
  if (name === 'ul') textBullets(writer);
  else if (name === 'ol') textNumbers(writer, attributeOf(tag, 'start'));
  else if (name === 'li') textItem(writer);
  else if (name === 'a') writer.linkStart();
  else textIndent(writer, '> ', '> ');
}

function close(writer: TextWriter, { name, href }: Open): void {
  if (name === 'ul' || name === 'ol') textListEnd(writer);
  else if (name === 'a') writer.linkEnd(href, false);
  else textOutdent(writer);
}

const after = (html: string, mark: string, from: number): number => {
  const index = html.indexOf(mark, from);
  return index < 0 ? html.length : index + mark.length;
};

/** The `>` that ends a tag, not one inside quotes. */
function tagEnd(html: string, from: number): number {
  let quote = '';
  for (let index = from; index < html.length; index++) {
    const character = html.charAt(index);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') {
      return index;
    } else if ((character === '"' || character === "'") && /[=\s]/.test(html.charAt(index - 1))) {
      quote = character;
    }
  }
  return html.length;
}

const ATTRIBUTE = /([^\s=/"'>]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g;

function attributeOf(tag: string, name: string): string {
  for (const [, key, double, single, plain] of tag.matchAll(ATTRIBUTE)) {
    if (key?.toLowerCase() === name) return decodeReferences(double ?? single ?? plain ?? '');
  }
  return '';
}
