// PCGrad: takes out of each task's gradient what works against another task.
import { seeded, shuffled, type Rng } from "../data/random";
import { dot, type Matrix } from "./solvers/linear";
import type { Weighting } from "./weighting";

export interface PcgradOptions {
  /** Draws the order in which tasks are compared; matters for three and more. Default: the same in every run. */
  rng?: Rng;
  /** Compare a projected gradient with its own original too, as the authors' code and LibMTL do. */
  withItself?: boolean;
  /** Added to squared norms; LibMTL 1e-8. */
  epsilon?: number;
}

/**
 * Projecting conflicting gradients (Yu et al. 2020): for each task i, p = g_i; for the others j in random order, if
 * p.g_j < 0 then p loses its part along g_j. The update is sum_i p_i, here as weights of the original gradients.
 *
 * Without conflict all weights are 1; same scale as LibMTL and TorchJD. Gradients of 0 are left out of comparisons.
 * Heads receive their own loss unweighted.
 *
 * @example
 * fit(model, data, { weighting: pcgrad({ rng: seeded(3) }) });
 */
export function pcgrad({ rng, withItself = false, epsilon = 0 }: PcgradOptions = {}): Weighting {
  return {
    name: "PCGrad",
    needs: "gram",
    heads: "own",
    start(tasks) {
      const draw = rng ?? seeded(1);
      return {
        weights({ gram }) {
          const w = tasks.map(() => 0);
          for (let i = 0; i < tasks.length; i++) {
            const others = gram.map((_, j) => j).filter((j) => withItself || j !== i);
            project(gram, i, shuffled(others, draw), epsilon).forEach((c, j) => (w[j] += c));
          }
          return w;
        },
      };
    },
  };
}

/** The coefficients of p_i in the original gradients. */
function project(gram: Matrix, i: number, order: readonly number[], epsilon: number): number[] {
  const c: number[] = gram.map((_, j) => (i === j ? 1 : 0));
  for (const j of order) {
    const along = dot(gram[j], c);
    if (along < 0 && gram[j][j] > 0) c[j] -= along / (gram[j][j] + epsilon);
  }
  return c;
}
