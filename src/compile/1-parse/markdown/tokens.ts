import type { Token, Tokens } from 'marked';
import {
  binary,
  call,
  conditional,
  type Expression,
  lambda,
  literal,
  logical,
  member,
} from '../../expression.ts';
import type { Marks } from '../marks.ts';

/**
 * What Markdown's own tokens need for control flow: a list around the items that a loop makes instead of a
 * loop around lists, and classes on links.
 */
export function arrange(tokens: readonly Token[], marks: Marks): Token[] {
  const children = tokens.filter(({ type }) => type !== 'space').map((token) => arrangeInside(token, marks));
  return joinLists(withClasses(children), marks);
}

function arrangeInside(token: Token, marks: Marks): Token {
  if (token.type === 'list') {
    const list = token as Tokens.List;
    return { ...list, items: list.items.map((item) => ({ ...item, tokens: arrange(item.tokens, marks) })) };
  }
  if (token.type === 'table') {
    const table = token as Tokens.Table;
    const cell = (one: Tokens.TableCell): Tokens.TableCell => ({
      ...one,
      tokens: arrange(one.tokens, marks),
    });
    return { ...table, header: table.header.map(cell), rows: table.rows.map((row) => row.map(cell)) };
  }
  const inner = (token as Tokens.Generic).tokens;
  return inner ? { ...token, tokens: arrange(inner, marks) } : token;
}

const CLASSES = /^\{((?:\s*\.[\w-]+)+)\s*\}/;

/** `[Label](url){.button}`: the class that follows a link. */
function withClasses(tokens: readonly Token[]): readonly Token[] {
  return tokens.map((token, position) => {
    const before = tokens[position - 1];
    const after = tokens[position + 1];
    const given =
      token.type === 'link' && after?.type === 'text' ? CLASSES.exec((after as Tokens.Text).text) : null;
    if (given) return { ...token, classes: given[1]!.replaceAll('.', ' ').trim().split(/\s+/).join(' ') };
    const taken =
      token.type === 'text' && before?.type === 'link' ? CLASSES.exec((token as Tokens.Text).text) : null;
    if (!taken) return token;
    return {
      ...token,
      raw: token.raw.replace(CLASSES, ''),
      text: (token as Tokens.Text).text.replace(CLASSES, ''),
    };
  });
}

const CONTROL = /^\s*<!--((?:\uE000[woel]\d+\uE001)+)-->\s*$/;

/** The block tokens that an HTML comment carries (see lines.ts). */
export const controlOf = (text: string): string | undefined => CONTROL.exec(text)?.[1];

/** A list item that is no item but the tokens between items. */
export const isControlItem = (item: Tokens.ListItem): boolean => 'control' in item;

type Part = Block | { readonly kind: 'token'; readonly token: Token };

interface Block {
  readonly kind: 'block';
  readonly letter: string;
  readonly number: number;
  readonly open: string;
  readonly then: Part[];
  otherwise: { readonly token: string; readonly parts: Part[] } | undefined;
  close: string;
}

function joinLists(tokens: readonly Token[], marks: Marks): Token[] {
  const parts = partsOf(tokens);
  return parts ? join(parts, marks) : [...tokens];
}

/** Undefined where blocks are not closed among these tokens; the parser of HTML will refuse that. */
function partsOf(tokens: readonly Token[]): readonly Part[] | undefined {
  const top: Part[] = [];
  const open: Block[] = [];
  const current = (): Part[] => {
    const block = open.at(-1);
    return block ? (block.otherwise?.parts ?? block.then) : top;
  };
  for (const token of tokens) {
    const control = token.type === 'html' ? controlOf((token as Tokens.HTML).text) : undefined;
    if (control === undefined) {
      current().push({ kind: 'token', token });
      continue;
    }
    for (const [text, letter, digits] of control.matchAll(/\uE000([woel])(\d+)\uE001/g)) {
      const number = Number(digits);
      const block = open.at(-1);
      if (letter === 'w' || letter === 'l') {
        const opened: Block = {
          kind: 'block',
          letter,
          number,
          open: text,
          then: [],
          otherwise: undefined,
          close: '',
        };
        current().push(opened);
        open.push(opened);
      } else if (block?.number !== number) {
        return undefined;
      } else if (letter === 'o') {
        block.otherwise = { token: text, parts: [] };
      } else {
        block.close = text;
        open.pop();
      }
    }
  }
  return open.length === 0 ? top : undefined;
}

function join(parts: readonly Part[], marks: Marks): Token[] {
  const result: Token[] = [];
  for (let start = 0; start < parts.length;) {
    const kind = listKind(parts[start]!);
    let end = start + 1;
    if (kind !== undefined) while (end < parts.length && listKind(parts[end]!) === kind) end += 1;
    const run = parts.slice(start, end);
    const isMixed = kind !== undefined && run.length > 1 && run.some((part) => part.kind === 'block');
    result.push(...(isMixed ? guardedList(run, marks) : run.flatMap((part) => single(part, marks))));
    start = end;
  }
  return result;
}

function single(part: Part, marks: Marks): readonly Token[] {
  if (part.kind === 'token') return [part.token];
  if (part.letter === 'l' && listKind(part) !== undefined) return guardedList([part], marks);
  const rest = part.otherwise ? [control(part.otherwise.token), ...join(part.otherwise.parts, marks)] : [];
  return [control(part.open), ...join(part.then, marks), ...rest, control(part.close)];
}

/** One list whose items loops and conditions make, and none where they make no item. */
function guardedList(run: readonly Part[], marks: Marks): readonly Token[] {
  const test = hasItems(run, marks);
  if (isAlways(test)) return [oneList(run)];
  const some = marks.when(test);
  return [control(some.open), oneList(run), control(some.close)];
}

/** Whether parts that consist of lists print any item: a literal or a test. */
function hasItems(parts: readonly Part[], marks: Marks): Expression {
  const tests = parts
    .map((part) => (part.kind === 'token' ? literal(true) : blockHasItems(part, marks)))
    .filter((test) => test.kind !== 'literal' || test.value === true);
  const [first = literal(false), ...more] = tests;
  return tests.find(isAlways) ?? more.reduce((one, other) => logical('||', one, other), first);
}

const isAlways = (test: Expression): boolean => test.kind === 'literal' && test.value === true;

function blockHasItems(block: Block, marks: Marks): Expression {
  const mark = marks.get(block.number);
  const inside = hasItems(block.then, marks);
  if (mark.kind === 'each') {
    if (isAlways(inside)) return binary('>', member(mark.list, 'length'), literal(0));
    return call(member(mark.list, 'some'), [lambda([mark.item, mark.index], inside)]);
  }
  if (mark.kind !== 'when') throw new TypeError('A slot opens no block.');
  const otherwise = hasItems(block.otherwise?.parts ?? [], marks);
  return isAlways(inside) && isAlways(otherwise) ? inside : conditional(mark.test, inside, otherwise);
}

/** `ul` or `ol` where a part consists of such lists only. */
function listKind(part: Part): 'ul' | 'ol' | undefined {
  if (part.kind === 'token') {
    if (part.token.type !== 'list') return undefined;
    return (part.token as Tokens.List).ordered ? 'ol' : 'ul';
  }
  const kinds = new Set([...part.then, ...(part.otherwise?.parts ?? [])].map(listKind));
  return kinds.size === 1 ? [...kinds][0] : undefined;
}

function oneList(run: readonly Part[]): Tokens.List {
  const lists = run.flatMap(listsIn);
  const loose = lists.some((list) => list.loose);
  const items = run.flatMap(itemsIn);
  return { ...lists[0]!, loose, items: loose ? items.map(loosened) : items };
}

/** Where one item of a list holds paragraphs, all of them do. */
const loosened = (item: Tokens.ListItem): Tokens.ListItem => ({
  ...item,
  loose: true,
  tokens: item.tokens.map((token) => (token.type === 'text' ? { ...token, type: 'paragraph' } : token)),
});

const listsIn = (part: Part): readonly Tokens.List[] =>
  part.kind === 'token'
    ? [part.token as Tokens.List]
    : [...part.then, ...(part.otherwise?.parts ?? [])].flatMap(listsIn);

function itemsIn(part: Part): readonly Tokens.ListItem[] {
  if (part.kind === 'token') return (part.token as Tokens.List).items;
  const rest = part.otherwise
    ? [controlItem(part.otherwise.token), ...part.otherwise.parts.flatMap(itemsIn)]
    : [];
  return [controlItem(part.open), ...part.then.flatMap(itemsIn), ...rest, controlItem(part.close)];
}

const controlItem = (text: string): Tokens.ListItem =>
  ({
    type: 'list_item',
    raw: text,
    text,
    task: false,
    loose: false,
    tokens: [],
    control: true,
  }) as Tokens.ListItem;

const control = (text: string): Tokens.HTML => ({
  type: 'html',
  raw: text,
  text: `<!--${text}-->`,
  pre: false,
  block: true,
});
