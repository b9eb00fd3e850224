import { formatTable } from '../../src/cli/table.ts';
import { type Contestant, measure, type Measured, ratioOf } from './measure.ts';

/**
 * What is aimed at: that `peer` takes at least so many times as long as `ours`, or `ours` at most so many as `peer`, or so
 * many milliseconds more.
 */
export interface Mark {
  readonly ours: string;
  readonly peer: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly milliseconds?: number;
}

export interface Group {
  readonly title: string;
  readonly rows: readonly Omit<Measured, 'times'>[];
  /** `found`: the ratio, or the milliseconds. */
  readonly marks: readonly (Mark & { readonly found: number; readonly reached: boolean })[];
}

export interface Report {
  readonly groups: readonly Group[];
  isWanted(title: string): boolean;
  /** Times contestants, unless nobody wants to know. */
  compare(title: string, contestants: readonly Contestant[], marks?: readonly Mark[]): Promise<void>;
  /** Takes in times that are there already. */
  judge(title: string, rows: readonly Measured[], marks: readonly Mark[]): void;
}

/** `only`: a part of the titles that are wanted. */
export function createReport(only: string | undefined, say: (text: string) => void): Report {
  const groups: Group[] = [];

  async function compare(
    title: string,
    contestants: readonly Contestant[],
    marks: readonly Mark[] = [],
  ): Promise<void> {
    if (!isWanted(title)) return;
    say(`Timing: ${title} …`);
    judge(title, await measure(contestants), marks);
  }

  const isWanted = (title: string): boolean => only === undefined || title.includes(only);

  function judge(title: string, rows: readonly Measured[], marks: readonly Mark[]): void {
    const find = (name: string): Measured => {
      const row = rows.find((other) => other.name === name);
      if (!row) throw new RangeError(`Nobody is called ${name}.`);
      return row;
    };
    groups.push({
      title,
      rows: rows.map(({ times: _, ...row }) => row),
      marks: marks.map((mark) => {
        const ours = find(mark.ours);
        const peer = find(mark.peer);
        if (mark.milliseconds !== undefined) {
          const found = (ours.microseconds - peer.microseconds) / 1000;
          return { ...mark, found, reached: found <= mark.milliseconds };
        }
        const found = mark.atMost === undefined ? ratioOf(peer, ours) : ratioOf(ours, peer);
        const reached = mark.atMost === undefined ? found >= (mark.atLeast ?? 1) : found <= mark.atMost;
        return { ...mark, found, reached };
      }),
    });
  }

  return { groups, isWanted, compare, judge };
}

function sayMark(mark: Group['marks'][number]): string {
  const { ours, peer, found, reached } = mark;
  const aim =
    mark.milliseconds !== undefined
      ? `${ours} takes at most ${mark.milliseconds} ms more than ${peer}`
      : mark.atMost === undefined
        ? `${peer} takes at least ${mark.atLeast} times ${ours}`
        : `${ours} takes at most ${mark.atMost} times ${peer}`;
  return `${reached ? 'reached' : 'MISSED'}: ${aim} (${Number(found.toPrecision(3))})`;
}

/** Tables, each with its marks. */
export function format(groups: readonly Group[], peers: readonly string[]): string {
  return [
    `Peers: ${peers.join(', ')}`,
    ...groups.map(({ title, rows, marks }) => {
      const table = formatTable(
        ['', 'µs', '±', 'times letterlock'],
        rows.map(({ name, microseconds, spread, ratio }) => [
          name,
          Number(microseconds.toPrecision(3)),
          `${Math.round(spread * 100)} %`,
          Number(ratio.toPrecision(3)),
        ]),
      );
      return [title, table, ...marks.map(sayMark)].join('\n');
    }),
  ].join('\n\n');
}
