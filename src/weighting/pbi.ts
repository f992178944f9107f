// PBI: down along a preference, with a penalty for leaving it sideways.
import { perTask, shares } from "./preference";
import { dot } from "./solvers/linear";
import type { Weighting } from "./weighting";

export interface PbiOptions {
  /** How much a distance sideways costs. MOEA/D uses 5. */
  theta?: number;
  /** The direction in the space of losses; default the diagonal. */
  preference?: readonly number[];
  /** The ideal loss of each task, or one for all; default 0. */
  reference?: number | readonly number[];
}

/**
 * Penalty-based boundary intersection (Zhang and Li 2007): with r the preference at length 1 and u = l - z, minimises
 * d1 + theta d2, d1 = u.r, d2 = sqrt(|u - d1 r|^2 + 1e-12), so w = c (r + theta (u - d1 r) / d2), where c = K / sum_t r_t
 * keeps the sum at K on the preference itself. TorchJD's weights are 1/c of these. Weights may be negative.
 * Heads receive the weights.
 *
 * @example
 * fit(model, data, { weighting: pbi({ theta: 5, preference: [0.7, 0.3] }) });
 */
export function pbi({ theta = 5, preference, reference = 0 }: PbiOptions = {}): Weighting {
  return {
    name: "PBI",
    needs: "losses",
    start(tasks, all) {
      const p = shares(tasks, preference, all);
      const z = perTask(tasks, reference, "an ideal loss", all);
      const length = Math.sqrt(dot(p, p));
      const r = p.map((x) => x / length);
      const scale = tasks.length / r.reduce((a, b) => a + b, 0);
      return {
        weights({ losses }) {
          const u = losses.map((l, t) => l - z[t]);
          const d1 = dot(u, r);
          const aside = u.map((x, t) => x - d1 * r[t]);
          const d2 = Math.sqrt(dot(aside, aside) + 1e-12);
          return r.map((x, t) => scale * (x + (theta * aside[t]) / d2));
        },
      };
    },
  };
}
