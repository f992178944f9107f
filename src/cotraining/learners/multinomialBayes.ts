// Naive Bayes for counts: a class is the frequencies of its words.
import { expected } from "../../errors";
import { checkLearner, untrained, type Learner, type LearnerOptions } from "../learner";
import { classWeights, features, softmax, totals } from "../table";

/**
 * Naive Bayes for counts, of words say (multinomial; McCallum and Nigam 1998): p(c|x) ~ prior_c * prod_j f_cj^x_j with
 * f_cj = (count_cj + alpha) / (count_c + alpha * columns). RangeError for features below 0.
 *
 * @example
 * const learner = multinomialBayes({ view: "words", target: "spam", classes: 2 });
 */
export function multinomialBayes(o: LearnerOptions & { alpha?: number }): Learner {
  checkLearner("multinomialBayes", o);
  const { view, target, classes, alpha = 1 } = o;
  let learned: { scores: number[]; logs: Float64Array } | undefined;
  return {
    target,
    classes,
    async fit(data) {
      const { size, width, x } = features(data, view);
      const negative = x.findIndex((value) => value < 0);
      if (negative >= 0) {
        throw expected(
          "counts, 0 or more, for multinomialBayes",
          `${x[negative]} in row ${Math.floor(negative / width)}`,
          "For measurements take naiveBayes().",
        );
      }
      const weights = classWeights(data, target, classes);
      const sums = totals(weights, target, classes);
      const counts = new Float64Array(classes * width).fill(alpha);
      for (let i = 0; i < size; i++)
        for (let c = 0; c < classes; c++) {
          const weight = weights[i * classes + c];
          if (weight > 0)
            for (let j = 0; j < width; j++) counts[c * width + j] += weight * x[i * width + j];
        }
      const logs = new Float64Array(classes * width);
      for (let c = 0; c < classes; c++) {
        const own = counts.subarray(c * width, (c + 1) * width);
        const sum = own.reduce((a, b) => a + b, 0);
        own.forEach((count, j) => (logs[c * width + j] = Math.log(count / sum)));
      }
      const total = sums.reduce((a, b) => a + b, 0);
      learned = { scores: sums.map((sum) => Math.log(sum / total)), logs };
    },
    probabilities(data) {
      if (!learned) throw untrained("multinomialBayes");
      const { scores, logs } = learned;
      const { size, width, x } = features(data, view);
      return Array.from({ length: size }, (_, i) =>
        softmax(
          scores.map((score, c) => {
            for (let j = 0; j < width; j++) score += x[i * width + j] * logs[c * width + j];
            return score;
          }),
        ),
      );
    },
  };
}
