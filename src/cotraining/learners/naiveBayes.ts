// Naive Bayes for measurements: features count as independent of each other within a class.
import { checkLearner, untrained, type Learner, type LearnerOptions } from "../learner";
import { classWeights, features, softmax, totals } from "../table";

/**
 * Naive Bayes for measurements: p(c|x) ~ prior_c * prod_j Normal(x_j; mean_cj, var_cj + smoothing * max_j var_j), as in
 * scikit-learn's GaussianNB (there smoothing is 1e-9). Its probabilities are far too sure where features depend on each
 * other: give it quotas, not a threshold. A class without labels has probability 0.
 *
 * @example
 * const learner = naiveBayes({ view: "left", target: "digit", classes: 10 });
 */
export function naiveBayes(o: LearnerOptions & { smoothing?: number }): Learner {
  checkLearner("naiveBayes", o);
  const { view, target, classes, smoothing = 0.01 } = o;
  let learned: { scores: number[]; mean: Float64Array; halves: Float64Array } | undefined;
  return {
    target,
    classes,
    async fit(data) {
      const { size, width, x } = features(data, view);
      const weights = classWeights(data, target, classes);
      const sums = totals(weights, target, classes);
      const [mean, variance] = [
        new Float64Array(classes * width),
        new Float64Array(classes * width),
      ];
      // Twice over the rows, as a variance needs its mean first.
      for (const deviations of [false, true]) {
        for (let i = 0; i < size; i++) {
          for (let c = 0; c < classes; c++) {
            const weight = weights[i * classes + c] / sums[c];
            if (!(weight > 0)) continue;
            for (let j = 0, at = c * width, from = i * width; j < width; j++, at++) {
              if (deviations) variance[at] += weight * (x[from + j] - mean[at]) ** 2;
              else mean[at] += weight * x[from + j];
            }
          }
        }
      }
      const floor = smoothing * largestVariance(x, width, weights, classes) || 1e-9;
      variance.forEach((value, at) => (variance[at] = value + floor));
      const total = sums.reduce((a, b) => a + b, 0);
      const scores = sums.map((sum, c) => {
        let score = Math.log(sum / total);
        for (let j = 0; j < width; j++) {
          score -= 0.5 * Math.log(2 * Math.PI * variance[c * width + j]);
        }
        return score;
      });
      learned = { scores, mean, halves: variance.map((value) => 0.5 / value) };
    },
    probabilities(data) {
      if (!learned) throw untrained("naiveBayes");
      const { scores, mean, halves } = learned;
      const { size, width, x } = features(data, view);
      return Array.from({ length: size }, (_, i) =>
        softmax(
          scores.map((start, c) => {
            if (start === -Infinity) return start;
            let score = start;
            for (let j = 0, at = c * width; j < width; j++, at++) {
              score -= (x[i * width + j] - mean[at]) ** 2 * halves[at];
            }
            return score;
          }),
        ),
      );
    },
  };
}

/** The largest variance of a column over the labelled rows. */
function largestVariance(
  x: Float32Array,
  width: number,
  weights: Float32Array,
  classes: number,
): number {
  const [mean, square] = [new Float64Array(width), new Float64Array(width)];
  let total = 0;
  for (const deviations of [false, true]) {
    for (let i = 0; i * width < x.length; i++) {
      let weight = 0;
      for (let c = 0; c < classes; c++) weight += weights[i * classes + c];
      if (weight === 0) continue;
      if (!deviations) total += weight;
      for (let j = 0, at = i * width; j < width; j++, at++) {
        if (deviations) square[j] += weight * (x[at] - mean[j] / total) ** 2;
        else mean[j] += weight * x[at];
      }
    }
  }
  return Math.max(...square) / total;
}
