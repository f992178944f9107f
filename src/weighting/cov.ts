// CoV weighting: a loss that still varies has something left to learn.
import { toSum } from "./preference";
import type { Weighting } from "./weighting";

/**
 * Coefficient of variation weighting (Groenendijk et al. 2021): each loss is divided by its running mean before the step,
 * ratio_t = l_t / mean_t; w_t is in proportion to std(ratio_t) / mean(ratio_t) and sums to K (the paper's sums to 1).
 * Steps 0 and 1 have weights 1, and 1e-8 is added to the variance, as in the authors' code. Statistics run over the whole
 * training and never read the current step, so they cost nothing. Heads receive the weights.
 *
 * @example
 * fit(model, data, { weighting: cov() });
 */
export function cov(): Weighting {
  return {
    name: "CoV",
    start(tasks) {
      const meanLoss = tasks.map(() => 0);
      const meanRatio = tasks.map(() => 0);
      const spread = tasks.map(() => 0);
      let steps = 0;
      return {
        weights() {
          if (steps < 2) return tasks.map(() => 1);
          return toSum(spread.map((s, t) => Math.sqrt(s / steps + 1e-8) / meanRatio[t]));
        },
        observe({ losses }) {
          steps += 1;
          losses.forEach((l, t) => {
            const ratio = steps === 1 || meanLoss[t] === 0 ? 1 : l / meanLoss[t];
            const mean = meanRatio[t] + (ratio - meanRatio[t]) / steps;
            spread[t] += (ratio - meanRatio[t]) * (ratio - mean);
            meanRatio[t] = mean;
            meanLoss[t] += (l - meanLoss[t]) / steps;
          });
        },
      };
    },
  };
}
