import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { main, type Terminal } from '../../src/cli/index.ts';

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The command line in this process. */
export async function run(
  argv: readonly string[],
  given: Partial<Terminal> & { stdin?: string } = {},
): Promise<Run> {
  const { stdin = '', ...terminal } = given;
  let [out, err] = ['', ''];
  const code = await main(argv, {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    readStdin: () => Promise.resolve(stdin),
    cwd: process.cwd(),
    interactive: false,
    ...terminal,
  });
  return { code, out, err };
}

/** The same with `--json`: standard output is one JSON value. */
export async function runJson(
  argv: readonly string[],
  given: Partial<Terminal> & { stdin?: string } = {},
): Promise<{ code: number; json: Record<string, unknown>; err: string }> {
  const { code, out, err } = await run(['--json', ...argv], given);
  expect(out.endsWith('}\n')).toBe(true);
  return { code, json: JSON.parse(out) as Record<string, unknown>, err };
}

/** The built command in a process of its own. */
export function runBin(
  argv: readonly string[],
  { cwd, stdin = '', node = [] }: { cwd: string; stdin?: string; node?: readonly string[] },
): Promise<Run> {
  return new Promise((done, fail) => {
    const bin = fileURLToPath(new URL('../../dist/lib/bin.js', import.meta.url));
    const child = spawn(process.execPath, [...node, bin, ...argv], { cwd });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.stderr.on('data', (chunk) => (err += String(chunk)));
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? -1, out, err }));
    child.stdin.end(stdin);
  });
}
