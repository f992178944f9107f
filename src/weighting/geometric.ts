// GLS: the geometric mean of the losses.
import type { Weighting } from "./weighting";

/**
 * Geometric loss strategy (Chennupati et al. 2019): minimises L = (prod_t l_t)^(1/K), so w_t = L / l_t at the scale
 * where equal losses give ones (K times the gradient of L). It does not feel the units of a loss.
 *
 * L is computed as exp(mean log l), so nothing over- or underflows. Tasks whose loss is exactly 0 (no labels in the
 * batch) are left out of the mean and have weight 1. Heads receive the weights.
 *
 * @example
 * fit(model, data, { weighting: geometric() });
 */
export function geometric(): Weighting {
  return {
    name: "GLS",
    needs: "losses",
    start: () => ({
      weights({ losses }) {
        const logs = losses.filter((l) => l > 0).map(Math.log);
        const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
        return losses.map((l) => (l > 0 ? Math.exp(mean - Math.log(l)) : 1));
      },
    }),
  };
}
