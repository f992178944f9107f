// AdaTask: every task has an Adam of its own for the shared weights.
import type { Aggregation } from "./aggregation";

export interface AdaTaskOptions {
  beta1?: number;
  beta2?: number;
  epsilon?: number;
}

/**
 * Task-wise adaptive learning rates (Yang et al. 2023): for each task and shared weight, running means m and v of the
 * gradient and its square, bias-corrected; the update is sum_t m_t / (sqrt(v_t) + epsilon). No task's large gradients
 * shrink the steps of another, as they do in one common Adam.
 *
 * The result is a step, not a gradient: apply it with plain gradient descent at Adam's usual rate. Its size does not
 * depend on the gradients'. Keeps two arrays of the gradients' size per task. Heads receive their own loss unweighted.
 *
 * @example
 * adaTask().start(["a", "b"]);
 */
export function adaTask({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
}: AdaTaskOptions = {}): Aggregation {
  return {
    name: "AdaTask",
    start(tasks) {
      let m: Float64Array[] = [];
      let v: Float64Array[] = [];
      let k = 0;
      return {
        combine({ rows: [rows] }) {
          k += 1;
          if (k === 1) {
            m = rows.map((row) => new Float64Array(row.length));
            v = rows.map((row) => new Float64Array(row.length));
          }
          const [c1, c2] = [1 - beta1 ** k, 1 - beta2 ** k];
          const gradient = new Float64Array(rows[0].length);
          rows.forEach((row, t) => {
            for (let i = 0; i < gradient.length; i++) {
              m[t][i] += (1 - beta1) * (row[i] - m[t][i]);
              v[t][i] += (1 - beta2) * (row[i] * row[i] - v[t][i]);
              gradient[i] += m[t][i] / c1 / (Math.sqrt(v[t][i] / c2) + epsilon);
            }
          });
          return { gradient, heads: tasks.map(() => 1) };
        },
      };
    },
  };
}
