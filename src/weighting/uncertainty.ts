// Weights learned from how noisy each task is.
import { expected } from "../errors";
import type { Weighting } from "./weighting";

/**
 * Uncertainty weighting (Kendall, Gal and Cipolla 2018): each task has a learned log variance s_i, and noisy tasks count
 * less: L = sum_i e^(-s_i) L_i + s_i, w_i = e^(-s_i). At rest w_i = 1 / L_i.
 * This is twice the paper's objective (the same minimum), so that s_i = 0 starts as `equal`. The s_i have an optimiser of
 * their own, gradient descent s_i <- s_i - rate * (1 - e^(-s_i) L_i) after each step of the network, where the paper and
 * other libraries put them into the network's; a step is at most 1, so that one huge loss does not throw it off. A loss
 * of exactly 0 (nobody in the batch is labelled) teaches nothing.
 *
 * @example
 * await fit(model, train, { weighting: uncertainty({ learningRate: 0.02 }) });
 */
export function uncertainty(o: { learningRate?: number; logVariance?: number } = {}): Weighting {
  const { learningRate = 0.01, logVariance = 0 } = o;
  if (!(learningRate > 0)) {
    throw expected("learningRate of uncertainty() above 0", String(learningRate), "Try 0.01.");
  }
  return {
    name: "uncertainty",
    separable: true,
    start(tasks) {
      const s = tasks.map(() => logVariance);
      return {
        weights: () => s.map((v) => Math.exp(-v)),
        observe({ losses }) {
          losses.forEach((loss, i) => {
            if (loss === 0) return;
            const step = learningRate * (1 - Math.exp(-s[i]) * loss);
            s[i] -= Math.max(-1, Math.min(1, step));
          });
        },
      };
    },
  };
}
