import { relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BUILD_EXPLANATIONS } from '../../src/compile/explanations/index.ts';
import { buildExample } from './examples.ts';

/** Faults of a folder or of how the build was called: there is no file to point into. */
const NOWHERE = new Set(['EMAILS_MISSING', 'TEMPLATES_MISSING', 'LOCALE_MISSING']);

const shown = BUILD_EXPLANATIONS.flatMap(({ entries }) => entries).flatMap(({ code, wrong, right }) =>
  wrong && right ? [{ code, wrong, right }] : [],
);

describe.each(shown)('letterlock explain $code', ({ code, wrong, right }) => {
  it('the wrong example is refused with this code and a place in it', async () => {
    const { root, findings } = await buildExample(wrong);
    expect(findings.map((finding) => finding.code)).toEqual([code]);
    const [{ location, frame, hint, message } = {} as never] = findings;
    expect(message).not.toBe('');
    expect(hint).not.toBe('');
    if (NOWHERE.has(code)) return;
    expect(Object.keys(wrong.files)).toContain(relative(root, location?.file ?? '').replaceAll('\\', '/'));
    const line =
      wrong.files[relative(root, location!.file).replaceAll('\\', '/')]!.split('\n')[location!.line - 1];
    expect(line?.length).toBeGreaterThanOrEqual(location!.column - 1);
    expect(frame).toMatch(new RegExp(`^> *${location!.line} \\|`, 'm'));
  });

  it('the right example builds without findings', async () => {
    expect((await buildExample(right)).findings).toEqual([]);
  });
});
