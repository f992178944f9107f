// MOML: task weights that would have helped every task at once.
import { sumOf, type Aggregation } from "./aggregation";
import {
  learnedUpdate,
  lookahead,
  throughSoftmax,
  trialStep,
  type BilevelOptions,
} from "./bilevel";
import { adam } from "./solvers/adam";
import { cosines, dot, gramOf } from "./solvers/linear";
import { minNorm } from "./solvers/simplexQp";
import { softmax } from "./solvers/simplex";

/**
 * Multi-objective meta learning (Ye et al. 2021): tries theta' = theta - innerRate sum_j s_j grad l_j on one batch,
 * s = softmax(x); the loss of task t on another batch at theta' has the slope
 * r_t = J' (-innerRate grad l_t(theta') . grad l_j)_j in x. The shortest combination of the r_t at length 1 (MGDA) is a
 * direction that hurts no task; x follows it by one step of Adam. The update is K sum_t s_t grad l_t over both batches.
 *
 * One inner step, as in LibMTL; theta' moves the shared weights alone. Heads receive the weights.
 *
 * @example
 * fit(model, data, { weighting: moml(), batchSize: 64 });
 */
export function moml({ innerRate = 0.1, learningRate = 1e-3 }: BilevelOptions = {}): Aggregation {
  return {
    name: "MOML",
    batches: 2,
    start(tasks) {
      const step = adam({ learningRate });
      let logits = tasks.map(() => 0);
      return {
        combine(info) {
          const [inner] = info.rows;
          const s = softmax(logits);
          const tried = trialStep(inner, s, innerRate);
          const slopes = Array.from(lookahead("moml()", info)(1, tried).rows, (outer) =>
            unit(
              throughSoftmax(
                s,
                inner.map((row) => -innerRate * dot(outer, row)),
              ),
            ),
          );
          logits = step(logits, sumOf(slopes, minNorm(cosines(gramOf(slopes)))));
          return learnedUpdate(info.rows, logits);
        },
      };
    },
  };
}

function unit(row: readonly number[]): number[] {
  const length = Math.sqrt(dot(row, row));
  return row.map((x) => (length > 0 ? x / length : 0));
}
