import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What Python's email package finds in messages; see read.py. */
export interface ReadMessage {
  readonly error?: string;
  readonly names: readonly string[];
  readonly headers: readonly (readonly [string, string])[];
  readonly subject: string | null;
  readonly from: readonly (readonly [string, string])[];
  readonly to: readonly (readonly [string, string])[];
  readonly defects: readonly string[];
  readonly root: ReadPart;
}

export interface ReadPart {
  readonly type: string;
  readonly cte: string | null;
  readonly disposition: string | null;
  readonly filename: string | null;
  readonly name: string | null;
  readonly id: string | null;
  readonly related_type: string | null;
  readonly parts?: readonly ReadPart[];
  /** Base64 of the decoded content. */
  readonly content?: string | null;
}

/** One process for all messages, because starting Python takes longer than reading. */
export const readWithPython = (messages: readonly Uint8Array[]): readonly ReadMessage[] => {
  const script = fileURLToPath(new URL('read.py', import.meta.url));
  const input = JSON.stringify(messages.map((bytes) => Buffer.from(bytes).toString('base64')));
  return JSON.parse(
    execFileSync('python3', [script], { input, encoding: 'utf8', maxBuffer: 1 << 28 }),
  ) as ReadMessage[];
};

/** Rules for octets of any message: CRLF only, ASCII, lines. Gives the faults. */
export const lineFaults = (bytes: Uint8Array): readonly string[] => {
  const text = new TextDecoder('latin1').decode(bytes);
  const faults: string[] = [];
  if (/\r(?!\n)|(?<!\r)\n/.test(text)) faults.push('bare CR or LF');
  if (/[^\t\r\n -~]/.test(text)) faults.push('not printable ASCII');
  if (!text.endsWith('\r\n')) faults.push('no line end at the end');
  const header = text.slice(0, text.indexOf('\r\n\r\n'));
  for (const line of header.split('\r\n')) {
    // A longer line is right only for one word that cannot be broken.
    if (line.length > 78 && /\S\s+\S/.test(line.trim().replace(/^[\w-]+: /, '')))
      faults.push(`long: ${line}`);
    if (line.length > 998) faults.push(`too long: ${line}`);
    if (line.includes('=?') && line.length > 76) faults.push(`encoded word: ${line}`);
    if (/^\s+$/.test(line)) faults.push('blank line in header');
  }
  return faults;
};
