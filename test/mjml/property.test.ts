import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runsOr, SEED } from '../seed.ts';
import { CompileError, Refusal } from '../../src/compile/diagnostics.ts';
import { createMjmlFrontEnd } from '../../src/compile/1-parse/mjml.ts';
import type { ParsedTemplate } from '../../src/compile/template.ts';
import { htmlOf, parse, project } from '../handlebars/project.ts';
import { findingsOf, runtime } from './agreement.ts';
import { context, document, PARTIALS } from './generated.ts';

/** Random MJML with Handlebars × contexts: what is compiled prints what MJML prints of what Handlebars prints. */

const RUNS = runsOr(200);

/** What MJML cannot lay out before the context is known. */
const REFUSED = new Set(['MJML_ATTRIBUTE_DYNAMIC', 'MJML_COLUMN_WIDTH', 'MJML_GAP', 'MJML_TOO_MANY_CHOICES']);

const frontEnd = createMjmlFrontEnd({ runtime });

const contexts = fc.array(context, { minLength: 3, maxLength: 3 }).map((all) => structuredClone(all));

/** Undefined where it is refused with reason. */
async function parsedOrRefused(source: string): Promise<ParsedTemplate | undefined> {
  try {
    return await parse(frontEnd, project({ ...PARTIALS, 'a.mjml': source }), 'a.mjml');
  } catch (error) {
    const isRefusal = error instanceof Refusal && !(error instanceof CompileError);
    if (isRefusal && REFUSED.has(error.code)) return undefined;
    throw error;
  }
}

/** Of style sheets, the compiled one serves all branches. */
const bodyOf = (parsed: ParsedTemplate, html: string): string =>
  parsed.settle!(html.slice(html.indexOf('<body')));

test(`T1: agrees with Handlebars and MJML, seed ${SEED}`, { timeout: 900_000 }, async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(document, contexts, async (source, all) => {
      const parsed = await parsedOrRefused(source);
      for (const one of parsed ? all : []) {
        const plain = await parsed!.renderPlain!(one);
        expect(bodyOf(parsed!, htmlOf(parsed!, one))).toBe(bodyOf(parsed!, plain.html));
        compared += 1;
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );
  expect(compared).toBeGreaterThan(RUNS);
});

test(`T1: and so do the artifacts, seed ${SEED}`, { timeout: 900_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(document, contexts, async (source, all) => {
      const root = project({ ...PARTIALS, 'a.mjml': source });
      const findings = await findingsOf(frontEnd, root, 'a.mjml', { ...all });
      const faults = findings.filter(({ code, severity }) => severity === 'error' && !REFUSED.has(code));
      expect(faults.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
    }),
    { numRuns: Math.ceil(RUNS / 8), seed: SEED },
  );
});
