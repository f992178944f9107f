// STCH: a smooth version of "minimise the worst loss".
import { perTask, shares, within } from "./preference";
import { softmax } from "./solvers/simplex";
import type { Weighting } from "./weighting";

export interface StchOptions {
  /** How smooth: towards 0 only the worst task counts, large values weigh all tasks alike. */
  mu?: number;
  /** Share of each task; default 1/K each. */
  preference?: readonly number[];
  /** The ideal loss of each task, or one for all; default 0. */
  reference?: number | readonly number[];
}

/**
 * Smooth Tchebycheff scalarisation (Lin et al. 2024): minimises mu log sum_t exp(p_t (l_t - z_t) / mu), so
 * w_t = K^2 p_t softmax_t(p (l - z) / mu); equal losses and preferences give ones. TorchJD's weights are 1/K^2 of these.
 *
 * Differences of losses are compared, so losses must be on one scale; `stchLog` is the form that needs none.
 * Heads receive the weights.
 *
 * @example
 * fit(model, data, { weighting: stch({ mu: 0.1, preference: [0.7, 0.3] }) });
 */
export function stch({ mu = 0.1, preference, reference = 0 }: StchOptions = {}): Weighting {
  within("mu", mu, 1e-9, 1e9);
  return {
    name: "STCH",
    needs: "losses",
    start(tasks, all) {
      const p = shares(tasks, preference, all);
      const z = perTask(tasks, reference, "an ideal loss", all);
      const scale = tasks.length * tasks.length;
      return {
        weights: ({ losses }) =>
          softmax(losses.map((l, t) => (p[t] * (l - z[t])) / mu)).map((w, t) => scale * p[t] * w),
      };
    },
  };
}
