import type { Block, CssNode, Declaration as DeclarationNode, List } from 'css-tree';
import { INLINED_FIRST } from '../../style-rules.ts';
import { parseSelectors, type Selector } from './selector.ts';
import { parseDeclarationList, parseStyleSheet, remembered, withoutComments } from './syntax.ts';

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
  readonly selectors: readonly Selector[];
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

/**
 * CSS → rules, forgiving as browsers are: what is not understood is skipped up to the next rule. Tokens of marked HTML
 * count as letters. Nested rules become rules of their own (CSS Nesting 1).
 */
export const parseSheet: (css: string) => readonly SheetNode[] = remembered((css) => {
  // Files that were joined may have marks of their byte order. The line break tells a last brace from none.
  const source = `${withoutComments(css.replaceAll('\uFEFF', ''))}\n`;
  const nodes = nodesOf(childrenOf(parseStyleSheet(source)), [], source);
  // An import behind a rule counts for nothing, also when the rule is moved away.
  const first = nodes.findIndex((node) => node.kind === 'rule' || !/^(?:import|layer)$/.test(node.name));
  return nodes.filter(
    (node, index) => node.kind === 'rule' || node.name !== 'import' || index < first || first < 0,
  );
}, 20);

const childrenOf = (node: CssNode): List<CssNode> | readonly CssNode[] =>
  'children' in node && node.children ? (node.children as List<CssNode>) : [];

const textOf = (node: CssNode | null): string => (node?.type === 'Raw' ? node.value.trim() : '');

function nodesOf(
  children: Iterable<CssNode>,
  parents: readonly Selector[],
  source: string,
): readonly SheetNode[] {
  const nodes: SheetNode[] = [];
  let own: Declaration[] = [];
  const flush = (): void => {
    if (own.length > 0) nodes.push({ kind: 'rule', selectors: parents, declarations: own, isFirst: false });
    own = [];
  };
  for (const node of children) {
    if (node.type === 'Declaration') {
      if (parents.length > 0) own.push(...declarationOf(node));
    } else if (node.type === 'Rule') {
      flush();
      const selectors = parseSelectors(node.prelude, source, parents);
      if (selectors.length > 0) nodes.push(...nodesOf(node.block.children, selectors, source));
    } else if (node.type === 'Atrule') {
      flush();
      nodes.push(...atRule(node.name.toLowerCase(), textOf(node.prelude), node.block, parents, source));
    }
  }
  flush();
  return nodes;
}

function atRule(
  name: string,
  prelude: string,
  block: Block | null,
  parents: readonly Selector[],
  source: string,
): readonly SheetNode[] {
  // Text is UTF-8 wherever it ends up.
  if (name === 'charset') return [];
  const nodes = block && GROUPS.has(name) ? nodesOf(block.children, parents, source) : undefined;
  if (name === INLINED_FIRST && nodes) {
    return nodes.map((node) => (node.kind === 'rule' ? { ...node, isFirst: true } : node));
  }
  return [{ kind: 'at', name, prelude, nodes, body: block && !nodes ? bodyOf(block, source) : undefined }];
}

function bodyOf({ loc }: Block, source: string): string {
  const end = loc!.end.offset;
  return source.slice(loc!.start.offset + 1, end < source.length ? end - 1 : end);
}

/** What was read of a list of declarations, and what was not. */
export interface Declarations {
  readonly declarations: readonly Declaration[];
  readonly rest: readonly string[];
}

/** `color: red; margin: 0 !important`. */
export const parseDeclarations: (css: string) => Declarations = remembered((css) => {
  const source = withoutComments(css);
  const nodes = [...childrenOf(parseDeclarationList(source))];
  const declarations = nodes.flatMap((node) => (node.type === 'Declaration' ? declarationOf(node) : []));
  const rest = nodes.filter(({ type }) => type !== 'Declaration');
  return {
    declarations,
    rest: rest.map(({ loc }) => source.slice(loc!.start.offset, loc!.end.offset)),
  };
}, 1000);

/** Not those that are empty, or disabled by a sign of no meaning to anyone: `$color: red`, `//color: red`. */
function declarationOf({ property, value, important }: DeclarationNode): readonly Declaration[] {
  const isImportant = String(important).toLowerCase() === 'important' || important === true;
  // Programs have flags of their own, such as `!ie`.
  const text = textOf(value) + (important && !isImportant ? ` !${important}` : '');
  if (text === '' || /^[$+#&/]/.test(property)) return [];
  const name = property.startsWith('--') ? property : property.toLowerCase();
  return [{ name, value: text, important: isImportant }];
}

/** Rules → CSS, one to a line. */
export const printSheet = (nodes: readonly SheetNode[]): string => nodes.map(printNode).join('\n');

function printNode(node: SheetNode): string {
  if (node.kind === 'rule') {
    const selectors = node.selectors.map(({ text }) => text).join(', ');
    return `${selectors} { ${node.declarations.map(printDeclaration).join(' ')} }`;
  }
  const head = `@${node.name}${node.prelude === '' ? '' : ` ${node.prelude}`}`;
  if (node.nodes) return `${head} {\n${printSheet(node.nodes)}\n}`;
  return node.body === undefined ? `${head};` : `${head} {${node.body.replaceAll(/\s+/g, ' ')}}`;
}

export const printDeclaration = ({ name, value, important }: Declaration): string =>
  `${name}: ${value}${important ? ' !important' : ''};`;
