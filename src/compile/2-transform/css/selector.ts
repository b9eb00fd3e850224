import { endOf, splitTop } from './sheet.ts';

export type Simple =
  | { readonly kind: 'tag' | 'class' | 'id'; readonly name: string }
  | {
      readonly kind: 'attribute';
      readonly name: string;
      /** Undefined: the attribute is there. */
      readonly operator: string | undefined;
      readonly value: string;
      readonly ignoreCase: boolean;
    }
  | { readonly kind: 'any'; readonly name: 'not' | 'is' | 'where'; readonly selectors: readonly Selector[] }
  | { readonly kind: 'nth'; readonly nth: Nth; readonly ofType: boolean; readonly fromEnd: boolean }
  | { readonly kind: 'root' | 'empty' }
  /** What only a mail program knows: `:hover`, `::before`. */
  | { readonly kind: 'live'; readonly name: string };

/** Positions `step · n + offset`, n = 0, 1, 2 …, the first being 1. */
export interface Nth {
  readonly step: number;
  readonly offset: number;
}

export interface Compound {
  /** What joins it to the compound before it. */
  readonly combinator: ' ' | '>' | '+' | '~' | undefined;
  readonly simples: readonly Simple[];
}

/** Selectors Level 4, as far as what it matches can be known before a mail is opened. */
export interface Selector {
  readonly text: string;
  readonly compounds: readonly Compound[];
  readonly specificity: Specificity;
  /** Whether a mail program has to decide, so that the rule must stay in the style sheet. */
  readonly isLive: boolean;
}

/** Ids, classes, types (Selectors 4 §17). */
export type Specificity = readonly [ids: number, classes: number, types: number];

const IDENTIFIER = /^(?:\\[^]|[-\w\u0080-\uFFFF])+/;
const ATTRIBUTE =
  /^\[\s*((?:\\[^]|[-\w:|])+)\s*(?:([~|^$*]?=)\s*("(?:\\[^]|[^"])*"|'(?:\\[^]|[^'])*'|[^\]\s]+)\s*([iIsS])?\s*)?\]/;

/** Undefined where a browser would not understand it either. */
export function parseSelector(text: string): Selector | undefined {
  const compounds: Compound[] = [];
  let rest = text.trim();
  let combinator: Compound['combinator'];
  while (rest !== '') {
    const [simples, length] = parseCompound(rest);
    if (length === 0) return undefined;
    compounds.push({ combinator, simples });
    rest = rest.slice(length);
    const [separator = ''] = /^\s*[>+~]?\s*/.exec(rest) ?? [];
    rest = rest.slice(separator.length);
    if (rest !== '' && separator === '') return undefined;
    combinator = (separator.trim() || ' ') as Compound['combinator'];
    if (rest === '' && separator.trim() !== '') return undefined;
  }
  if (compounds.length === 0) return undefined;
  const simples = compounds.flatMap((compound) => compound.simples);
  return { text, compounds, specificity: sum(simples.map(specificityOf)), isLive: simples.some(isLive) };
}

const isLive = (simple: Simple): boolean =>
  simple.kind === 'live' || (simple.kind === 'any' && simple.selectors.some((inner) => inner.isLive));

function parseCompound(source: string): readonly [simples: readonly Simple[], length: number] {
  const simples: Simple[] = [];
  let at = 0;
  while (at < source.length) {
    const found = parseSimple(source.slice(at));
    if (!found) break;
    const [simple, length] = found;
    if (simple) simples.push(simple);
    at += length;
  }
  return [simples, at];
}

type Found = readonly [simple: Simple | undefined, length: number];

function parseSimple(source: string): Found | undefined {
  const first = source[0]!;
  if (first === '*') return [undefined, 1];
  if (first === '[') return parseAttribute(source);
  if (first === ':') return parsePseudo(source);
  const prefix = first === '.' || first === '#' ? 1 : 0;
  const [name] = IDENTIFIER.exec(source.slice(prefix)) ?? [];
  if (name === undefined) return undefined;
  const kind = first === '.' ? 'class' : first === '#' ? 'id' : 'tag';
  return [{ kind, name: kind === 'tag' ? name.toLowerCase() : unescape(name) }, prefix + name.length];
}

/** CSS escapes: `sm\:p-4`, `\31 0`. */
const unescape = (name: string): string =>
  name.replaceAll(/\\(?:([\da-f]{1,6})\s?|([^]))/gi, (_, code?: string, letter?: string) =>
    code === undefined ? letter! : String.fromCodePoint(Number.parseInt(code, 16)),
  );

function parseAttribute(source: string): Found | undefined {
  const [whole, name, operator, quoted = '', flag] = ATTRIBUTE.exec(source) ?? [];
  if (whole === undefined) return undefined;
  const value = unescape(/^["']/.test(quoted) ? quoted.slice(1, -1) : quoted);
  const ignoreCase = flag?.toLowerCase() === 'i';
  return [
    { kind: 'attribute', name: unescape(name!).toLowerCase(), operator, value, ignoreCase },
    whole.length,
  ];
}

const FIRST: Nth = { step: 0, offset: 1 };
const POSITIONS: Readonly<Record<string, readonly Simple[]>> = {
  'first-child': [{ kind: 'nth', nth: FIRST, ofType: false, fromEnd: false }],
  'last-child': [{ kind: 'nth', nth: FIRST, ofType: false, fromEnd: true }],
  'first-of-type': [{ kind: 'nth', nth: FIRST, ofType: true, fromEnd: false }],
  'last-of-type': [{ kind: 'nth', nth: FIRST, ofType: true, fromEnd: true }],
};

function parsePseudo(source: string): Found | undefined {
  const [head, colons = '', written = ''] = /^(::?)([-\w]+)/.exec(source) ?? [];
  if (head === undefined) return undefined;
  const name = written.toLowerCase();
  const hasArgument = source[head.length] === '(';
  const end = hasArgument ? endOf(source, head.length + 1, ')') : head.length;
  const argument = source.slice(head.length + 1, end);
  const length = hasArgument ? end + 1 : end;
  const live: Simple = { kind: 'live', name: colons + name };
  if (colons === '::') return [live, length];
  if (!hasArgument) {
    const [position] = POSITIONS[name] ?? [];
    if (position) return [position, length];
    if (name === 'only-child' || name === 'only-of-type') return [only(name === 'only-of-type'), length];
    return [name === 'root' || name === 'empty' ? { kind: name } : live, length];
  }
  if (name === 'not' || name === 'is' || name === 'where') {
    const selectors = splitTop(argument, ',').map(parseSelector);
    return selectors.includes(undefined)
      ? undefined
      : [{ kind: 'any', name, selectors: selectors as Selector[] }, length];
  }
  const [, fromEnd, kind] = /^nth-(last-)?(child|of-type)$/.exec(name) ?? [];
  const nth = kind === undefined ? undefined : parseNth(argument);
  if (!nth) return [live, length];
  return [{ kind: 'nth', nth, ofType: kind === 'of-type', fromEnd: fromEnd !== undefined }, length];
}

/** `:only-child` is the first and the last. It counts once. */
function only(ofType: boolean): Simple {
  const position = (fromEnd: boolean): Simple => ({ kind: 'nth', nth: FIRST, ofType, fromEnd });
  const compounds: readonly Compound[] = [
    { combinator: undefined, simples: [position(false), position(true)] },
  ];
  const selectors = [
    { text: ':only-child', compounds, specificity: [0, 1, 0] as Specificity, isLive: false },
  ];
  return { kind: 'any', name: 'is', selectors };
}

function parseNth(argument: string): Nth | undefined {
  const source = argument.replaceAll(/\s+/g, '').toLowerCase();
  if (source === 'even') return { step: 2, offset: 0 };
  if (source === 'odd') return { step: 2, offset: 1 };
  const [whole, step, offset] = /^(?:([+-]?\d*)n)?([+-]?\d+)?$/.exec(source) ?? [];
  if (!whole) return undefined;
  const number = (text: string | undefined): number =>
    text === undefined ? 0 : /\d/.test(text) ? Number(text) : text === '-' ? -1 : 1;
  return { step: number(step), offset: number(offset) };
}

function specificityOf(simple: Simple): Specificity {
  switch (simple.kind) {
    case 'id':
      return [1, 0, 0];
    case 'tag':
      return [0, 0, 1];
    case 'live':
      return simple.name.startsWith('::') ? [0, 0, 1] : [0, 1, 0];
    case 'any': {
      const most = simple.selectors.map(({ specificity }) => specificity).toSorted(compareSpecificity);
      return simple.name === 'where' ? [0, 0, 0] : (most.at(-1) ?? [0, 0, 0]);
    }
    default:
      return [0, 1, 0];
  }
}

export const compareSpecificity = (a: Specificity, b: Specificity): number =>
  a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

const sum = (all: readonly Specificity[]): Specificity =>
  all.reduce<Specificity>(([a, b, c], [x, y, z]) => [a + x, b + y, c + z], [0, 0, 0]);
