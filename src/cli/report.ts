import { CompileError, type Diagnostic } from '../compile/index.ts';
import { formatLocation, isLetterlockError, type LetterlockError } from '../errors.ts';
import type { Terminal } from './terminal.ts';

/* Errors and warnings as a person reads them and as `--json` gives them. */

type Finding = Pick<Diagnostic, 'code' | 'message' | 'hint' | 'location' | 'frame'> &
  Partial<Pick<Diagnostic, 'severity'>>;

type Colour = 'red' | 'yellow' | 'cyan' | 'dim';

const CODES: Readonly<Record<Colour, number>> = { red: 31, yellow: 33, cyan: 36, dim: 2 };

const painter =
  ({ color = false }: Pick<Terminal, 'color'>) =>
  (colour: Colour, text: string): string =>
    color ? `\u001B[${CODES[colour]}m${text}\u001B[0m` : text;

/** Place, code, sentence, code frame, hint. */
export function printFinding(finding: Finding, terminal: Pick<Terminal, 'color'>): string {
  const { severity, code, message, hint, location, frame } = finding;
  const paint = painter(terminal);
  const strong = severity === 'warning' ? 'yellow' : 'red';
  const place = location ? `${paint('cyan', formatLocation(location))} ` : '';
  const lines = frame ? `\n${printFrame(frame, (text) => paint(strong, text), paint)}` : '';
  return `${place}${paint(strong, code)}: ${message}${lines}\n  → ${hint}`;
}

/** The line in question and the pointer below it stand out. */
const printFrame = (
  frame: string,
  strong: (text: string) => string,
  paint: ReturnType<typeof painter>,
): string =>
  frame
    .split('\n')
    .map((line) => {
      if (line.startsWith('>')) return strong('>') + line.slice(1);
      return /^\s*\|\s*\^+$/.test(line) ? strong(line) : paint('dim', line);
    })
    .join('\n');

/** An error as a person reads it. */
export function printError(error: unknown, terminal: Pick<Terminal, 'color'>): string {
  if (error instanceof CompileError) {
    return error.diagnostics.map((diagnostic) => printFinding(diagnostic, terminal)).join('\n\n');
  }
  if (isLetterlockError(error)) return printFinding(error, terminal);
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** All that ended a build, how much that is, and who says more: once, behind everything that was found. */
export function printFailure(error: unknown, terminal: Terminal): string {
  const counts = error instanceof CompileError ? `${countsOf(error.diagnostics)}\n` : '';
  const more = isLetterlockError(error) ? `\n${counts}${sayMore(error)}\n` : '';
  return `${printError(error, terminal)}\n${more}`;
}

function countsOf(diagnostics: readonly Diagnostic[]): string {
  const count = (kind: Diagnostic['severity']): number =>
    diagnostics.filter(({ severity }) => severity === kind).length;
  const files = new Set(diagnostics.flatMap(({ location }) => location?.file ?? [])).size;
  const warnings = count('warning');
  const and = warnings > 0 ? ` and ${plural(warnings, 'warning')}` : '';
  const where = files > 0 ? ` in ${plural(files, 'file')}` : '';
  return `Found ${plural(count('error'), 'error')}${and}${where}; nothing was written.`;
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function sayMore(error: LetterlockError): string {
  const all = error instanceof CompileError ? error.diagnostics : [error];
  const codes = new Set(all.map(({ code }) => code));
  const [code] = codes;
  return codes.size === 1
    ? `letterlock explain ${code} says more.`
    : 'letterlock explain CODE says more about each code.';
}

/** One finding as `--json` gives it. `docs` is the command that explains the code at length. */
export function describeFinding(finding: Finding): object {
  const { severity, code, message, hint, location, frame } = finding;
  return {
    ...(severity ? { severity } : {}),
    code,
    message,
    ...location,
    ...(frame === undefined ? {} : { frame }),
    hint,
    docs: `letterlock explain ${code}`,
  };
}

/** An error as `--json` gives it. */
export function describeError(error: unknown): object {
  if (error instanceof CompileError) {
    return { ok: false, code: error.code, diagnostics: error.diagnostics.map(describeFinding) };
  }
  if (isLetterlockError(error)) return { ok: false, ...describeFinding(error) };
  return { ok: false, code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error) };
}
