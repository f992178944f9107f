// ConFIG: a direction with the same cosine to every task's gradient.
import { shares } from "./preference";
import { eigen, pseudoSolve, rank } from "./solvers/eigen";
import { cosines, dot, norms, quadratic, times } from "./solvers/linear";
import type { Weighting } from "./weighting";

export interface ConFigOptions {
  /** Share of each task; default 1/K each. Cosines are in proportion to it. */
  preference?: readonly number[];
  /** Cosine eigenvalues below K times this are 0. The default fits gradients computed in float32. */
  tolerance?: number;
}

/**
 * Conflict-free inverse gradients (Liu, Chu and Thuerey 2025): x = pinv(rows g_t / |g_t|) p points where every cosine is
 * in proportion to p; the update is (sum_t g_t.x) x / |x|^2. It lowers all tasks whenever gradients are independent.
 *
 * Computed from the cosines alone. Same scale as TorchJD: agreeing tasks have weights that sum to K. A gradient of 0 has
 * weight 0; where x is 0 (opposite gradients) so is the update. Heads receive their own loss unweighted.
 *
 * @example
 * fit(model, data, { weighting: conFig() });
 */
export function conFig({ preference, tolerance = 1e-7 }: ConFigOptions = {}): Weighting {
  return {
    name: "ConFIG",
    needs: "gram",
    heads: "own",
    start(tasks, all) {
      const p = shares(tasks, preference, all);
      return {
        weights({ gram }) {
          const unit = cosines(gram);
          const size = norms(gram);
          const v = pseudoSolve(eigen(unit), rank(gram, tolerance * gram.length), p);
          const square = quadratic(unit, v);
          if (square <= 1e-14 * dot(v, v) || square === 0) return tasks.map(() => 0);
          const length = dot(size, times(unit, v)) / square;
          return v.map((x, t) => (size[t] > 0 ? (length * x) / size[t] : 0));
        },
      };
    },
  };
}
