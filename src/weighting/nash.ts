// Nash-MTL: tasks bargain for the direction, and none can gain without another losing more.
import { fairShares } from "./fairGrad";
import type { Weighting } from "./weighting";

/**
 * Nash bargaining (Navon et al. 2022): maximises sum_t log g_t.d over a ball, that is the positive root of A w = 1 / w.
 * It does not feel the scale of any loss: multiplying l_t by s divides w_t by s.
 *
 * Solved exactly by Newton's method; the libraries' sequential convex programs are off by up to 27 times where norms
 * differ by 1e4, and fall back to equal weights without a solver installed. With rescale false these are their weights
 * before clipping: |d| is sqrt(K) in every step, which they then clip to 1. By default weights sum to K.
 * Gradients of 0 and cases without a root are answered as in `fairGrad`. Heads receive the weights.
 *
 * @example
 * fit(model, data, { weighting: nash() });
 */
export function nash({ rescale = true }: { rescale?: boolean } = {}): Weighting {
  return {
    name: "Nash-MTL",
    needs: "gram",
    start: () => ({ weights: ({ gram }) => fairShares(gram, 1, rescale) }),
  };
}
