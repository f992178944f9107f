// Self-training: a learner learns from the labels it is surest of.
import type { Dataset } from "../data/dataset";
import { agreed, type Learner } from "./learner";
import type { RoundOptions } from "./roundOptions";
import type { Rounds } from "./rounds";
import { teach } from "./teach";

/**
 * Self-training (Yarowsky 1995). Every round: fit on what is labelled, look at a pool of unlabelled rows, give the surest
 * their label, by class quotas; labels once given stay. It trains `learner` in place and returns the story.
 * `quota: [Infinity, Infinity]` with a `threshold` and `pool: Infinity` is scikit-learn's default; `unbalanced: 10` its
 * "k_best", which drifts to one class. RangeError for a class without labels or data without unlabelled rows.
 *
 * @example
 * const rounds = await selfTrain(naiveBayes({ view: "x", target: "digit", classes: 10 }), few, { rounds: 30 });
 * rounds.stopped; // "rounds", "all labelled", or "none confident"
 */
export async function selfTrain(
  learner: Learner,
  data: Dataset,
  o: RoundOptions = {},
): Promise<Rounds> {
  agreed([learner], 1);
  return teach([learner], data, o);
}
