import { isLetterlockError, formatLocation } from '../errors.ts';
import { CompileError, formatDiagnostic } from '../compile/index.ts';

/** The edges of a command. Tests give their own. */
export interface Terminal {
  /** Results: what another program may read. */
  out(text: string): void;
  /** Everything for the person in front: progress, warnings, errors. */
  err(text: string): void;
  readStdin(): Promise<string>;
  readonly cwd: string;
  /** Whether progress may redraw its line. */
  readonly interactive: boolean;
  /** Ends a command that goes on until it is stopped. */
  readonly signal?: AbortSignal | undefined;
}

export const processTerminal = (): Terminal => ({
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  readStdin: async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks).toString('utf8');
  },
  cwd: process.cwd(),
  interactive: process.stderr.isTTY === true && process.env['CI'] === undefined,
});

/** One line that says what is going on; redrawn in place where the terminal can. */
export function progress(terminal: Terminal): { show(text: string): void; clear(): void } {
  let shown = '';
  return {
    show(text) {
      if (text === shown) return;
      shown = text;
      terminal.err(terminal.interactive ? `\r\u001B[K${text}` : `${text}\n`);
    },
    clear() {
      if (terminal.interactive && shown !== '') terminal.err('\r\u001B[K');
      shown = '';
    },
  };
}

/** An error as `--json` gives it. */
export function describeError(error: unknown): object {
  if (error instanceof CompileError) return { ok: false, code: error.code, diagnostics: error.diagnostics };
  if (isLetterlockError(error)) {
    const { code, message, hint, location } = error;
    return { ok: false, code, message, hint, ...(location ? { location } : {}) };
  }
  return { ok: false, code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error) };
}

/** An error as a person reads it. */
export function formatError(error: unknown): string {
  if (error instanceof CompileError) return error.diagnostics.map(formatDiagnostic).join('\n\n');
  if (isLetterlockError(error)) {
    const place = error.location ? `${formatLocation(error.location)} ` : '';
    return `${place}${error.code}: ${error.message}\n  → ${error.hint}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
