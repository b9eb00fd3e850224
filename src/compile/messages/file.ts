import type { Location } from '../../errors.ts';
import { Refusal } from '../diagnostics.ts';

/** A message as a translator wrote it. */
export interface MessageSource {
  readonly key: string;
  readonly text: string;
  readonly file: string;
  /** The place in the file of a UTF-16 offset into `text`. */
  locate(offset: number): Location;
}

const SPACE = /[ \t\n\r]*/y;
/** A JSON string (RFC 8259 §7) up to its closing quote. */
// oxlint-disable-next-line no-control-regex
const STRING_HEAD = /"[^"\\\u0000-\u001F]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\u0000-\u001F]*)*/y;
const DEEPEST = 100;

/**
 * Reads a locale file: a JSON object of messages, nested objects flattened to dotted keys. Not JSON.parse,
 * because that keeps no places, takes the last of two equal keys in silence, and some of its errors name no line.
 *
 * @throws Refusal LOCALE_FILE_INVALID
 */
export function readMessages(source: string, file: string): ReadonlyMap<string, MessageSource> {
  const messages = new Map<string, MessageSource>();
  let at = 0;

  const fail = (message: string, hint: string, offset: number = at): never => {
    throw new Refusal({ code: 'LOCALE_FILE_INVALID', message, hint, location: place(source, offset, file) });
  };

  /** The next character that is not white space; empty at the end. */
  const peek = (): string => {
    SPACE.lastIndex = at;
    SPACE.exec(source);
    at = SPACE.lastIndex;
    return source.charAt(at);
  };

  const expect = (character: string, after: string): void => {
    const found = peek();
    if (found !== character) fail(`Expected ${character} ${after}, found ${name(found)}.`, 'Mend the JSON.');
    at += 1;
  };

  const readString = (): string => {
    STRING_HEAD.lastIndex = at;
    const head = STRING_HEAD.exec(source)![0];
    const end = at + head.length;
    if (source.charAt(end) !== '"') {
      const hint = 'Close the string on its line; write a line break as \\n and a backslash as \\\\.';
      fail('This string does not end, or holds a control character or an unknown escape.', hint, end);
    }
    const text = JSON.parse(`${head}"`) as string;
    // U+E000 and U+E001 mark slots while a template is compiled; a lone surrogate has no UTF-8 form.
    if (/[\uE000\uE001]/.test(text) || !text.isWellFormed()) {
      fail('This string holds U+E000, U+E001 or half a surrogate pair.', 'Remove the character.');
    }
    at = end + 1;
    return text;
  };

  const readObject = (prefix: string, depth: number): void => {
    if (depth > DEEPEST) fail(`Objects are nested more than ${DEEPEST} deep.`, 'Flatten the keys.');
    at += 1;
    const names = new Set<string>();
    if (peek() === '}') {
      at += 1;
      return;
    }
    for (;;) {
      if (peek() !== '"') {
        const hint = 'Write keys in double quotes; no comma behind the last entry, no comments.';
        fail(`Expected a key in double quotes, found ${name(peek())}.`, hint);
      }
      const keyAt = at;
      const own = readString();
      const key = prefix + own;
      if (names.has(own) || messages.has(key)) {
        fail(`The key "${key}" stands twice in this file.`, 'Keep one of the two.', keyAt);
      }
      names.add(own);
      expect(':', 'behind a key');
      readValue(key, depth);
      if (peek() === '}') break;
      expect(',', 'or } behind an entry');
    }
    at += 1;
  };

  const readValue = (key: string, depth: number): void => {
    const first = peek();
    if (first === '{') return readObject(`${key}.`, depth + 1);
    if (first !== '"') {
      fail(`The value of "${key}" is neither a text nor an object.`, 'Write every message as a JSON string.');
    }
    const start = at + 1;
    const text = readString();
    const locate = (offset: number): Location => place(source, sourceOffset(source, start, offset), file);
    messages.set(key, Object.freeze({ key, text, file, locate }));
  };

  if (peek() === '') fail('The file is empty.', 'Write {} if there are no messages yet.');
  if (peek() !== '{') fail('A locale file must hold one JSON object.', 'Write { "key": "message", … }.');
  readObject('', 1);
  if (peek() !== '') fail(`Expected the end of the file, found ${peek()}.`, 'Keep one object per file.');
  return messages;
}

const name = (character: string): string => (character === '' ? 'the end of the file' : character);

/** Where the `count`th UTF-16 unit of a JSON string stands in the source. */
function sourceOffset(source: string, start: number, count: number): number {
  let offset = start;
  for (let unit = 0; unit < count; unit += 1) {
    if (source[offset] !== '\\') offset += 1;
    else offset += source[offset + 1] === 'u' ? 6 : 2;
  }
  return offset;
}

function place(source: string, offset: number, file: string): Location {
  const before = source.slice(0, offset).split('\n');
  return { file, line: before.length, column: before.at(-1)!.length + 1 };
}
