import fc from 'fast-check';

/*
 * What property tests begin with. Fixed, so that the same sources pass or fail everywhere; LETTERLOCK_PROPERTY_SEED sets
 * another, or `random`, and LETTERLOCK_PROPERTY_RUNS how long to search (src/README.md).
 */
const { LETTERLOCK_PROPERTY_SEED: seed, LETTERLOCK_PROPERTY_RUNS: runs } = process.env;

export const SEED: number = seed === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(seed ?? 2026);

/** How many cases to try, where nobody says otherwise. */
export const runsOr = (usual: number): number => Number(runs ?? usual);

fc.configureGlobal({ seed: SEED });
