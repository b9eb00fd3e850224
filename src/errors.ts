/** A place in a source file. Line and column count from 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface LetterlockErrorOptions {
  /** Permanent, upper-case name of the fault; callers may switch on it. */
  readonly code: string;
  /** What is wrong, in one sentence. Never holds a secret. */
  readonly message: string;
  /** What the reader can do about it. */
  readonly hint: string;
  readonly location?: Location | undefined;
  readonly cause?: unknown;
}

/**
 * The base of every error that letterlock throws. Tell errors apart by `code`, not by `instanceof`: two copies of
 * the package may live in one process.
 */
export class LetterlockError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly location: Location | undefined;

  constructor(options: LetterlockErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.hint = options.hint;
    this.location = options.location;
  }
}

/** A template could not be rendered with the context it was given. */
export class RenderError extends LetterlockError {}

/** An address, header, body or attachment that no message may hold. */
export class MessageError extends LetterlockError {}

/** A key, certificate, signature or encryption that cannot be trusted or made. */
export class SecurityError extends LetterlockError {}

export const isLetterlockError = (value: unknown): value is LetterlockError =>
  value instanceof Error && typeof (value as { code?: unknown }).code === 'string' && 'hint' in value;

/** `file:line:column`, the form that editors and terminals turn into a link. */
export const formatLocation = (location: Location): string =>
  `${location.file}:${location.line}:${location.column}`;
