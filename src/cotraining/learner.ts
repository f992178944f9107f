// A learner is what co-training works with: it can be trained on data and say how likely each class is.
import type { Dataset } from "../data/dataset";
import { expected, list } from "../errors";

/** What can say how likely each class of a target is. */
export interface Classifier {
  readonly target: string;
  readonly classes: number;
  /** One row of class probabilities per example, [n][classes]. */
  probabilities(data: Dataset): number[][];
}

/**
 * A classifier that can be trained. `fit` starts afresh each time and skips rows without a label (NaN); a target [n]
 * holds class numbers, a target [n, classes] holds soft labels, whose sum is the row's weight. Anything with these
 * members is a learner: a network (`net`), naive Bayes, or one of your own. Before `fit` it has no probabilities.
 */
export interface Learner extends Classifier {
  fit(data: Dataset): Promise<void>;
  /** Frees what it holds, if it holds tensors. */
  dispose?(): void;
}

/** What the learners of this package are made from. */
export interface LearnerOptions {
  /** The input it reads, or several, joined column by column. */
  view: string | readonly string[];
  target: string;
  classes: number;
}

/** The target and number of classes that all learners agree on; RangeError if they do not, or are fewer than `least`. */
export function agreed(
  learners: readonly Learner[],
  least: number,
): { target: string; classes: number } {
  if (!Array.isArray(learners) || learners.length < least) {
    const found = Array.isArray(learners) ? String(learners.length) : typeof learners;
    const todo = least === 2 ? "For a single learner take selfTrain()." : "Add some.";
    throw expected(`${least} learners or more`, found, todo);
  }
  const targets = [...new Set(learners.map(({ target }) => target))];
  const classes = [...new Set(learners.map((learner) => learner.classes))];
  if (targets.length === 1 && classes.length === 1) {
    return { target: targets[0], classes: classes[0] };
  }
  throw expected(
    "learners of one target with the same number of classes",
    `${list(targets)} with ${classes.join(" and ")} classes`,
    "Make them all for the same target.",
  );
}

/** The error of asking a learner before it has learned. */
export function untrained(name: string): RangeError {
  return expected(`${name} to have been trained`, "no fit() yet", "Await fit(data) first.");
}

/** Throws unless the options name a view and at least two classes. */
export function checkLearner(name: string, { view, classes }: LearnerOptions): void {
  if (!(Number.isInteger(classes) && classes >= 2)) {
    throw expected(`two classes or more for ${name}`, String(classes), "Give classes: 2.");
  }
  if (view !== undefined && view.length > 0) return;
  throw expected(`a view for ${name}`, "none", 'Name the input it reads: view: "x".');
}
