// SLAW: guesses each gradient's size from how much the loss fluctuates.
import { toSum, within } from "./preference";
import type { Weighting } from "./weighting";

/**
 * Scaled loss approximate weighting (Crawshaw and Kosecka 2021): with running means a_t of l_t^2 and b_t of l_t (decay
 * beta), s_t = sqrt(a_t - b_t^2) estimates the gradient's norm and w_t = K (1 / s_t) / sum_j (1 / s_j).
 *
 * The means start at the first step's losses, where s = 0 and weights are 1; s never counts as less than 1e-5 of the
 * loss. Heads receive the weights.
 *
 * @example
 * fit(model, data, { weighting: slaw({ beta: 0.99 }) });
 */
export function slaw({ beta = 0.99 }: { beta?: number } = {}): Weighting {
  within("beta", beta, 0, 1);
  return {
    name: "SLAW",
    needs: "losses",
    start() {
      let square: number[] = [];
      let mean: number[] = [];
      return {
        weights({ losses }) {
          square = losses.map((l, t) => beta * (square[t] ?? l * l) + (1 - beta) * l * l);
          mean = losses.map((l, t) => beta * (mean[t] ?? l) + (1 - beta) * l);
          const spread = square.map((a, t) => Math.max(0, a - mean[t] * mean[t]));
          if (spread.every((s, t) => s <= 1e-14 * square[t])) return losses.map(() => 1);
          return toSum(spread.map((s, t) => 1 / Math.sqrt(Math.max(s, 1e-10 * square[t]) + 1e-30)));
        },
      };
    },
  };
}
