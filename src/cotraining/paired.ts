// Comparing two methods on the same seeds: differences, how sure, how often, and how often one collapsed.
import { spreadOf } from "../data/spread";
import { expected } from "../errors";

/** What a comparison of A with B over the same seeds shows. Scores are as given: 0.94 for 94 %. */
export interface Paired {
  readonly seeds: number;
  /** Mean and median of A - B. */
  readonly mean: number;
  readonly median: number;
  /** Standard error of the mean: sd / sqrt(seeds), sd with seeds - 1. NaN for one seed. */
  readonly error: number;
  /** Seeds on which A is better, and on which they are equal. */
  readonly wins: number;
  readonly ties: number;
  /** Chance of so many or more wins for one side, ties left out, if neither were better (two-sided sign test). */
  readonly p: number;
}

/**
 * The paired differences of two methods' scores, one per seed, in the same order. Look at median and wins before the
 * mean: one collapsed run can make a mean. RangeError for lists of different lengths.
 *
 * @example
 * paired([0.9, 0.8, 0.95], [0.85, 0.82, 0.9]); // { wins: 2, median: 0.05, ... }
 */
export function paired(a: readonly number[], b: readonly number[]): Paired {
  if (a.length !== b.length || a.length === 0) {
    throw expected(
      "as many scores of A as of B, one per seed",
      `${a.length} and ${b.length}`,
      "Run both on the same seeds.",
    );
  }
  const gaps = a.map((value, i) => value - b[i]);
  const { mean, error } = spreadOf(gaps);
  const wins = gaps.filter((gap) => gap > 0).length;
  const ties = gaps.filter((gap) => gap === 0).length;
  return {
    seeds: gaps.length,
    mean,
    median: median(gaps),
    error,
    wins,
    ties,
    p: signTest(wins, gaps.length - ties),
  };
}

/** The middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const order = [...values].sort((a, b) => a - b);
  const half = Math.floor(order.length / 2);
  return order.length % 2 === 1 ? order[half] : (order[half - 1] + order[half]) / 2;
}

/** The chance of a split at least as uneven as `wins` of `count` fair coins. */
function signTest(wins: number, count: number): number {
  const more = Math.max(wins, count - wins);
  let tail = 0;
  for (let k = more; k <= count; k++) {
    let ways = 1;
    for (let i = 0; i < k; i++) ways = (ways * (count - i)) / (i + 1);
    tail += ways / 2 ** count;
  }
  return Math.min(1, 2 * tail);
}
