/** One way of doing a piece of work. */
export interface Contestant {
  readonly name: string;
  /** Does the work once and gives something that depends on all of it. */
  readonly run: () => unknown;
  /** How many pieces of work one run does; times are given for one. Default: 1. */
  readonly pieces?: number | undefined;
}

export interface Measured {
  readonly name: string;
  /** Median over the rounds, in microseconds for one piece of work. */
  readonly microseconds: number;
  /** Median deviation from the median, as a share of it. */
  readonly spread: number;
  /** How many times as long as the first contestant: median over the rounds, each round compared with itself. */
  readonly ratio: number;
  /** Microseconds for one piece of work, round by round. */
  readonly times: readonly number[];
}

/** Long enough for rubbish that a contestant leaves to be its own concern, and so many that a busy machine spoils few. */
const ROUNDS = 31;
const BATCH_MILLISECONDS = 30;
const WARM_UP_MILLISECONDS = 400;

/** Results go here, so that no engine can see that nobody wants them. */
let sink: unknown;

/**
 * Times contestants against each other: all are warmed up, then they take turns, a batch each per round, so that what
 * slows the machine down slows all of them. Nobody's rubbish is collected for him: whoever makes much of it pays.
 */
export async function measure(contestants: readonly Contestant[]): Promise<readonly Measured[]> {
  const prepared: { contestant: Contestant; batch: number; times: number[] }[] = [];
  for (const contestant of contestants) {
    const { runs, milliseconds } = await runFor(contestant, WARM_UP_MILLISECONDS);
    const batch = Math.max(1, Math.round((runs / milliseconds) * BATCH_MILLISECONDS));
    prepared.push({ contestant, batch, times: [] });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { contestant, batch, times } of prepared) {
      times.push(((await runTimes(contestant, batch)) * 1000) / batch / (contestant.pieces ?? 1));
    }
  }
  return evaluate(prepared.map(({ contestant: { name }, times }) => ({ name, times })));
}

/** What rounds that were timed in another way say; `times` in microseconds. */
export function evaluate(
  rows: readonly { readonly name: string; readonly times: readonly number[] }[],
): readonly Measured[] {
  const first = rows[0]!.times;
  return rows.map(({ name, times }) => {
    const middle = median(times);
    return {
      name,
      microseconds: middle,
      spread: median(times.map((time) => Math.abs(time - middle))) / middle,
      ratio: median(times.map((time, round) => time / first[round]!)),
      times,
    };
  });
}

async function runFor(
  contestant: Contestant,
  milliseconds: number,
): Promise<{ runs: number; milliseconds: number }> {
  let runs = 0;
  const start = performance.now();
  let passed = 0;
  while (passed < milliseconds || runs < 3) {
    const result = contestant.run();
    sink = result instanceof Promise ? await result : result;
    runs++;
    passed = performance.now() - start;
  }
  return { runs, milliseconds: passed };
}

/** How many times as long one contestant takes as another, each round compared with itself. */
export const ratioOf = (one: Measured, other: Measured): number =>
  median(one.times.map((time, round) => time / other.times[round]!));

async function runTimes({ run }: Contestant, times: number): Promise<number> {
  const start = performance.now();
  for (let index = 0; index < times; index++) {
    const result = run();
    // Awaiting what is no promise would charge a turn of the event loop to synchronous work.
    sink = result instanceof Promise ? await result : result;
  }
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The last result, for nobody in particular. */
export const lastResult = (): unknown => sink;
