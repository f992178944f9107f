// Trimmed mean: leaves the extremes of every coordinate out.
import { expected, list } from "../errors";
import type { Aggregation } from "./aggregation";

/**
 * Coordinate-wise trimmed mean (Yin et al. 2018): of the K values of each coordinate, the `trim` smallest and the `trim`
 * largest are left out and the rest averaged. Times K, so that agreeing tasks sum; TorchJD's update is 1/K of it.
 *
 * Throws unless there are more than 2 trim tasks; in a batch where fewer have labels it trims as many as it
 * can. Heads receive their own loss unweighted.
 *
 * @example
 * trimmedMean({ trim: 1 }).start(["a", "b", "c"]);
 */
export function trimmedMean({ trim = 1 }: { trim?: number } = {}): Aggregation {
  return {
    name: "trimmed mean",
    start(tasks, all = tasks) {
      const left = Math.min(trim, Math.floor((tasks.length - 1) / 2));
      const kept = tasks.length - 2 * left;
      if (all.length <= 2 * trim) {
        throw expected(
          `more than ${2 * trim} tasks for a mean that trims ${trim} at each end`,
          `${all.length}: ${list(all)}`,
          "Lower `trim`, or add tasks.",
        );
      }
      return {
        combine({ rows: [rows] }) {
          const gradient = Float64Array.from(rows[0], (_, i) => {
            const column = rows.map((row) => row[i]).sort((a, b) => a - b);
            const sum = column.slice(left, left + kept).reduce((a, b) => a + b, 0);
            return (sum * tasks.length) / kept;
          });
          return { gradient, heads: tasks.map(() => 1) };
        },
      };
    },
  };
}
