// DualProj: the mean gradient, turned until it hurts no task.
import { shares } from "./preference";
import { dualCone } from "./solvers/coneQp";
import { regularised, type DualConeOptions } from "./upgrad";
import type { Weighting } from "./weighting";

/**
 * Dual projection, as in gradient episodic memory (Lopez-Paz and Ranzato 2017): the projection of sum_t p_t g_t on the
 * directions that have no negative product with any gradient, w = K argmin_{v >= p} v'Mv with M as in `upgrad`.
 *
 * TorchJD's weights are 1/K of these. Gradients that are all 0 give w = K p. Heads receive their own loss unweighted.
 *
 * @example
 * fit(model, data, { weighting: dualProj() });
 */
export function dualProj({ preference, ...options }: DualConeOptions = {}): Weighting {
  return {
    name: "DualProj",
    needs: "gram",
    heads: "own",
    start(tasks, all) {
      const p = shares(tasks, preference, all);
      return {
        weights: ({ gram }) => dualCone(regularised(gram, options), p).map((v) => v * tasks.length),
      };
    },
  };
}
