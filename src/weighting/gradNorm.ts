// GradNorm: weights that keep every task's gradient in step with its progress.
import { perTask, within } from "./preference";
import { dot, norms } from "./solvers/linear";
import { softmax } from "./solvers/simplex";
import type { Weighting } from "./weighting";

export interface GradNormOptions {
  /** How strongly slow tasks are helped: 0 keeps all gradients alike. */
  alpha?: number;
  /** Rate of descent for the weights' logits. */
  learningRate?: number;
  /** Loss of each task at the start, such as log(classes). Default: mean of the warm-up, or the first step's losses. */
  baseline?: readonly number[];
  /** Epochs with weights 1 before the method begins. */
  warmup?: number;
}

/**
 * GradNorm (Chen et al. 2018): w = K softmax(s); with n_t the norm of task t's gradient over the shared weights and
 * r_t = (l_t / baseline_t) / mean, s descends sum_t |w_t n_t - c_t| towards the targets c_t = mean(w n) r_t^alpha.
 *
 * As in LibMTL (at its scale) the softmax keeps the sum, all shared layers count and s starts equal; s has a plain
 * gradient descent of its own. Heads receive their own loss unweighted.
 *
 * @example
 * fit(model, data, { weighting: gradNorm({ alpha: 0.5 }) });
 */
export function gradNorm({
  alpha = 1.5,
  learningRate = 0.025,
  baseline,
  warmup = 0,
}: GradNormOptions = {}): Weighting {
  within("alpha", alpha, 0, 100);
  return {
    name: "GradNorm",
    needs: "gram",
    heads: "own",
    start(tasks, all) {
      const given = baseline && perTask(tasks, baseline, "a loss at the start", all);
      let sum = tasks.map(() => 0);
      let steps = 0;
      let s = tasks.map(() => 0);
      return {
        weights({ epoch, losses, gram }) {
          if (epoch < warmup || steps === 0) {
            sum = sum.map((x, t) => x + losses[t]);
            steps += 1;
          }
          if (epoch < warmup) return tasks.map(() => 1);
          const start = given ?? sum.map((x) => x / steps);
          const w = softmax(s).map((share) => share * tasks.length);
          const slope = pull(
            w,
            norms(gram),
            losses.map((l, t) => (start[t] > 0 ? l / start[t] : 1)),
            alpha,
          );
          const level = dot(slope, w) / tasks.length;
          s = s.map((x, t) => x - learningRate * w[t] * (slope[t] - level));
          return w;
        },
      };
    },
  };
}

/** d/dw_t of sum |w_t n_t - c_t| with the targets held still. */
function pull(w: number[], sizes: number[], progress: number[], alpha: number): number[] {
  const mean = progress.reduce((a, b) => a + b, 0) / progress.length || 1;
  const weighted = w.map((x, t) => x * sizes[t]);
  const level = weighted.reduce((a, b) => a + b, 0) / weighted.length;
  return weighted.map((x, t) => Math.sign(x - level * (progress[t] / mean) ** alpha) * sizes[t]);
}
