// LDC-MTL: keeps the weighted losses of neighbouring tasks close to each other.
import { perTask, within } from "./preference";
import { dot } from "./solvers/linear";
import { softmax } from "./solvers/simplex";
import type { Weighting } from "./weighting";

export interface LdcMtlOptions {
  /** How much the gap between neighbours counts beside the weighted sum of losses. */
  penalty?: number;
  /** Rate of descent for the weights' logits. */
  learningRate?: number;
  /** The size of each loss: l_t / unit_t is compared. Default the losses of the first step. */
  unit?: number | readonly number[];
}

/**
 * Loss discrepancy control (Xiao et al. 2025), the first-order method for min_w sum_t |w_t l_t - w_(t+1) l_(t+1)| over
 * networks that minimise sum_t w_t l_t. With z = softmax(x) and losses in units, both the network and x descend
 * z.l + penalty sum_t |z_t l_t - z_(t+1) l_(t+1)|, so w_t = K z_t (1 + penalty (sign_t - sign_(t-1))) / unit_t, at a scale
 * where the sum is K. Costs no gradient.
 *
 * One weight per task is learned here; the authors let a small router network compute it from the input.
 * Heads receive the weights.
 *
 * @example
 * fit(model, data, { weighting: ldcMtl({ penalty: 0.1 }) });
 */
export function ldcMtl({
  penalty = 0.1,
  learningRate = 0.01,
  unit,
}: LdcMtlOptions = {}): Weighting {
  within("a penalty", penalty, 0, 0.5);
  return {
    name: "LDC-MTL",
    needs: "losses",
    start(tasks, all) {
      let size = unit === undefined ? null : perTask(tasks, unit, "a unit of loss", all);
      let x = tasks.map(() => 0);
      return {
        weights({ losses }) {
          size ??= losses.map((l) => Math.max(l, 1e-12));
          const units = size;
          const l = losses.map((loss, t) => loss / units[t]);
          const z = softmax(x);
          const sign = l.map((_, t) =>
            t + 1 < l.length ? Math.sign(z[t] * l[t] - z[t + 1] * l[t + 1]) : 0,
          );
          const pull = sign.map((s, t) => 1 + penalty * (s - (t > 0 ? sign[t - 1] : 0)));
          const slope = pull.map((p, t) => p * l[t]);
          const mean = dot(z, slope);
          x = x.map((value, t) => value - learningRate * z[t] * (slope[t] - mean));
          const w = z.map((share, t) => (share * pull[t]) / units[t]);
          const sum = w.reduce((a, b) => a + b, 0);
          return w.map((part) => (part * tasks.length) / (sum || 1));
        },
      };
    },
  };
}
