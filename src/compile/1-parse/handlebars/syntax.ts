import { parse } from '@handlebars/parser';
import type { Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import { CLOSE, OPEN } from '../marks.ts';

/**
 * The syntax tree of Handlebars as its parser really builds it; the package's own types say less (they know
 * neither which statements a program holds nor that `inverse` may be missing).
 */
export interface Program {
  readonly body: readonly Statement[];
  readonly blockParams?: readonly string[] | undefined;
}

interface Placed {
  /** Line counts from 1, column from 0. */
  readonly loc: { readonly start: { readonly line: number; readonly column: number } };
}

export interface Content extends Placed {
  readonly type: 'ContentStatement';
  /** Without the white space that standalone lines and `~` take away. */
  readonly value: string;
  readonly original: string;
}

export interface Invocation extends Placed {
  readonly path: Path | SubExpression | LiteralNode;
  readonly params: readonly ExpressionNode[];
  readonly hash?: { readonly pairs: readonly HashPair[] } | undefined;
}

export interface HashPair extends Placed {
  readonly key: string;
  readonly value: ExpressionNode;
}

export interface Mustache extends Invocation {
  readonly type: 'MustacheStatement' | 'Decorator';
  readonly escaped: boolean;
}

export interface Block extends Invocation {
  readonly type: 'BlockStatement' | 'DecoratorBlock';
  readonly program?: Program | undefined;
  readonly inverse?: Program | undefined;
}

export interface Partial extends Omit<Invocation, 'path'> {
  readonly type: 'PartialStatement' | 'PartialBlockStatement';
  readonly name: Path | SubExpression | LiteralNode;
  readonly program?: Program | undefined;
  readonly indent?: string | undefined;
}

export interface Comment extends Placed {
  readonly type: 'CommentStatement';
}

export type Statement = Content | Mustache | Block | Partial | Comment;

export interface Path extends Placed {
  readonly type: 'PathExpression';
  /** Begins with `@`. */
  readonly data: boolean;
  /** How many `../`. */
  readonly depth: number;
  readonly parts: readonly (string | SubExpression)[];
  readonly original: string;
}

export interface SubExpression extends Invocation {
  readonly type: 'SubExpression';
}

export interface LiteralNode extends Placed {
  readonly type: 'StringLiteral' | 'NumberLiteral' | 'BooleanLiteral' | 'UndefinedLiteral' | 'NullLiteral';
  readonly value?: string | number | boolean | undefined;
}

export type ExpressionNode = Path | SubExpression | LiteralNode;

/** A piece of Handlebars and where it begins. */
export interface HandlebarsSource {
  readonly text: string;
  /** Absolute path. */
  readonly file: string;
  /** Lines of the file before the piece. */
  readonly lineOffset?: number | undefined;
  /** Columns before the piece on its first line. */
  readonly columnOffset?: number | undefined;
}

/** A place inside a piece, as a place in its file. `column` counts from 0. */
export function placeIn(source: HandlebarsSource, line: number, column: number): Location {
  return {
    file: source.file,
    line: line + (source.lineOffset ?? 0),
    column: column + 1 + (line === 1 ? (source.columnOffset ?? 0) : 0),
  };
}

/** @throws Refusal HANDLEBARS_SYNTAX, RESERVED_CHARACTER */
export function parseSyntax(source: HandlebarsSource): Program {
  refuseReserved(source);
  try {
    return parse(source.text) as unknown as Program;
  } catch (error) {
    throw new Refusal({
      code: 'HANDLEBARS_SYNTAX',
      message: `This is not Handlebars: ${reason(error as SyntaxFailure)}.`,
      hint: 'Close every {{#block}} with {{/block}} and every {{ with }}; write \\{{ for braces that shall be printed.',
      location: failurePlace(error as SyntaxFailure, source),
    });
  }
}

/** The two shapes of errors of the parser: of its grammar (`hash`) and of its tree builder (`lineNumber`). */
interface SyntaxFailure extends Error {
  readonly hash?: {
    readonly text: string;
    readonly token: string;
    readonly loc: { readonly last_line: number; readonly last_column: number };
  };
  readonly lineNumber?: number;
  readonly column?: number;
}

function reason(failure: SyntaxFailure): string {
  if (failure.hash?.token === 'EOF') return 'a block or an expression that begins here does not end';
  if (failure.hash) return `${JSON.stringify(failure.hash.text)} is not expected here`;
  return failure.message.replace(/ - \d+:\d+$/, '').replaceAll('\n', ' ');
}

function failurePlace(failure: SyntaxFailure, source: HandlebarsSource): Location {
  const open = failure.hash?.token === 'EOF' ? innermostOpen(source.text) : undefined;
  if (open !== undefined) {
    const before = source.text.slice(0, open).split('\n');
    return placeIn(source, before.length, before.at(-1)!.length);
  }
  const { last_line: line, last_column: column } = failure.hash?.loc ?? {
    last_line: failure.lineNumber ?? 1,
    last_column: failure.column ?? 0,
  };
  return placeIn(source, line, column);
}

/** Where the innermost block begins that has no end, or else the last expression. */
function innermostOpen(text: string): number | undefined {
  const open: number[] = [];
  for (const { 0: tag, index } of text.matchAll(/\{\{\{?~?\s*(?:#>?\*?|\^(?=\s*[\w"])|\/)?/g)) {
    if (/[#^]$|#[>*]+$/.test(tag)) open.push(index);
    else if (tag.endsWith('/')) open.pop();
  }
  const last = text.lastIndexOf('{{');
  return open.at(-1) ?? (last < 0 ? undefined : last);
}

function refuseReserved(source: HandlebarsSource): void {
  const index = source.text.search(new RegExp(`[${OPEN}${CLOSE}]`));
  if (index < 0) return;
  const before = source.text.slice(0, index).split('\n');
  throw reservedCharacter(placeIn(source, before.length, before.at(-1)!.length));
}

export const reservedCharacter = (location: Location): Refusal =>
  new Refusal({
    code: 'RESERVED_CHARACTER',
    message: 'The source holds U+E000 or U+E001, private-use characters that the compiler needs for itself.',
    hint: 'Remove the character; an icon font shows nothing in mail programs anyway.',
    location,
  });
