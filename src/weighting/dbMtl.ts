// DB-MTL: logarithms balance the losses, equal lengths the gradients.
import { sumOf, type Aggregation } from "./aggregation";
import { dot } from "./solvers/linear";

export interface DbMtlOptions {
  /** Share of the gradients' running estimate that stays, beta / k^decay at step k = 1, 2, ... */
  beta?: number;
  decay?: number;
}

/**
 * Dual-balancing multi-task learning (Lin et al. 2023): h_t = grad log(l_t + 1e-8); B <- h + beta_k (B - h) from B = 0;
 * every B_t is brought to the length of the longest one, and the update is their sum. Same scale as LibMTL.
 *
 * The estimate starts at 0 without correction, as in LibMTL: with beta 0.9 the first update is a tenth of the sum, which
 * Adam does not feel and plain gradient descent does. Keeps one gradient per task in memory.
 * Heads receive 1 / (l_t + 1e-8), the gradient of the log loss.
 *
 * @example
 * dbMtl({ beta: 0.9 }).start(["a", "b"]);
 */
export function dbMtl({ beta = 0.9, decay = 0 }: DbMtlOptions = {}): Aggregation {
  return {
    name: "DB-MTL",
    start() {
      let estimate: Float64Array[] | null = null;
      let k = 0;
      return {
        combine({ rows: [rows], losses }) {
          k += 1;
          const stay = beta / k ** decay;
          const heads = losses.map((l) => 1 / (l + 1e-8));
          estimate ??= rows.map((row) => new Float64Array(row.length));
          estimate.forEach((b, t) => {
            for (let i = 0; i < b.length; i++)
              b[i] = stay * b[i] + (1 - stay) * heads[t] * rows[t][i];
          });
          const lengths = estimate.map((b) => Math.sqrt(dot(b, b)));
          const longest = Math.max(...lengths);
          return {
            gradient: sumOf(
              estimate,
              lengths.map((n) => longest / (n + 1e-8)),
            ),
            heads,
          };
        },
      };
    },
  };
}
