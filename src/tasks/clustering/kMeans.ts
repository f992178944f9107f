// k-means: groups around means.
import type { Rng } from "../../data/random";
import { expected } from "../../errors";

export interface KMeansOptions {
  readonly rng: Rng;
  /** Runs from different beginnings, of which the best is kept. Default 10. */
  readonly starts?: number;
  /** Most passes of a run. Default 300. */
  readonly passes?: number;
}

/** Groups: their centres, each row's group, and the sum of squared distances to the centres. */
export interface Groups {
  readonly centres: number[][];
  readonly groups: number[];
  readonly inertia: number;
}

/**
 * k-means (Lloyd 1982) from beginnings far apart (k-means++: Arthur and Vassilvitskii 2007): each row joins its nearest
 * centre, each centre becomes the mean of its rows, until no row moves. A centre without rows stays where it was.
 * RangeError for fewer rows than groups.
 *
 * @example
 * const { groups } = kMeans([[0], [0.1], [5], [5.2]], 2, { rng: seeded(1) }); // [0, 0, 1, 1] or [1, 1, 0, 0]
 */
export function kMeans(
  rows: readonly ArrayLike<number>[],
  k: number,
  { rng, starts = 10, passes = 300 }: KMeansOptions,
): Groups {
  if (!(Number.isInteger(k) && k >= 1 && k <= rows.length)) {
    throw expected(`from 1 to ${rows.length} groups of ${rows.length} rows`, `${k}`, "Correct k.");
  }
  const runs = Array.from({ length: starts }, () => lloyd(rows, spread(rows, k, rng), passes));
  return runs.reduce((best, run) => (run.inertia < best.inertia ? run : best));
}

function lloyd(rows: readonly ArrayLike<number>[], first: number[][], passes: number): Groups {
  let centres = first;
  let groups: number[] = [];
  for (let pass = 0; pass < passes; pass++) {
    const now = rows.map((row) => nearest(row, centres));
    if (now.every((group, i) => group === groups[i])) break;
    groups = now;
    centres = means(rows, groups, centres);
  }
  const inertia = rows.reduce((sum, row, i) => sum + squared(row, centres[groups[i]]), 0);
  return { centres, groups, inertia };
}

/** Centres drawn among the rows, each in proportion to its squared distance from those before. */
function spread(rows: readonly ArrayLike<number>[], k: number, rng: Rng): number[][] {
  const centres = [Array.from(rows[Math.floor(rng() * rows.length)])];
  const far = rows.map((row) => squared(row, centres[0]));
  while (centres.length < k) {
    const total = far.reduce((a, b) => a + b, 0);
    let left = rng() * total;
    const at = far.findIndex((d) => (left -= d) < 0);
    const next = Array.from(rows[at < 0 ? Math.floor(rng() * rows.length) : at]);
    centres.push(next);
    rows.forEach((row, i) => (far[i] = Math.min(far[i], squared(row, next))));
  }
  return centres;
}

function means(
  rows: readonly ArrayLike<number>[],
  groups: readonly number[],
  before: readonly number[][],
): number[][] {
  const sums = before.map((centre) => centre.map(() => 0));
  const counts = before.map(() => 0);
  rows.forEach((row, i) => {
    const sum = sums[groups[i]];
    counts[groups[i]]++;
    for (let d = 0; d < sum.length; d++) sum[d] += row[d];
  });
  return sums.map((sum, g) => (counts[g] > 0 ? sum.map((s) => s / counts[g]) : before[g]));
}

function nearest(row: ArrayLike<number>, centres: readonly number[][]): number {
  let [at, least] = [0, Infinity];
  centres.forEach((centre, g) => {
    const distance = squared(row, centre);
    if (distance < least) [at, least] = [g, distance];
  });
  return at;
}

function squared(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum;
}
