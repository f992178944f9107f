// CAGrad: near the mean gradient, the direction that helps the worst-off task most.
import { within } from "./preference";
import { dualCone } from "./solvers/coneQp";
import { nearDual } from "./solvers/conflict";
import { quadratic, times } from "./solvers/linear";
import type { Weighting } from "./weighting";

/**
 * Conflict-averse gradient descent (Liu et al. 2021): maximises min_t g_t.d over |d - g_0| <= c |g_0|, g_0 the mean
 * gradient. With w the minimiser of w'A u + c |g_0| sqrt(w'Aw) on the simplex, d = g_0 + c |g_0| g_w / |g_w|.
 *
 * The dual is solved exactly, without LibMTL's absolute 1e-8 constants. Scale: K d / (1 + c), so that agreeing tasks have
 * weights that sum to K; times (1 + c) / K it is the paper's d (LibMTL's rescale 0 and TorchJD), which LibMTL's default
 * divides by 1 + c^2. Where 0 is the best g_w can do, the worst-off task cannot be helped: then d is g_0 projected on
 * the directions that hurt no task, the limit of the formula. c = 0 is the mean gradient; with c below 1 training
 * still converges to a minimum of the mean loss. Heads receive their own loss unweighted.
 *
 * @example
 * fit(model, data, { weighting: cagrad({ c: 0.4 }) });
 */
export function cagrad({ c = 0.5 }: { c?: number } = {}): Weighting {
  within("c", c, 0, 100);
  return {
    name: "CAGrad",
    needs: "gram",
    heads: "own",
    start(tasks) {
      const u = tasks.map(() => 1 / tasks.length);
      const scale = tasks.length / (1 + c);
      return {
        weights({ gram }) {
          const reach = c * Math.sqrt(quadratic(gram, u));
          if (!(reach > 0)) return tasks.map(() => 1 / (1 + c));
          const dual = nearDual(gram, times(gram, u), reach);
          if (!dual) return dualCone(gram, u).map((v) => scale * v);
          return u.map((share, t) => scale * (share + (reach / dual.length) * dual.w[t]));
        },
      };
    },
  };
}
