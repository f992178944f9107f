// FAMO: weights that learn from how much each loss fell, at no gradient's cost.
import { perTask } from "./preference";
import { adam } from "./solvers/adam";
import { dot } from "./solvers/linear";
import { softmax } from "./solvers/simplex";
import type { Weighting } from "./weighting";

export interface FamoOptions {
  /** Adam's rate for the weights' logits. */
  learningRate?: number;
  /** Pulls the logits to 0; LibMTL and TorchJD 1e-3, the authors between 0 and 1e-2. */
  weightDecay?: number;
  /** A value each loss stays above, or one for all. */
  lowest?: number | readonly number[];
}

/**
 * Fast adaptive multitask optimization (Liu et al. 2023): every task's loss shall fall at the same relative speed.
 * With z = softmax(x) and D_t = l_t - lowest_t, w_t = K (z_t / D_t) / sum_j (z_j / D_j), which sums to K; LibMTL's and
 * TorchJD's weights are 1/K of these. After the update x takes one Adam step along z (f - z.f), f_t = log D_t - log D'_t.
 *
 * D' are the losses of the same batch after the update: one more forward pass a step. A training loop that does not
 * measure them gets the cheaper variant in which the next batch's losses stand in. Losses at or below `lowest` count as
 * 1e-8 above it. Heads receive the weights.
 *
 * @example
 * fit(model, data, { weighting: famo() });
 */
export function famo({
  learningRate = 0.025,
  weightDecay = 1e-3,
  lowest = 0,
}: FamoOptions = {}): Weighting {
  return {
    name: "FAMO",
    needs: "losses",
    start(tasks, all) {
      const floor = perTask(tasks, lowest, "a lowest loss", all);
      const above = (losses: readonly number[]) =>
        losses.map((l, t) => Math.max(0, l - floor[t]) + 1e-8);
      const step = adam({ learningRate });
      let x = tasks.map(() => 0);
      let before: number[] | null = null;
      const after = (losses: readonly number[]) => {
        if (!before) return;
        const then = before;
        const z = softmax(x);
        const fall = above(losses).map((d, t) => Math.log(then[t]) - Math.log(d));
        const mean = dot(z, fall);
        x = step(
          x,
          z.map((share, t) => share * (fall[t] - mean) + weightDecay * x[t]),
        );
        before = null;
      };
      return {
        weights({ losses }) {
          after(losses);
          before = above(losses);
          const w = softmax(x).map((share, t) => share / (before as number[])[t]);
          const sum = w.reduce((a, b) => a + b, 0);
          return w.map((part) => (part * tasks.length) / sum);
        },
        after,
      };
    },
  };
}
