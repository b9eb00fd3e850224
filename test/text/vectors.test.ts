import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { textOf } from './run.ts';

interface Case {
  readonly html: string;
  readonly strip_tags?: string;
  readonly markdown?: string;
  readonly lines?: readonly string[];
  readonly lines_match?: readonly string[];
  readonly contains?: readonly string[];
  readonly not_contains?: readonly string[];
  readonly count?: Readonly<Record<string, number>>;
  readonly equals_trimmed?: string;
}

const { cases } = JSON.parse(
  readFileSync(new URL('../vectors/text_generation.json', import.meta.url), 'utf8'),
) as { cases: readonly Case[] };

describe('T7: text/plain generated from HTML, the shared vectors', () => {
  it.each(cases.map((one) => [one.html, one] as const))('%s', (html, expected) => {
    const text = textOf(html);
    const lines = text.split('\n');
    if (expected.strip_tags !== undefined) expect([expected.strip_tags, expected.markdown]).toContain(text);
    if (expected.lines) expect(lines).toEqual(expected.lines);
    expected.lines_match?.forEach((pattern, index) => expect(lines[index]).toMatch(new RegExp(pattern)));
    for (const part of expected.contains ?? []) expect(text).toContain(part);
    for (const part of expected.not_contains ?? []) expect(text).not.toContain(part);
    for (const [part, times] of Object.entries(expected.count ?? {})) {
      expect(text.split(part).length - 1).toBe(times);
    }
    if (expected.equals_trimmed !== undefined) expect(text.trim()).toBe(expected.equals_trimmed);
    expect(text).not.toMatch(/[ \t]$|\n\n\n/m);
  });
});
