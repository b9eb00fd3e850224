import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { processTerminal } from '../../src/cli/terminal.ts';
import { folder } from '../artifact/folder.ts';
import { run } from './terminal.ts';

const FAULTS = {
  'emails/b.md': '---\nsubject: B\n---\n\n{{shout name}}\n\n![x](gone.png)\n',
  'emails/a.md': '---\nsubject: A\nlayuot: main\n---\n\n{{> foot}}\n',
};

describe('what a build found, as a person reads it', () => {
  it('in the order of the source, with frames, counts and the command that explains', async () => {
    const cwd = folder(FAULTS);
    const { err } = await run(['build'], { cwd });
    const places = [...err.matchAll(/^(.+:\d+:\d+) (\w+): /gm)].map(([, place, code]) => [place, code]);
    expect(places).toEqual([
      [`${join(cwd, 'emails/a.md')}:3:1`, 'FRONT_MATTER_KEY'],
      [`${join(cwd, 'emails/a.md')}:6:1`, 'PARTIAL_MISSING'],
      [`${join(cwd, 'emails/b.md')}:5:1`, 'HELPER_UNKNOWN'],
      [`${join(cwd, 'emails/b.md')}:7:6`, 'ASSET_MISSING'],
    ]);
    expect(err.match(/^> \d+ \| /gm)).toHaveLength(4);
    expect(err).toContain(
      'Found 3 errors and 1 warning in 2 files; nothing was written.\nletterlock explain CODE says more',
    );
  });

  it('coloured where the terminal is told to, and the same words', async () => {
    const cwd = folder({ 'emails/b.md': FAULTS['emails/b.md'] });
    const [plain, coloured] = [await run(['build'], { cwd }), await run(['build'], { cwd, color: true })];
    expect(coloured.err).toContain('\u001B[31mHELPER_UNKNOWN\u001B[0m: ');
    // oxlint-disable-next-line no-control-regex
    expect(coloured.err.replaceAll(/\u001B\[\d+m/g, '')).toBe(plain.err);
    expect(plain.err).not.toContain('\u001B');
  });

  it('colours are for terminals, unless NO_COLOR is set', () => {
    const { isTTY } = process.stderr;
    const colourOf = (tty: boolean, environment: Readonly<Record<string, string>>): unknown => {
      vi.unstubAllEnvs();
      for (const [name, value] of Object.entries({ NO_COLOR: '', TERM: 'xterm', ...environment })) {
        vi.stubEnv(name, value);
      }
      process.stderr.isTTY = tty;
      return processTerminal().color;
    };
    try {
      expect(colourOf(true, {})).toBe(true);
      expect(colourOf(true, { NO_COLOR: '1' })).toBe(false);
      expect(colourOf(true, { TERM: 'dumb' })).toBe(false);
      expect(colourOf(false, {})).toBe(false);
    } finally {
      process.stderr.isTTY = isTTY;
      vi.unstubAllEnvs();
    }
  });

  it('dev names the command that explains as well, and goes on', async () => {
    const cwd = folder({ 'emails/b.md': '---\nsubject: B\n---\n\n{{shout name}}\n' });
    const stop = new AbortController();
    let err = '';
    const done = run(['dev'], { cwd, signal: stop.signal, err: (text) => void (err += text) });
    await vi.waitFor(() => expect(err).toMatch(/letterlock explain HELPER_UNKNOWN says more\.\nWaiting/), {
      timeout: 60_000,
    });
    stop.abort();
    expect((await done).code).toBe(0);
  });
});
