import { codeFrameColumns } from '@babel/code-frame';
import { formatLocation, LetterlockError, type Location } from '../errors.ts';
import { readText } from './reading.ts';

/** One finding of a build. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly location?: Location | undefined;
  /** The lines around the location, with a pointer, for a terminal. */
  readonly frame?: string | undefined;
}

/** Thrown inside the compiler for one thing that cannot be compiled; collected per template into a CompileError. */
export class Refusal extends LetterlockError {}

/** A build that did not succeed. `diagnostics` holds every finding of the build, not only the first. */
export class CompileError extends LetterlockError {
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute paths of the files that were read, for watching until they are mended. */
  readonly dependencies: readonly string[];

  constructor(diagnostics: readonly Diagnostic[], dependencies: readonly string[] = []) {
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
    const first = errors[0];
    super({
      code: errors.length === 1 && first ? first.code : 'BUILD_FAILED',
      message: errors.map(formatDiagnostic).join('\n\n'),
      hint: first?.hint ?? 'Mend the errors listed in `diagnostics` and build again.',
      location: first?.location,
    });
    this.diagnostics = diagnostics;
    this.dependencies = dependencies;
  }
}

/**
 * By file, line and column; what has no place comes last. Several templates find the same in a component or message
 * that they share; it counts once.
 */
export function inSourceOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const unique = new Map(
    diagnostics.map((diagnostic) => [
      JSON.stringify([diagnostic.code, diagnostic.message, diagnostic.location]),
      diagnostic,
    ]),
  );
  return [...unique.values()].sort(({ location: a }, { location: b }) => {
    if (!a || !b) return Number(!a) - Number(!b);
    if (a.file !== b.file) return a.file < b.file ? -1 : 1;
    return a.line - b.line || a.column - b.column;
  });
}

/** The same findings with the lines of source around them. */
export function withFrames(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sources = new Map<string, string | undefined>();
  return diagnostics.map((diagnostic) => {
    const { location, frame } = diagnostic;
    if (!location || frame !== undefined) return diagnostic;
    if (!sources.has(location.file)) sources.set(location.file, readSource(location.file));
    const source = sources.get(location.file);
    if (source === undefined) return diagnostic;
    const { line, column } = location;
    return {
      ...diagnostic,
      frame: codeFrameColumns(source, { start: { line, column } }, { linesAbove: 2, linesBelow: 2 }),
    };
  });
}

function readSource(file: string): string | undefined {
  try {
    return readText(file);
  } catch {
    return undefined;
  }
}

/** A diagnostic as a person reads it: place, code, sentence, code frame, hint. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const place = diagnostic.location ? `${formatLocation(diagnostic.location)} ` : '';
  const frame = diagnostic.frame ? `\n${diagnostic.frame}` : '';
  return `${place}${diagnostic.code}: ${diagnostic.message}${frame}\n  → ${diagnostic.hint}`;
}

/** Any error that a template caused, as a diagnostic. `fallback` is used where the error knows no place. */
export function toDiagnostic(error: unknown, fallback: Location): Diagnostic {
  if (error instanceof LetterlockError) {
    const { code, message, hint, location = fallback } = error;
    return { severity: 'error', code, message, hint, location };
  }
  return {
    severity: 'error',
    code: 'TEMPLATE_THROWS',
    message: `The template threw while it was built: ${error instanceof Error ? error.message : String(error)}`,
    hint: 'Mend the template so that it renders with its preview values, then build again.',
    location: fallback,
  };
}
