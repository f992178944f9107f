// MoCo: multi-gradient descent on gradients that a momentum has freed from most of their noise.
import { sumOf, type Aggregation } from "./aggregation";
import { dot, gramOf, times } from "./solvers/linear";
import { softmax } from "./solvers/simplex";

export interface MocoOptions {
  /** Step size of the gradients' running estimate, beta / k^betaDecay at step k = 1, 2, ... */
  beta?: number;
  betaDecay?: number;
  /** Step size of the weights, gamma / k^gammaDecay. */
  gamma?: number;
  gammaDecay?: number;
  /** Pulls the weights together. */
  rho?: number;
}

/**
 * Multi-objective gradient correction (Fernando et al. 2023), as in LibMTL: each gradient is brought to the length of
 * its loss; Y follows them, Y <- Y - beta_k (Y - l_t g_t / |g_t|); w <- softmax(w - gamma_k (Y Y' + rho I) w); the update is
 * K Y' w. LibMTL's update is 1/K of it.
 *
 * The paper projects on the simplex where LibMTL takes a softmax, which holds the ratio of two weights below e. Keeps one
 * gradient per task in memory. Heads receive their own loss unweighted.
 *
 * @example
 * moco({ gamma: 0.1 }).start(["a", "b"]);
 */
export function moco({
  beta = 0.5,
  betaDecay = 0.5,
  gamma = 0.1,
  gammaDecay = 0.5,
  rho = 0,
}: MocoOptions = {}): Aggregation {
  return {
    name: "MoCo",
    start(tasks) {
      let y: Float64Array[] | null = null;
      let w = tasks.map(() => 1 / tasks.length);
      let k = 0;
      return {
        combine({ rows: [rows], losses }) {
          k += 1;
          const rate = beta / k ** betaDecay;
          y ??= rows.map((row) => new Float64Array(row.length));
          y.forEach((estimate, t) => {
            const size = losses[t] / (Math.sqrt(dot(rows[t], rows[t])) + 1e-8);
            for (let i = 0; i < estimate.length; i++)
              estimate[i] -= rate * (estimate[i] - size * rows[t][i]);
          });
          const slope = times(gramOf(y), w).map((x, t) => x + rho * w[t]);
          w = softmax(w.map((x, t) => x - (gamma / k ** gammaDecay) * slope[t]));
          return {
            gradient: sumOf(
              y,
              w.map((x) => x * tasks.length),
            ),
            heads: tasks.map(() => 1),
          };
        },
      };
    },
  };
}
