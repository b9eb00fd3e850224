import type { HelperOptions, HelperRound } from '../artifact.ts';
import { RenderError } from '../errors.ts';

/** A function of the project's helper module, called as Handlebars calls helpers. */
type Helper = (this: unknown, ...args: readonly unknown[]) => unknown;

type Values = Readonly<Record<string, unknown>>;

/** What a helper's block comes to: texts of the helper's own, and rounds of what stands in the block. */
export interface HandlebarsPiece {
  readonly kind: 'text' | 'block' | 'else';
  /** HTML, of a text. */
  readonly html: string;
  readonly context: unknown;
  /** Whether the context is the `this` around, so that `../` goes one further. */
  readonly same: boolean;
  /** Values with `@` that the helper has set. */
  readonly data: Values | undefined;
  readonly params: readonly unknown[];
}

/** `{{name param … key=value …}}`. Throws a RenderError HELPER_THROWS. */
export function handlebarsHelper(
  helper: Helper,
  name: string,
  self: unknown,
  params: readonly unknown[],
  hash: Values,
  data: Values,
): unknown {
  return invoke(helper, name, self, [...params, { name, hash, data, lookupProperty }]);
}

/**
 * `{{#name param …}}…{{else}}…{{/name}}`: what the helper makes of its block. The block itself is printed by the
 * template; the helper gets stand-ins for its text, to put them where it likes. Throws a RenderError HELPER_THROWS,
 * HELPER_BLOCK_TEXT.
 */
export function handlebarsBlock(
  helper: Helper,
  name: string,
  self: unknown,
  params: readonly unknown[],
  hash: Values,
  data: Values,
): readonly HandlebarsPiece[] {
  const rounds: HandlebarsPiece[] = [];
  const current = self ?? {};
  const round =
    (kind: 'block' | 'else') =>
    (context: unknown, { data: own, blockParams = [] }: HelperRound = {}): string => {
      const same = context === current;
      rounds.push({ kind, html: '', context, same, data: own, params: blockParams });
      return standIn(rounds.length - 1, name);
    };
  const options = { name, hash, data, lookupProperty, fn: round('block'), inverse: round('else') };
  const result = invoke(helper, name, current, [...params, options]);
  return piecesOf(textOf(result), rounds, name);
}

/** `@name` inside such a block. */
export const handlebarsData = ({ data }: HandlebarsPiece, name: string, around: unknown): unknown =>
  data === undefined ? around : lookupProperty(data, name);

function invoke(helper: Helper, name: string, self: unknown, args: readonly unknown[]): unknown {
  try {
    return helper.apply(self ?? {}, args as unknown[]);
  } catch (cause) {
    if (cause instanceof RenderError) throw cause;
    throw new RenderError({
      code: 'HELPER_THROWS',
      message: `The helper "${name}" threw ${cause instanceof Error ? `a ${cause.name}` : 'a value'}.`,
      hint: 'Look at `cause` for what it said, and mend the helper or the context.',
      cause,
    });
  }
}

const lookupProperty: HelperOptions['lookupProperty'] = (of, key) =>
  of !== null && of !== undefined && Object.hasOwn(of, key) ? (of as Values)[key as string] : undefined;

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

const OPEN = '\uE000';

/**
 * Whoever changes a text that holds a stand-in changes it too: it begins and ends with white space, and has letters,
 * digits and signs in it.
 */
const CLOSE = '\uE001';
const BEGIN = ' \n\uE000';
const END = 'aBcdEiou0<>&;"\'.,:!?-_/()\uE001\n ';

/** In the place of a block's text, which is not known to the helper. */
function standIn(index: number, name: string): string {
  const text = BEGIN + index + END;
  const get = (_target: object, key: PropertyKey): unknown => {
    if (key === Symbol.toPrimitive || key === 'toString' || key === 'valueOf') return () => text;
    if (key === 'toHTML' || key === Symbol.toStringTag || key === Symbol.isConcatSpreadable) return undefined;
    throw readsBlock(name);
  };
  return new Proxy({}, { get }) as unknown as string;
}

function piecesOf(result: string, rounds: readonly HandlebarsPiece[], name: string): HandlebarsPiece[] {
  const textPiece = (html: string): readonly HandlebarsPiece[] => {
    if (html.includes(OPEN) || html.includes(CLOSE)) throw readsBlock(name);
    const piece = { html, context: undefined, same: false, data: undefined, params: [] };
    return html === '' ? [] : [{ ...piece, kind: 'text' }];
  };
  const [first = '', ...parts] = result.split(BEGIN);
  const pieces = parts.flatMap((part) => {
    const end = part.indexOf(END);
    const round = rounds[Number(part.slice(0, Math.max(0, end)))];
    if (end < 1 || !round) throw readsBlock(name);
    return [round, ...textPiece(part.slice(end + END.length))];
  });
  return [...textPiece(first), ...pieces];
}

const readsBlock = (name: string): RenderError =>
  new RenderError({
    code: 'HELPER_BLOCK_TEXT',
    message: `The helper "${name}" reads or changes the text of its block, which a compiled template does not have.`,
    hint: 'Return options.fn(…), alone or with text around; hand what shall be changed as an operand instead.',
  });
