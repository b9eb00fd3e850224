import {
  type CssNode,
  fork,
  parse,
  type ParseOptions,
  type SelectorList,
  tokenize,
  tokenTypes,
} from 'css-tree';

/** What css-tree's parsers of nodes work on. */
interface Stream {
  readonly source: string;
  readonly tokenStart: number;
  lookupType(ahead: number): number;
  Rule(): CssNode;
}
type Parser = (this: Stream) => CssNode;

/** css-tree 3 takes what stands in a rule for a nested rule only where it begins with `&`; CSS Nesting 1 takes any. */
const { parse: parseNested } = fork((config) => {
  const { Declaration: declaration, ...others } = config.node as Record<string, { readonly parse: Parser }>;
  const either: Parser = function () {
    return opensRule(this) ? this.Rule() : declaration!.parse.call(this);
  };
  return { ...config, node: { ...others, Declaration: { ...declaration, parse: either } } };
});

const ENDS = new Set([tokenTypes.Semicolon, tokenTypes.RightCurlyBracket, tokenTypes.EOF]);

/** Whether a brace comes before the next semicolon. A custom property may hold braces. */
function opensRule(stream: Stream): boolean {
  if (stream.source.startsWith('--', stream.tokenStart)) return false;
  for (let ahead = 0; ; ahead++) {
    const type = stream.lookupType(ahead);
    if (type === tokenTypes.LeftCurlyBracket) return true;
    if (ENDS.has(type)) return false;
  }
}

/** Values and the heads of at-rules stay text, letter for letter. */
const VERBATIM: ParseOptions = {
  parseAtrulePrelude: false,
  parseValue: false,
  parseCustomProperty: false,
  positions: true,
};

/** Never throws; what is not understood is a `Raw`. */
export const parseStyleSheet = (css: string): CssNode => parseNested(css, VERBATIM);

/** Never throws; what is not understood is a `Raw`. */
export const parseDeclarationList = (css: string): CssNode =>
  parse(css, { ...VERBATIM, context: 'declarationList' });

/** Undefined where there is a fault in it. */
export function parseSelectorList(css: string): SelectorList | undefined {
  try {
    const list = parse(css, { ...VERBATIM, context: 'selectorList' });
    return list.type === 'SelectorList' ? list : undefined;
  } catch {
    return undefined;
  }
}

/** Locales share their style sheets, and elements their styles; so what was read is kept, up to `most` texts. */
export function remembered<Result>(read: (css: string) => Result, most: number): (css: string) => Result {
  const known = new Map<string, Result>();
  return (css) => {
    const before = known.get(css);
    if (before !== undefined) return before;
    if (known.size >= most) known.clear();
    const result = read(css);
    known.set(css, result);
    return result;
  };
}

const REMARKS = new Set([tokenTypes.Comment, tokenTypes.CDO, tokenTypes.CDC]);

/** Without comments and `<!-- -->`. */
export function withoutComments(css: string): string {
  if (!/\/\*|<!--|-->/.test(css)) return css;
  let text = '';
  tokenize(css, (type, start, end) => {
    text += REMARKS.has(type) ? ' ' : css.slice(start, end);
  });
  return text;
}
