import { decodeReferences } from './text-references.ts';

/** The part of the text writer that HTML known only at run time needs. */
export interface HtmlSink {
  verbatim(text: string): void;
  text(text: string): void;
  block(lines: number): void;
  lineBreak(): void;
  rule(): void;
  bullets(): void;
  numbers(start: string): void;
  listEnd(): void;
  item(): void;
  indent(first: string, rest: string): void;
  outdent(): void;
  space(space: string): void;
  linkStart(): void;
  linkEnd(href: string, button: boolean): void;
  image(alt: string): void;
}

const BLOCKS = new Map<string, number>();
for (const name of 'p h1 h2 h3 h4 h5 h6 ul ol dl blockquote pre table hr figure'.split(' '))
  BLOCKS.set(name, 2);
for (const name of 'div li tr dt dd section article header footer main nav aside address center form fieldset caption thead tbody tfoot'.split(
  ' ',
)) {
  BLOCKS.set(name, 1);
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
export function writeHtml(sink: HtmlSink, html: string): void {
  const open: Open[] = [];
  let position = 0;
  while (position < html.length) {
    const start = html.indexOf('<', position);
    const text = start < 0 ? html.slice(position) : html.slice(position, start);
    if (text !== '') sink.verbatim(decodeReferences(text));
    if (start < 0) break;
    const next = html.charAt(start + 1);
    if (html.startsWith('<!--', start)) {
      position = after(html, '-->', start + 4);
    } else if (/[a-z/!?]/i.test(next)) {
      const end = tagEnd(html, start + 1);
      position = writeTag(sink, html, html.slice(start + 1, end), end + 1, open);
    } else {
      sink.verbatim('<');
      position = start + 1;
    }
  }
  while (open.length > 0) close(sink, open.pop() as Open);
}

/** Gives where to read on. */
function writeTag(sink: HtmlSink, html: string, tag: string, end: number, open: Open[]): number {
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
      do close(sink, (element = open.pop() as Open));
      while (element.name !== name);
    }
    if (margin) sink.block(margin);
    return end;
  }
  if (margin) sink.block(margin);
  if (name === 'li') closeItem(sink, open);
  if (NESTING.has(name) && open.length < DEEPEST) {
    const element = { name, href: attributeOf(tag, 'href') };
    open.push(element);
    begin(sink, element, tag);
  } else if (name === 'br') {
    sink.lineBreak();
  } else if (name === 'hr') {
    sink.rule();
    sink.block(2);
  } else if (name === 'td' || name === 'th') {
    sink.space('  ');
  } else if (name === 'img') {
    sink.image(attributeOf(tag, 'alt'));
  }
  return end;
}

/** The end tag of an item may be left out. */
function closeItem(sink: HtmlSink, open: Open[]): void {
  const innermost = open.findLastIndex(({ name }) => name === 'li' || name === 'ul' || name === 'ol');
  if (open[innermost]?.name !== 'li') return;
  while (open.length > innermost) close(sink, open.pop() as Open);
}

function begin(sink: HtmlSink, { name }: Open, tag: string): void {
  if (name === 'ul') sink.bullets();
  else if (name === 'ol') sink.numbers(attributeOf(tag, 'start'));
  else if (name === 'li') sink.item();
  else if (name === 'a') sink.linkStart();
  else sink.indent('> ', '> ');
}

function close(sink: HtmlSink, { name, href }: Open): void {
  if (name === 'ul' || name === 'ol') sink.listEnd();
  else if (name === 'a') sink.linkEnd(href, false);
  else sink.outdent();
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
