// COSMOS: a weighted sum that also points the losses along a preference.
import { shares } from "./preference";
import { dot } from "./solvers/linear";
import type { Weighting } from "./weighting";

/**
 * COSMOS (Ruchte and Grabocka 2021): minimises r.l - lambda cos(r, l) for a preference r, so
 * w_t = K (r_t - lambda (r_t / (|r||l|) - cos(r, l) l_t / |l|^2)). Weights may be negative. TorchJD's are 1/K of these.
 *
 * The authors draw r anew for every batch and feed it to the network, which then answers for every preference; with a
 * fixed r the same loss trains one network for one preference. Heads receive the weights.
 *
 * @example
 * fit(model, data, { weighting: cosmos({ lambda: 1, preference: [0.7, 0.3] }) });
 */
export function cosmos({
  lambda,
  preference,
}: {
  lambda: number;
  preference?: readonly number[];
}): Weighting {
  return {
    name: "COSMOS",
    needs: "losses",
    start(tasks, all) {
      const r = shares(tasks, preference, all);
      const length = Math.sqrt(dot(r, r));
      return {
        weights({ losses }) {
          const size = Math.sqrt(dot(losses, losses)) || 1e-12;
          const cosine = dot(r, losses) / (length * size);
          return r.map((p, t) => {
            const turn = p / (length * size) - (cosine * losses[t]) / (size * size);
            return tasks.length * (p - lambda * turn);
          });
        },
      };
    },
  };
}
