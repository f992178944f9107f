// Co-training: learners that see different views label rows for each other.
import type { Dataset } from "../data/dataset";
import { agreed, type Learner } from "./learner";
import type { RoundOptions } from "./roundOptions";
import type { Rounds } from "./rounds";
import { teach } from "./teach";

/** How learners teach each other. */
export interface CoTrainOptions extends RoundOptions {
  /** A learner's labels go to the others only, not to itself. Default false: all share them, as in the paper. */
  cross?: boolean;
}

/**
 * Co-training (Blum and Mitchell 1998), for any number of views and classes. Every round each learner is fitted on what
 * is labelled, looks at a common pool of unlabelled rows, and labels the surest of each class by `quota`; rows that two
 * learners label differently stay in the pool. It ends with a fit on everything; average(learners) predicts. Helps where
 * each view is enough for itself and errors are independent given the class: compare with `controls`.
 * RangeError for one learner, a class without labels, or data without unlabelled rows.
 *
 * @example
 * const [left, right] = ["left", "right"].map((view) => logistic({ view, target: "digit", classes: 10 }));
 * const rounds = await coTrain([left, right], few, { rounds: 50, diagnostics: { test } });
 * const both = average([left, right]);
 */
export async function coTrain(
  learners: readonly Learner[],
  data: Dataset,
  o: CoTrainOptions = {},
): Promise<Rounds> {
  agreed(learners, 2);
  return teach(learners, data, o);
}
