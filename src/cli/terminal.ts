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
  /** Whether errors and warnings are coloured. */
  readonly color?: boolean | undefined;
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
  // See https://no-color.org: any value but the empty one.
  color: process.stderr.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
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
