import {
  type CssNode,
  findAll,
  ident,
  type PseudoClassSelector,
  type Raw,
  type Selector as SelectorNode,
  type SelectorList,
} from 'css-tree';
import { isForClients } from './clients.ts';
import { parseSelectorList } from './syntax.ts';

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
  | { readonly kind: 'live' };

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
  /** None where it means something that a mail program adds, or is not understood. */
  readonly compounds: readonly Compound[];
  readonly specificity: Specificity;
  /** Whether a mail program has to decide, so that the rule must stay in the style sheet. */
  readonly isLive: boolean;
}

/** Ids, classes, types (Selectors 4 §17). */
export type Specificity = readonly [ids: number, classes: number, types: number];

interface Parsed {
  readonly text: string;
  /** Undefined where a browser would not understand it either. */
  readonly node: SelectorNode | undefined;
}

/** The head of a rule in a style sheet, which itself may stand in a rule for `parents`. */
export function parseSelectors(
  head: SelectorList | Raw,
  sheet: string,
  parents: readonly Selector[],
): readonly Selector[] {
  const found = head.type === 'Raw' ? mendedList(head.value) : partsOf(head, sheet);
  const all = parents.length === 0 ? found : found.flatMap((one) => parseList(nest(one, parents)));
  return all.map(selectorOf);
}

const partsOf = ({ children }: SelectorList, source: string): readonly Parsed[] =>
  [...children].map((node) => {
    const { start, end } = node.loc!;
    return { text: source.slice(start.offset, end.offset).trim(), node: node as SelectorNode };
  });

function parseList(source: string): readonly Parsed[] {
  const list = parseSelectorList(source);
  return list ? partsOf(list, source) : [{ text: source.trim(), node: undefined }];
}

/** Of a list with a fault, what is between its commas counts by itself. Before it are leftovers of other faults. */
function mendedList(source: string): readonly Parsed[] {
  const list = source.replace(/^[^"'()[\]]*[;}]\s*/, '');
  const whole = parseSelectorList(list);
  if (whole) return partsOf(whole, list);
  const parts = list.split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '').map((text) => ({ text, node: parseList(mend(text))[0]?.node }));
}

/** Old templates have `td[width=600]` and `.3rd`, which mean what they say to many programs. */
const mend = (text: string): string =>
  text.includes('&')
    ? text
    : text
        .replaceAll(/=\s*([^\s"'\]]+)(?=\s*\])/g, '="$1"')
        .replaceAll(/\.(\d)(?![^[]*\])/g, String.raw`.\3$1 `);

/** `&` is the rule around, and stands before where it is not written, or where a combinator comes first. */
function nest({ text, node }: Parsed, parents: readonly Selector[]): string {
  const around = parents.map((parent) => parent.text).join(', ');
  const start = node?.loc?.start.offset ?? 0;
  const marks = node ? findAll(node, ({ type }) => type === 'NestingSelector') : [];
  const places = marks.map(({ loc }) => loc!.start.offset - start);
  const isRelative = places.length === 0 || /^[>+~]/.test(text);
  // As text where it means the same there: older programs know no `:is`.
  const isText = (at: number): boolean =>
    parents.length === 1 &&
    (at === 0 || (parents[0]!.compounds.length === 1 && /[\s>+~(,]/.test(text[at - 1]!))) &&
    !/^[-\w\\\u0080-\uFFFF]/.test(text.slice(at + 1));
  const whole = places.reduceRight(
    (all, at) => all.slice(0, at) + (isText(at) ? around : `:is(${around})`) + all.slice(at + 1),
    text,
  );
  return isRelative ? `${parents.length === 1 ? around : `:is(${around})`} ${whole}` : whole;
}

function selectorOf({ text, node }: Parsed): Selector {
  const compounds = node && !isForClients(text) ? compoundsOf(node) : undefined;
  if (!compounds) return { text, compounds: [], specificity: [0, 0, 0], isLive: true };
  const simples = compounds.flatMap((compound) => compound.simples);
  return { text, compounds, specificity: sum(simples.map(specificityOf)), isLive: simples.some(isLive) };
}

const isLive = (simple: Simple): boolean =>
  simple.kind === 'live' || (simple.kind === 'any' && simple.selectors.some((inner) => inner.isLive));

function compoundsOf({ children }: SelectorNode): readonly Compound[] | undefined {
  const compounds: Compound[] = [];
  let before: CssNode | undefined;
  let all: Simple[] = [];
  for (const node of children) {
    const isFirst = before === undefined || before.type === 'Combinator';
    if (node.type === 'Combinator') {
      if (isFirst || !/^[ >+~]$/.test(node.name)) return undefined;
    } else {
      const simples = simplesOf(node);
      // A type comes first.
      if (!simples || (node.type === 'TypeSelector' && !isFirst)) return undefined;
      if (isFirst) {
        all = [];
        const combinator = before?.type === 'Combinator' ? before.name : undefined;
        compounds.push({ combinator: combinator as Compound['combinator'], simples: all });
      }
      all.push(...simples);
    }
    before = node;
  }
  return before?.type === 'Combinator' ? undefined : compounds;
}

/** Undefined for what no mail program knows. */
function simplesOf(node: CssNode): readonly Simple[] | undefined {
  switch (node.type) {
    case 'TypeSelector':
      if (node.name === '*') return [];
      return node.name.includes('|') ? undefined : [{ kind: 'tag', name: node.name.toLowerCase() }];
    case 'ClassSelector':
      return [{ kind: 'class', name: ident.decode(node.name) }];
    case 'IdSelector':
      return [{ kind: 'id', name: ident.decode(node.name) }];
    case 'AttributeSelector': {
      const { matcher, value, flags } = node;
      const text = value?.type === 'String' ? value.value : ident.decode(value?.name ?? '');
      const name = ident.decode(node.name.name).toLowerCase();
      const ignoreCase = flags?.toLowerCase() === 'i';
      return [{ kind: 'attribute', name, operator: matcher ?? undefined, value: text, ignoreCase }];
    }
    case 'PseudoClassSelector':
      return pseudoClass(node);
    case 'PseudoElementSelector':
      return [{ kind: 'live' }];
    default:
      return undefined;
  }
}

const LIVE: readonly Simple[] = [{ kind: 'live' }];

function pseudoClass({ name: written, children }: PseudoClassSelector): readonly Simple[] {
  const name = written.toLowerCase();
  const [, which, last, kind] = /^(?:(first|last|only)|nth-(last-)?)-?(child|of-type)$/.exec(name) ?? [];
  const position = (nth: Nth, fromEnd: boolean): Simple => ({
    kind: 'nth',
    nth,
    ofType: kind === 'of-type',
    fromEnd,
  });
  if (!children) {
    if (name === 'root' || name === 'empty') return [{ kind: name }];
    if (which === 'only') return [both(position(FIRST, false), position(FIRST, true))];
    return which ? [position(FIRST, which === 'last')] : LIVE;
  }
  const argument = children.first;
  if (name === 'not' || name === 'is' || name === 'where') {
    const inner = argument?.type === 'SelectorList' ? [...argument.children] : [];
    const selectors = inner.map((node) => selectorOf({ text: '', node: node as SelectorNode }));
    return [{ kind: 'any', name, selectors }];
  }
  if (argument?.type !== 'Nth' || argument.selector) return LIVE;
  const { nth } = argument;
  if (nth.type === 'AnPlusB')
    return [position({ step: Number(nth.a ?? 0), offset: Number(nth.b ?? 0) }, last !== undefined)];
  const isEven = nth.name.toLowerCase() === 'even';
  return [position({ step: 2, offset: isEven ? 0 : 1 }, last !== undefined)];
}

const FIRST: Nth = { step: 0, offset: 1 };

/** `:only-child` is the first and the last. It counts once. */
function both(...simples: readonly Simple[]): Simple {
  const compounds = [{ combinator: undefined, simples }];
  return {
    kind: 'any',
    name: 'is',
    selectors: [{ text: '', compounds, specificity: [0, 1, 0], isLive: false }],
  };
}

function specificityOf(simple: Simple): Specificity {
  switch (simple.kind) {
    case 'id':
      return [1, 0, 0];
    case 'tag':
      return [0, 0, 1];
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

/** Whether it is about a class somewhere. */
export const namesClass = ({ compounds }: Selector): boolean =>
  compounds.some(({ simples }) =>
    simples.some(
      (simple) => simple.kind === 'class' || (simple.kind === 'any' && simple.selectors.some(namesClass)),
    ),
  );
