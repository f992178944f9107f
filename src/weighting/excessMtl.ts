// ExcessMTL: more weight to tasks that are still far from their optimum, whatever noise keeps their loss up.
import { sumOf, type Aggregation, type Rows } from "./aggregation";
import { toSum } from "./preference";

export interface ExcessMtlOptions {
  /** How fast weights follow: 1 in the paper and TorchJD, 1e-2 in LibMTL. */
  stepSize?: number;
  /** Steps with weights 1; their mean excess is the later unit. 0: the first step moves by raw excess, then is it. */
  warmup?: number;
  /** Added to the unit; TorchJD 1e-7. */
  epsilon?: number;
}

/**
 * Robust multi-task learning by excess risks (He et al. 2024): with S_t the running sum of squared gradients, the excess
 * risk is e_t = sum_i g_ti^2 / sqrt(S_ti + 1e-7); each step w_t <- w_t exp(stepSize e_t / e0_t), brought to sum K.
 *
 * warmup 1 is LibMTL at its scale; TorchJD's weights are 1/K of these. Keeps one array of the gradients' size per task.
 * Heads receive the weights.
 *
 * @example
 * excessMtl({ stepSize: 0.1 }).start(["a", "b"]);
 */
export function excessMtl({
  stepSize = 1,
  warmup = 1,
  epsilon = 0,
}: ExcessMtlOptions = {}): Aggregation {
  return {
    name: "ExcessMTL",
    start(tasks) {
      let squares: Float64Array[] | null = null;
      let unit: readonly number[] = tasks.map(() => 1);
      let sum = tasks.map(() => 0);
      let w = tasks.map(() => 1);
      let steps = 0;
      return {
        combine({ rows: [rows] }) {
          steps += 1;
          squares ??= rows.map((row) => new Float64Array(row.length));
          const excess = excessOf(rows, squares);
          if (steps <= warmup) {
            sum = excess.map((e, t) => e + sum[t]);
            unit = sum.map((e) => e / steps + epsilon);
          } else {
            const raised = excess.map((e, t) => (unit[t] > 0 ? (stepSize * e) / unit[t] : 0));
            const logs = w.map((x, t) => Math.log(x) + raised[t]);
            const top = Math.max(...logs);
            const raw = logs.map((x) => Math.max(Math.exp(x - top), 1e-300));
            w = toSum(raw);
            if (steps === 1) unit = excess.map((e) => e + epsilon);
          }
          return { gradient: sumOf(rows, w), heads: w };
        },
      };
    },
  };
}

/** e_t of each task; adds this step's squares. */
function excessOf(rows: Rows, squares: Float64Array[]): number[] {
  return squares.map((sum, t) => {
    let excess = 0;
    for (let i = 0; i < sum.length; i++) {
      const square = rows[t][i] * rows[t][i];
      sum[i] += square;
      excess += square / Math.sqrt(sum[i] + 1e-7);
    }
    return excess;
  });
}
