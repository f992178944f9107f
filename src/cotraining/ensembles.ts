// Learners that answer together: the mean of what they say, weighed or not, or their votes.
import type { Dataset } from "../data/dataset";
import { expected } from "../errors";
import { argMax } from "./labels";
import { agreed, type Learner } from "./learner";
import { together, type Joint } from "./watch";

/**
 * The learners' mean probabilities, sum_k w_k p_k with weights that sum to 1 (default 1/K). `fit` trains them all.
 *
 * @example
 * const both = average([left, right]);
 * both.probabilities(test);
 */
export function average(
  learners: readonly Learner[],
  o: { weights?: readonly number[] } = {},
): Learner {
  agreed(learners, 1);
  const weights = normalised(o.weights ?? learners.map(() => 1), learners.length);
  return joined(learners, (answers) =>
    answers[0].map((_, c) => answers.reduce((sum, p, k) => sum + weights[k] * p[c], 0)),
  );
}

/**
 * The share of learners, by weight, that vote for each class. Equal shares are split by the mean probability, which
 * counts for a millionth of a vote.
 *
 * @example
 * vote([a, b, c]).probabilities(test);
 */
export function vote(
  learners: readonly Learner[],
  o: { weights?: readonly number[] } = {},
): Learner {
  agreed(learners, 1);
  const weights = normalised(o.weights ?? learners.map(() => 1), learners.length);
  return joined(learners, votes(weights));
}

/** Votes as shares of the weight; a tie goes to the class of the higher mean probability. */
export function votes(weights: readonly number[]): Joint {
  const tie = 1e-6;
  return (answers) => {
    const chosen = answers.map(argMax);
    return answers[0].map((_, c) => {
      const share = weights.reduce((sum, w, k) => sum + (chosen[k] === c ? w : 0), 0);
      const mean = answers.reduce((sum, p) => sum + p[c], 0) / answers.length;
      return share * (1 - tie) + mean * tie;
    });
  };
}

/**
 * Weights for a vote from error rates: w_k ~ log((1 - e_k) / e_k), no weight from one half up (Freund and Schapire
 * 1997), so that a learner that guesses has no say. Sums to 1; equal weights where all guess.
 */
export function weightsOfErrors(errors: readonly number[]): number[] {
  const raw = errors.map((e) => Math.max(0, Math.log((1 - e) / Math.max(e, 1e-6))));
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((w) => (sum > 0 ? w / sum : 1 / errors.length));
}

function joined(learners: readonly Learner[], joint: Joint): Learner {
  const { target, classes } = learners[0];
  return {
    target,
    classes,
    async fit(data: Dataset) {
      for (const learner of learners) await learner.fit(data);
    },
    probabilities: (data) =>
      together(
        learners.map((learner) => learner.probabilities(data)),
        joint,
      ),
    dispose: () => learners.forEach((learner) => learner.dispose?.()),
  };
}

function normalised(weights: readonly number[], count: number): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (weights.length === count && weights.every((w) => w >= 0) && sum > 0) {
    return weights.map((w) => w / sum);
  }
  throw expected(
    `${count} weights from 0 up, not all 0`,
    `[${weights.join(", ")}]`,
    "Give one per learner.",
  );
}
