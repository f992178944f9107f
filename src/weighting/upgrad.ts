// UPGrad: every task's gradient, turned until it hurts no task, then averaged.
import { shares } from "./preference";
import { dualCone } from "./solvers/coneQp";
import type { Matrix } from "./solvers/linear";
import type { Weighting } from "./weighting";

export interface DualConeOptions {
  /** Share of each task; default 1/K each. */
  preference?: readonly number[];
  /** Added to the diagonal after dividing by the trace; keeps dependent gradients apart. */
  regularisation?: number;
  /** Gradients whose squared norms sum to less than this count as 0. */
  floor?: number;
}

/**
 * Unconflicting projection of gradients (Quinton and Rey 2024): each p_t g_t is projected on the directions that have no
 * negative product with any gradient, and the results are summed: w = K sum_t argmin_{v >= p_t e_t} v'Mv with
 * M = A / trace(A) + regularisation I. No task is hurt (up to the regularisation), however gradients conflict.
 *
 * The default regularisation is the libraries' and is sized for the longest gradient: a gradient 100 times shorter may
 * still be hurt; lower it where norms are far apart.
 * LibMTL's and TorchJD's weights are 1/K of these. Gradients that are all 0 give w = K p.
 * Heads receive their own loss unweighted.
 *
 * @example
 * fit(model, data, { weighting: upgrad({ preference: [0.7, 0.3] }) });
 */
export function upgrad({ preference, ...options }: DualConeOptions = {}): Weighting {
  return {
    name: "UPGrad",
    needs: "gram",
    heads: "own",
    start(tasks, all) {
      const p = shares(tasks, preference, all);
      return {
        weights({ gram }) {
          const matrix = regularised(gram, options);
          const w = tasks.map(() => 0);
          for (let t = 0; t < tasks.length; t++) {
            const own = p.map((share, i) => (i === t ? share : 0));
            dualCone(matrix, own).forEach((v, i) => (w[i] += tasks.length * v));
          }
          return w;
        },
      };
    },
  };
}

/** A / trace(A) + regularisation I, or the regularisation alone where the gradients are as good as 0. */
export function regularised(
  gram: Matrix,
  { regularisation = 1e-4, floor = 1e-4 }: Pick<DualConeOptions, "regularisation" | "floor">,
): number[][] {
  const trace = gram.reduce((sum, row, i) => sum + row[i], 0);
  const scale = trace < floor ? 0 : 1 / trace;
  return gram.map((row, i) => row.map((a, j) => a * scale + (i === j ? regularisation : 0)));
}
