// Auto-Lambda: task weights that would have helped the tasks one cares for.
import { expected, list } from "../errors";
import { sumOf, type Aggregation } from "./aggregation";
import {
  learnedUpdate,
  lookahead,
  throughSoftmax,
  trialStep,
  type BilevelOptions,
} from "./bilevel";
import { adam } from "./solvers/adam";
import { dot } from "./solvers/linear";
import { softmax } from "./solvers/simplex";

export interface AutoLambdaOptions extends BilevelOptions {
  /** Tasks the others are to help; default all. */
  primary?: readonly string[];
}

/**
 * Auto-Lambda (Liu et al. 2022): tries theta' = theta - innerRate sum_t s_t grad l_t on one batch, s = softmax(x), and
 * measures v = sum over the primary tasks of grad l_t at theta' on another; a task whose gradient points along v would
 * have helped: dx = J' (-innerRate grad l_t . v), one step of Adam. The update is K sum_t s_t grad l_t over both batches.
 *
 * The products are exact where the paper and LibMTL difference losses; theta' moves the shared weights alone. The paper's
 * weights are free numbers, these sum to K, as in LibMTL. Heads receive the weights.
 *
 * @example
 * fit(model, data, { weighting: autoLambda({ primary: ["digit"] }), batchSize: 64 });
 */
export function autoLambda({
  innerRate = 0.1,
  learningRate = 1e-3,
  primary,
}: AutoLambdaOptions = {}): Aggregation {
  return {
    name: "Auto-Lambda",
    batches: 2,
    start(tasks, all = tasks) {
      const strange = primary?.find((name) => !all.includes(name));
      if (strange !== undefined || primary?.length === 0) {
        const found = strange === undefined ? "none" : `"${strange}"`;
        throw expected(`primary tasks among ${list(all)}`, found, "Use these names.");
      }
      const counts = tasks.map((name) => Number(!primary || primary.includes(name)));
      const step = adam({ learningRate });
      let logits = tasks.map(() => 0);
      return {
        combine(info) {
          const [inner] = info.rows;
          const s = softmax(logits);
          const tried = trialStep(inner, s, innerRate);
          const wanted = sumOf(lookahead("autoLambda()", info)(1, tried).rows, counts);
          const slope = inner.map((row) => -innerRate * dot(row, wanted));
          logits = step(logits, throughSoftmax(s, slope));
          return learnedUpdate(info.rows, logits);
        },
      };
    },
  };
}
