// DTP: the less a task can do yet, the more weight it gets.
import { toSum, within } from "./preference";
import type { Weighting } from "./weighting";

export interface DtpOptions {
  /** How strongly easy tasks are passed over. */
  gamma?: number;
  /** Share of a step's news in the running measure; 1 forgets what was before. */
  alpha?: number;
  /** How good a task is, from 0 to 1, at a loss. Default e^(-loss), for cross entropy the geometric mean chance of the truth. */
  kpi?(loss: number, task: string): number;
  /** Weights sum to K (true, the default), or are the formula's, which fall to 0 as tasks are learned. */
  rescale?: boolean;
}

/**
 * Dynamic task prioritisation (Guo et al. 2018): with k_t in (0, 1] a running mean of how good task t is, the focal weight
 * w_t = -(1 - k_t)^gamma log k_t, k_t <- (1 - alpha) k_t + alpha kpi(l_t).
 *
 * The paper measures k_t by the task's metric (accuracy); a step knows losses, so `kpi` makes one of them. k_t is kept
 * between 1e-6 and 1 - 1e-6. Weights are 1 at the first step. Heads receive the weights.
 *
 * @example
 * fit(model, data, { weighting: dtp({ kpi: (loss, task) => (task === "size" ? 1 / (1 + loss) : Math.exp(-loss)) }) });
 */
export function dtp({
  gamma = 1,
  alpha = 0.1,
  kpi = (loss) => Math.exp(-loss),
  rescale = true,
}: DtpOptions = {}): Weighting {
  within("gamma", gamma, 0, 100);
  within("alpha", alpha, 1e-9, 1);
  return {
    name: "DTP",
    start(tasks) {
      let k: number[] | null = null;
      return {
        weights() {
          if (!k) return tasks.map(() => 1);
          const focal = k.map((x) => -((1 - x) ** gamma) * Math.log(x));
          return rescale ? toSum(focal) : focal;
        },
        observe({ losses }) {
          const now = losses.map((loss, t) => kpi(loss, tasks[t]));
          const mixed = k ? k.map((x, t) => (1 - alpha) * x + alpha * now[t]) : now;
          k = mixed.map((x) => Math.min(1 - 1e-6, Math.max(1e-6, x)));
        },
      };
    },
  };
}
