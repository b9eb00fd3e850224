import { CompileError, type Diagnostic, Refusal, toDiagnostic } from '../../../src/compile/diagnostics.ts';
import type { ParsedTemplate } from '../../../src/compile/template.ts';
import { compareWithPlain } from '../compare.ts';
import { contextsOf } from './context.ts';

/** What became of one generated component. */
export type Outcome =
  | { readonly kind: 'same'; readonly cases: Cases }
  | { readonly kind: 'refused'; readonly findings: readonly Diagnostic[] }
  | { readonly kind: 'differs'; readonly context: unknown; readonly how: string };

/** How many contexts ended how. */
export interface Cases {
  /** Both printed the same. */
  equal: number;
  /** Both threw. */
  thrown: number;
  /** Plain React threw at a value that it never printed; such a value is not computed by the compiled template. */
  unprinted: number;
  /** An array of the context where `Children` would have had to count it. */
  refused: number;
}

const PLACE = { file: 'template.tsx', line: 1, column: 1 };

/** Compiles a component and compares it with plain React for `count` contexts. */
export async function trial(
  source: string,
  { parse, seed, count }: { parse(source: string): Promise<ParsedTemplate>; seed: number; count: number },
): Promise<Outcome> {
  let compare: Awaited<ReturnType<typeof compareWithPlain>>;
  try {
    compare = await compareWithPlain(await parse(source));
  } catch (error) {
    if (error instanceof CompileError) return { kind: 'refused', findings: error.diagnostics };
    if (error instanceof Refusal) return { kind: 'refused', findings: [toDiagnostic(error, PLACE)] };
    throw error;
  }
  const cases: Cases = { equal: 0, thrown: 0, unprinted: 0, refused: 0 };
  let differing: { readonly context: unknown; readonly how: string } | undefined;
  for (const context of contextsOf(seed, count)) {
    const result = await compare(context);
    if (result.kind !== 'differs') {
      cases[result.kind]++;
    } else if (!differing || sizeOf(context) < sizeOf(differing.context)) {
      differing = { context, how: result.how };
    }
  }
  return differing ? { kind: 'differs', ...differing } : { kind: 'same', cases };
}

const sizeOf = (context: unknown): number => JSON.stringify(context).length;
