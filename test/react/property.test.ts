import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { runsOr, SEED } from '../seed.ts';
import { component } from './generate/component.ts';
import { type Cases, trial } from './generate/trial.ts';
import { templates } from './harness.ts';

const { parse, close } = templates();
afterAll(close);

/*
 * Generated components × contexts: the compiled template prints what plain React prints, byte for byte, and throws only
 * where plain React does. A fixed seed, so that the same sources pass or fail everywhere; src/README.md tells how to
 * search longer.
 */

const RUNS = runsOr(120);
const CONTEXTS = 25;

/** The limits of the compiler that a generated component may meet. */
const LIMITS = new Set(['TOO_MANY_CHOICES', 'TOO_MANY_PATHS', 'CHILDREN_SYMBOLIC']);

test('generated components print what plain React prints', { timeout: 3_600_000 }, async ({ annotate }) => {
  const refused = new Map<string, number>();
  const cases: Cases = { equal: 0, thrown: 0, unprinted: 0, refused: 0 };
  let compiled = 0;
  let fault = '';
  /** Says what is wrong with a component, or gives undefined. */
  const examine = async (source: string): Promise<string | undefined> => {
    const outcome = await trial(source, { parse, seed: SEED, count: CONTEXTS });
    if (outcome.kind === 'differs') return `${outcome.how}\nContext: ${JSON.stringify(outcome.context)}`;
    if (outcome.kind === 'refused') {
      for (const { code } of outcome.findings) refused.set(code, (refused.get(code) ?? 0) + 1);
      const unexpected = outcome.findings.find(({ code }) => !LIMITS.has(code));
      if (!unexpected) return undefined;
      const { code, location, message } = unexpected;
      return `${code} at ${location?.line}:${location?.column}: ${message}`;
    }
    compiled++;
    for (const kind of ['equal', 'thrown', 'unprinted', 'refused'] as const)
      cases[kind] += outcome.cases[kind];
    return undefined;
  };

  const details = await fc.check(
    fc.asyncProperty(component, async (source) => {
      const found = await examine(source);
      if (found !== undefined) fault = found;
      return found === undefined;
    }),
    { seed: SEED, numRuns: RUNS },
  );
  const [smallest] = details.counterexample ?? [];
  const again = `LETTERLOCK_PROPERTY_SEED=${SEED} LETTERLOCK_PROPERTY_RUNS=${RUNS} npx vitest run test/react/property.test.ts`;
  if (details.failed)
    throw new Error(`${fault}\n\nAgain: ${again}\n\n${smallest}`, { cause: details.errorInstance });

  const total = cases.equal + cases.thrown + cases.unprinted + cases.refused;
  const codes = [...refused].map(([code, count]) => `${code} ${count}`).join(', ');
  const summary =
    `seed ${SEED}: ${RUNS} components, ${total} cases; ${RUNS - compiled} refused (${codes || 'none'}); ` +
    `both threw in ${cases.thrown} cases, plain React alone, at what it does not print, in ${cases.unprinted}; ` +
    `refused at run time in ${cases.refused}`;
  process.stdout.write(`${summary}\n`);
  await annotate(summary);
  // A generator of what is refused or throws would prove nothing.
  expect((RUNS - compiled) / RUNS).toBeLessThan(0.1);
  expect(cases.equal / total).toBeGreaterThan(0.8);
  expect(cases.refused / total).toBeLessThan(0.02);
  expect(cases.unprinted / total).toBeLessThan(0.05);
});
