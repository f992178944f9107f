// MoDo: weights from two independent batches, the update from a third, so that noise does not bias them.
import { sumOf, type Aggregation } from "./aggregation";
import { dot } from "./solvers/linear";
import { projectSimplex } from "./solvers/simplex";

/**
 * Multi-objective gradient with double sampling (Chen et al. 2023): on batches a, b, c,
 * w <- projection on the simplex of w - gamma (G_a G_b' w + rho w); the update is K G_c' w.
 *
 * Batches are a = rows[0], b = rows[1], c = rows[2]. LibMTL's and TorchJD's updates are 1/K of it. Heads receive their own
 * loss unweighted, averaged over the three batches.
 *
 * @example
 * modo({ gamma: 0.01 }).start(["a", "b"]);
 */
export function modo({
  gamma = 1e-3,
  rho = 0.1,
}: { gamma?: number; rho?: number } = {}): Aggregation {
  return {
    name: "MoDo",
    batches: 3,
    start(tasks) {
      let w = tasks.map(() => 1 / tasks.length);
      return {
        combine({ rows: [a, b, c] }) {
          const mixed = sumOf(b, w);
          w = projectSimplex(w.map((x, t) => x - gamma * (dot(a[t], mixed) + rho * x)));
          return {
            gradient: sumOf(
              c,
              w.map((x) => x * tasks.length),
            ),
            heads: tasks.map(() => 1),
          };
        },
      };
    },
  };
}
