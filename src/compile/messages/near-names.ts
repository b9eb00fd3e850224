/** What a misspelt name may have meant: `order.title` for `order` or `title`, and near spellings; best first. */
export function nearNames(name: string, names: Iterable<string>): readonly string[] {
  const bound = Math.max(1, Math.ceil(name.length / 3));
  return [...names]
    .map((candidate) => ({ candidate, far: distance(name, candidate, bound) }))
    .filter(({ far }) => far <= bound)
    .sort((one, other) => one.far - other.far || (one.candidate < other.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** A hint that names what may have been meant, or else what to do. */
export function nearNamesHint(name: string, names: Iterable<string>, otherwise: string): string {
  const near = nearNames(name, names).map((candidate) => `"${candidate}"`);
  return near.length > 0 ? `Did you mean ${near.join(' or ')}? ${otherwise}` : otherwise;
}

function distance(name: string, candidate: string, bound: number): number {
  if (candidate.startsWith(`${name}.`) || candidate.endsWith(`.${name}`)) return 0;
  if (Math.abs(name.length - candidate.length) > bound) return Infinity;
  return editDistance(name.toLowerCase(), candidate.toLowerCase());
}

/** Levenshtein distance, one row of the table at a time. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const swap = row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, swap));
    }
    row = next;
  }
  return row[other.length]!;
}
