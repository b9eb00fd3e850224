// The package ships no types. `action` is the command with its first options, joined by dots: `cms.sign`.
declare module 'openssl-wrapper' {
  import type { ChildProcessWithoutNullStreams } from 'node:child_process';

  export type Options = Record<string, string | boolean | readonly string[]>;

  export function exec(
    action: string,
    input: Buffer,
    options: Options,
    callback: (error: Error | null, stdout: Buffer) => void,
  ): ChildProcessWithoutNullStreams;
}
