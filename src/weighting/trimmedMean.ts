// Trimmed mean: leaves the extremes of every coordinate out.
import { expected, list } from "../errors";
import type { Aggregation } from "./aggregation";

/**
 * Coordinate-wise trimmed mean (Yin et al. 2018): of the K values of each coordinate, the `trim` smallest and the `trim`
 * largest are left out and the rest averaged. Times K, so that agreeing tasks sum; TorchJD's update is 1/K of it.
 *
 * Throws unless there are more than 2 trim tasks. Heads receive their own loss unweighted.
 *
 * @example
 * trimmedMean({ trim: 1 }).start(["a", "b", "c"]);
 */
export function trimmedMean({ trim = 1 }: { trim?: number } = {}): Aggregation {
  return {
    name: "trimmed mean",
    start(tasks) {
      const kept = tasks.length - 2 * trim;
      if (kept < 1) {
        throw expected(
          `more than ${2 * trim} tasks for a mean that trims ${trim} at each end`,
          `${tasks.length}: ${list(tasks)}`,
          "Lower `trim`, or add tasks.",
        );
      }
      return {
        combine({ rows: [rows] }) {
          const gradient = Float64Array.from(rows[0], (_, i) => {
            const column = rows.map((row) => row[i]).sort((a, b) => a - b);
            const sum = column.slice(trim, trim + kept).reduce((a, b) => a + b, 0);
            return (sum * tasks.length) / kept;
          });
          return { gradient, heads: tasks.map(() => 1) };
        },
      };
    },
  };
}
