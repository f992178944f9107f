// SDMGrad: multi-gradient descent held near the mean gradient, with weights from independent batches.
import { sumOf, type Aggregation } from "./aggregation";
import { dot } from "./solvers/linear";
import { projectSimplex } from "./solvers/simplex";

export interface SdmGradOptions {
  /** Pull towards the mean gradient. */
  lambda?: number;
  /** Steps of descent for the weights, their rate (5 in LibMTL, 10 in TorchJD and by the authors) and momentum. */
  iterations?: number;
  learningRate?: number;
  momentum?: number;
}

/**
 * Stochastic direction-oriented multi-objective gradient (Xiao et al. 2023): M = G_b G_c' divided by
 * (mean_t sqrt(max(M_tt, 0)))^2 + 1e-8; the weights, kept from step to step, descend w'Mw / 2 + lambda w'M u on the
 * simplex by momentum; the update is K G_a' (w + lambda u) / (1 + lambda), u = 1/K.
 *
 * Batches are a = rows[0], b = rows[1], c = rows[2]. LibMTL's and TorchJD's updates are 1/K of it. Heads receive their own
 * loss unweighted, averaged over the three batches; LibMTL adds the three, 3 times as much.
 *
 * @example
 * sdmGrad({ lambda: 0.3 }).start(["a", "b"]);
 */
export function sdmGrad({
  lambda = 0.3,
  iterations = 20,
  learningRate = 5,
  momentum = 0.5,
}: SdmGradOptions = {}): Aggregation {
  return {
    name: "SDMGrad",
    batches: 3,
    start(tasks) {
      const count = tasks.length;
      let w = tasks.map(() => 1 / count);
      return {
        combine({ rows: [a, b, c] }) {
          const products = b.map((left) => c.map((right) => dot(left, right)));
          const size = products.reduce((sum, row, t) => sum + Math.sqrt(Math.max(0, row[t])), 0);
          const scale = (size / count) ** 2 + 1e-8;
          const matrix = products.map((row) => row.map((x) => x / scale));
          const pull = matrix.map((row) => (lambda * row.reduce((sum, x) => sum + x, 0)) / count);
          let speed = tasks.map(() => 0);
          for (let i = 0; i < iterations; i++) {
            speed = speed.map((v, t) => momentum * v + dot(matrix[t], w) + pull[t]);
            w = projectSimplex(w.map((x, t) => x - learningRate * speed[t]));
          }
          const mixed = w.map((x) => (count * (x + lambda / count)) / (1 + lambda));
          return { gradient: sumOf(a, mixed), heads: tasks.map(() => 1) };
        },
      };
    },
  };
}
