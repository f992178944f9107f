// STCH on log losses, measured against where training stood after a warm-up.
import { toSum, within } from "./preference";
import { softmax } from "./solvers/simplex";
import type { Weighting } from "./weighting";

export interface StchLogOptions {
  /** How smooth: towards 0 only the worst task counts, large values weigh all tasks alike. */
  mu?: number;
  /** Epochs of plain log losses before the epoch that measures the nadir. */
  warmup?: number;
  /** Weights sum to K (true, the default), or are the gradient of the log objective, of the size of 1 / l. */
  rescale?: boolean;
}

/**
 * Smooth Tchebycheff on log losses (Lin et al. 2024, as in their code and LibMTL). Epochs up to `warmup` minimise
 * sum_t log l_t; the mean losses of epoch `warmup` become the nadir z; from then on w_t = K softmax_t(y / mu) / l_t with
 * y_t = log(l_t / z_t). Before rescaling this is LibMTL's scale. Losses below 1e-20 count as that much.
 * Heads receive the weights.
 *
 * @example
 * fit(model, data, { weighting: stchLog({ warmup: 4 }) });
 */
export function stchLog({ mu = 1, warmup = 4, rescale = true }: StchLogOptions = {}): Weighting {
  within("mu", mu, 1e-9, 1e9);
  return {
    name: "STCH (log)",
    needs: "losses",
    start(tasks) {
      const nadir = tasks.map(() => 0);
      let steps = 0;
      return {
        weights({ epoch, losses }) {
          const late = epoch > warmup && steps > 0;
          const y = losses.map((l, t) => Math.log(l / (nadir[t] / steps) + 1e-20) / mu);
          const share = late ? softmax(y).map((w) => w * tasks.length) : tasks.map(() => 1);
          const w = share.map((s, t) => s / (losses[t] + 1e-20));
          return rescale ? toSum(w) : w;
        },
        observe({ epoch, losses }) {
          if (epoch !== warmup) return;
          losses.forEach((l, t) => (nadir[t] += l));
          steps += 1;
        },
      };
    },
  };
}
