// IMTL-L: learned scales that bring every loss to the same size.
import type { Weighting } from "./weighting";

/**
 * Impartial learning of loss scales (Liu et al. 2021, the loss half of IMTL): descends sum_t exp(s_t) l_t - s_t in s by
 * gradient descent of its own, from s = 0; w_t = exp(s_t) starts as 1 and settles at 1 / l_t.
 *
 * ds_t = -learningRate (exp(s_t) l_t - 1), each step limited to 1 so that a huge loss cannot throw s away. Same scale as
 * TorchJD; in LibMTL s is stepped by the model's optimiser. A loss of exactly 0 (no labels in the batch) teaches nothing.
 * Heads receive the weights.
 *
 * @example
 * fit(model, data, { weighting: imtlL({ learningRate: 0.05 }) });
 */
export function imtlL({ learningRate = 0.05 }: { learningRate?: number } = {}): Weighting {
  return {
    name: "IMTL-L",
    separable: true,
    start(tasks) {
      let s = tasks.map(() => 0);
      return {
        weights: () => s.map(Math.exp),
        observe({ losses }) {
          s = s.map((x, t) => {
            if (losses[t] === 0) return x;
            const move = learningRate * (1 - Math.exp(x) * losses[t]);
            return x + Math.min(1, Math.max(-1, move));
          });
        },
      };
    },
  };
}
