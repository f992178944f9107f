// What is measured on learners' answers: accuracy, agreement, calibration.
import { argMax } from "./labels";

/** Share of rows on which two of the learners agree, averaged over pairs; said[learner][row]. */
export function agreement(said: readonly (readonly number[])[]): number {
  const pairs = said.flatMap((a, i) => said.slice(i + 1).map((b) => same(a, b)));
  return pairs.length > 0 ? pairs.reduce((a, b) => a + b, 0) / pairs.length : 1;
}

/**
 * Expected calibration error (Naeini et al. 2015): rows in 15 bins of equal width by their highest probability, then
 * sum over bins of (rows / all rows) * |accuracy - mean probability|.
 */
export function calibrationError(
  probabilities: readonly (readonly number[])[],
  labels: readonly number[],
  { bins = 15 } = {},
): number {
  const gaps = Array<number>(bins).fill(0);
  probabilities.forEach((p, row) => {
    const best = argMax(p);
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(p[best] * bins) - 1));
    gaps[bin] += (best === labels[row] ? 1 : 0) - p[best];
  });
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / probabilities.length;
}

/** Share of places where two lists hold the same class. */
export function same(a: readonly number[], b: readonly number[]): number {
  return share([...a.keys()], (i) => a[i] === b[i]);
}

/** Share of these rows for which something holds. */
export function share(rows: readonly number[], is: (row: number) => boolean): number {
  return rows.filter(is).length / rows.length;
}
