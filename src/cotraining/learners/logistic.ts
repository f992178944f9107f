// Logistic regression: a linear score per class, and a bound on how large its weights grow.
import { checkLearner, untrained, type Learner, type LearnerOptions } from "../learner";
import { classWeights, features, softmax, totals } from "../table";
import { lbfgs, type Smooth } from "./lbfgs";
import { sparse, times, transposed, type Sparse } from "./sparse";

/**
 * Logistic regression with an L2 penalty: minimises c * sum_i CE(y_i, softmax(W x_i + b)) + ||W||^2 / 2 by L-BFGS. For
 * two classes there is a single score (class 0 stays at 0). Loss and minimiser are those of scikit-learn's
 * LogisticRegression(C=c, tol=tolerance); it ends where no slope of the mean loss is above `tolerance`, by default 1e-4.
 * Bring features to a similar scale first.
 *
 * @example
 * const learner = logistic({ view: ["left", "right"], target: "digit", classes: 10 });
 */
export function logistic(o: LearnerOptions & { c?: number; tolerance?: number }): Learner {
  checkLearner("logistic", o);
  const { view, target, classes, c: strength = 1, tolerance = 1e-4 } = o;
  const units = classes === 2 ? 1 : classes;
  let learned: Float64Array | undefined;
  return {
    target,
    classes,
    async fit(data) {
      const { width, x } = features(data, view);
      const weights = classWeights(data, target, classes);
      totals(weights, target, classes);
      const labelled = labelledRows(weights, classes);
      const own = labelled.map((i) => weights.subarray(i * classes, (i + 1) * classes));
      const loss = penalisedLoss(sparse(x, width, labelled), own, { units, strength });
      learned = lbfgs(loss, new Float64Array(units * (width + 1)), { tolerance });
    },
    probabilities(data) {
      if (!learned) throw untrained("logistic");
      const { width, x } = features(data, view);
      const all = Array.from({ length: data.size }, (_, row) => row);
      const z = new Float64Array(data.size * units);
      scores(sparse(x, width, all), learned, units, z);
      return all.map((i) =>
        softmax(units === 1 ? [0, z[i]] : z.subarray(i * units, (i + 1) * units)),
      );
    },
  };
}

/** Writes a score per row and unit into z; theta holds, per column, a weight for each unit, and last the constants. */
function scores(rows: Sparse, theta: Float64Array, units: number, z: Float64Array): void {
  const constants = theta.length - units;
  for (let at = 0; at < z.length; at++) z[at] = theta[constants + (at % units)];
  times(rows, theta, units, z);
}

/** The mean cross entropy over weighted rows, and the penalty; weights[row][class]. */
function penalisedLoss(
  rows: Sparse,
  weights: readonly Float32Array[],
  { units, strength }: { units: number; strength: number },
): Smooth {
  const rowWeights = weights.map((own) => own.reduce((a, b) => a + b, 0));
  const total = rowWeights.reduce((a, b) => a + b, 0);
  const columns = transposed(rows);
  const first = weights[0].length - units; // Of two classes only the second has a score; the first stays at 0.
  const decay = 1 / (strength * total);
  const z = new Float64Array(rows.size * units);
  return (theta, gradient) => {
    scores(rows, theta, units, z);
    const constants = theta.length - units;
    gradient.fill(0);
    let loss = 0;
    for (let i = 0; i < rows.size; i++) {
      const weight = rowWeights[i];
      const own = weights[i];
      const at = i * units;
      let highest = first === 1 ? 0 : -Infinity;
      for (let u = 0; u < units; u++) if (z[at + u] > highest) highest = z[at + u];
      let sum = first === 1 ? Math.exp(-highest) : 0;
      for (let u = 0; u < units; u++) {
        loss -= (own[first + u] * z[at + u]) / total;
        z[at + u] = Math.exp(z[at + u] - highest);
        sum += z[at + u];
      }
      loss += (weight * (highest + Math.log(sum))) / total;
      // From here on z is the slope of the loss by each score.
      for (let u = 0; u < units; u++) {
        z[at + u] = ((weight * z[at + u]) / sum - own[first + u]) / total;
        gradient[constants + u] += z[at + u];
      }
    }
    times(columns, z, units, gradient);
    for (let at = 0; at < constants; at++) {
      loss += (decay / 2) * theta[at] * theta[at];
      gradient[at] += decay * theta[at];
    }
    return loss;
  };
}

function labelledRows(weights: Float32Array, classes: number): number[] {
  const rows: number[] = [];
  for (let at = 0; at < weights.length; at += classes) {
    if (weights.subarray(at, at + classes).some((weight) => weight > 0)) rows.push(at / classes);
  }
  return rows;
}
