import { INLINED_FIRST } from '../../style-rules.ts';

/** One `name: value` of a rule or of a `style` attribute. */
export interface Declaration {
  /** Lower case, except for custom properties. */
  readonly name: string;
  /** Without `!important`. */
  readonly value: string;
  readonly important: boolean;
}

/** `a, b { … }`, nested rules already taken apart. */
export interface StyleRule {
  readonly kind: 'rule';
  /** The selectors between the commas. */
  readonly selectors: readonly string[];
  readonly declarations: readonly Declaration[];
  /** Whether it weighs as much as a `style` attribute. */
  readonly isFirst: boolean;
}

/** `@media … { … }`, `@import …;`, `@font-face { … }`. */
export interface AtRule {
  readonly kind: 'at';
  /** Lower case, without the `@`. */
  readonly name: string;
  readonly prelude: string;
  /** The rules inside, where there can be any. */
  readonly nodes: readonly SheetNode[] | undefined;
  /** What stands between the braces of any other at-rule; undefined where there are none. */
  readonly body: string | undefined;
}

export type SheetNode = StyleRule | AtRule;

/** At-rules that hold rules; what others hold is kept as it is. */
const GROUPS = new Set(
  ['media', 'supports', 'container', 'layer', 'scope', 'starting-style', 'document', '-moz-document'].concat(
    INLINED_FIRST,
  ),
);

const COMMENT = /("(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*')|\/\*[^]*?(?:\*\/|$)|<!--|-->/g;

/**
 * CSS → rules, forgiving as browsers are: what is not understood is skipped up to the next rule. Tokens of marked HTML
 * count as letters. Nested rules become rules of their own (CSS Nesting 1).
 */
export function parseSheet(css: string): readonly SheetNode[] {
  const nodes = parseNodes(
    css.replaceAll(COMMENT, (_, text?: string) => text ?? ' '),
    [],
  );
  // An import behind a rule counts for nothing, also when the rule is moved away.
  const first = nodes.findIndex((node) => node.kind === 'rule' || !/^(?:import|layer)$/.test(node.name));
  return nodes.filter(
    (node, index) => node.kind === 'rule' || node.name !== 'import' || index < first || first < 0,
  );
}

function parseNodes(css: string, parents: readonly string[]): readonly SheetNode[] {
  const nodes: SheetNode[] = [];
  let own: Declaration[] = [];
  const flush = (): void => {
    if (own.length > 0) nodes.push({ kind: 'rule', selectors: parents, declarations: own, isFirst: false });
    own = [];
  };
  let at = 0;
  while (at < css.length) {
    const end = endOf(css, at, '{};');
    const head = css.slice(at, end).trim();
    if (css[end] !== '{') {
      if (head.startsWith('@')) nodes.push(...atRule(head, undefined, parents));
      else if (parents.length > 0) own.push(...parseDeclarations(head));
      at = end + 1;
      continue;
    }
    const close = endOf(css, end + 1, '}');
    const body = css.slice(end + 1, close);
    at = close + 1;
    if (head === '') continue;
    flush();
    if (head.startsWith('@')) nodes.push(...atRule(head, body, parents));
    else nodes.push(...parseNodes(body, nest(splitTop(head, ','), parents)));
  }
  flush();
  return nodes;
}

function atRule(head: string, body: string | undefined, parents: readonly string[]): readonly SheetNode[] {
  const [, name = '', prelude = ''] = /^@([-\w]+)\s*([^]*)$/.exec(head) ?? [];
  const kind = name.toLowerCase();
  // Text is UTF-8 wherever it ends up.
  if (kind === '' || kind === 'charset') return [];
  const isGroup = body !== undefined && GROUPS.has(kind);
  const nodes = isGroup ? parseNodes(body, parents) : undefined;
  if (kind === INLINED_FIRST && nodes) {
    return nodes.map((node) => (node.kind === 'rule' ? { ...node, isFirst: true } : node));
  }
  return [{ kind: 'at', name: kind, prelude: prelude.trim(), nodes, body: isGroup ? undefined : body }];
}

/** Selectors inside a rule: `&` is the rule around, and stands before where it is not written. */
function nest(selectors: readonly string[], parents: readonly string[]): readonly string[] {
  if (parents.length === 0) return selectors;
  const [only] = parents;
  const parent = parents.length === 1 ? only! : `:is(${parents.join(', ')})`;
  return selectors.map((selector) =>
    selector.includes('&') ? selector.replaceAll('&', parent) : `${parent} ${selector}`,
  );
}

/** `color: red; margin: 0 !important`. What has no colon is left out. */
export function parseDeclarations(css: string): readonly Declaration[] {
  return splitTop(css, ';').flatMap((source): readonly Declaration[] => {
    const [, written = '', rest = ''] = /^([-*_\w\uE000\uE001]+)\s*:([^]*)$/.exec(source) ?? [];
    const value = rest.replace(/!\s*important\s*$/i, '').trim();
    if (written === '' || value === '') return [];
    const name = written.startsWith('--') ? written : written.toLowerCase();
    return [{ name, value, important: /!\s*important\s*$/i.test(rest) }];
  });
}

/** The trimmed parts between separators that stand outside of strings, brackets and parentheses. */
export function splitTop(source: string, separator: string): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at <= source.length;) {
    const end = endOf(source, at, separator);
    parts.push(source.slice(at, end).trim());
    at = end + 1;
  }
  return parts.filter((part) => part !== '');
}

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Where the first of `stops` is that stands outside of strings, brackets and parentheses, or the end. */
export function endOf(source: string, from: number, stops: string): number {
  for (let at = from; at < source.length; at++) {
    const letter = source[at]!;
    if (stops.includes(letter)) return at;
    if (letter === '\\') at++;
    else if (letter === '"' || letter === "'") at = endOfString(source, at);
    else if (letter in CLOSERS) at = endOf(source, at + 1, CLOSERS[letter]!);
  }
  return source.length;
}

function endOfString(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === source[start]) return at;
    if (source[at] === '\\') at++;
  }
  return source.length;
}

/** Rules → CSS, one to a line. */
export const printSheet = (nodes: readonly SheetNode[]): string => nodes.map(printNode).join('\n');

function printNode(node: SheetNode): string {
  if (node.kind === 'rule') {
    return `${node.selectors.join(', ')} { ${node.declarations.map(printDeclaration).join(' ')} }`;
  }
  const head = `@${node.name}${node.prelude === '' ? '' : ` ${node.prelude}`}`;
  if (node.nodes) return `${head} {\n${printSheet(node.nodes)}\n}`;
  return node.body === undefined ? `${head};` : `${head} {${node.body.replaceAll(/\s+/g, ' ')}}`;
}

export const printDeclaration = ({ name, value, important }: Declaration): string =>
  `${name}: ${value}${important ? ' !important' : ''};`;
