// SI: the sum of the logarithms of the losses.
import { shares, toSum } from "./preference";
import type { Weighting } from "./weighting";

export interface ScaleInvariantOptions {
  /** Share of each task; default 1/K each. */
  preference?: readonly number[];
  /** Weights sum to K (true, the default), or are the gradient of K sum_t p_t log l_t itself. */
  rescale?: boolean;
}

/**
 * Scale-invariant weighting: minimises sum_t p_t log l_t, so w_t is in proportion to p_t / l_t. The baseline "SI" of
 * Navon et al. (2022). Losses below 1e-12 count as 1e-12. Heads receive the weights.
 *
 * @example
 * fit(model, data, { weighting: scaleInvariant() });
 */
export function scaleInvariant({
  preference,
  rescale = true,
}: ScaleInvariantOptions = {}): Weighting {
  return {
    name: "SI",
    needs: "losses",
    start(tasks, all) {
      const p = shares(tasks, preference, all);
      return {
        weights({ losses }) {
          const w = losses.map((l, t) => (p.length * p[t]) / Math.max(l, 1e-12));
          return rescale ? toSum(w) : w;
        },
      };
    },
  };
}
