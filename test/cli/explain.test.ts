import { describe, expect, it } from 'vitest';
import { EXPLANATIONS } from '../../src/cli/explanations/index.ts';
import { folder } from '../artifact/folder.ts';
import { run, runBin, runJson } from './terminal.ts';

describe('letterlock explain', () => {
  it('prints title, why, the wrong and the right code', async () => {
    const { code, out, err } = await run(['explain', 'LOOP_STATEMENT']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^LOOP_STATEMENT: A loop statement over a list of the context\n\nA template runs once, /,
    );
    expect(out).toContain('\n\nWrong:\n\n  emails/x.tsx\n    export default function Email');
    expect(out).toContain('      for (const item of items) rows.unshift(<li>{item}</li>);\n');
    expect(out).toContain('\n\nRight:\n\n  emails/x.tsx\n');
    const why = out.split('\n\n')[1]!.split('\n');
    for (const line of why) expect(line.length).toBeLessThanOrEqual(80);
    expect((await run(['explain', 'loop_statement'])).out).toBe(out);
  });

  it('prints the remedy where there is no example, and how the build is called where it matters', async () => {
    expect((await run(['explain', 'KEY_EXISTS'])).out).toMatch(/\n\nWhat to do: Choose another selector/);
    expect((await run(['explain', 'LOCALE_MISSING'])).out).toContain('\n\n  letterlock build --locales fr\n');
  });

  it('lists all codes with their titles, by area', async () => {
    const { code, out } = await run(['explain']);
    expect(code).toBe(0);
    for (const { title, entries } of EXPLANATIONS) {
      expect(out).toContain(`${title}\n  `);
      for (const entry of entries) expect(out).toMatch(new RegExp(`^  ${entry.code} +\\S`, 'm'));
    }
    expect(out.trimEnd()).toMatch(/\n\nletterlock explain CODE says more about one\.$/);
  });

  it('prints JSON', async () => {
    const one = await runJson(['explain', 'MJML_TEXT']);
    expect(one).toMatchObject({
      code: 0,
      json: { ok: true, group: 'MJML', code: 'MJML_TEXT', wrong: { files: { 'emails/x.mjml': /./ } } },
    });
    const { json } = await runJson(['explain']);
    expect((json['groups'] as object[]).length).toBe(EXPLANATIONS.length);
  });

  it('names near codes for one that does not exist: code 2', async () => {
    const { code, out, err } = await run(['explain', 'LOOP_STATEMENTS']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('There is no code "LOOP_STATEMENTS".');
    expect(err).toContain('Did you mean LOOP_STATEMENT? letterlock explain lists all codes.');
    expect(await runJson(['explain', 'NONSENSE'])).toMatchObject({
      code: 2,
      json: { ok: false, code: 'USAGE' },
    });
  });
});

describe('letterlock build tells of it', () => {
  const wrong = { 'emails/a.html': '<p>{{upper name}}</p>', 'emails/b.html': '<p>{{lower name}}</p>' };

  it('once, with the code where there is one', async () => {
    const { code, out, err } = await run(['build'], { cwd: folder(wrong) });
    expect([code, out]).toEqual([1, '']);
    expect(err.match(/letterlock explain/g)).toHaveLength(1);
    expect(err).toMatch(/\nletterlock explain HELPER_UNKNOWN says more\.\n$/);
  });

  it('for several codes at once', async () => {
    const cwd = folder({ ...wrong, 'emails/c.html': '<p>{{@index}}</p>' });
    const { err } = await run(['build'], { cwd });
    expect(err).toMatch(/\nletterlock explain CODE says more about each code\.\n$/);
  });

  it('for errors of the folder too, and in JSON with each finding', async () => {
    const cwd = folder();
    expect((await run(['build'], { cwd })).err).toMatch(
      /\n\nletterlock explain EMAILS_MISSING says more\.\n$/,
    );
    const { json, err } = await runJson(['build'], { cwd: folder(wrong) });
    const docs = 'letterlock explain HELPER_UNKNOWN';
    expect(json).toMatchObject({ ok: false, code: 'BUILD_FAILED', diagnostics: [{ docs }, { docs }] });
    expect(err).not.toContain('explain');
  });

  it('in the built package', async () => {
    const { code, out } = await runBin(['explain', 'HELPER_UNKNOWN'], { cwd: folder() });
    expect(code).toBe(0);
    expect(out).toContain('{{upper name}}');
  });
});
