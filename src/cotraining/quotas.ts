// How many labels of each class a learner may give in a round: as many as the class is common.
import { expected } from "../errors";

/**
 * Quotas that follow the class prior (Blum and Mitchell 1998): n_c = least * prior_c / min prior, rounded, so that the
 * rarest class gets `least`. Without quotas, or with wrong ones, learners confirm each other's favourite class.
 * `prior` may be shares or counts. RangeError for a class that never occurs.
 *
 * @example
 * quotas([0.69, 0.31]); // [2, 1]
 */
export function quotas(prior: readonly number[], o: { least?: number } = {}): number[] {
  const { least = 1 } = o;
  const rarest = Math.min(...prior);
  if (!(rarest > 0 && Number.isFinite(Math.max(...prior)))) {
    throw expected(
      "a prior above 0 for every class",
      `[${prior.join(", ")}]`,
      "Give shares or counts, all above 0.",
    );
  }
  return prior.map((share) => Math.max(1, Math.round((least * share) / rarest)));
}

/**
 * The class prior of unlabelled rows, estimated from a classifier's probabilities [n][classes] on them and the prior of
 * its training labels (expectation maximisation of Saerens, Latinne and Decaestecker 2002):
 * q(c|x) ~ p(c|x) prior_c / trained_c, prior_c <- mean of q(c|x), until it moves by less than 1e-6 or 200 times.
 * Good where labels were chosen evenly but classes are not even, and the classifier is calibrated.
 *
 * @example
 * const quota = quotas(estimatePrior(learner.probabilities(unlabelled), [0.5, 0.5]));
 */
export function estimatePrior(
  probabilities: readonly (readonly number[])[],
  trained: readonly number[],
): number[] {
  let prior = [...trained];
  for (let turn = 0; turn < 200; turn++) {
    const sums = trained.map(() => 0);
    for (const p of probabilities) {
      const q = p.map((value, c) => (value * prior[c]) / trained[c]);
      const total = q.reduce((a, b) => a + b, 0);
      if (total > 0) q.forEach((value, c) => (sums[c] += value / total));
    }
    const total = sums.reduce((a, b) => a + b, 0);
    const next = sums.map((sum) => sum / total);
    const move = Math.max(...next.map((value, c) => Math.abs(value - prior[c])));
    prior = next;
    if (move < 1e-6) break;
  }
  return prior;
}
